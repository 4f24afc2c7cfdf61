"""V03 and V03b: what somebody saw beside what the receiving unit recorded. Source: DOMAIN 5.3, 5.7.

A statement says that there is other information and never whose; the label stays in the evidence. Agreement counts
as much as disagreement.
"""

from collections.abc import Iterable
from enum import Enum, auto

from portal.desk.workbench.rows import Basis, FileKind, ObservationRow, Seen, Status
from portal.domain.text import Text

from .catalogue import found, some_days
from .days import Day, Dossier
from .findings import Bearing, Code, Evidence, Finding, Level
from .hours import as_text, seen


class Lies(Enum):
    """How an observation lies to the record of one day."""

    CONFLICT = auto()
    AGREES = auto()
    RECORD_LACKS = auto()
    EXPLAINED = auto()
    NEUTRAL = auto()
    NOT_COMPARABLE = auto()


_AWAY = frozenset({Seen.ABSENT, Seen.ELSEWHERE})
_SEEN_AWAY = {
    Status.PRESENT: Lies.CONFLICT, Status.LEAVE: Lies.EXPLAINED, Status.OFFICIAL_OUT: Lies.EXPLAINED,
    Status.OFF: Lies.EXPLAINED, Status.ABSENT: Lies.EXPLAINED,
}  # fmt: skip
_LEVELS = {
    Basis.SAW: Level.HIGH, Basis.HANDLED: Level.HIGH, Basis.RECORD: Level.MEDIUM, Basis.TOLD: Level.MEDIUM,
}  # fmt: skip
_BASIS_WORDS = {
    Basis.SAW: Text("亲眼所见", "seen in person"),
    Basis.HANDLED: Text("本人经办", "handled in person"),
    Basis.RECORD: Text("看到记录", "seen in a record"),
    Basis.TOLD: Text("他人告知", "told by others"),
    Basis.RUMOUR: Text("传闻", "hearsay"),
    Basis.UNKNOWN: Text("未说明", "not stated"),
}
SEEN_WORDS = {
    Seen.ABSENT: Text("不在岗", "absent"),
    Seen.PRESENT: Text("在岗", "present"),
    Seen.ELSEWHERE: Text("在别处", "elsewhere"),
    Seen.SIGNED_ONLY: Text("只签到", "signed in only"),
    Seen.NOMINAL: Text("在岗但无事", "present with nothing to do"),
    Seen.OTHER: Text("其他", "other"),
}
STATUS_WORDS = {
    Status.PRESENT: Text("在岗", "present"),
    Status.OFFICIAL_OUT: Text("公出", "official absence"),
    Status.LEAVE: Text("请假", "leave"),
    Status.OFF: Text("休息", "off"),
    Status.ABSENT: Text("缺勤", "absent"),
    Status.SECONDED: Text("挂职", "seconded"),
    Status.HALF: Text("半天", "half a day"),
    Status.UNKNOWN: Text("不明", "unclear"),
}
_NO_ROW = Text("没有记录", "no record")


def lies(observation: ObservationRow, day: Day) -> Lies:
    """Compare one observation with one day. An observation outside the claimed hours is not comparable."""
    status = day.receiving.status
    if observation.whole_month or (status is Status.PRESENT and not _within(observation, day)):
        return Lies.NOT_COMPARABLE
    if observation.seen is Seen.PRESENT:
        return {Status.PRESENT: Lies.AGREES, Status.OFFICIAL_OUT: Lies.NEUTRAL}.get(status, Lies.RECORD_LACKS)  # type: ignore[arg-type]
    if observation.seen not in _AWAY:
        return Lies.NEUTRAL
    if status is None:
        # A rest day without a record is a rest day: nothing is unknown about it.
        return Lies.NOT_COMPARABLE if day.workday else Lies.EXPLAINED
    return _SEEN_AWAY.get(status, Lies.NOT_COMPARABLE)


def _within(observation: ObservationRow, day: Day) -> bool:
    hours = seen(observation.time_from, observation.time_to)
    return any(hours.overlaps(span) for span in day.receiving.spans)


def against_what_was_seen(dossier: Dossier) -> Iterable[Finding]:
    """V03 and V03b: one finding for each observation and each way it lies to the record, with all days concerned."""
    told: dict[ObservationRow, dict[Lies, list[Day]]] = {}
    for day in dossier.days:
        for observation in day.observations:
            told.setdefault(observation, {}).setdefault(lies(observation, day), []).append(day)
    for observation, ways in told.items():
        for way, days in ways.items():
            if way is not Lies.NOT_COMPARABLE:
                yield _found(dossier.person, observation, way, days)


def not_comparable(dossier: Dossier) -> tuple[ObservationRow, ...]:
    """Give the observations that could be compared with no day at all, so that none is dropped silently."""
    comparable = {one for day in dossier.days for one in day.observations if lies(one, day) is not Lies.NOT_COMPARABLE}
    return tuple(one for one in dossier.rows.observations if one not in comparable)


def _found(person: str, observation: ObservationRow, way: Lies, days: list[Day]) -> Finding:
    evidence = [Evidence(FileKind.OBSERVATIONS, observation.source)]
    evidence += [Evidence(FileKind.RECEIVING, row.source) for day in days for row in day.receiving.rows]
    conflict = way is Lies.CONFLICT
    bearing = Bearing.NEUTRAL if way is Lies.NEUTRAL else Bearing.IN_FAVOUR
    return found(
        Code.V03 if conflict else Code.V03B,
        _LEVELS.get(observation.basis, Level.INFO) if conflict else Level.INFO,
        person, [day.day for day in days], evidence, _stated(observation, way, days),
        bearing=Bearing.INCONSISTENT if conflict else bearing,
        about="/".join((days[0].day.isoformat(), observation.label, observation.seen, _hours(observation))),
    )  # fmt: skip


def _hours(observation: ObservationRow) -> str:
    return as_text(observation.time_from, observation.time_to)


def _stated(observation: ObservationRow, way: Lies, days: list[Day]) -> Text:
    dates, hours = some_days(day.day for day in days), _hours(observation)
    when = Text(" ".join(filter(None, (dates.zh, hours))), " ".join(filter(None, (dates.en, hours))))
    basis, what = _BASIS_WORDS[observation.basis], SEEN_WORDS[observation.seen]
    statuses = {day.receiving.status for day in days}
    words = [STATUS_WORDS[one] if one else _NO_ROW for one in sorted(statuses, key=str)]
    record = Text("、".join(one.zh for one in words), ", ".join(one.en for one in words))
    at = observation.place
    if way is Lies.CONFLICT:
        there = Text(f"不在{at or '岗'}", f"absent from {at or 'the post'}")
        if observation.seen is Seen.ELSEWHERE:
            there = Text(f"在别处{f'({at})' if at else ''}", f"elsewhere{f' ({at})' if at else ''}")
        return Text(
            f"{when.zh}:接收单位考勤记为在岗;另有情况反映当时{there.zh}(依据:{basis.zh})。",
            f"{when.en}: the receiving unit recorded presence; other information says the person was {there.en} "
            f"(basis: {basis.en}).",
        )
    ending = _ENDINGS[way]
    return Text(
        f"{when.zh}:接收单位考勤为{record.zh};另有情况反映当时{what.zh}(依据:{basis.zh})。{ending.zh}",
        f"{when.en}: the receiving unit's sheet says {record.en}; other information says {what.en} "
        f"(basis: {basis.en}). {ending.en}",
    )


_ENDINGS = {
    Lies.AGREES: Text("两者一致。", "Both agree."),
    Lies.RECORD_LACKS: Text("考勤可能漏记,对本人有利。", "The sheet may be incomplete, in the person's favour."),
    Lies.EXPLAINED: Text("考勤记录可以解释所见情况。", "The record explains what was seen."),
    Lies.NEUTRAL: Text("不作为一致或不一致。", "It counts neither way."),
}
