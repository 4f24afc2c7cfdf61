"""Working days in China: official holidays and the make-up days worked for them.

Source: the State Council's yearly holiday notices, as published by the `chinesecalendar` package. A year without a
notice yet is counted Monday to Friday, and the result says so (`certain` is false): the page must repeat the warning.
"""

import calendar
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

import chinese_calendar

_YEARS = frozenset(day.year for day in chinese_calendar.holidays)
_FRIDAY = 4
_YEARS_KEPT = 64


@dataclass(frozen=True)
class Due:
    """The day on which something is due. `certain`: every year it was counted through has its holiday notice."""

    day: date
    certain: bool = True


@dataclass(frozen=True)
class Counted:
    """A number of working days, negative when the end lies before the start."""

    days: int
    certain: bool = True


def year_is_known(year: int) -> bool:
    """Whether the holidays of `year` are known."""
    return year in _YEARS


def is_workday(day: date) -> bool:
    """Whether `day` is worked; Monday to Friday in a year whose holidays are not known."""
    if year_is_known(day.year):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() <= _FRIDAY


def add_workdays(start: date, days: int) -> Due:
    """Find the `days`-th working day after `start`, which itself does not count. `days` is at least 0."""
    if days == 0:
        return Due(start, year_is_known(start.year))
    year, left, certain = start.year, _so_far(start) + days, year_is_known(start.year)
    while left > (worked := _worked(year))[-1]:
        year, left = year + 1, left - worked[-1]
        certain = certain and year_is_known(year)
    return Due(date(year, 1, 1) + timedelta(days=bisect_left(worked, left)), certain)


def add_months(start: date, months: int) -> Due:
    """Find the same day of the month `months` later, or that month's last day (DOMAIN 3.2)."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return Due(date(year, month, min(start.day, calendar.monthrange(year, month)[1])))


def workdays_between(start: date, end: date) -> Counted:
    """Count the working days after `start` up to and including `end`; negative when `end` comes first."""
    if end < start:
        back = workdays_between(end, start)
        return Counted(-back.days, back.certain)
    days = _so_far(end) - _so_far(start) + sum(_worked(year)[-1] for year in range(start.year, end.year))
    return Counted(days, all(year_is_known(year) for year in range(start.year, end.year + 1)))


def _so_far(day: date) -> int:
    """Count the working days of the year of `day` up to and including it."""
    return _worked(day.year)[day.toordinal() - date(day.year, 1, 1).toordinal()]


@lru_cache(maxsize=_YEARS_KEPT)
def _worked(year: int) -> tuple[int, ...]:
    """Count, for each day of `year`, the working days up to it: a page of the queue asks for fifty spans of months."""
    first, after = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1
    return tuple(accumulate(is_workday(date.fromordinal(day)) for day in range(first, after)))
