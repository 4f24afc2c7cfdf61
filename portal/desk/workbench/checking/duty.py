"""V07: days on duty as the receiving unit's sheet claims them, and those of them that nothing disputes, by the rule.

Source: DOMAIN 4.2, 5.3, 5.7. Halves are exact: days are fractions, never floats.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from portal.desk.workbench.rows import FileKind, Status
from portal.domain.text import Text

from .catalogue import found
from .days import Day, Dossier
from .doubles import part_time
from .findings import Code, Evidence, Finding, Level
from .rules import DutyRule, LeaveCounts, RuleKind, Rules, spelled
from .slips import is_official, is_refused

_UNCLEAR = frozenset({None, Status.UNKNOWN})


@dataclass(frozen=True)
class Tally:
    """Days of one stretch, counted by one rule. Each a number of days, halves possible.

    `base`: what a share is a share of (working days without excused leave). `present` and `official` make `counted`;
    `undisputed` is `counted` without the `disputed` days. `unknown`: days of which nothing is known; `covered`: days
    without a record that a slip took out of the base.
    """

    days: tuple[Day, ...]
    workdays: int
    base: Fraction
    present: Fraction
    official: Fraction
    counted: Fraction
    undisputed: Fraction
    disputed: tuple[date, ...]
    unknown: tuple[date, ...]
    covered: Fraction = Fraction()


@dataclass(frozen=True)
class Duty:
    """A tally beside the minimum. Values are a share from 0 to 1 for a ratio, else days."""

    rule: DutyRule
    first: date
    last: date
    tally: Tally
    minimum: Fraction

    def _value(self, days: Fraction) -> Fraction:
        if self.rule.kind is not RuleKind.RATIO:
            return days
        return days / self.tally.base if self.tally.base else Fraction(1)

    @property
    def claimed(self) -> Fraction:
        """The value that the sheet claims."""
        return self._value(self.tally.counted)

    @property
    def undisputed(self) -> Fraction:
        """The value without disputed days."""
        return self._value(self.tally.undisputed)

    @property
    def at_most(self) -> Fraction:
        """The value if every day without a record had been a day on duty, also those that a slip covers."""
        counts = self.tally
        most = counts.counted + len(counts.unknown) + counts.covered
        base = counts.base + counts.covered
        return most if self.rule.kind is not RuleKind.RATIO else most / base if base else Fraction(1)

    @property
    def level(self) -> Level | None:
        """None when the rule is kept. Unknown days that could change the answer cap it at medium."""
        if self.claimed < self.minimum:
            return Level.MEDIUM if self.at_most >= self.minimum else Level.HIGH
        return Level.MEDIUM if self.undisputed < self.minimum else None


def tally(days: Iterable[Day], rule: DutyRule, disputed: Collection[date]) -> Tally:
    """Count days by a rule: working days only for a ratio, all days of the calendar otherwise."""
    kept = tuple(day for day in days if day.workday or rule.kind is not RuleKind.RATIO)
    base = present = official = undisputed = covered = 0
    in_dispute, unknown = [], []
    for day in kept:
        here, out, missing = _halves(day, rule)
        base += missing
        present += here
        official += out
        if (here or out) and day.day in disputed:
            in_dispute.append(day.day)
        else:
            undisputed += here + out
        unclear = day.receiving.status in _UNCLEAR and not (here or out) and missing
        # A rest day without a record is a rest day; one with an unclear word is unclear.
        covered += 2 - missing if day.receiving.status in _UNCLEAR else 0
        if unclear and (day.workday or day.receiving.status is Status.UNKNOWN):
            unknown.append(day.day)
    return Tally(
        kept, sum(day.workday for day in kept), Fraction(base, 2), Fraction(present, 2), Fraction(official, 2),
        Fraction(present + official, 2), Fraction(undisputed, 2), tuple(in_dispute), tuple(unknown),
        Fraction(covered, 2),
    )  # fmt: skip


def _halves(day: Day, rule: DutyRule) -> tuple[int, int, int]:
    """Half days present, half days official (where they count), half days that stay in the base."""
    status = day.receiving.status
    excused = rule.leave_counts_as is LeaveCounts.EXCUSED
    official, leave = (0, 2 * rule.official_out_counts, 2), (0, 0, 0 if excused else 2)
    certain = {Status.PRESENT: (2, 0, 2), Status.OFFICIAL_OUT: official, Status.LEAVE: leave}.get(status)  # type: ignore[arg-type]
    if certain:
        return certain
    slips = [slip for slip in day.slips if not is_refused(slip)]
    if status is Status.HALF:
        return 1, 0, 1 if slips and excused else 2
    if slips and status is not Status.OFF:
        # A slip explains a day without presence, whatever the sheet says or leaves open.
        return official if any(is_official(slip) for slip in slips) else leave
    return 0, 0, 2


def duties(dossier: Dossier, rules: Rules, disputed: Collection[date]) -> tuple[Duty, ...]:
    """Give every stretch a rule speaks of: all days of a ratio, each month, each calendar year.

    A stretch without any row of the receiving unit is a gap (V16), not a shortage. A rule nobody knows gives nothing.
    """
    by_rule: dict[str, list[Day]] = {}
    for day in dossier.days:
        by_rule.setdefault(day.post.rule_set if day.post else "", []).append(day)
    told = []
    for name, days in by_rule.items():
        rule = rules.named(name)
        if rule:
            told += [_duty(rule, part, disputed, dossier) for part in _stretches(rule, days)]
    return tuple(one for one in told if any(day.receiving.rows for day in one.tally.days))


def _stretches(rule: DutyRule, days: Sequence[Day]) -> list[list[Day]]:
    if rule.kind is RuleKind.RATIO:
        return [list(days)]
    parts: dict[tuple[int, int], list[Day]] = {}
    for day in days:
        month = day.day.month if rule.kind is RuleKind.DAYS_PER_MONTH else 0
        parts.setdefault((day.day.year, month), []).append(day)
    return list(parts.values())


def _duty(rule: DutyRule, days: Sequence[Day], disputed: Collection[date], dossier: Dossier) -> Duty:
    return Duty(rule, days[0].day, days[-1].day, tally(days, rule, disputed), _minimum(rule, days, dossier))


def _minimum(rule: DutyRule, days: Sequence[Day], dossier: Dossier) -> Fraction:
    """Pro rata by what of the month or year lies inside the secondment and the window, rounded down (5.7)."""
    if rule.kind is RuleKind.RATIO:
        return rule.least
    first = days[0].day.replace(day=1)
    if rule.kind is RuleKind.DAYS_PER_YEAR:
        first = first.replace(month=1)
        after = first.replace(year=first.year + 1)
    else:
        after = (first + timedelta(days=31)).replace(day=1)
    whole = (after - first).days
    inside = len(days)
    if not rule.pro_rata:
        # Without pro rata a month begun late asks for all of it; only what nobody looked at is left out.
        seen = sum(first + timedelta(days=step) in dossier.window for step in range(whole))
        inside = max(inside, seen)
    asked = rule.least * inside / whole
    return asked if inside == whole else Fraction(asked.__floor__())


def number(value: Fraction) -> str:
    """Give a number of days without needless zeros: 21, 13.5."""
    return str(int(value)) if value.denominator == 1 else f"{float(value):.1f}"


def shown(value: Fraction, rule: DutyRule) -> str:
    """Give a value as the rule states it: "59.1%" or "21 天" without the word."""
    return f"{float(value):.1%}" if rule.kind is RuleKind.RATIO else number(value)


def asked(value: Fraction, rule: DutyRule) -> str:
    """Give a minimum as the rule states it, exactly: "80.0%", "2/3 (66.7%)", "20"."""
    inexact = rule.kind is RuleKind.RATIO and (value * 1000).denominator > 1
    return f"{spelled(value)} ({shown(value, rule)})" if inexact else shown(value, rule)


def too_few(person: str, told: Iterable[Duty]) -> Iterable[Finding]:
    """V07: high when the sheet itself claims too little, medium when only the undisputed part falls short.

    Its days are those marked absent or disputed; leave is nobody's fault.
    """
    for duty in told:
        level, rule, counts = duty.level, duty.rule, duty.tally
        if level is None:
            continue
        unit = Text("", "") if rule.kind is RuleKind.RATIO else Text(" 天", " days")
        least = asked(duty.minimum, rule)
        claimed, rest = shown(duty.claimed, rule), shown(duty.undisputed, rule)
        unknown, basis = len(counts.unknown), rule.basis.strip()
        more_zh = f"另有 {unknown} 天没有记录或不明。" if unknown else ""
        more_en = f" {unknown} further days are unknown." if unknown else ""
        days = [day for day in counts.days if day.day in counts.disputed or day.receiving.status is Status.ABSENT]
        yield found(
            Code.V07, level, person,
            (day.day for day in days),
            [Evidence(FileKind.RECEIVING, row.source) for day in days for row in day.receiving.rows],
            Text(
                f"{duty.first} 至 {duty.last}:按“{rule.name_zh}”要求不低于 {least}{unit.zh}。"
                f"考勤所记为 {claimed}{unit.zh};扣除存疑 {len(counts.disputed)} 天后为 {rest}{unit.zh}。{more_zh}"
                f"依据:{basis or '未填写'}。",
                f'{duty.first} to {duty.last}: "{rule.name_en}" asks for at least {least}{unit.en}. The sheet claims '
                f"{claimed}{unit.en}; without {len(counts.disputed)} disputed days it is {rest}{unit.en}.{more_en} "
                f"Basis: {basis or 'not stated'}.",
            ),
            about=f"{rule.kind}/{rule.minimum}/{duty.first:%Y-%m}",
            more=part_time(counts.days[-1].post),
        )  # fmt: skip
