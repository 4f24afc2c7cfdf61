"""What a letter is for, and the next date."""

from datetime import date, timedelta

import pytest

from portal.domain.correspondence import PURPOSES, purpose_of
from portal.domain.next_date import TERMS, Promise, next_date, objection_due
from portal.domain.statuses import SENTENCES, PublicStatus, State, shown

DAY = date(2026, 2, 10)


@pytest.mark.parametrize("body", [{}, {"purpose": None}, {"purpose": ["add"]}, {"purpose": "pardon"}])
def test_older_letters_and_unknown_purposes_have_none(body):
    assert purpose_of(body) == ""


def test_every_purpose_is_read_back():
    assert [purpose_of({"purpose": code}) for code in PURPOSES.codes] == list(PURPOSES.codes)


def test_every_term_is_of_a_sentence_that_is_shown():
    assert set(TERMS) <= set(SENTENCES)


def test_fifteen_working_days_over_the_spring_festival():
    found = next_date(PublicStatus.REVIEWING, "reviewing", DAY, DAY)
    assert (found.promise, found.day, found.late, found.certain) == (
        Promise.ACCEPTANCE,
        date(2026, 3, 9),
        False,
        True,
    )
    assert objection_due(DAY).day == found.day


def test_late_begins_the_day_after():
    assert not next_date(PublicStatus.REVIEWING, "", DAY, date(2026, 3, 9)).late
    assert next_date(PublicStatus.REVIEWING, "", DAY, date(2026, 3, 10)).late


def test_a_date_that_binds_nobody_is_gone_once_it_passed():
    due = next_date(PublicStatus.INFO_REQUESTED, "info_requested", DAY, DAY).day
    assert next_date(PublicStatus.INFO_REQUESTED, "info_requested", DAY, due) is not None
    assert next_date(PublicStatus.INFO_REQUESTED, "info_requested", DAY, due + timedelta(days=1)) is None


def test_a_year_without_a_calendar_is_said_to_be_uncertain():
    assert not next_date(PublicStatus.REVIEWING, "reviewing", date(2090, 1, 5), date(2090, 1, 5)).certain


def test_a_talk_a_verification_a_hold_and_a_formal_case_have_the_same_date():
    """T9: none at all."""
    states = (State.ACCEPTED, State.ASSIGNED_OUT, State.ASSESSING, State.INQUIRY, State.VERIFYING, State.HELD)
    for state in (*states, State.FILED):
        assert next_date(shown(state).status, shown(state).sentence, DAY, DAY) is None
