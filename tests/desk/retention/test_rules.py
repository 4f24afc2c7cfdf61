"""How long what is kept, and when it may go."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.retention.rules import (
    SCHEDULE,
    Keep,
    Years,
    due_on,
    ended_at_latest,
    keep_of,
    may_destroy,
    schedule,
    years_of,
)
from portal.domain.statuses import State
from tests.house.source import ROOT

OWN = Years()
DAY = date(2026, 11, 27)


def test_every_end_has_a_row_and_only_a_rule_that_was_read_is_called_verified():
    assert set(SCHEDULE) == set(Keep)
    assert {keep for keep, row in SCHEDULE.items() if row.verified} == {Keep.REFERRED_UP}
    assert all(row.basis is None or row.verified for row in SCHEDULE.values())


def test_the_page_in_docs_is_the_schedule():
    assert schedule() in (ROOT / "docs" / "retention.md").read_text(encoding="utf-8")


def test_only_what_has_ended_is_under_the_schedule():
    filed = {"feedback_given": Keep.CONCLUDED, "declined": Keep.DECLINED, "merged": Keep.MERGED}
    assert {before: keep_of(State.ARCHIVED, before) for before in filed} == filed
    assert keep_of(State.ARCHIVED, "referred") is Keep.REFERRED
    assert keep_of(State.REFERRED_UP, None) is Keep.REFERRED_UP
    open_ = set(State) - {State.ARCHIVED, State.REFERRED_UP}
    assert {keep_of(state, None) for state in open_} == {None}
    assert keep_of(State.DECLINED, None) is None, "the clock begins with filing away"


@pytest.mark.parametrize("unknown", [None, "", "nonsense"])
def test_what_ended_in_a_way_that_nobody_knows_is_kept_longest(unknown):
    assert keep_of(State.ARCHIVED, unknown) is Keep.CONCLUDED


def test_years_are_the_offices_own_but_for_what_was_sent_up():
    own = Years(concluded=30, others=5)
    assert [years_of(keep, own) for keep in Keep] == [30, 5, 5, 5, 0]
    assert due_on(Keep.CONCLUDED, DAY, own) == date(2056, 11, 27)
    assert due_on(Keep.REFERRED_UP, DAY, own) == DAY


def test_a_leap_day_ends_with_its_month():
    assert due_on(Keep.DECLINED, date(2024, 2, 29), OWN) == date(2026, 2, 28)


def test_nothing_goes_before_its_day_and_nothing_that_is_held():
    due = due_on(Keep.DECLINED, DAY, OWN)
    may_destroy(Keep.DECLINED, DAY, due, OWN, held=False)
    refused = {
        (None, due, False): Refusal.STATE,
        (Keep.DECLINED, due, True): Refusal.HELD,
        (Keep.DECLINED, due - timedelta(days=1), False): Refusal.NOT_DUE,
    }
    for (keep, today, held), why in refused.items():
        with pytest.raises(NotAllowed) as no:
            may_destroy(keep, DAY, today, OWN, held=held)
        assert no.value.why is why


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 40), st.sampled_from([Keep.CONCLUDED, Keep.MERGED]))
def test_what_the_index_leaves_out_is_never_due(ended, years, keep):
    own = Years(years, years)
    due = due_on(keep, ended, own)
    assert ended <= ended_at_latest(keep, due, own)
    assert ended > ended_at_latest(keep, due - timedelta(days=5), own)
