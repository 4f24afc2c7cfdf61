"""When a request waits, lapses, and who may answer it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.desk.approvals.rules import Standing, last_day, may_answer, may_be_done, may_withdraw, state_now
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.domain.two_persons import RequestState

DAY = date(2026, 11, 23)
WAITS = Standing(RequestState.PENDING, DAY, 3, "lin")


def test_a_request_waits_to_the_end_of_its_last_day():
    assert last_day(DAY, 14) == date(2026, 12, 7)
    assert state_now(WAITS, 3, last_day(DAY, 14), 14) is RequestState.PENDING
    assert state_now(WAITS, 3, last_day(DAY, 14) + timedelta(days=1), 14) is RequestState.LAPSED


@pytest.mark.parametrize("version", [2, 4, -1])
def test_a_case_that_moved_on_leaves_its_requests_behind(version):
    assert state_now(WAITS, version, DAY, 14) is RequestState.LAPSED


@pytest.mark.parametrize("state", [state for state in RequestState if state is not RequestState.PENDING])
def test_what_has_ended_does_not_begin_again(state):
    ended = replace(WAITS, state=state)
    assert state_now(ended, 9, DAY + timedelta(days=900), 14) is state
    with pytest.raises(NotAllowed) as refused:
        may_answer(ended, "zhou", right=True, seasoned=True)
    assert refused.value.why is Refusal.OVER
    with pytest.raises(NotAllowed):
        may_withdraw(ended, "lin")


@pytest.mark.parametrize(
    ("standing", "officer", "given", "why"),
    [
        (WAITS, "lin", {}, Refusal.OWN),
        (WAITS, "zhou", {"right": False}, Refusal.RIGHT),
        (WAITS, "zhou", {"seasoned": False}, Refusal.NEW),
        (replace(WAITS, proven=False), "zhou", {}, Refusal.UNPROVEN),
    ],
)
def test_who_may_not_answer_and_why(standing, officer, given, why):
    with pytest.raises(NotAllowed) as refused:
        may_answer(standing, officer, **({"right": True, "seasoned": True} | given))
    assert refused.value.why is why


def test_somebody_else_with_the_right_may_answer():
    may_answer(WAITS, "zhou", right=True, seasoned=True)


def test_an_act_takes_an_asker_who_is_still_there():
    may_be_done(WAITS)
    with pytest.raises(NotAllowed) as refused:
        may_be_done(replace(WAITS, asker_there=False))
    assert refused.value.why is Refusal.ASKER


def test_only_the_asker_takes_a_request_back():
    may_withdraw(WAITS, "lin")
    with pytest.raises(NotAllowed) as refused:
        may_withdraw(WAITS, "zhou")
    assert refused.value.why is Refusal.RIGHT
