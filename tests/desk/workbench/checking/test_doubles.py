"""V01 and V02, clause by clause."""

import pytest

from portal.desk.workbench.checking import Bearing, Code
from portal.desk.workbench.rows import FileKind
from tests.desk.workbench.checking.cases import brief, case, mark, of, post, sheet


def both(home="", away="", home_place="", away_place="", **places):
    return case(
        post(**places),
        sending=[mark("3-3", "在", home, place=home_place)],
        receiving=[mark("3-3", "在", away, place=away_place)],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("home", "away", "level"),
    [
        ("", "", "high"), ("8:00-17:00", "", "high"), ("8:00-17:00", "16:00-18:00", "high"),
        ("8:00-12:00", "12:00-18:00", "medium"), ("8:00-12:00", "12:05-18:00", "medium"),
        # One bound alone proves that they do not overlap; otherwise it is missing.
        ("8:00-12:00", "14:00-", "medium"), ("8:00-", "14:00-18:00", "high"),
    ],
)  # fmt: skip
def test_two_counties_are_high_unless_the_hours_surely_do_not_overlap(home, away, level):
    assert brief(both(home, away), Code.V01) == [(["3-3"], level)]


def test_hours_count_only_where_the_places_differ():
    """In the county in the afternoon by both sheets, at home in the morning: nothing overlaps between two places."""
    home = [mark("3-3", "在", "8:00-10:00", place="云岭市"), mark("3-3", "在", "14:00-17:00", place="青禾县")]
    away = [mark("3-3", "在", "14:00-17:00", place="青禾县")]
    assert brief(case(sending=home, receiving=away), Code.V01) == [(["3-3"], "medium")]


def test_the_minutes_between_two_places_are_stated():
    (finding,) = of(both("8:00-12:00", "12:05-18:00"), Code.V01)
    assert "相隔 5 分钟" in finding.statement.zh


@pytest.mark.parametrize(
    ("home", "away"), [("青禾县", "青禾县石桥镇"), ("", "青禾县"), ("石桥村", "青禾县"), ("云岭市", "云岭市青禾县")]
)
def test_same_county_or_a_place_nobody_knows_is_medium(home, away):
    assert brief(both(sending_place=home, receiving_place=away), Code.V01) == [(["3-3"], "medium")]


def test_the_same_place_is_no_finding_and_two_buildings_there_are_a_hint():
    assert brief(both(sending_place="青禾县", receiving_place="青禾县"), Code.V01) == []
    assert (
        brief(
            both(home_place="会议室", away_place="会议室", sending_place="青禾县", receiving_place="青禾县"), Code.V01
        )
        == []
    )
    hint = both(home_place="局机关", away_place="县政府", sending_place="青禾县", receiving_place="青禾县")
    assert [(one.level.value, one.bearing) for one in of(hint, Code.V01)] == [("info", Bearing.NEUTRAL)]
    assert hint.persons[0].disputed == frozenset()


def test_the_place_of_a_row_wins_when_it_names_a_county():
    assert brief(both(home_place="青禾县农业局", away_place="县政府"), Code.V01) == [(["3-3"], "medium")]
    assert brief(both(away_place="云岭市党校"), Code.V01) == [(["3-3"], "medium")]
    assert brief(both(home_place="厅机关大楼"), Code.V01) == [(["3-3"], "high")]


def test_official_absence_at_the_receiving_unit_is_a_neutral_hint():
    told = case(sending=[mark("3-3", "在")], receiving=[mark("3-3", "公")])
    assert [(one.level.value, one.bearing) for one in of(told, Code.V01)] == [("info", Bearing.NEUTRAL)]


@pytest.mark.parametrize("signs", ["挂在", "半在", "在半", "假在", "在假", "在休", "?在"])
def test_only_presence_in_both_is_double(signs):
    assert of(case(sending=[mark("3-3", signs[0])], receiving=[mark("3-3", signs[1])]), Code.V01) == []


def test_outside_the_secondment_nothing_is_double():
    told = case(post(start="3-5"), sending=sheet("3-2", "在在在在在"), receiving=sheet("3-2", "在在在在在"))
    assert brief(told, Code.V01) == [(["3-5"], "high"), (["3-6"], "high")]


def test_double_presence_on_a_rest_day_counts_too():
    assert brief(case(sending=[mark("3-7", "在")], receiving=[mark("3-7", "在")]), Code.V01) == [(["3-7"], "high")]


def test_evidence_quotes_both_sheets_and_explanations_stand_beside_it():
    (finding,) = of(both(), Code.V01)
    assert [one.kind for one in finding.evidence] == [FileKind.RECEIVING, FileKind.SENDING]
    assert len(finding.explanations) == 3
    assert finding.next_steps[0].zh.startswith("调取原始考勤底册")
    assert finding.id == "V01/p/2026-03-03"


def test_present_at_home_and_absent_away_is_high_a_missing_row_medium_an_unmapped_word_nothing():
    told = case(sending=sheet("3-2", "在在在在"), receiving=sheet("3-2", "缺 ?假"))
    assert brief(told, Code.V02) == [(["3-2"], "high"), (["3-3"], "medium")]


def test_a_part_time_secondment_explains_work_at_both_units():
    (finding,) = of(both(full_time=False), Code.V01)
    assert finding.explanations[-1].key == "part_time"
    assert "part_time" not in {one.key for one in of(both(full_time=True), Code.V01)[0].explanations}


def test_a_rest_day_at_home_is_no_finding_and_a_make_up_day_is():
    # 7 March is a Saturday; 28 February a Saturday that was worked (调休).
    told = case(
        post(start="2-1"), sending=[mark("3-7", "在"), mark("2-28", "在")], receiving=sheet("2-27", "在 在在在在在在")
    )
    assert brief(told, Code.V02) == [(["2-28"], "medium")]


def test_a_sheet_nobody_imported_is_a_gap_and_never_presence_at_home_alone():
    alone = case(sending=sheet("3-2", "在在在"))
    assert of(alone, Code.V02) == []
    assert any("没有导入接收单位的考勤" in one.statement.zh for one in of(alone, Code.V16))
    empty = case(sending=sheet("3-2", "在在在"), imported=[FileKind.RECEIVING])
    assert of(empty, Code.V02) == []
    # A month without any receiving sheet is missing too, whoever is in the other month's.
    march_only = case(post(end="4-30"), sending=sheet("4-1", "在"), receiving=sheet("3-2", "在"))
    assert of(march_only, Code.V02) == []
    assert any("整月" in one.statement.zh for one in of(march_only, Code.V16))


def test_a_person_missing_from_a_sheet_that_others_stand_in_is_looked_at():
    told = case(post(), post("q"), sending=sheet("3-2", "在在"), receiving=sheet("3-2", "在在", person="q"))
    assert brief(told, Code.V02) == [(["3-2"], "medium"), (["3-3"], "medium")]
