"""Which way a hand-over goes, and who ends it."""

import pytest

from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.handover.rules import Way, chosen, decision, lower, may_end, way
from portal.desk.officers.rules import Right
from portal.domain.decisions import Decision
from portal.domain.handing import Handing

PARENTS = {"province": None, "city": "province", "county": "city", "other": "province"}
CIRCLE = {"a": "b", "b": "a", "c": None}


def why(call, *given):
    with pytest.raises(NotAllowed) as refused:
        call(*given)
    return refused.value.why


@pytest.mark.parametrize(
    ("sender", "receiver", "towards", "taken"),
    [
        ("county", "city", Way.UP, Decision.REFER_UP),
        ("county", "province", Way.UP, Decision.REFER_UP),
        ("city", "other", Way.ACROSS, Decision.HAND_ON),
        ("county", "other", Way.ACROSS, Decision.HAND_ON),
        ("province", "county", Way.DOWN, Decision.HAND_ON),
    ],
)
def test_the_way_follows_from_the_tree(sender, receiver, towards, taken):
    assert way(PARENTS, sender, receiver) is towards
    assert decision(towards) is taken


@pytest.mark.parametrize(("sender", "receiver"), [("city", "city"), ("city", "nowhere"), ("nowhere", "city")])
def test_nothing_goes_to_oneself_or_to_nobody(sender, receiver):
    assert why(way, PARENTS, sender, receiver) is Refusal.RECEIVER


def test_a_tree_that_runs_in_a_circle_ends():
    assert way(CIRCLE, "a", "b") is Way.UP
    assert way(CIRCLE, "a", "c") is Way.ACROSS


def test_lower_offices_are_all_below():
    assert lower(PARENTS, "province") == ("city", "county", "other")
    assert lower(PARENTS, "county") == ()


def test_only_an_offer_can_be_ended_and_only_by_who_registers():
    may_end(Handing.OFFERED, {Right.REGISTER})
    assert why(may_end, Handing.OFFERED, {Right.LEAD}) is Refusal.RIGHT
    for over in set(Handing) - {Handing.OFFERED}:
        assert why(may_end, over, {Right.REGISTER}) is Refusal.OVER


@pytest.mark.parametrize(("receiving", "barred"), [((), ()), (("x",), ()), (("a",), ("a",)), (("a", "x"), ())])
def test_who_receives_must_be_there_and_not_be_barred(receiving, barred):
    chosen(("a", "b"), ("c",), ("a", "b"))
    assert why(chosen, receiving, barred, ("a", "b")) is Refusal.PERSON
