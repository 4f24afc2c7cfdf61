"""Tables as CSV that a spreadsheet opens without running anything.

The attack: a cell of a record that begins with "=" or the like is a formula to whoever opens the export, and a formula
can send the sheet away. Source: DOMAIN 5.2 (on export), OWASP on CSV injection.
"""

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDE = str.maketrans("\uff1d\uff0b\uff0d\uff20", "=+-@")


def safe(cell: str) -> str:
    """Give a cell that is text to every spreadsheet: what could begin a formula gets an apostrophe before it.

    Full-width signs count: some programs fold them. So does a sign behind spaces, which some programs trim.
    """
    start = cell.lstrip(" \u00a0\u3000\ufeff\0").translate(_WIDE)
    return f"'{cell}" if start.startswith(_STARTS) or cell.startswith(_STARTS) else cell


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Give rows as CSV in UTF-8 with a byte-order mark, every cell safe. Line ends are CRLF (RFC 4180)."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return sink.getvalue().encode("utf-8-sig")
