"""What goes in and comes out, as plain frozen data that turns into JSON and back."""

import json
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from portal.desk.workbench.rows import (
    AllowanceRow,
    AppraisalRow,
    AttendanceRow,
    FileKind,
    LeaveRow,
    LogRow,
    MeetingRow,
    ObservationRow,
    RosterRow,
    Status,
    TravelRow,
)

from .reasons import Reason
from .table.grid import Sheet

Row = (
    RosterRow
    | AttendanceRow
    | LogRow
    | TravelRow
    | AllowanceRow
    | LeaveRow
    | MeetingRow
    | ObservationRow
    | AppraisalRow
)
T = TypeVar("T")


@dataclass(frozen=True)
class Book:
    """A file that was read: its name, the SHA-256 of its bytes (64 hex), what it was, and its sheets."""

    file: str
    sha256: str
    form: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True)
class Hints:
    """What the upload form knows. Each may be left out; `month` is "2026-03", `year` serves "3月" and "3月5日"."""

    kind: FileKind | None = None
    sheet: int | None = None
    header: int | None = None
    month: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Column:
    """One column: its place (from 0), header as typed, what it was taken for ("" unused), samples, and why.

    `why`: "header" (an alias), "day" (a day of a matrix), "values" (what stands in it), "twice" (its key was taken
    already), "unknown", "blank".
    """

    index: int
    header: str
    key: str
    why: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """What was understood of a book. `kind` None: nothing fits. `header` is the last header row, counted from 1.

    `sure` is from 0 to 100. `missing` are keys that are needed and not there ("person" for 编号 or 姓名).
    `unknown_words` are status words with their counts, to be mapped once.
    """

    kind: FileKind | None
    sure: int
    sheet: int
    sheets: tuple[tuple[str, bool], ...]
    header: int
    matrix: bool
    month: str
    columns: tuple[Column, ...]
    missing: tuple[str, ...]
    unknown_words: tuple[tuple[str, int], ...]
    data_rows: int

    def choices(self) -> "Choices":
        """Take the proposal as it is. Raise ValueError when no kind of file was recognised."""
        if self.kind is None:
            raise ValueError("no kind of file was recognised")
        columns = {column.index: column.key for column in self.columns if column.key}
        return Choices(self.kind, self.sheet, self.header, columns, self.month)


@dataclass(frozen=True)
class Choices:
    """What the officer decided. `columns`: place (from 0) to key, days of a matrix are "day:5" or "day:2026-03-05".

    `words` are this case's status words. `person` is the key for rows that name nobody. `order` is how dates such as
    03/05/2026 are meant: "" (they are refused), "dmy" or "mdy"; dates that begin with the year need none.
    """

    kind: FileKind
    sheet: int
    header: int
    columns: dict[int, str]
    month: str = ""
    year: int | None = None
    words: dict[str, Status] = field(default_factory=dict)
    person: str = ""
    order: str = ""


@dataclass(frozen=True)
class Noted:
    """Something about one row (counted from 1): the reason, and the header or word it concerns."""

    row: int
    reason: Reason
    detail: str = ""


@dataclass(frozen=True)
class Imported:
    """The rows, and what became of every other one: refused, skipped or a duplicate; warnings concern rows in use.

    `data_rows` = `used_rows` + the rows of `refused`, `skipped` and `duplicates`, each row in one of them. A row of
    a matrix that gave some days stays used; its bad cells are warnings, and days that were there before `duplicates`
    only when the whole row was.
    """

    kind: FileKind
    sha256: str
    rows: tuple[Row, ...]
    refused: tuple[Noted, ...]
    skipped: tuple[Noted, ...]
    duplicates: tuple[Noted, ...]
    warnings: tuple[Noted, ...]
    unknown_words: tuple[tuple[str, int], ...]
    data_rows: int
    used_rows: int


_BY_KIND: dict[FileKind, type] = {
    FileKind.ROSTER: RosterRow, FileKind.SENDING: AttendanceRow, FileKind.RECEIVING: AttendanceRow,
    FileKind.WORKLOG: LogRow, FileKind.TRAVEL: TravelRow, FileKind.ALLOWANCE: AllowanceRow, FileKind.LEAVE: LeaveRow,
    FileKind.MEETINGS: MeetingRow, FileKind.OBSERVATIONS: ObservationRow, FileKind.APPRAISALS: AppraisalRow,
}  # fmt: skip


def stored(value: object) -> bytes:
    """Give any of these as JSON in UTF-8, to be sealed to the case."""
    return TypeAdapter(type(value)).dump_json(value)


def stored_in(value: object) -> dict[str, Any]:
    """Give any of these as plain lists and objects, to stand inside the body of a sealed item."""
    plain: dict[str, Any] = json.loads(stored(value))
    return plain


def restored(kind: type[T], content: bytes) -> T:
    """Read what `stored` made of a `kind`. Raise pydantic's ValidationError, a ValueError, for anything else."""
    if kind is not Imported:
        return TypeAdapter(kind).validate_json(content)
    # Rows look alike from outside (every kind has optional fields): their file's kind says which they are.
    told = json.loads(content)
    row = _BY_KIND[FileKind(told["kind"])]
    rows = TypeAdapter(tuple[row, ...]).validate_python(told.pop("rows"))  # type: ignore[valid-type]
    bare = TypeAdapter(kind).validate_python({**told, "rows": ()})
    object.__setattr__(bare, "rows", rows)
    return bare


def restored_from(kind: type[T], plain: object) -> T:
    """Read what `stored_in` made of a `kind`. Raise pydantic's ValidationError, a ValueError, for anything else."""
    return TypeAdapter(kind).validate_json(json.dumps(plain))


@dataclass(frozen=True)
class _Rows(Generic[T]):
    rows: tuple[T, ...]


_ROWS: dict[FileKind, TypeAdapter[Any]] = {
    kind: TypeAdapter(_Rows[row])  # type: ignore[valid-type]
    for kind, row in _BY_KIND.items()
}


def rows_in(kind: FileKind, content: bytes) -> tuple[Row, ...]:
    """Read the rows alone of a stored `Imported`, in half the time. Raise pydantic's ValidationError, a ValueError."""
    rows: tuple[Row, ...] = _ROWS[kind].validate_json(content).rows
    return rows
