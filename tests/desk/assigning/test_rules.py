"""Until when a task may run, and who may give its result or send it back when."""

from datetime import date, timedelta

import pytest

from portal.desk.assigning.rules import DONE, OWED, good_day, last_day, may_report, may_send_back
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.officers.rules import Right
from portal.domain.handing import Errand
from portal.domain.statuses import State

TODAY = date(2026, 11, 23)
CHIEF, DEPUTY = frozenset({Right.CONCLUDE}), frozenset({Right.DISPOSE})


def why(call, *given, **named):
    with pytest.raises(NotAllowed) as refused:
        call(*given, **named)
    return refused.value.why


def test_a_task_runs_at_most_the_rules_three_months():
    assert last_day(TODAY) == date(2027, 2, 23)
    assert good_day(TODAY + timedelta(days=1), TODAY) == date(2026, 11, 24)
    assert good_day(last_day(TODAY), TODAY) == last_day(TODAY)
    for wrong in (None, TODAY, TODAY - timedelta(days=1), last_day(TODAY) + timedelta(days=1)):
        assert why(good_day, wrong, TODAY) is Refusal.DUE


def test_a_result_is_given_by_the_head_of_a_concluded_case_and_once():
    for errand in OWED:
        for state in DONE:
            may_report(errand, state, CHIEF, reviewed=True, text="查明。")
    good = (Errand.ASSIGNED, State.CONCLUDED)
    assert why(may_report, *good, DEPUTY, reviewed=True, text="查明。") is Refusal.RIGHT
    assert why(may_report, Errand.REPORTED, State.CONCLUDED, CHIEF, reviewed=True, text="查明。") is Refusal.STATE
    assert why(may_report, Errand.ASSIGNED, State.VERIFYING, CHIEF, reviewed=True, text="查明。") is Refusal.STATE
    assert why(may_report, *good, CHIEF, reviewed=True, text=" ") is Refusal.TEXT
    assert why(may_report, *good, CHIEF, reviewed=False, text="查明。") is Refusal.STATEMENT


def test_a_result_is_sent_back_by_the_deputy_while_the_case_waits():
    may_send_back(Errand.REPORTED, State.ASSIGNED_OUT, DEPUTY, "缺考勤。")
    assert why(may_send_back, Errand.REPORTED, State.ASSIGNED_OUT, CHIEF, "缺考勤。") is Refusal.RIGHT
    assert why(may_send_back, Errand.ASSIGNED, State.ASSIGNED_OUT, DEPUTY, "缺考勤。") is Refusal.STATE
    assert why(may_send_back, Errand.REPORTED, State.CONCLUDED, DEPUTY, "缺考勤。") is Refusal.STATE
    assert why(may_send_back, Errand.REPORTED, State.ASSIGNED_OUT, DEPUTY, " ") is Refusal.TEXT
