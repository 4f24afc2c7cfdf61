"""Text tables: which encoding, which delimiter, which rows. And tables that a web system saved under the name .xls."""

import csv
import io
from html.parser import HTMLParser

from .faults import CannotRead, Reason

# Not the full-width comma: between Chinese words it is punctuation.
_DELIMITERS = (",", "\t", ";")
_LOOKED_AT = 30


def decoded(content: bytes) -> str:
    """Give the text: a byte-order mark decides, then UTF-8, then GB18030. Raise `CannotRead`."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _as(content, (encoding,))
    return _as(content, ("utf-8", "gb18030"))


def _as(content: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise CannotRead(Reason.NOT_A_TABLE)
        return text
    raise CannotRead(Reason.ENCODING)


def rows_of(text: str) -> list[list[str]]:
    """Split into rows and cells. A row is what an office program counts as one, also when a cell holds a new line."""
    csv.field_size_limit(1_000_000)
    delimiter = _delimiter(text)
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="\n")
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error as error:
        raise CannotRead(Reason.BROKEN) from error


def _delimiter(text: str) -> str:
    """The one that cuts most of the first rows into the same number of cells, the more cells the better."""
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]

    def worth(delimiter: str) -> int:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        usual = max(set(widths), key=lambda width: (widths.count(width) * (width > 1), width), default=1)
        return (usual - 1) * widths.count(usual)

    try:
        return max(_DELIMITERS, key=worth)
    except csv.Error as error:
        raise CannotRead(Reason.BROKEN) from error


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._close()
            self.rows.append([])
        elif tag in {"td", "th"}:
            self._close()
            span = dict(attrs).get("colspan") or "1"
            self._cell, self._span = [], min(int(span), 100) if span.isdecimal() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._close()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _close(self) -> None:
        if self._cell is not None:
            if not self.rows:
                self.rows.append([])
            self.rows[-1] += ["".join(self._cell).strip(), *[""] * (self._span - 1)]
            self._cell = None


def html_rows(text: str) -> list[list[str]]:
    """Give the rows of the tables of a page, one after the other."""
    reader = _Tables()
    reader.feed(text)
    reader.close()
    return reader.rows
