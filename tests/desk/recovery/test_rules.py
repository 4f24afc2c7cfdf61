"""Who keeps which half, who may hand one over, when a recovery is over."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.desk.recovery import rules
from portal.desk.recovery.rules import Handing, NotRecovered, Standing, State, Why

DAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("keepers", "first", "second"),
    [
        ("ab", "a", "b"),
        ("abc", "ac", "b"),
        ("abcd", "ac", "bd"),
        ("abcdef", "ac", "bd"),
        ("aab", "a", "b"),
    ],
)
def test_keepers_are_dealt_in_turn_and_nobody_twice(keepers, first, second):
    assert rules.divided(list(keepers)) == (tuple(first), tuple(second))


@pytest.mark.parametrize("keepers", ["", "a", "aa"])
def test_one_person_is_too_few(keepers):
    with pytest.raises(NotRecovered) as refused:
        rules.divided(list(keepers))
    assert refused.value.why is Why.FEW


def test_where_somebody_stands():
    assert rules.standing(None) is Standing.NONE
    assert [rules.standing(parts) for parts in ((), (0,), (1, 1))] == [Standing.BROKEN] * 3
    assert rules.standing([1, 0, 1]) is Standing.READY
    kept = [("a", 0), ("b", 1), ("c", 1)]
    assert rules.able(kept, {"a", "c"}) == {0, 1}
    assert rules.able(kept, {"a", "c"}, without="a") == {1}


@pytest.mark.parametrize("state", list(State))
def test_an_open_recovery_lapses_after_its_last_day(state):
    last = rules.last_day(DAY, 14)
    assert rules.state_now(state, DAY, last, 14) is state
    after = rules.state_now(state, DAY, last + timedelta(days=1), 14)
    assert after is (State.LAPSED if state in rules.OPEN else state)


GOOD = Handing("gao", 0, State.WAITING, "zhou", proven=True, seasoned=True, taken={1: "tang"})


def test_a_keeper_who_may_hand_over():
    rules.may_hand(GOOD)
    rules.may_hand(replace(GOOD, taken={}))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        *(({"state": state}, Why.OVER) for state in State if state not in rules.OPEN),
        ({"state": State.BEGUN}, Why.UNTAKEN),
        ({"part": None}, Why.NO_HALF),
        ({"begun_by": "gao"}, Why.BEGAN),
        ({"seasoned": False}, Why.NEW),
        ({"proven": False}, Why.UNPROVEN),
        ({"taken": {0: "wu"}}, Why.HANDED),
        ({"taken": {1: "gao"}}, Why.HANDED),
    ],
)
def test_what_stands_in_a_keepers_way(changed, why):
    with pytest.raises(NotRecovered) as refused:
        rules.may_hand(replace(GOOD, **changed))
    assert refused.value.why is why


@pytest.mark.parametrize("typed", ["F5MU VDMR 757A NWSH I6V2", "f5muvdmr757anwshi6v2", " F5MU-VDMR-757A-NWSH-I6V2 "])
def test_a_fingerprint_is_the_same_however_it_is_spaced(typed):
    assert rules.same_fingerprint(typed, "F5MU VDMR 757A NWSH I6V2")


@pytest.mark.parametrize("typed", ["", "F5MU", "F5MU VDMR 757A NWSH I6V3", "F5MU VDMR 757A NWSH I6V2 F5MU"])
def test_and_all_of_it_counts(typed):
    assert not rules.same_fingerprint(typed, "F5MU VDMR 757A NWSH I6V2")
