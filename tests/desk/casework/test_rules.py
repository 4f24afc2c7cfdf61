"""The table, whole: what is not in it is refused, and the guard that refused is named."""

from itertools import product

import pytest

from portal.desk.casework.rules import TABLE, Decision, Grounds, NotAllowed, Refusal, allowed, decide, matrix
from portal.desk.officers.rules import Right
from portal.domain.statuses import DECLINED_REASONS, OUTCOMES, State
from tests.house.source import ROOT

ALL_RIGHTS = frozenset(Right)


def enough(decision):
    reasons = TABLE[decision].reasons
    return Grounds(reasons[0] if reasons else "", "理由", no_conflict=True)


@pytest.mark.parametrize(("state", "decision"), list(product(State, Decision)))
def test_a_decision_is_taken_from_its_own_state_only(state, decision):
    if TABLE[decision].source is state:
        assert decide(state, decision, ALL_RIGHTS, enough(decision)) is TABLE[decision].target
        assert decision in allowed(state, ALL_RIGHTS)
    else:
        with pytest.raises(NotAllowed) as refused:
            decide(state, decision, ALL_RIGHTS, enough(decision))
        assert refused.value.why is Refusal.STATE
        assert decision not in allowed(state, ALL_RIGHTS)


@pytest.mark.parametrize("decision", Decision)
def test_only_the_right_of_the_table_allows_it(decision):
    row = TABLE[decision]
    assert decide(row.source, decision, {row.right}, enough(decision)) is row.target
    with pytest.raises(NotAllowed) as refused:
        decide(row.source, decision, ALL_RIGHTS - {row.right}, enough(decision))
    assert refused.value.why is Refusal.RIGHT


@pytest.mark.parametrize(
    ("decision", "grounds", "why"),
    [
        (Decision.REGISTER, Grounds(), Refusal.RECUSAL),
        (Decision.ACCEPT, Grounds(text=" \n"), Refusal.TEXT),
        (Decision.DECLINE, Grounds("", "理由"), Refusal.REASON),
        (Decision.DECLINE, Grounds("confirmed", "理由"), Refusal.REASON),
        (Decision.DECLINE, Grounds("no_substance", ""), Refusal.TEXT),
        (Decision.CONCLUDE, Grounds("not_shown", "理由"), Refusal.REASON),
    ],
)
def test_what_is_missing_is_named(decision, grounds, why):
    with pytest.raises(NotAllowed) as refused:
        decide(TABLE[decision].source, decision, ALL_RIGHTS, grounds)
    assert refused.value.why is why


def test_every_reason_has_words():
    assert set(TABLE[Decision.DECLINE].reasons) == set(DECLINED_REASONS.codes)
    assert set(TABLE[Decision.CONCLUDE].reasons) < set(OUTCOMES.codes)


def test_the_page_in_docs_is_the_table():
    assert matrix() in (ROOT / "docs" / "case-states.md").read_text(encoding="utf-8")
