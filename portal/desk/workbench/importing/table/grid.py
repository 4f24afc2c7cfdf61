"""A file as text, row by row."""

from dataclasses import dataclass
from enum import StrEnum

MOST_CELLS = 4_000_000


class Form(StrEnum):
    """How the bytes are built."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    HTML = "html"
    TEXT = "text"


@dataclass(frozen=True)
class Sheet:
    """One sheet as text, row by row, from row 1 of the file.

    `merged` are the cells that are empty because they were merged downwards: row (from 1), column (from 0), and the row
    (from 1) that holds what stands in all of them.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    hidden: bool = False
    merged: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True)
class Grid:
    """What one file holds."""

    form: Form
    sheets: tuple[Sheet, ...]
