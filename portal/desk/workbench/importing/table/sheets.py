"""Workbooks by python-calamine, every cell as the text an officer would read. Runs in the limited child only."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from xml.etree.ElementTree import ParseError

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from . import biff, errorcells
from .biff import Errors
from .faults import CannotRead, Reason
from .grid import MOST_CELLS, Form, Sheet

_DAY = 86_400
_MIDNIGHT = time()


def sheets_of(content: bytes, form: Form) -> tuple[Sheet, ...]:
    """Read every sheet, hidden ones too. Raise `CannotRead`."""
    try:
        old = biff.errors_of(content) if form is Form.XLS else []
        new = errorcells.errors_of(content) if form is Form.XLSX else {}
        with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            errors = dict(zip(book.sheet_names, old, strict=False)) if old else new
            kept = [
                _sheet(
                    book.get_sheet_by_name(one.name),
                    errors.get(one.name, {}),
                    hidden=one.visible != SheetVisibleEnum.Visible,
                )
                for one in book.sheets_metadata
                if "Work" in str(one.typ)
            ]
    except PasswordError as error:
        raise CannotRead(Reason.PASSWORD) from error
    except (CalamineError, ValueError, OSError, ParseError) as error:
        raise CannotRead(Reason.BROKEN) from error
    return tuple(kept)


def _sheet(sheet: CalamineSheet, errors: Errors, *, hidden: bool) -> Sheet:
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise CannotRead(Reason.TOO_WIDE, sheet.name)
    rows = [
        tuple(cell.strip() if type(cell) is str else as_text(cell) for cell in row)
        for row in sheet.to_python(skip_empty_area=False)
    ]
    for (at, column), shown in errors.items():
        # The reader gives an error as an empty cell; what stands elsewhere than it says is left alone.
        if at < len(rows) and column < len(rows[at]) and not rows[at][column]:
            rows[at] = (*rows[at][:column], shown, *rows[at][column + 1 :])
    return Sheet(sheet.name, tuple(rows), hidden, tuple(_merged(rows, sheet.merged_cell_ranges or [])))


def _merged(
    rows: list[tuple[str, ...]], ranges: list[tuple[tuple[int, int], tuple[int, int]]]
) -> list[tuple[int, int, int]]:
    """Only downwards: what is merged sideways is a title."""
    return [
        (row + 1, left, top + 1)
        for (top, left), (bottom, right) in ranges
        if left == right and top < len(rows) and left < len(rows[top]) and rows[top][left]
        for row in range(top + 1, min(bottom + 1, len(rows)))
    ]


def as_text(cell: object) -> str:
    """Give one cell as text: days and times in ISO form, whole numbers without a point, an error as it shows."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d") if cell.time() == _MIDNIGHT else cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds()) % _DAY
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(cell, float) and not isinstance(cell, bool):
        return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
    return str(cell)
