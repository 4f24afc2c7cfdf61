"""Cases for the checks: rows written as short as a test can say them, and files through the real import."""

from datetime import date, datetime, time, timedelta
from random import Random

from portal.desk.workbench.checking import SHIPPED, check_all
from portal.desk.workbench.importing import Hints, accept, propose
from portal.desk.workbench.importing.reading import read_here
from portal.desk.workbench.rows import (
    AllowanceRow,
    AppraisalRow,
    AttendanceRow,
    Basis,
    FileKind,
    LeaveRow,
    LogRow,
    MeetingRow,
    ObservationRow,
    Records,
    RosterRow,
    Seen,
    Source,
    Status,
    TravelRow,
)

FIELD = {FileKind.SENDING: "sending", FileKind.RECEIVING: "receiving"}
HOME, AWAY = "云岭省数据事务厅(虚构)", "青禾县人民政府(虚构)"
WORDS = {
    "在": Status.PRESENT, "公": Status.OFFICIAL_OUT, "假": Status.LEAVE, "休": Status.OFF, "缺": Status.ABSENT,
    "挂": Status.SECONDED, "半": Status.HALF, "?": Status.UNKNOWN,
}  # fmt: skip
SEEN = {
    "不在": Seen.ABSENT, "在": Seen.PRESENT, "别处": Seen.ELSEWHERE, "签": Seen.SIGNED_ONLY, "无事": Seen.NOMINAL,
    "其他": Seen.OTHER,
}  # fmt: skip
NAMED = {
    RosterRow: "roster", LogRow: "worklog", TravelRow: "travel", AllowanceRow: "allowance", LeaveRow: "leave",
    MeetingRow: "meetings", ObservationRow: "observations", AppraisalRow: "appraisals",
}  # fmt: skip
_rows = iter(range(2, 10**9))


def source(file="file.csv", *cells):
    return Source(file, "0" * 64, next(_rows), cells)


def at(text):
    """ "3-10" is a day of 2026, "8:05" a time, "3-10 8:05" both."""
    day, _, hour = text.partition(" ")
    month, dash, number = day.partition("-")
    if not dash:
        return time(*map(int, day.split(":")))
    told = date(2026, int(month), int(number))
    return datetime.combine(told, time(*map(int, hour.split(":")))) if hour else told


def post(person="p", start="3-1", end="3-31", name="范例甲", home=HOME, away=AWAY, **more):
    told = {
        "sending_place": "云岭市",
        "receiving_place": "青禾县",
        "duties": "协助工作",
        "approval_no": "虚001",
        **more,
    }
    return RosterRow(source(), person, name, home, away, at(start), at(end) if end else None, **told)


def mark(day, sign, hours="", person="p", **more):
    """One attendance row; `hours` "8:00-17:00", one of them may be left out."""
    first, _, last = hours.partition("-")
    times = at(first) if first else None, at(last) if last else None
    told = source("file.csv", ("出勤状态", sign))
    return AttendanceRow(told, person, at(day), WORDS[sign], sign, "", *times, **more)


def sheet(first, signs, person="p"):
    """Rows from a day on, one sign a day; a space is a day without a row."""
    days = (at(first) + timedelta(days=step) for step in range(len(signs)))
    return [
        mark(f"{day.month}-{day.day}", sign, person=person)
        for day, sign in zip(days, signs, strict=True)
        if sign != " "
    ]


def log(day, content="走访企业了解生产经营情况", submitted=None, person="p", **more):
    return LogRow(source(), person, at(day), content, submitted=submitted and at(submitted), **more)


def trip(first, last, to, person="p", **more):
    return TravelRow(source(), person, at(first), at(last), destination=to, **more)


def slip(first, last, approver="接收单位", person="p", type="事假", **more):  # noqa: A002
    return LeaveRow(source(), person, at(first), at(last), type=type, approver=approver, **more)


def meeting(day, hour="", unit=HOME, signed=True, person="p"):
    return MeetingRow(source(), person, at(day), at=at(hour) if hour else None, title="例会", unit=unit, signed=signed)


def paid(month, days, rate=None, person="p", item="生活补助", **more):
    return AllowanceRow(source(), person, at(f"{month}-1"), item=item, days=days, rate=rate, **more)


def saw(first, seen="不在", hours="", basis=Basis.SAW, last="", person="p", **more):
    begins, _, ends = hours.partition("-")
    times = {"time_from": at(begins) if begins else None, "time_to": at(ends) if ends else None}
    return ObservationRow(source(), person, "R1", at(first), at(last or first), SEEN[seen], basis, **times, **more)


def case(*rows, sending=(), receiving=(), imported=(), rules=SHIPPED, window=None, settled=()):
    """Check rows; those of attendance are named, the others go by their type."""
    told = {name: [] for name in NAMED.values()}
    for row in rows:
        told[NAMED[type(row)]].append(row)
    told["roster"] = told["roster"] or [post()]
    records = Records(
        sending=tuple(sending), receiving=tuple(receiving), imported=frozenset(imported),
        **{name: tuple(value) for name, value in told.items()},
    )  # fmt: skip
    return check_all(records, rules, window, settled)


def dice(seed):
    return Random(seed)  # noqa: S311


def of(checked, code):
    return [finding for finding in checked.findings if finding.code == code]


def brief(checked, code):
    """The findings of one check as (days of "3-10" form, level)."""
    return [([f"{day.month}-{day.day}" for day in one.dates], one.level.value) for one in of(checked, code)]


def imported(files):
    """Records from files by kind, through the real import."""
    rows, roster = {}, ()
    for kind in sorted(files, key=lambda kind: kind is not FileKind.ROSTER):
        book = read_here(f"{kind}.csv", files[kind])
        rows[kind] = accept(book, propose(book, Hints(kind=kind)).choices(), roster).rows
        if kind is FileKind.ROSTER:
            roster = rows[kind]
    return Records(**{FIELD.get(kind, kind.value): told for kind, told in rows.items()}, imported=frozenset(files))
