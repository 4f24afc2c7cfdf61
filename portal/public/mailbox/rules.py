"""How a mailbox is told: what stands in for silence, gaps and years."""

from collections.abc import Iterable, Iterator
from datetime import date

A_WEEK = 7


def gaps(slots: Iterable[int]) -> Iterator[tuple[int, int]]:
    """List the runs of numbers, first and last, that are missing before or between these rising slots (from 1)."""
    expected = 1
    for slot in slots:
        if slot > expected:
            yield expected, slot - 1
        expected = slot + 1


def days_ago(day: date, today: date) -> int | None:
    """Tell how many days ago, when that is how people would say it; None when they would give the date."""
    passed = (today - day).days
    return passed if 0 <= passed < A_WEEK else None
