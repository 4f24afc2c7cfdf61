"""Typed rows from lines, one function for each kind of file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

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

from .cells import as_yes, tidy
from .line import Line, Refused
from .persons import key_of
from .plain import Row
from .posts import split
from .reasons import Reason
from .words import basis_of, seen_of, signed_of, status_of


@dataclass(frozen=True)
class Making:
    """What the makers need to know beside the line: the person's key, whose file it is, the case's own words."""

    person: str
    sending: bool = False
    words: dict[str, Status] = field(default_factory=dict)


def _in_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise Refused(Reason.ENDS_BEFORE)


def roster(line: Line, _: Making) -> RosterRow:
    """Make a roster row; its person's key comes from the row itself."""
    name, unit = "".join(tidy(line.needed("name")).split()), line.needed("sending_unit")
    receiving, post = line.text("receiving_unit"), line.text("post")
    if not receiving:
        receiving, own_post = split(
            line.needed("unit_and_post" if "unit_and_post" in line.headers else "receiving_unit")
        )
        if not own_post:
            line.note(Reason.NOT_SPLIT, "unit_and_post")
        post = post or own_post
    start = line.edge("start_date")
    if start is None:
        line.lacks("start_date")
    end = line.edge("end_date", last=True)
    _in_order(start, end)
    number = tidy(line.text("person_id"))
    places = (line.text("sending_place"), line.text("receiving_place"))
    return RosterRow(
        line.source, key_of(number, name, unit), name, unit, receiving, start, end, number, *places, post,
        line.text("type"), as_yes(line.text("full_time")), line.text("rule_set"), line.text("duties"),
        line.text("approval_no"), line.text("demand_no"),
    )  # fmt: skip


def attendance(line: Line, making: Making) -> AttendanceRow:
    """Make an attendance row; a time without a word is presence."""
    day, told = line.day("date"), line.text("status")
    came, left = line.time("time_in"), line.time("time_out")
    if "status" in line.unusable:
        line.lacks("status")  # a time beside it must not make presence of a formula error
    if told:
        status, remark = status_of(told, sending=making.sending, mapped=making.words)
    elif came or left:
        status, remark = Status.PRESENT, ""
    else:
        line.lacks("status")
    note = " ".join(filter(None, (line.text("note"), remark)))
    return AttendanceRow(
        line.source, making.person, day, status, told, line.text("name"), came, left, line.text("place"),
        line.moment("recorded_at"), note,
    )  # fmt: skip


def worklog(line: Line, making: Making) -> LogRow:
    """Make an entry of a work log."""
    return LogRow(
        line.source, making.person, line.day("date"), line.needed("content"), line.text("name"), line.text("place"),
        line.text("people"), line.text("issue_solved"), line.moment("submitted_at"), line.text("reviewer"),
    )  # fmt: skip


def travel(line: Line, making: Making) -> TravelRow:
    """Make a travel claim."""
    first, last = line.day("depart_date"), line.day("return_date")
    _in_order(first, last)
    return TravelRow(
        line.source, making.person, first, last, line.text("name"), line.text("from"), line.text("to"),
        line.text("reason"), line.number("amount"), line.text("payer"), line.text("voucher"),
    )  # fmt: skip


def allowance(line: Line, making: Making) -> AllowanceRow:
    """Make a month's payment."""
    return AllowanceRow(
        line.source, making.person, line.month("month"), line.text("name"), line.text("item"), line.number("days"),
        line.number("rate"), line.number("amount"), line.text("payer"),
    )  # fmt: skip


def leave(line: Line, making: Making) -> LeaveRow:
    """Make a leave slip."""
    first, last = line.day("start"), line.day("end")
    _in_order(first, last)
    approved = line.moment("approved_at")
    return LeaveRow(
        line.source, making.person, first, last, line.text("name"), line.text("type"), line.number("days"),
        line.text("approver"), line.text("approver_level"), approved and approved.date(), line.text("reason"),
    )  # fmt: skip


def meeting(line: Line, making: Making) -> MeetingRow:
    """Make a line of a sign-in sheet."""
    return MeetingRow(
        line.source, making.person, line.day("date"), line.text("name"), line.time("time"), line.text("title"),
        line.text("unit"), signed_of(line.text("signed")),
    )  # fmt: skip


def observation(line: Line, making: Making) -> ObservationRow:
    """Make an observation of one day."""
    day = line.day("date")
    return ObservationRow(
        line.source, making.person, line.text("source"), day, day, seen_of(line.needed("seen")),
        basis_of(line.text("basis")), time_from=line.time("time_from"), time_to=line.time("time_to"),
        place=line.text("place"), detail=line.text("detail"),
    )  # fmt: skip


def appraisal(line: Line, making: Making) -> AppraisalRow:
    """Make an appraisal."""
    return AppraisalRow(
        line.source, making.person, line.needed("content"), line.text("name"), line.text("period"),
        line.text("author_unit"),
    )  # fmt: skip


MAKERS: dict[FileKind, Callable[[Line, Making], Row]] = {
    FileKind.ROSTER: roster,
    FileKind.SENDING: attendance,
    FileKind.RECEIVING: attendance,
    FileKind.WORKLOG: worklog,
    FileKind.TRAVEL: travel,
    FileKind.ALLOWANCE: allowance,
    FileKind.LEAVE: leave,
    FileKind.MEETINGS: meeting,
    FileKind.OBSERVATIONS: observation,
    FileKind.APPRAISALS: appraisal,
}
