"""The table, whole: what is not in it is refused, and the guard that refused is named."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from portal.desk.casework.rules import (
    TABLE,
    Decision,
    Facts,
    Grounds,
    NeedsSecond,
    NotAllowed,
    Refusal,
    Seconder,
    allowed,
    decide,
    matrix,
    row,
    seconded,
    started,
)
from portal.desk.casework.transitions import EVERY, Ask, Guard
from portal.desk.officers.rules import RIGHTS, Right
from portal.domain.deadlines import Code
from portal.domain.decisions import DECISION_NAMES, REASONS, STATEMENTS
from portal.domain.roles import Role
from portal.domain.statuses import DECLINED_REASONS, State, shown
from tests.house.source import ROOT

ALL_RIGHTS = frozenset(Right)
TODAY = date(2026, 11, 23)
IDS = [f"{one.source}-{one.decision}" for one in TABLE]
every_row = pytest.mark.parametrize("one", TABLE, ids=IDS)


def enough(one):
    """Grounds that leave nothing to ask for."""
    return Grounds(
        reason=one.reasons[0] if one.reasons else "",
        text="理由",
        no_conflict=True,
        statements=frozenset(one.statements),
        outcome="confirmed",
        target="望溪市(虚构)",
        repeat_of="2026-000001",
        people=("a", "b") if Ask.GROUP in one.asks else ("a",),
        day=TODAY + timedelta(days=30) if Code.DL14 in one.starts else TODAY,
    )


def ready(one):
    """A case of which everything is true that the row asks for."""
    return Facts(
        resume=State.VERIFYING,
        answered=True,
        reviewed=True,
        due_or_new=True,
        named=Guard.NAMED in one.guards,
        today=TODAY,
        latest_review=TODAY + timedelta(days=90),
    )


def why(state, decision, grounds, facts, rights=ALL_RIGHTS, **more):
    with pytest.raises(NotAllowed) as refused:
        decide(state, decision, rights, grounds, facts, **more)
    return refused.value.why


@every_row
def test_a_row_leads_where_it_says(one):
    after = decide(one.source, one.decision, {one.right}, enough(one), ready(one), handed_over=True)
    assert after is (one.target or State.VERIFYING)


@every_row
def test_only_the_right_of_the_table_allows_it(one):
    assert why(one.source, one.decision, enough(one), ready(one), ALL_RIGHTS - {one.right}) is Refusal.RIGHT
    named = Guard.NAMED in one.guards
    assert (one.decision in allowed(one.source, {one.right}, named=named)) is not one.handover
    if {Guard.NAMED, Guard.ANONYMOUS} & set(one.guards):
        assert one.decision not in allowed(one.source, {one.right}, named=not named)
    assert one.decision not in allowed(one.source, ALL_RIGHTS - {one.right})


def test_what_the_table_has_no_row_for_is_refused():
    there = {(one.source, one.decision) for one in TABLE}
    for state, decision in product(State, Decision):
        if (state, decision) not in there:
            assert row(state, decision) is None
            assert why(state, decision, Grounds(text="x"), Facts()) is Refusal.STATE


LACKING = {
    Ask.TEXT: ({"text": " \n"}, Refusal.TEXT),
    Ask.OUTCOME: ({"outcome": ""}, Refusal.OUTCOME),
    Ask.TARGET: ({"target": " "}, Refusal.TARGET),
    Ask.REPEAT_OF: ({"repeat_of": ""}, Refusal.REPEAT),
    Ask.HANDLER: ({"people": ()}, Refusal.PERSON),
    Ask.GROUP: ({"people": ("a", "a")}, Refusal.GROUP),
    Ask.DAY: ({"day": None}, Refusal.DAY),
}


@every_row
def test_nothing_that_is_asked_for_may_be_missing(one):
    full, facts = enough(one), ready(one)
    missing = [LACKING[ask] for ask in one.asks if ask in LACKING]
    missing += [({"reason": reason}, Refusal.REASON) for reason in ("", "another") if one.reasons]
    missing += [({"statements": full.statements - {some}}, Refusal.STATEMENT) for some in one.statements]
    missing += [({"no_conflict": False}, Refusal.RECUSAL)] if one.recusal_statement else []
    for lacking, refusal in missing:
        assert why(one.source, one.decision, replace(full, **lacking), facts, handed_over=True) is refusal


def test_an_outcome_must_be_one_that_says_something():
    one = row(State.VERIFYING, Decision.CONCLUDE)
    for outcome in ("not_shown", "another"):
        assert why(one.source, one.decision, replace(enough(one), outcome=outcome), ready(one)) is Refusal.OUTCOME


def test_a_review_lies_ahead_and_feedback_lies_behind():
    hold, feedback = row(State.ASSESSING, Decision.HOLD), row(State.CONCLUDED, Decision.FEEDBACK)
    assert why(hold.source, hold.decision, replace(enough(hold), day=TODAY), ready(hold)) is Refusal.DAY
    tomorrow = replace(enough(feedback), day=TODAY + timedelta(days=1))
    assert why(feedback.source, feedback.decision, tomorrow, ready(feedback)) is Refusal.DAY


@pytest.mark.parametrize(
    ("state", "decision", "change", "refusal"),
    [
        (State.INFO_REQUESTED, Decision.RESUME, {"answered": False}, Refusal.ANSWERED),
        (State.VERIFYING, Decision.CONCLUDE, {"reviewed": False}, Refusal.REVIEWED),
        (State.VERIFYING, Decision.REVIEW, {"is_handler": True}, Refusal.NOT_HANDLER),
        (State.HELD, Decision.ASSESS, {"due_or_new": False}, Refusal.DUE_OR_NEW),
        (State.CONCLUDED, Decision.FEEDBACK, {"named": False}, Refusal.NAMED),
        (State.CONCLUDED, Decision.NO_FEEDBACK, {"named": True}, Refusal.ANONYMOUS),
        (State.FEEDBACK_GIVEN, Decision.ARCHIVE, {"open_items": 1}, Refusal.NOTHING_OPEN),
        (State.ASSESSING, Decision.INQUIRE, {"collusion": True}, Refusal.COLLUSION),
        (State.INFO_REQUESTED, Decision.RESUME, {"resume": None}, Refusal.STATE),
    ],
)
def test_what_must_be_true_of_the_case(state, decision, change, refusal):
    one = row(state, decision)
    assert why(state, decision, enough(one), replace(ready(one), **change)) is refusal


def test_a_risk_of_collusion_is_overridden_only_by_the_reason_for_it():
    one = row(State.ASSESSING, Decision.INQUIRE)
    facts = replace(ready(one), collusion=True)
    grounds = replace(enough(one), reason="despite_collusion")
    assert decide(one.source, one.decision, ALL_RIGHTS, grounds, facts) is State.INQUIRY


def test_only_a_hand_over_refers_upward_or_hands_on_sealed():
    for one in TABLE:
        if one.handover:
            assert one.target in (State.REFERRED_UP, State.REFERRED)
            assert why(one.source, one.decision, enough(one), ready(one)) is Refusal.HANDOVER


def test_two_persons_decline_refer_out_and_close_directly():
    twofold = {one.decision for one in TABLE if one.second}
    assert twofold == {Decision.DECLINE, Decision.DIRECT_CLOSE, Decision.REFER, Decision.REFER_UP, Decision.HAND_ON}
    one = row(State.REGISTERED, Decision.DECLINE)
    lin, agrees = Seconder("lin", "林", frozenset({Right.ACCEPT})), frozenset({Right.SECOND})
    with pytest.raises(NeedsSecond) as refused:
        seconded(one, Seconder("lin", "林", ALL_RIGHTS), None)
    assert refused.value.why is Refusal.SECOND
    for second in (Seconder("lin", "林", ALL_RIGHTS), Seconder("chen", "陈", frozenset({Right.ACCEPT}))):
        with pytest.raises(NotAllowed):
            seconded(one, lin, second)
    seconded(one, lin, Seconder("chen", "陈", agrees))
    seconded(one, Seconder("chen", "陈", agrees), lin)
    seconded(row(State.REGISTERED, Decision.ACCEPT), lin, None)


def test_terms_owed_to_named_reporters_start_only_if_there_is_one():
    one = row(State.VERIFYING, Decision.CONCLUDE)
    assert started(one, Facts(named=True), Grounds(outcome="confirmed")) == (Code.DL02, Code.DL11)
    assert started(one, Facts(), Grounds(outcome="insufficient")) == (Code.DL11,)
    assert started(one, Facts(), Grounds(outcome="not_confirmed")) == (Code.DL11, Code.DL16)


def test_every_state_can_be_reached_and_left():
    targets = {one.target for one in TABLE if one.target} | {State.DELIVERED}
    assert targets == set(State)
    assert {one.source for one in TABLE} == set(State) - {State.REFERRED_UP, State.ARCHIVED}


# DOMAIN 3.5, column "By".
BY = {
    Decision.REGISTER: {Role.INTAKE, Role.INTAKE_LEAD}, Decision.MERGE: {Role.INTAKE, Role.INTAKE_LEAD},
    Decision.ACCEPT: {Role.INTAKE_LEAD}, Decision.REFER: {Role.INTAKE_LEAD}, Decision.DECLINE: {Role.INTAKE_LEAD},
    Decision.ASSIGN_OUT: {Role.DEPUTY}, Decision.RETURN: {Role.DEPUTY}, Decision.DIRECT_CLOSE: {Role.DEPUTY},
    Decision.INQUIRE: {Role.DEPUTY, Role.CHIEF}, Decision.VERIFY: {Role.CHIEF}, Decision.FILE: {Role.CHIEF},
    Decision.REVIEW: {Role.REVIEWER}, Decision.FEEDBACK: {Role.HANDLER}, Decision.NO_FEEDBACK: {Role.HANDLER},
    Decision.REOPEN: {Role.DEPT_LEAD}, Decision.ARCHIVE: {Role.CASE_MGMT},
}  # fmt: skip


@every_row
def test_the_roles_are_those_of_the_study(one):
    if one.decision in BY:
        assert {role for role in Role if one.right in RIGHTS[role]} == BY[one.decision]


def test_every_decision_reason_and_statement_has_words():
    assert set(DECISION_NAMES) == set(Decision)
    assert {code for one in TABLE for code in one.reasons} == set(REASONS.codes)
    assert {code for one in TABLE for code in one.statements} == set(STATEMENTS.codes)
    assert set(row(State.REGISTERED, Decision.DECLINE).reasons) == set(DECLINED_REASONS.codes)


def test_every_reason_is_written_out_but_for_what_says_it_already():
    bare = {one.decision for one in TABLE if not one.text_needed}
    assert bare == {Decision.REGISTER, Decision.RESUME, Decision.ARCHIVE}


def test_whoever_decides_without_a_key_tells_nobody_and_ends_everything():
    keyless = [one for one in TABLE if one.keyless]
    assert {one.decision for one in keyless} == {Decision.ARCHIVE}
    assert all(one.silent and one.stops == EVERY for one in keyless)


def test_silence_hides_no_change_that_a_reporter_was_promised_to_see():
    """T9 and the mailbox: a silent row leads to a state that is shown no differently, or is the end of one."""
    for one in TABLE:
        if one.silent and one.target is not State.ARCHIVED:
            assert shown(one.target).status is shown(one.source).status


def test_the_page_in_docs_is_the_table():
    assert matrix() in (ROOT / "docs" / "case-states.md").read_text(encoding="utf-8")
