"""V10: leave with a slip, approved by whom, how much a year; leave and absence without one. Source: DOMAIN 4.2, 5.7."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from portal.desk.workbench.rows import FileKind, LeaveRow, Status
from portal.domain.text import Text

from .catalogue import found, some_days
from .days import Day, Dossier, Window
from .findings import Bearing, Code, Evidence, Finding, Level
from .logs import is_blank
from .places import folded
from .rules import Rules, Tier

_OFFICIAL = re.compile(r"公出|因公|公差|公务|出差|培训|会议|开会|学习|调研")
_REFUSED = re.compile(r"未批|未审批|未经|不同意|不批|驳回|待审|待批|无审批|未同意")
_COUNTY = re.compile(r"(?<!社)[县区]委?组织(?:部|人事)|县\(区\)委组织部")
_CITY = re.compile(r"[市州盟省](?:直)?委?组织部|地委组织部|自治区党委组织部|中央组织部|中组部")
_RECEIVING = re.compile(r"接收单位|社区|街道|村(?!振兴)|[镇乡](?!村|[^党政人组]{0,3}[市县])|挂职单位")
_TWO_YEARS = 731
TIER_WORDS = {
    Tier.RECEIVING_UNIT: Text("接收单位", "the receiving unit"),
    Tier.COUNTY_ORG: Text("县(区)委组织部", "the county's organisation department"),
    Tier.CITY_ORG: Text("市委组织部", "the city's organisation department"),
}


def is_official(slip: LeaveRow) -> bool:
    """Tell whether a slip reports an official absence (公出, 培训 …) and not leave."""
    return bool(_OFFICIAL.search(slip.type)) and "假" not in slip.type


def approver_of(slip: LeaveRow, units: Iterable[str] = ()) -> Tier | None:
    """Give who approved, from 审批人 and 审批层级; None when the words are not recognised.

    `units`: the person's receiving units: their names are the receiving unit's approval too.
    """
    told = folded(slip.approver) + " " + folded(slip.approver_level)
    if _CITY.search(told):
        return Tier.CITY_ORG
    if _COUNTY.search(told):
        return Tier.COUNTY_ORG
    own = any(folded(unit) in told for unit in units if unit)
    return Tier.RECEIVING_UNIT if own or _RECEIVING.search(told) else None


def is_unapproved(slip: LeaveRow) -> bool:
    """Tell whether nobody stands as approver, or the words say that it was refused or waits."""
    nobody = is_blank(slip.approver) and is_blank(slip.approver_level) and slip.approved is None
    return nobody or is_refused(slip)


def is_refused(slip: LeaveRow) -> bool:
    """Tell whether the words of the approval say that there is none: 未批准, 驳回, 待审批."""
    return bool(_REFUSED.search(slip.approver + slip.approver_level))


def length(slip: LeaveRow, rules: Rules) -> Decimal:
    """Give the days of a slip: as it says, else the working days from its first to its last day."""
    if slip.days is not None and slip.days > 0:
        return slip.days
    # A mistyped year must not count a thousand years: more than two make no difference to any tier.
    last = min(slip.end.toordinal(), slip.start.toordinal() + _TWO_YEARS)
    return Decimal(sum(rules.calendar.works(day) for day in Window(slip.start, date.fromordinal(last)).days()))


def leave_procedure(dossier: Dossier, rules: Rules) -> Iterable[Finding]:
    """V10: slips without approval or below the tier, years over the limit, leave and absence without any slip."""
    units = {day.post.receiving_unit for day in dossier.days if day.post}
    covered: dict[LeaveRow, list[date]] = {}
    for day in dossier.days:
        for slip in day.slips:
            covered.setdefault(slip, []).append(day.day)
    for slip, dates in covered.items():
        if not is_official(slip):
            yield from _approval(dossier.person, slip, dates, rules, units)
    if FileKind.LEAVE in dossier.imported:
        for run in _without_slip(dossier.days):
            yield _no_slip(dossier.person, run)
    yield from _over_limit(dossier, rules)


def _approval(
    person: str, slip: LeaveRow, dates: Iterable[date], rules: Rules, units: Iterable[str]
) -> Iterable[Finding]:
    days, evidence = length(slip, rules), [Evidence(FileKind.LEAVE, slip.source)]
    kind = slip.type or "请假"
    what = Text(f"{slip.start} 至 {slip.end} {kind} {days:f} 天", f"{slip.start} to {slip.end}, {kind}, {days:f} days")
    needed, given = rules.leave.needed(days), approver_of(slip, units)
    about = f"{slip.start}/{slip.end}/{slip.type}"
    level, bearing = Level.MEDIUM, Bearing.INCONSISTENT
    if is_unapproved(slip):
        told = Text("没有审批记录", "no approval is recorded")
    elif given is None:
        level, bearing = Level.INFO, Bearing.NEUTRAL
        told = Text(
            f"审批人“{slip.approver or slip.approver_level}”的层级未能识别", "the approver's level is not recognised"
        )
    elif list(Tier).index(given) < list(Tier).index(needed):
        told = Text(
            f"由{TIER_WORDS[given].zh}审批,按规定应由{TIER_WORDS[needed].zh}审批",
            f"approved by {TIER_WORDS[given].en}; by the rule {TIER_WORDS[needed].en} approves",
        )
    else:
        return
    yield found(
        Code.V10, level, person, dates, evidence,
        Text(f"{what.zh}:{told.zh}。", f"{what.en}: {told.en}."), bearing=bearing, about=about,
    )  # fmt: skip


def _without_slip(days: Sequence[Day]) -> list[list[Day]]:
    """Runs of working days marked leave or absent that no slip covers; a rest day between does not part them."""
    runs: list[list[Day]] = [[]]
    for day in days:
        if not day.workday:
            continue
        if day.receiving.status in {Status.LEAVE, Status.ABSENT} and not day.slips:
            runs[-1].append(day)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _no_slip(person: str, run: Sequence[Day]) -> Finding:
    dates = some_days(day.day for day in run)
    words = "、".join(dict.fromkeys(row.word for day in run for row in day.receiving.rows if row.word))
    return found(
        Code.V10, Level.MEDIUM, person, [day.day for day in run],
        [Evidence(FileKind.RECEIVING, row.source) for day in run for row in day.receiving.rows],
        Text(
            f"{dates.zh}:接收单位考勤记为“{words}”,没有对应的请假单。",
            f'{dates.en}: the receiving unit recorded "{words}"; there is no slip for it.',
        ),
        about=f"no slip/{run[0].day}",
    )  # fmt: skip


def _over_limit(dossier: Dossier, rules: Rules) -> Iterable[Finding]:
    limit = rules.leave.recall_if_total_over
    if limit is None:
        return
    for year in sorted({day.day.year for day in dossier.days}):
        slips = [
            slip for slip in dossier.rows.leave if slip.start.year <= year <= slip.end.year and not is_official(slip)
        ]
        bare = [
            day for day in dossier.days
            if day.day.year == year and day.workday and day.receiving.status is Status.LEAVE and not day.slips
        ]  # fmt: skip
        total = _in_year(slips, year, rules) + len(bare)
        if total > limit:
            yield found(
                Code.V10, Level.MEDIUM, dossier.person, [],
                [
                    *(Evidence(FileKind.LEAVE, slip.source) for slip in slips),
                    *(Evidence(FileKind.RECEIVING, row.source) for day in bare for row in day.receiving.rows),
                ],
                Text(
                    f"{year} 年请假合计 {total:f} 天,超过规定的 {limit:f} 天。",
                    f"Leave in {year} adds up to {total:f} days, more than the {limit:f} of the rule.",
                ),
                about=f"total/{year}",
            )  # fmt: skip


def _in_year(slips: Sequence[LeaveRow], year: int, rules: Rules) -> Decimal:
    """Add up the slips of a year; a working day that two slips cover counts once."""
    total, covered = Decimal(), Counter[date]()
    for slip in slips:
        part = Window(max(slip.start, date(year, 1, 1)), min(slip.end, date(year, 12, 31)))
        worked = [day for day in part.days() if rules.calendar.works(day)]
        covered.update(worked)
        total += length(slip, rules) if slip.start.year == slip.end.year else Decimal(len(worked))
    return total - sum(times - 1 for times in covered.values())
