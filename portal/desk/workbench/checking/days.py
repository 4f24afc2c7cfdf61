"""The day table: for one person, day by day, what each record says. Every check and every picture reads this.

A track without a row says nothing (`status` None): missing is unknown, never absence (DOMAIN 5.1, 5.7).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

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

from .hours import Span, claimed
from .places import NOWHERE, Place, place_of

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """First and last day looked at, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def days(self) -> Iterable[date]:
        """Every day of the calendar in it."""
        return (self.first + timedelta(days=step) for step in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class Track:
    """What one unit's sheet says of a day. `status` None: no row; `UNKNOWN`: no known word, or rows that contradict."""

    status: Status | None = None
    rows: tuple[AttendanceRow, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """The hours claimed, one span for each row."""
        return tuple(claimed(row.time_in, row.time_out) for row in self.rows)


NO_RECORD = Track()


@dataclass(frozen=True, slots=True)
class Day:
    """One day of one person. `post` is the secondment running that day, the latest begun when there are two."""

    day: date
    workday: bool
    post: RosterRow | None
    sending: Track = NO_RECORD
    receiving: Track = NO_RECORD
    logs: tuple[LogRow, ...] = ()
    trips: tuple[TravelRow, ...] = ()
    slips: tuple[LeaveRow, ...] = ()
    meetings: tuple[MeetingRow, ...] = ()
    observations: tuple[ObservationRow, ...] = ()


@dataclass(frozen=True)
class PersonRows:
    """Every row about one person, also outside the window; identical ones once."""

    roster: tuple[RosterRow, ...] = ()
    sending: tuple[AttendanceRow, ...] = ()
    receiving: tuple[AttendanceRow, ...] = ()
    worklog: tuple[LogRow, ...] = ()
    travel: tuple[TravelRow, ...] = ()
    allowance: tuple[AllowanceRow, ...] = ()
    leave: tuple[LeaveRow, ...] = ()
    meetings: tuple[MeetingRow, ...] = ()
    observations: tuple[ObservationRow, ...] = ()
    appraisals: tuple[AppraisalRow, ...] = ()


@dataclass(frozen=True)
class Dossier:
    """One person's day table. `days` are the days of the window on which a secondment runs, in order.

    `imported` tells which kinds of file the case has at all; `sheet_months` (first of month) in which months each
    unit's sheets say anything about anybody: a month without is a missing sheet, not a missing person.
    """

    person: str
    name: str
    days: tuple[Day, ...]
    rows: PersonRows
    window: Window
    imported: frozenset[FileKind] = frozenset()
    sheet_months: dict[FileKind, frozenset[date]] = field(default_factory=dict)

    def has_sheet(self, kind: FileKind, day: date) -> bool:
        """Tell whether a sheet of this kind was imported for the month of `day`."""
        return day.replace(day=1) in self.sheet_months.get(kind, frozenset())


def unit_place(post: RosterRow | None, kind: FileKind) -> Place:
    """Give where the unit that keeps this sheet is, from the roster."""
    if post is None:
        return NOWHERE
    return place_of(post.sending_place if kind is FileKind.SENDING else post.receiving_place)


def row_place(row: AttendanceRow, post: RosterRow | None, kind: FileKind) -> Place:
    """Give the place of a row: where it was signed when that names a county or more, else where the unit is."""
    own = place_of(row.place)
    return own if own.is_known else unit_place(post, kind)


R = TypeVar("R")


def unique(rows: Iterable[R]) -> tuple[R, ...]:
    """Give every row once: rows that differ only in where they stood are one."""
    kept: dict[tuple[object, ...], R] = {}
    for row in rows:
        # The first field of every row is its source.
        kept.setdefault(tuple(vars(row).values())[1:], row)
    return tuple(kept.values())


def track_of(rows: Sequence[AttendanceRow]) -> Track:
    """Give what the rows of one day say together; different statuses make the day unknown (5.7)."""
    if len(rows) == 1:
        return Track(rows[0].status, (rows[0],))
    told = tuple(sorted(unique(rows), key=lambda row: (str(row.time_in), str(row.time_out), row.place, row.word)))
    statuses = {row.status for row in told}
    return Track(told[0].status if len(statuses) == 1 else Status.UNKNOWN, told) if told else NO_RECORD


def post_on(roster: Iterable[RosterRow], day: date) -> RosterRow | None:
    """Give the secondment that runs on `day`, the latest begun of several."""
    running = [row for row in roster if row.start <= day and (row.end is None or day <= row.end)]
    if len(running) < 2:  # noqa: PLR2004
        return running[0] if running else None
    return max(running, key=lambda row: (row.start, row.receiving_unit, row.post))
