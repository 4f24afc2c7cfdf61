"""V03 and V03b, clause by clause."""

import pytest

from portal.desk.workbench.checking import Bearing, Code
from portal.desk.workbench.rows import Basis
from tests.desk.workbench.checking.cases import brief, case, mark, of, saw, sheet

IN_FAVOUR, NEUTRAL = Bearing.IN_FAVOUR, Bearing.NEUTRAL


@pytest.mark.parametrize(
    ("basis", "level"),
    [
        (Basis.SAW, "high"), (Basis.HANDLED, "high"), (Basis.RECORD, "medium"), (Basis.TOLD, "medium"),
        (Basis.RUMOUR, "info"), (Basis.UNKNOWN, "info"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("seen", ["不在", "别处"])
def test_the_basis_decides_the_level_of_a_conflict(basis, level, seen):
    told = case(saw("3-3", seen, basis=basis), receiving=[mark("3-3", "在")])
    assert brief(told, Code.V03) == [(["3-3"], level)]
    assert (told.persons[0].disputed == frozenset()) == (level == "info")


@pytest.mark.parametrize(
    ("claimed", "hours", "conflict"),
    [
        ("8:00-12:00", "", True), ("", "14:00-15:00", True), ("8:00-12:00", "11:59-13:00", True),
        ("8:00-12:00", "12:00-13:00", False), ("8:30-", "7:00-8:00", False), ("8:30-", "15:00-16:00", True),
        ("-12:00", "13:00-14:00", False), ("8:00-12:00", "9:00-", True), ("8:00-12:00", "12:00-", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("seen", ["不在", "在"])
def test_an_observation_outside_the_claimed_hours_is_not_comparable(claimed, hours, conflict, seen):
    told = case(saw("3-3", seen, hours), receiving=[mark("3-3", "在", claimed)])
    code = Code.V03 if seen == "不在" else Code.V03B
    assert [one.code for one in told.findings if one.code in {Code.V03, Code.V03B}] == [code] * conflict
    assert len(told.persons[0].not_comparable) == (not conflict)


def test_hours_in_two_rows_leave_the_gap_between_them_open():
    rows = [mark("3-3", "在", "8:00-10:00"), mark("3-3", "在", "15:00-17:00")]
    assert of(case(saw("3-3", "不在", "11:00-12:00"), receiving=rows), Code.V03) == []
    assert len(of(case(saw("3-3", "不在", "16:00-18:00"), receiving=rows), Code.V03)) == 1


@pytest.mark.parametrize(
    ("seen", "sign", "bearing"),
    [
        ("在", "在", IN_FAVOUR), ("在", "缺", IN_FAVOUR), ("在", "假", IN_FAVOUR), ("在", "休", IN_FAVOUR),
        ("在", "半", IN_FAVOUR), ("在", "?", IN_FAVOUR), ("在", " ", IN_FAVOUR), ("在", "公", NEUTRAL),
        ("不在", "假", IN_FAVOUR), ("不在", "公", IN_FAVOUR), ("不在", "休", IN_FAVOUR), ("不在", "缺", IN_FAVOUR),
        ("别处", "公", IN_FAVOUR), ("签", "在", NEUTRAL), ("无事", "在", NEUTRAL), ("无事", "公", NEUTRAL),
        ("其他", "在", NEUTRAL), ("不在", "半", None), ("不在", "?", None), ("不在", " ", None),
    ],
)  # fmt: skip
def test_what_agrees_or_is_explained_speaks_for_the_person(seen, sign, bearing):
    told = case(saw("3-3", seen), receiving=sheet("3-2", "在" + sign + "在"))
    assert of(told, Code.V03) == []
    assert [one.bearing for one in of(told, Code.V03B)] == ([bearing] if bearing else [])
    assert len(told.persons[0].not_comparable) == (bearing is None)


def test_seen_absent_on_a_rest_day_without_a_record_is_explained():
    told = case(saw("3-8"), receiving=sheet("3-2", "在在在在在  在"))
    assert [one.bearing for one in of(told, Code.V03B)] == [IN_FAVOUR]


def test_a_stretch_of_days_is_one_finding_for_each_way_it_lies():
    told = case(saw("3-2", last="3-6"), receiving=sheet("3-2", "在假在公 "))
    assert brief(told, Code.V03) == [(["3-2", "3-4"], "high")]
    assert brief(told, Code.V03B) == [(["3-3", "3-5"], "info")]


def test_a_month_without_a_day_is_never_a_conflict():
    told = case(saw("3-1", last="3-31", whole_month=True), receiving=sheet("3-2", "在在在"))
    assert of(told, Code.V03) + of(told, Code.V03B) == []
    assert len(told.persons[0].not_comparable) == 1


def test_a_statement_says_what_is_known_and_never_whose_it_is():
    told = case(saw("3-3", "别处", "9:00-10:00", place="云岭市"), receiving=[mark("3-3", "在")])
    (finding,) = of(told, Code.V03)
    assert finding.statement.zh == (
        "2026-03-03 09:00–10:00:接收单位考勤记为在岗;另有情况反映当时在别处(云岭市)(依据:亲眼所见)。"
    )
    assert "R1" not in finding.statement.zh + finding.statement.en
