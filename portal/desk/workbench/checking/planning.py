"""Which days ahead to visit, and which to mix among those asked about: lists of days that point at nobody.

Source: DOMAIN 5.4 (visit planner), 9 (small circle). A plan that named only the weekdays of the disputes would point at
whoever reported them, so the random days are part of it and the plan does not say which is which.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from .whole import PersonChecked


@dataclass(frozen=True)
class WeekdayShare:
    """How many working days of a weekday (0 Monday) were looked at, and how many of them are disputed."""

    weekday: int
    days: int
    disputed: int

    @property
    def share(self) -> float:
        """Disputed days among all, 0 to 1."""
        return self.disputed / self.days if self.days else 0.0


def weekday_shares(persons: Iterable[PersonChecked]) -> tuple[WeekdayShare, ...]:
    """Give the share of past disputes for each weekday, Monday first. For the desk only: it shows the pattern."""
    looked_at, disputed = [0] * 7, [0] * 7
    for person in persons:
        for day in person.dossier.days:
            looked_at[day.day.weekday()] += day.workday or day.day in person.disputed
        for one in person.disputed:
            disputed[one.weekday()] += 1
    return tuple(WeekdayShare(weekday, looked_at[weekday], disputed[weekday]) for weekday in range(7))


def plan_visits(
    candidates: Sequence[date], shares: Mapping[int, float], visits: int, chance: Random
) -> tuple[date, ...]:
    """Choose `visits` of the days that could be visited, in order; all of them when there are not so many.

    `shares` are those of past disputes by weekday. Half (rounded up) fall on the weekdays with most disputes, the
    others on any day by chance; without disputes all do, and a single visit may or may not. `chance` is
    `random.SystemRandom()` outside tests. Keep the plan: asking again would tell its fixed days from the random ones.
    """
    visits = min(visits, len(candidates))
    likely = [day for day in candidates if shares.get(day.weekday(), 0.0) > 0]
    # By share, and by chance among days of one weekday: not always the next one.
    likely.sort(key=lambda day: (-shares[day.weekday()], chance.random()))
    aimed = likely[: (visits + 1) // 2] if visits > 1 else likely[: min(visits, chance.randrange(2))]
    rest = [day for day in candidates if day not in aimed]
    return tuple(sorted([*aimed, *chance.sample(rest, visits - len(aimed))]))


def control_days(asked: Iterable[date], possible: Iterable[date], least: int, chance: Random) -> tuple[date, ...]:
    """Add random days to `asked`: as many again, at least `least`, near the asked ones first; all days in order.

    `possible` are days that could have been asked about just as well. When they run out, all of them are taken.
    """
    wanted = sorted(set(asked))
    left = sorted(set(possible) - set(wanted))
    if not wanted:
        return ()
    number = min(len(left), max(len(wanted), least))
    near = [day for day in left if min(abs((day - one).days) for one in wanted) <= _NEAR]
    first = chance.sample(near, min(len(near), (number + 1) // 2))
    others = [day for day in left if day not in first]
    return tuple(sorted([*wanted, *first, *chance.sample(others, number - len(first))]))


_NEAR = 3
