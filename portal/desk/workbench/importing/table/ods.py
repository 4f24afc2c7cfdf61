"""OpenDocument spreadsheets (.ods), read here: the reader of workbooks gives their errors as empty or 0, and no merges.

Source: OpenDocument 1.3, part 3: 9.1 (tables, `number-rows-repeated`), 19.385 (`value-type`), 19.676 (`display`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from xml.etree import ElementTree as ET

from .faults import CannotRead, Reason
from .grid import MOST_CELLS, Sheet

_NS = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
}
_ROWS, _COLUMNS = 100_000, 2_000
_ERROR = re.compile(r"#(?:N/A|DIV/0!|REF!|NAME\?|NULL!|NUM!|VALUE!)|Err:\d+")
_TIME = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_DAY = 24


def _named(prefix: str, name: str) -> str:
    return f"{{{_NS[prefix]}}}{name}"


_TABLE, _ROW = _named("table", "table"), _named("table", "table-row")
_CELL, _COVERED = _named("table", "table-cell"), _named("table", "covered-table-cell")
_P, _SPACE, _TAB, _BREAK = (_named("text", name) for name in ("p", "s", "tab", "line-break"))


def sheets_in(xml: bytes) -> tuple[Sheet, ...]:
    """Read every sheet of a `content.xml` without a DOCTYPE. Raise `CannotRead`; ParseError for what is no XML."""
    root = ET.fromstring(xml)  # noqa: S314  what comes here has no DOCTYPE, so no entity to unfold
    hidden = {
        style.get(_named("style", "name"), "")
        for style in root.iter(_named("style", "style"))
        for told in style.iter(_named("style", "table-properties"))
        if told.get(_named("table", "display")) == "false"
    }
    return tuple(_sheet(table, hidden) for table in root.iter(_TABLE))


@dataclass
class _Reading:
    """One sheet on its way: rows so far, empty rows that count only if something stands below them, merges."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    empty: int = 0
    cells: int = 0
    merged: list[tuple[int, int, int]] = field(default_factory=list)

    def take(self, row: tuple[str, ...], times: int) -> None:
        """Take a row that stands `times` times, as long as the sheet stays within bounds."""
        if not any(row):
            self.empty += times
            return
        self.cells += (self.empty + times) * max(len(row), 1)
        if len(self.rows) + self.empty + times > _ROWS or len(row) > _COLUMNS or self.cells > MOST_CELLS:
            raise CannotRead(Reason.TOO_WIDE)
        self.rows += [()] * self.empty + [row] * times
        self.empty = 0


def _sheet(table: ET.Element, hidden: set[str]) -> Sheet:
    reading = _Reading()
    for row in table.iter(_ROW):
        number = len(reading.rows) + reading.empty + 1
        texts, spans = _texts(row)
        reading.merged += [
            (below, column, number) for column, rows in spans for below in range(number + 1, number + min(rows, _ROWS))
        ]
        reading.take(texts, _count(row, "number-rows-repeated"))
    last = len(reading.rows)
    return Sheet(
        table.get(_named("table", "name"), ""), tuple(reading.rows),
        table.get(_named("table", "style-name"), "") in hidden,
        tuple(merged for merged in reading.merged if merged[0] <= last),
    )  # fmt: skip


def _count(element: ET.Element, name: str) -> int:
    told = element.get(_named("table", name), "1")
    return max(int(told), 1) if told.isdecimal() and len(told) < 9 else 1  # noqa: PLR2004  digits of what can be a row


def _texts(row: ET.Element) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
    """The cells of a row up to its last filled one, and which columns of it are merged downwards over how many rows."""
    texts: list[str] = []
    spans: list[tuple[int, int]] = []
    empty = 0
    for cell in row:
        if cell.tag not in {_CELL, _COVERED}:
            continue
        text = "" if cell.tag == _COVERED else _text(cell)
        times = _count(cell, "number-columns-repeated")
        if not text:
            empty += times
            continue
        if len(texts) + empty + times > _COLUMNS:
            raise CannotRead(Reason.TOO_WIDE)
        texts += [""] * empty
        empty = 0
        down = _count(cell, "number-rows-spanned")
        if down > 1 and _count(cell, "number-columns-spanned") == 1:
            spans.append((len(texts), down))
        texts += [text] * times
    return tuple(texts), spans


def _text(cell: ET.Element) -> str:
    """A cell as text: days and times in ISO form, numbers as they are kept, an error as it shows."""
    seen = "\n".join("".join(_words(one)) for one in cell.findall(_P)).strip()
    if _ERROR.fullmatch(seen):
        return "#N/A" if seen.startswith("Err") else seen
    kind = cell.get(_named("office", "value-type"), "")
    if kind in {"float", "currency", "percentage"}:
        return _number(cell.get(_named("office", "value"), ""), seen)
    if kind == "date":
        day, _, hour = cell.get(_named("office", "date-value"), seen).partition("T")
        return day if not hour.strip("0:.") else f"{day} {hour.partition('.')[0]}"
    if kind == "time" and (told := _TIME.fullmatch(cell.get(_named("office", "time-value"), ""))):
        return f"{int(told[1]) % _DAY:02}:{told[2]:0>2}:{told[3]:0>2}"
    return seen


def _number(told: str, seen: str) -> str:
    try:
        value = Decimal(told)
    except ArithmeticError:
        return seen
    if not value.is_finite() or abs(value.adjusted()) > _ADJUSTED:
        return seen
    return str(int(value)) if value == value.to_integral_value() else format(value, "f")


_ADJUSTED = 40


def _words(paragraph: ET.Element) -> Iterator[str]:
    """The words of a paragraph in order; spaces and breaks are elements of their own."""
    yield paragraph.text or ""
    for part in paragraph:
        if part.tag == _SPACE:
            told = part.get(_named("text", "c"), "1")
            yield " " * min(int(told), _COLUMNS) if told.isdecimal() and len(told) < 9 else " "  # noqa: PLR2004  as above
        elif part.tag in {_TAB, _BREAK}:
            yield " "
        else:
            yield from _words(part)
        yield part.tail or ""
