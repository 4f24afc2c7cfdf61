"""V04, V06, V14: the work log beside the sheet, when it was handed in, and whether anything came of it."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from portal.desk.workbench.rows import FileKind, LogRow, Status
from portal.domain.text import Text

from .catalogue import found
from .days import Dossier
from .findings import Bearing, Code, Evidence, Finding, Level

LATE_DAYS = 7
_BURST, _HOUR = 5, timedelta(minutes=60)
_NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "空", "暂无", "没有"})
_DIGIT = re.compile(r"\d")


def is_blank(text: str) -> bool:
    """Tell whether a cell says that there is nothing to say."""
    return text.strip() in _NOTHING


def log_without_presence(dossier: Dossier) -> Iterable[Finding]:
    """V04: an entry for a day that the receiving unit marks absent or leave. A rest day is no finding (5.7)."""
    for day in dossier.days:
        if not day.logs or day.receiving.status not in {Status.ABSENT, Status.LEAVE}:
            continue
        word = day.receiving.rows[0].word or {Status.ABSENT: "缺勤"}.get(day.receiving.status, "请假")
        yield found(
            Code.V04, Level.MEDIUM, dossier.person, [day.day],
            [
                *(Evidence(FileKind.WORKLOG, row.source) for row in day.logs),
                *(Evidence(FileKind.RECEIVING, row.source) for row in day.receiving.rows),
            ],
            Text(
                f"{day.day}:接收单位考勤记为“{word}”,当天另有工作日志 {len(day.logs)} 篇。",
                f'{day.day}: the receiving unit recorded "{word}"; the work log has {len(day.logs)} entries.',
            ),
        )  # fmt: skip


def days_late(row: LogRow) -> int:
    """Give the difference of calendar dates between the day and its hand-in; 0 when unknown or in advance."""
    return max(0, (row.submitted.date() - row.day).days) if row.submitted else 0


def handed_in_late(dossier: Dossier) -> Iterable[Finding]:
    """V06: bursts (five or more days' entries within 60 minutes), and entries more than 7 days late outside them."""
    logs = [row for day in dossier.days for row in day.logs if row.submitted]
    bursts = _bursts(logs)
    for burst in bursts:
        yield _late(dossier.person, burst, together=True)
    apart = {id(row) for burst in bursts for row in burst}
    late = [row for row in logs if days_late(row) > LATE_DAYS and id(row) not in apart]
    if late:
        yield _late(dossier.person, late, together=False)


def _moment(row: LogRow) -> datetime:
    return row.submitted or datetime.combine(row.day, time())


def _bursts(logs: Iterable[LogRow]) -> list[list[LogRow]]:
    """Windows of 60 minutes with five different days, those that overlap joined. Midnight is a day without a time."""
    timed = sorted(
        (row for row in logs if row.submitted and row.submitted.time() != time()),
        key=lambda row: (_moment(row), row.day, row.content),
    )
    bursts: list[list[LogRow]] = []
    start, reached = 0, 0
    for end, row in enumerate(timed):
        while _moment(row) - _moment(timed[start]) > _HOUR:
            start += 1
        if end - start + 1 >= _BURST and len({one.day for one in timed[start : end + 1]}) >= _BURST:
            fresh = timed[max(start, reached) : end + 1]
            if bursts and start < reached:
                bursts[-1] += fresh
            else:
                bursts.append(fresh)
            reached = end + 1
    return bursts


def _late(person: str, rows: Sequence[LogRow], *, together: bool) -> Finding:
    moments = sorted(_moment(row) for row in rows)
    first, last = (
        f"{at:%Y-%m-%d %H:%M}" if at.time() != time() else f"{at:%Y-%m-%d}" for at in (moments[0], moments[-1])
    )
    most, late = max(map(days_late, rows)), sum(days_late(row) > LATE_DAYS for row in rows)
    how = (
        Text("内集中提交", "were submitted together between") if together else Text("内提交", "were submitted between")
    )
    return found(
        Code.V06, Level.MEDIUM, person, [row.day for row in rows],
        [Evidence(FileKind.WORKLOG, row.source) for row in rows],
        Text(
            f"{len(rows)} 篇日志在 {first}–{last} {how.zh},最长晚 {most} 天,其中晚于 {LATE_DAYS} 天的 {late} 篇。",
            f"{len(rows)} log entries {how.en} {first} and {last}, at most {most} days late, {late} of them more than "
            f"{LATE_DAYS} days.",
        ),
        about=f"{'together' if together else 'late'}/{moments[0]:%Y-%m-%d}",
    )  # fmt: skip


def shows_a_result(row: LogRow) -> bool:
    """Tell whether an entry names something concrete: a problem solved, a digit, a person or a place (5.7)."""
    return not (is_blank(row.issue_solved) and is_blank(row.people) and is_blank(row.place)) or bool(
        _DIGIT.search(row.content)
    )


def nothing_to_show(dossier: Dossier) -> Iterable[Finding]:
    """V14: no duties in the register and no log entry in the window with a concrete result, where there is a log."""
    posts = {day.post for day in dossier.days if day.post}
    logs = [row for day in dossier.days for row in day.logs]
    if not posts or FileKind.WORKLOG not in dossier.imported or not all(is_blank(post.duties) for post in posts):
        return
    if any(shows_a_result(row) for row in logs):
        return
    yield found(
        Code.V14, Level.INFO, dossier.person, [],
        [
            *(Evidence(FileKind.ROSTER, post.source) for post in posts),
            *(Evidence(FileKind.WORKLOG, row.source) for row in logs),
        ],
        Text(
            f"台账没有写明分工;{len(logs)} 篇日志中没有解决的问题、数字、人员或地点。",
            f"The register states no duties; none of {len(logs)} log entries names a problem solved, a number, a "
            "person or a place.",
        ),
        bearing=Bearing.NEUTRAL, about="duties",
    )  # fmt: skip
