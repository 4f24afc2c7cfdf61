"""Bytes to a grid, whatever the file is; and the child's one line in and out."""

import json
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from .containers import check_workbook, content_of_ods, form_of
from .decoding import decoded, html_rows, rows_of
from .faults import CannotRead, Reason
from .grid import MOST_CELLS, Form, Grid, Sheet
from .ods import sheets_in


def read(content: bytes) -> Grid:
    """Read in this process: for the child, and for tests of plain files. Raise `CannotRead`."""
    form = form_of(content)
    if form is Form.XLSX:
        check_workbook(content)
    if form is Form.ODS:
        sheets = _ods(content)
    elif form in {Form.XLSX, Form.XLS}:
        from .sheets import sheets_of  # noqa: PLC0415  the reader of workbooks is loaded for workbooks only

        sheets = sheets_of(content, form)
    else:
        text = decoded(content)
        rows = html_rows(text) if form is Form.HTML else rows_of(text)
        sheets = (Sheet("", tuple(tuple(cell.strip() for cell in row) for row in rows)),)
    if not any(cell for sheet in sheets for row in sheet.rows for cell in row):
        raise CannotRead(Reason.EMPTY)
    if sum(len(row) for sheet in sheets for row in sheet.rows) > MOST_CELLS:
        raise CannotRead(Reason.TOO_WIDE)
    return Grid(form, sheets)


def _ods(content: bytes) -> tuple[Sheet, ...]:
    try:
        return sheets_in(content_of_ods(content))
    except (ParseError, RecursionError) as error:
        raise CannotRead(Reason.BROKEN) from error


def main(source: BinaryIO, sink: BinaryIO) -> None:
    """Read a file from `source`, answer on `sink`: one JSON document. What the child's first lines call."""
    try:
        grid = read(source.read())
        told: dict[str, object] = {
            "form": grid.form,
            "sheets": [(sheet.name, sheet.rows, sheet.hidden, sheet.merged) for sheet in grid.sheets],
        }
    except CannotRead as refused:
        told = {"reason": refused.reason, "detail": refused.detail}
    sink.write(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())
