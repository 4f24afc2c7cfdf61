"""V09: days an allowance was paid for beside the days the rule counts. Source: DOMAIN 5.3, 5.7."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from portal.desk.workbench.rows import AllowanceRow, FileKind, Status
from portal.domain.text import Text

from .catalogue import found
from .days import Dossier, post_on
from .duty import number, tally
from .findings import Bearing, Code, Evidence, Finding, Level
from .rules import Rules

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Paid:
    """One allowance in one month: days paid, counted by the rule, undisputed; days without a record; yuan a day.

    Days without a record stay open even where a slip covers them: leave may well be paid.
    """

    month: date
    item: str
    rows: tuple[AllowanceRow, ...]
    paid: Fraction
    counted: Fraction
    undisputed: Fraction
    unknown: int
    disputed: tuple[date, ...]
    rate: Decimal | None

    @property
    def over(self) -> Fraction:
        """Days paid beyond the undisputed ones, 0 when there are none."""
        return max(Fraction(), self.paid - self.undisputed)

    @property
    def amount_over(self) -> Decimal | None:
        """What `over` comes to in yuan; None without a rate."""
        if self.rate is None:
            return None
        over = Decimal(self.over.numerator) / Decimal(self.over.denominator)
        return (over * self.rate).quantize(_CENT, ROUND_HALF_UP)

    @property
    def is_open(self) -> bool:
        """Whether unknown days could be the days paid, so that nothing can be said."""
        return 0 < self.over <= self.unknown


def paid_days(dossier: Dossier, rules: Rules, disputed: Collection[date]) -> tuple[Paid, ...]:
    """Compare each allowance of each month in the window; payments of one month and item are added up."""
    if not dossier.rows.allowance:
        return ()
    months = {day.day.replace(day=1) for day in dossier.days}
    by_item: dict[tuple[date, str], list[AllowanceRow]] = {}
    for row in dossier.rows.allowance:
        if row.month.replace(day=1) in months and _days(row) is not None:
            by_item.setdefault((row.month.replace(day=1), row.item), []).append(row)
    return tuple(_paid(dossier, rules, disputed, month, item, rows) for (month, item), rows in sorted(by_item.items()))


def _days(row: AllowanceRow) -> Fraction | None:
    """Days paid, or what the amount comes to at the rate."""
    if row.days is not None:
        return Fraction(row.days)
    if row.rate and row.amount is not None:
        return Fraction(row.amount) / Fraction(row.rate)
    return None


def _rate(rows: Sequence[AllowanceRow]) -> Decimal | None:
    """Yuan a day; the lowest where payments differ, whatever their order."""
    rates = [row.rate for row in rows if row.rate]
    rates = rates or [row.amount / row.days for row in rows if row.amount is not None and row.days]
    return min(rates, default=None)


def _paid(
    dossier: Dossier, rules: Rules, disputed: Collection[date], month: date, item: str, rows: Sequence[AllowanceRow]
) -> Paid:
    days = [day for day in dossier.days if day.day.replace(day=1) == month]
    rule = rules.named(days[-1].post.rule_set if days[-1].post else "") or rules.plain
    counts = tally(days, rule, disputed)
    looked_at = {day.day for day in days}
    unclear = sum(
        day.receiving.status is Status.UNKNOWN or (day.receiving.status is None and day.workday) for day in days
    )
    beyond = sum(
        day not in looked_at and rules.calendar.works(day) and post_on(dossier.rows.roster, day) is not None
        for day in _month(month)
    )
    total = sum((_days(row) or Fraction() for row in rows), Fraction())
    return Paid(
        month, item, tuple(rows), total, counts.counted, counts.undisputed, unclear + beyond,
        counts.disputed, _rate(rows),
    )  # fmt: skip


def _month(first: date) -> Iterable[date]:
    day = first
    while day.month == first.month:
        yield day
        day += timedelta(days=1)


def paid_beyond(person: str, told: Iterable[Paid]) -> Iterable[Finding]:
    """V09: more days paid than counted, or than undisputed; a hint only where unknown days may be the days paid."""
    for one in told:
        if not one.over:
            continue
        amount = one.amount_over
        money = Text(f",涉及 {amount:f} 元", f", {amount:f} yuan") if amount is not None else Text("", "")
        paid, counted, disputed = number(one.paid), number(one.counted), number(one.counted - one.undisputed)
        unknown = Text(
            f"另有 {one.unknown} 天不明,无法判断。", f" {one.unknown} days are unknown, so nothing can be said."
        )
        ending = unknown if one.is_open else Text("", "")
        yield found(
            Code.V09, Level.INFO if one.is_open else Level.MEDIUM, person, one.disputed,
            [Evidence(FileKind.ALLOWANCE, row.source) for row in one.rows],
            Text(
                f"{one.month:%Y-%m} {one.item or '补贴'}按 {paid} 天发放;考勤计 {counted} 天,其中存疑 "
                f"{disputed} 天{money.zh}。{ending.zh}",
                f"{one.month:%Y-%m} {one.item or 'allowance'}: paid for {paid} days; the sheet counts {counted}, of "
                f"which {disputed} disputed{money.en}.{ending.en}",
            ),
            bearing=Bearing.NEUTRAL if one.is_open else Bearing.INCONSISTENT,
            about=f"{one.month:%Y-%m}/{one.item}",
        )  # fmt: skip
