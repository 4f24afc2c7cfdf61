"""V11 and V12: how a sheet was kept – typed in long afterwards, or too even to be kept day by day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time

from portal.desk.workbench.rows import AttendanceRow, FileKind, Status
from portal.domain.text import Text
from portal.domain.workdays import add_months

from .catalogue import found
from .days import ONE_DAY, Day, Dossier
from .findings import Code, Evidence, Finding, Level
from .hours import as_text

_LATE_DAYS, _AT_ONCE = 7, 10
_SAME_CLOCK = 10
_MONTHS = 2
UNIT_WORDS = {
    FileKind.SENDING: Text("派出单位", "the sending unit"),
    FileKind.RECEIVING: Text("接收单位", "the receiving unit"),
}


def recorded_late(dossier: Dossier) -> Iterable[Finding]:
    """V11: ten or more rows of one sheet recorded on one day, each more than 7 days after the day it is about."""
    for kind, track in ((FileKind.SENDING, "sending"), (FileKind.RECEIVING, "receiving")):
        at_once: dict[date, list[AttendanceRow]] = defaultdict(list)
        for day in dossier.days:
            for row in getattr(day, track).rows:
                if row.recorded:
                    at_once[row.recorded.date()].append(row)
        for recorded, rows in at_once.items():
            late = [row for row in rows if (recorded - row.day).days > _LATE_DAYS]
            if len(late) >= _AT_ONCE:
                yield _late(dossier.person, kind, recorded, rows, late)


def _late(person: str, kind: FileKind, recorded: date, rows: list[AttendanceRow], late: list[AttendanceRow]) -> Finding:
    unit, most = UNIT_WORDS[kind], max((recorded - row.day).days for row in rows)
    return found(
        Code.V11, Level.MEDIUM, person, [row.day for row in late], [Evidence(kind, row.source) for row in rows],
        Text(
            f"{unit.zh}考勤有 {len(rows)} 行在 {recorded} 一天登记,其中 {len(late)} 行晚于 {_LATE_DAYS} 天,"
            f"最长晚 {most} 天。",
            f"{len(rows)} attendance rows of {unit.en} were recorded on {recorded}, {len(late)} of them more than "
            f"{_LATE_DAYS} days late, at most {most}.",
        ),
        about=f"{kind}/{recorded}",
    )  # fmt: skip


def too_even(dossier: Dossier) -> Iterable[Finding]:
    """V12: present on every day of the calendar for two months or longer, or ten days with the same clock times."""
    run: list[Day] = []
    for day in dossier.days:
        present = day.receiving.status is Status.PRESENT
        if not present or (run and day.day - run[-1].day != ONE_DAY):
            yield from _no_rest(dossier.person, run)
            run = []
        if present:
            run.append(day)
    yield from _no_rest(dossier.person, run)
    clocks: dict[tuple[time | None, time | None], list[AttendanceRow]] = defaultdict(list)
    for day in dossier.days:
        for row in day.receiving.rows:
            if day.receiving.status is Status.PRESENT and (row.time_in or row.time_out):
                clocks[row.time_in, row.time_out].append(row)
    for clock, rows in clocks.items():
        if len({row.day for row in rows}) >= _SAME_CLOCK:
            yield _same_clock(dossier.person, as_text(*clock), rows)


def _no_rest(person: str, run: list[Day]) -> Iterable[Finding]:
    if run and add_months(run[0].day, _MONTHS).day <= run[-1].day + ONE_DAY:
        yield found(
            Code.V12, Level.INFO, person, [day.day for day in run],
            [Evidence(FileKind.RECEIVING, row.source) for day in run for row in day.receiving.rows],
            Text(
                f"{run[0].day} 至 {run[-1].day} 的 {len(run)} 天(含休息日)接收单位考勤全部记为在岗。",
                f"The receiving unit recorded presence on all {len(run)} days from {run[0].day} to {run[-1].day}, rest "
                "days included.",
            ),
            about=f"no rest/{run[0].day}",
        )  # fmt: skip


def _same_clock(person: str, clock: str, rows: list[AttendanceRow]) -> Finding:
    return found(
        Code.V12, Level.INFO, person, [row.day for row in rows],
        [Evidence(FileKind.RECEIVING, row.source) for row in rows],
        Text(
            f"{len(rows)} 天的签到签退时间完全相同({clock})。",
            f"The clock times of {len(rows)} days are the very same ({clock}).",
        ),
        about=f"clock/{clock}",
    )  # fmt: skip
