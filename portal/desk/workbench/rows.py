"""What the records of two units say, row by row, once they have been read: typed, dated, each with where it stood.

Source: DOMAIN 5.2 (files and fields), 5.7 (settled points). Importing makes these; the checks read nothing else.
A field that the file did not have is empty (`""` or None): missing is unknown, never absence.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum


class FileKind(StrEnum):
    """The ten kinds of record an inspector compares."""

    ROSTER = "roster"
    SENDING = "attendance_sending"
    RECEIVING = "attendance_receiving"
    WORKLOG = "worklog"
    TRAVEL = "travel"
    ALLOWANCE = "allowance"
    LEAVE = "leave"
    MEETINGS = "meetings"
    OBSERVATIONS = "observations"
    APPRAISALS = "appraisals"


class Status(StrEnum):
    """The class of an attendance word. `UNKNOWN`: not mapped yet, or the day's rows contradict each other."""

    PRESENT = "present"
    OFFICIAL_OUT = "official_out"
    LEAVE = "leave"
    OFF = "off"
    ABSENT = "absent"
    SECONDED = "seconded"
    HALF = "half"
    UNKNOWN = "unknown"


class Seen(StrEnum):
    """What an observer saw (DOMAIN 2.5, `seen`)."""

    ABSENT = "absent"
    PRESENT = "present"
    ELSEWHERE = "elsewhere"
    SIGNED_ONLY = "sign_only"
    NOMINAL = "nominal"
    OTHER = "other"


class Basis(StrEnum):
    """How an observer knows (DOMAIN 2.5, `basis`), the strongest first."""

    SAW = "saw"
    HANDLED = "handled"
    RECORD = "record"
    TOLD = "told"
    RUMOUR = "rumour"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Source:
    """Where a row stood: the file's name and SHA-256 (64 hex), the row as a person counts it (from 1), and its cells.

    `cells` are (header as typed, text) pairs, so that a finding can quote the row.
    """

    file: str
    sha256: str
    row: int
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RosterRow:
    """One secondment in the register of secondees. `person` is the key by which every other row names them."""

    source: Source
    person: str
    name: str
    sending_unit: str
    receiving_unit: str
    start: date
    end: date | None = None
    person_id: str = ""
    sending_place: str = ""
    receiving_place: str = ""
    post: str = ""
    type: str = ""
    full_time: bool | None = None
    rule_set: str = ""
    duties: str = ""
    approval_no: str = ""
    demand_no: str = ""


@dataclass(frozen=True)
class AttendanceRow:
    """One person on one day in one unit's sheet. `word` is the status as typed, `name` the name the row gave."""

    source: Source
    person: str
    day: date
    status: Status
    word: str = ""
    name: str = ""
    time_in: time | None = None
    time_out: time | None = None
    place: str = ""
    recorded: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class LogRow:
    """One entry of a work log."""

    source: Source
    person: str
    day: date
    content: str
    name: str = ""
    place: str = ""
    people: str = ""
    issue_solved: str = ""
    submitted: datetime | None = None
    reviewer: str = ""


@dataclass(frozen=True)
class TravelRow:
    """One travel claim, first and last day included."""

    source: Source
    person: str
    depart: date
    back: date
    name: str = ""
    origin: str = ""
    destination: str = ""
    reason: str = ""
    amount: Decimal | None = None
    payer: str = ""
    voucher: str = ""


@dataclass(frozen=True)
class AllowanceRow:
    """What was paid for one month. `month` is its first day; `rate` and `amount` in yuan."""

    source: Source
    person: str
    month: date
    name: str = ""
    item: str = ""
    days: Decimal | None = None
    rate: Decimal | None = None
    amount: Decimal | None = None
    payer: str = ""


@dataclass(frozen=True)
class LeaveRow:
    """One leave slip, first and last day included. `days` as the slip says, None when it does not."""

    source: Source
    person: str
    start: date
    end: date
    name: str = ""
    type: str = ""
    days: Decimal | None = None
    approver: str = ""
    approver_level: str = ""
    approved: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class MeetingRow:
    """One sign-in sheet line. `signed` is None when the word was not understood."""

    source: Source
    person: str
    day: date
    name: str = ""
    at: time | None = None
    title: str = ""
    unit: str = ""
    signed: bool | None = None


@dataclass(frozen=True)
class ObservationRow:
    """What somebody saw. `label` is R1, R2 … for reporters, V1, V2 … for visits; never who they are.

    `first` to `last` are the days it speaks of (one day: both the same); `whole_month` when only a month was known.
    """

    source: Source
    person: str
    label: str
    first: date
    last: date
    seen: Seen
    basis: Basis
    whole_month: bool = False
    time_from: time | None = None
    time_to: time | None = None
    place: str = ""
    detail: str = ""


@dataclass(frozen=True)
class AppraisalRow:
    """One appraisal or summary, whole."""

    source: Source
    person: str
    content: str
    name: str = ""
    period: str = ""
    author_unit: str = ""


@dataclass(frozen=True)
class Records:
    """Everything imported into one case. `imported` tells which kinds of file there were, also when they held no row.

    Attendance rows that contradict each other stay, and the day counts as unknown (5.7).
    """

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
    imported: frozenset[FileKind] = field(default=frozenset())
