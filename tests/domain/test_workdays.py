from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.workdays import Counted, Due, add_months, add_workdays, is_workday, workdays_between

DAYS_OF_KNOWN_YEARS = st.dates(date(2024, 1, 1), date(2026, 11, 1))


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 2, 10), 15, date(2026, 3, 9)),
        (date(2026, 9, 18), 15, date(2026, 10, 15)),
        (date(2026, 4, 24), 5, date(2026, 5, 6)),
    ],
)
def test_the_published_examples_come_out(start, days, due):
    assert add_workdays(start, days) == Due(due, certain=True)


def test_make_up_saturdays_are_worked_and_holidays_are_not():
    assert is_workday(date(2026, 2, 14))
    assert not is_workday(date(2026, 10, 1))


def test_a_year_without_its_notice_is_counted_monday_to_friday_and_says_so():
    assert add_workdays(date(2090, 1, 2), 1) == Due(date(2090, 1, 3), certain=False)
    assert not is_workday(date(2090, 1, 1))
    assert add_workdays(date(2026, 12, 31), 3).certain is False
    assert workdays_between(date(2026, 12, 31), date(2090, 1, 3)).certain is False


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 15), 12, date(2027, 3, 15)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(start, months, due):
    assert add_months(start, months).day == due


@given(DAYS_OF_KNOWN_YEARS, st.integers(0, 40))
def test_counting_back_gives_the_days_that_were_added(start, days):
    due = add_workdays(start, days)
    assert workdays_between(start, due.day) == Counted(days, due.certain)
    assert workdays_between(due.day, start) == Counted(-days, due.certain)
    assert days == 0 or is_workday(due.day)
    assert due.day - start >= timedelta(days=days * 5 // 8)


@given(st.dates(date(2020, 1, 1), date(2031, 12, 31)), st.integers(-900, 900))
def test_working_days_between_are_those_that_are_counted_one_by_one(start, span):
    first, last = sorted((start, start + timedelta(days=span)))
    one_by_one = sum(is_workday(first + timedelta(days=step)) for step in range(1, (last - first).days + 1))
    assert workdays_between(start, start + timedelta(days=span)).days == (one_by_one if span >= 0 else -one_by_one)
