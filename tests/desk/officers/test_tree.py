"""Which way one office lies from another."""

import pytest

from portal.desk.handover.rules import decision
from portal.desk.officers.tree import NoWay, Way, lower, way
from portal.domain.decisions import Decision

PARENTS = {"province": None, "city": "province", "county": "city", "other": "province"}
CIRCLE = {"a": "b", "b": "a", "c": None}


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
    with pytest.raises(NoWay):
        way(PARENTS, sender, receiver)


def test_a_tree_that_runs_in_a_circle_ends():
    assert way(CIRCLE, "a", "b") is Way.UP
    assert way(CIRCLE, "a", "c") is Way.ACROSS


def test_lower_offices_are_all_below():
    assert lower(PARENTS, "province") == ("city", "county", "other")
    assert lower(PARENTS, "county") == ()
