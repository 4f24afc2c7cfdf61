"""V08 and V13, clause by clause."""

import pytest

from portal.desk.workbench.checking import Bearing, Code
from tests.desk.workbench.checking.cases import AWAY, HOME, brief, case, mark, meeting, of, post, sheet, trip


def test_inner_days_count_first_and_last_are_tolerated():
    days = sheet("3-2", "在在在在在")
    assert brief(case(trip("3-2", "3-5", "临海市"), receiving=days), Code.V08) == [(["3-3", "3-4"], "high")]
    assert of(case(trip("3-2", "3-3", "临海市"), receiving=days), Code.V08) == []
    assert of(case(trip("3-2", "3-2", "临海市"), receiving=days), Code.V08) == []


def test_only_presence_disagrees_with_a_trip():
    told = case(trip("3-1", "3-9", "临海市"), receiving=sheet("3-2", "公假休缺半?在"))
    assert brief(told, Code.V08) == [(["3-8"], "high")]


@pytest.mark.parametrize(
    ("to", "level"),
    [
        ("临海市", "high"), ("白水县", "high"), ("上海", "high"), ("青禾县", None), ("青禾县石桥镇", None),
        ("云岭市青禾县", None), ("临海市、青禾县", None), ("临海市、东江市", "high"), ("省城", "info"), ("", "info"),
        ("石桥镇", "info"), ("云岭省", "info"),
    ],
)  # fmt: skip
def test_another_county_is_another_place_and_what_is_not_recognised_is_no_conflict(to, level):
    told = case(trip("3-2", "3-4", to), receiving=sheet("3-2", "在在在"))
    assert [one.level.value for one in of(told, Code.V08)] == ([level] if level else [])
    assert [one.bearing for one in of(told, Code.V08) if level == "info"] == [Bearing.NEUTRAL] * (level == "info")
    assert bool(told.persons[0].disputed) == (level == "high")


def test_a_trip_partly_outside_the_secondment_counts_for_its_inside_days():
    told = case(post(start="3-4"), trip("3-2", "3-6", "临海市"), receiving=sheet("3-2", "在在在在在"))
    assert brief(told, Code.V08) == [(["3-4", "3-5"], "high")]
    assert [one for one in of(told, Code.V15) if "差旅" in one.statement.zh] == []


def test_without_a_known_receiving_place_nothing_is_another_place():
    told = case(post(receiving_place="石桥村"), trip("3-2", "3-4", "临海市"), receiving=sheet("3-2", "在在在"))
    assert [one.level.value for one in of(told, Code.V08)] == ["info"]


@pytest.mark.parametrize(
    ("hour", "claimed", "found"),
    [
        ("14:30", "", 1), ("7:59", "", 0), ("8:00", "", 1), ("17:59", "", 1), ("18:00", "", 0), ("19:30", "", 0),
        ("14:30", "8:00-12:00", 0), ("11:59", "8:00-12:00", 1), ("19:30", "8:00-20:00", 1), ("", "8:00-12:00", 1),
        ("", "", 1),
    ],
)  # fmt: skip
def test_a_meeting_counts_within_the_claimed_hours_or_office_hours(hour, claimed, found):
    assert len(of(case(meeting("3-3", hour), receiving=[mark("3-3", "在", claimed)]), Code.V13)) == found


@pytest.mark.parametrize(
    ("unit", "found"),
    [
        (HOME, 1), ("云岭省数据事务厅", 1), ("云岭省数据事务厅办公室", 1), ("数据事务厅", 1), (AWAY, 0),
        ("青禾县人民政府办公室", 0), ("", 0), ("其他单位", 0), ("厅", 0),
    ],
)  # fmt: skip
def test_only_a_meeting_of_the_sending_unit_disagrees(unit, found):
    assert len(of(case(meeting("3-3", "9:00", unit), receiving=[mark("3-3", "在")]), Code.V13)) == found


def test_units_of_which_one_name_holds_the_other():
    told = post(home="青禾县人民政府", away="青禾县人民政府办公室")
    assert of(case(told, meeting("3-3", unit="青禾县人民政府办公室"), receiving=[mark("3-3", "在")]), Code.V13) == []
    assert len(of(case(told, meeting("3-3", unit="青禾县人民政府"), receiving=[mark("3-3", "在")]), Code.V13)) == 1


@pytest.mark.parametrize("signed", [False, None])
def test_not_signed_or_unclear_is_nothing(signed):
    assert of(case(meeting("3-3", signed=signed), receiving=[mark("3-3", "在")]), Code.V13) == []


@pytest.mark.parametrize("sign", ["公", "假", "半", "?", " "])
def test_only_presence_disagrees_with_a_meeting(sign):
    assert of(case(meeting("3-3"), receiving=sheet("3-3", sign)), Code.V13) == []
