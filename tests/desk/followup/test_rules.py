"""The side records, whole: each step from its own place only, by its own right, with everything it asks for."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.followup.rules import TABLE, Act, Ask, Given, Step, acts, addable, check, matrix, row
from portal.desk.followup.shown import ACT_NAMES
from portal.desk.officers.rules import Right
from portal.domain.followup import (
    FOLLOW_UP_NAMES,
    FOLLOW_UP_STATEMENTS,
    MEASURES,
    MEASURES_OF,
    PARTIES,
    STEP_NAMES,
    FollowUp,
)
from portal.domain.statuses import State
from tests.house.source import ROOT

ALL = frozenset(Right)
TODAY = date(2026, 11, 23)
every_row = pytest.mark.parametrize("one", TABLE, ids=[f"{one.kind}-{one.act}" for one in TABLE])
FULL = Given(
    text="内容", party="person", measure="promotion_deferred", concerns="范例甲", cause="C5", form="letter",
    nature="mistaken", result="explained", due=TODAY,
)  # fmt: skip


def enough(one):
    return replace(FULL, statements=frozenset(one.statements))


def why(one, given, *, state=None, rights=ALL, untrue=True):
    with pytest.raises(NotAllowed) as refused:
        check(one, state or min(one.states), rights, given, TODAY, found_untrue=untrue)
    return refused.value.why


@every_row
def test_a_step_that_lacks_nothing_passes(one):
    for state in one.states:
        check(one, state, {one.right, Right.CLEAR}, enough(one), TODAY, found_untrue=True)


@every_row
def test_state_right_text_and_statements_are_needed(one):
    full = enough(one)
    for state in set(State) - one.states:
        assert why(one, full, state=state) is Refusal.STATE
    assert why(one, full, rights=ALL - {one.right}) is Refusal.RIGHT
    assert why(one, replace(full, text=" \n")) is Refusal.TEXT
    for statement in one.statements:
        assert why(one, replace(full, statements=full.statements - {statement})) is Refusal.STATEMENT


WRONG = {
    Ask.PARTY: ({"party": "reporter"}, Refusal.CHOICE),
    Ask.MEASURE: ({"measure": "head_accountable"}, Refusal.MEASURE),
    Ask.CONCERNS: ({"concerns": " "}, Refusal.CONCERNS),
    Ask.CAUSE: ({"cause": "C11"}, Refusal.CHOICE),
    Ask.FORM: ({"form": ""}, Refusal.CHOICE),
    Ask.NATURE: ({"nature": ""}, Refusal.CHOICE),
    Ask.RESULT: ({"result": ""}, Refusal.CHOICE),
    Ask.DUE: ({"due": TODAY - timedelta(days=1)}, Refusal.AHEAD),
}


@every_row
def test_what_is_asked_for_must_be_right(one):
    for ask in one.asks:
        wrong, refusal = WRONG[ask]
        assert why(one, replace(enough(one), **wrong)) is refusal
    if Ask.DUE in one.asks:
        for due in (None, date(2099, 1, 1)):
            assert why(one, replace(enough(one), due=due)) is Refusal.AHEAD


def test_a_cause_may_be_left_open():
    one = row(FollowUp.MEASURE, Act.ADD, None)
    check(one, State.CONCLUDED, ALL, replace(enough(one), cause=""), TODAY, found_untrue=False)


@pytest.mark.parametrize("kind", [FollowUp.CLEARING, FollowUp.UNTRUE])
def test_what_was_not_found_untrue_clears_nobody_and_judges_no_reporter(kind):
    one = row(kind, Act.ADD, None)
    assert why(one, enough(one), untrue=False) is Refusal.FOUND_UNTRUE


def test_a_false_accusation_takes_a_higher_body_its_number_and_who_answers_for_it():
    one = row(FollowUp.UNTRUE, Act.ADD, None)
    false = replace(enough(one), nature="false_accusation", level="city", approval="望溪市〔2026〕9号(虚构)")
    check(one, State.CONCLUDED, ALL, false, TODAY, found_untrue=True)
    assert why(one, replace(false, level="county")) is Refusal.HIGHER
    assert why(one, replace(false, level="")) is Refusal.HIGHER
    assert why(one, replace(false, approval=" ")) is Refusal.HIGHER
    assert why(one, false, rights=ALL - {Right.CLEAR}) is Refusal.RIGHT
    check(one, State.CONCLUDED, {Right.FOLLOW_UP}, enough(one), TODAY, found_untrue=True)


def test_no_step_is_taken_from_elsewhere():
    there = {(one.kind, one.act, one.source) for one in TABLE}
    for kind, act, source in product(FollowUp, Act, [None, *Step]):
        assert (row(kind, act, source) is not None) is ((kind, act, source) in there)


def test_only_what_may_be_done_is_offered():
    assert addable(State.REGISTERED, ALL) == (FollowUp.PROTECTION, FollowUp.RETALIATION, FollowUp.BREACH)
    assert addable(State.DECLINED, ALL)[0] is FollowUp.OBJECTION
    assert set(addable(State.CONCLUDED, ALL)) == set(FollowUp)
    assert addable(State.CONCLUDED, {Right.REPLY}) == ()
    assert addable(State.ARCHIVED, ALL) == ()
    assert acts(FollowUp.CLEARING, Step.PROPOSED, {Right.FOLLOW_UP}) == ()
    assert acts(FollowUp.CLEARING, Step.PROPOSED, {Right.CLEAR}) == (Act.APPROVE, Act.REFUSE)
    assert acts(FollowUp.MEASURE, Step.DONE, ALL) == ()


def test_every_measure_is_for_somebody_and_everything_has_words():
    assert set(MEASURES_OF) == set(PARTIES.codes)
    assert {code for codes in MEASURES_OF.values() for code in codes} == set(MEASURES.codes)
    assert "head_accountable" in MEASURES_OF["receiving_unit"]
    assert "head_accountable" not in MEASURES_OF["person"]
    assert {code for one in TABLE for code in one.statements} == set(FOLLOW_UP_STATEMENTS.codes)
    assert set(FOLLOW_UP_NAMES) == set(FollowUp)
    assert set(ACT_NAMES) == set(Act)
    assert set(STEP_NAMES) == set(Step)


def test_the_page_in_docs_is_the_table():
    assert matrix() in (ROOT / "docs" / "follow-up.md").read_text(encoding="utf-8")
