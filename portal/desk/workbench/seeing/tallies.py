"""A month in numbers: what each unit recorded, and what was paid. Counting only, no rule. Source: DOMAIN 4.3, 5.7."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.desk.workbench.rows import Records, Status
from portal.desk.workbench.seeing.days import Day

_HALF = Decimal("0.5")


@dataclass(frozen=True)
class Tally:
    """One month of one person: days by class in the receiving unit's record, at the post in the sending unit's, paid.

    `here` counts days at the post and away on duty, halves as halves; `open_days` are working days without a record or
    of an unknown class; `paid` is None when no payment of the month says for how many days.
    """

    month: date
    at_home: Decimal
    present: Decimal
    official: int
    leave: int
    absent: Decimal
    open_days: int
    paid: Decimal | None
    amount: Decimal | None

    @property
    def here(self) -> Decimal:
        """Days that the receiving unit counts as worked."""
        return self.present + self.official

    @property
    def more_paid(self) -> Decimal | None:
        """How many days more were paid than recorded as worked; None when payment or record is not known."""
        return None if self.paid is None else max(self.paid - self.here, Decimal(0))


def tallies_of(records: Records, person: str, days: Sequence[Day]) -> tuple[Tally, ...]:
    """Count the months of `days`, which are all days of each of these months."""
    months = sorted({day.day.replace(day=1) for day in days})
    return tuple(
        _tally(records, person, month, [day for day in days if day.day.replace(day=1) == month]) for month in months
    )


def _tally(records: Records, person: str, month: date, days: Sequence[Day]) -> Tally:
    here, home = Counter(day.receiving.status for day in days), Counter(day.sending.status for day in days)
    halves = here[Status.HALF] * _HALF
    paid = [row for row in records.allowance if row.person == person and row.month == month]
    told = [row.days for row in paid if row.days is not None]
    amounts = [row.amount for row in paid if row.amount is not None]
    return Tally(
        month,
        home[Status.PRESENT] + home[Status.HALF] * _HALF,
        here[Status.PRESENT] + halves,
        here[Status.OFFICIAL_OUT],
        here[Status.LEAVE],
        here[Status.ABSENT] + Decimal(0),
        sum(day.workday and day.receiving.status in {None, Status.UNKNOWN} for day in days),
        sum(told, Decimal(0)) if told else None,
        sum(amounts, Decimal(0)) if amounts else None,
    )
