"""V11, V12, V15, V16 and V17, clause by clause."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from portal.desk.workbench.checking import Bearing, Code, check_all
from portal.desk.workbench.checking.rules import SHIPPED
from portal.desk.workbench.rows import FileKind, Records
from tests.desk.workbench.checking.cases import (
    AWAY,
    HOME,
    at,
    brief,
    case,
    log,
    mark,
    of,
    paid,
    post,
    saw,
    sheet,
    slip,
    source,
    trip,
)


def recorded(day, rows):
    return [replace(row, recorded=datetime.combine(at(day), datetime.min.time())) for row in rows]


@pytest.mark.parametrize(("late", "found"), [(9, 0), (10, 1)])
def test_ten_late_rows_of_one_day_and_only_late_ones_count(late, found):
    rows = recorded("3-20", sheet("3-1", "在" * late)) + recorded("3-20", sheet("3-13", "在" * 7))
    told = of(case(receiving=rows), Code.V11)
    assert len(told) == found
    assert [len(one.dates) for one in told] == [10] * found


def test_seven_days_are_not_late_and_two_sheets_are_not_added_up():
    assert of(case(receiving=recorded("3-17", sheet("3-10", "在" * 7))), Code.V11) == []
    halves = {
        "sending": recorded("3-31", sheet("3-2", "挂" * 5)),
        "receiving": recorded("3-31", sheet("3-2", "在" * 5)),
    }
    assert of(case(**halves), Code.V11) == []
    assert len(of(case(sending=recorded("3-31", sheet("3-2", "挂" * 10))), Code.V11)) == 1


def test_two_months_without_a_rest_day_are_a_hint():
    days = sheet("3-1", "在" * 61)
    assert brief(case(post(end="6-30"), receiving=days), Code.V12)[0][1] == "info"
    assert of(case(post(end="6-30"), receiving=days[:60]), Code.V12) == []
    assert of(case(post(end="6-30"), receiving=[*days[:30], *days[31:]]), Code.V12) == []


def test_the_same_clock_on_ten_days_is_a_hint_on_nine_it_is_not():
    def clocked(number, hours="8:00-17:30"):
        return [mark(f"3-{day}", "在", hours) for day in range(2, 2 + number)]

    assert of(case(receiving=clocked(9)), Code.V12) == []
    (told,) = of(case(receiving=clocked(10)), Code.V12)
    assert "08:00–17:30" in told.statement.zh
    assert of(case(receiving=[*clocked(9), mark("3-11", "在", "8:01-17:30")]), Code.V12) == []
    assert of(case(receiving=sheet("3-2", "在" * 12)), Code.V12) == []


def test_records_outside_the_secondment_are_listed_by_kind_observations_never():
    told = case(
        post(start="3-10", end="3-20", approval_no="虚1"), log("3-9"), log("3-10"), trip("3-2", "3-5", "临海市"),
        slip("3-23", "3-24"), paid("2", 20), paid("3", 20), saw("3-2"),
        receiving=sheet("3-9", "在在"), sending=sheet("3-2", "在在挂"),
    )  # fmt: skip
    kinds = [one.evidence[0].kind for one in of(told, Code.V15)]
    assert sorted(kinds) == ["allowance", "attendance_receiving", "attendance_sending", "leave", "travel", "worklog"]
    assert {len(one.evidence) for one in of(told, Code.V15)} == {1}


def test_an_open_ended_secondment_goes_on_and_one_without_a_document_is_listed():
    told = case(post(end=None, approval_no=""), log("12-31"), receiving=sheet("3-2", "在"))
    assert [one.bearing for one in of(told, Code.V15)] == [Bearing.NEUTRAL]


def test_days_without_any_row_are_gaps_and_those_with_one_are_counted_apart():
    told = case(sending=sheet("3-2", "挂挂  挂"), receiving=sheet("3-2", "在 在 在休休在"))
    gaps = {one.id.rsplit("/", 1)[1]: [day.day for day in one.dates] for one in of(told, Code.V16)}
    assert gaps == {"no row": [5], "single track": [3, 4, 9]}
    assert {one.bearing for one in of(told, Code.V16)} == {Bearing.NEUTRAL}


def test_whole_months_missing_are_named():
    told = case(post(end="5-31"), sending=sheet("3-2", "挂"), receiving=[*sheet("3-2", "在"), mark("5-6", "在")])
    texts = " ".join(one.statement.zh for one in of(told, Code.V16))
    assert "整月缺失:2026-04" in texts
    assert "派出单位考勤整月没有记录:2026-04、2026-05" in texts


def test_no_records_of_any_day_give_no_window_and_no_finding_about_days():
    told = check_all(Records(roster=(post(),)), SHIPPED)
    assert (told.window, told.persons[0].dossier.days, told.findings) == (None, (), ())


def test_logs_alone_open_a_window_too():
    told = case(log("3-2"), log("3-6"))
    assert (told.window.first, told.window.last) == (date(2026, 3, 2), date(2026, 3, 6))


def test_another_name_and_another_unit_than_the_registers_are_listed_once():
    named = [replace(row, name="范例甲甲") for row in sheet("3-2", "在在")]
    (told,) = of(case(receiving=named), Code.V17)
    assert (len(told.evidence), told.bearing) == (2, Bearing.NEUTRAL)
    assert of(case(receiving=[replace(row, name="范例 甲") for row in sheet("3-2", "在")]), Code.V17) == []

    def with_unit(head, unit):
        return [replace(mark("3-2", "在"), source=replace(source(), cells=((head, unit),)))]

    assert len(of(case(receiving=with_unit("挂职单位", "白水县人民政府")), Code.V17)) == 1
    assert len(of(case(receiving=with_unit("*原单位", "别的厅")), Code.V17)) == 1
    for head, unit in (("挂职单位", AWAY), ("接收单位", "青禾县人民政府"), ("派出单位", HOME), ("备注", "白水县")):
        assert of(case(receiving=with_unit(head, unit)), Code.V17) == []


def test_posts_that_overlap_are_listed_and_the_later_one_rules_the_day():
    told = case(
        post(),
        post(start="3-16", end="4-30", receiving_place="云岭市"),
        sending=sheet("3-13", "在  在"),
        receiving=sheet("3-13", "在  在"),
    )
    assert ["时间重叠" in one.statement.zh for one in of(told, Code.V17)] == [True]
    # From the 16th on both places are the same city.
    assert brief(told, Code.V01) == [(["3-13"], "high")]


def test_contradicting_rows_of_two_files_make_the_day_unknown():
    told = case(sending=[mark("3-2", "在")], receiving=[mark("3-2", "在"), mark("3-2", "缺")])
    assert of(told, Code.V01) + of(told, Code.V02) == []
    assert told.persons[0].duty[0].tally.unknown == (date(2026, 3, 2),)


def test_the_same_row_in_two_files_is_one_row():
    rows = sheet("3-2", "在在在")
    again = [replace(row, source=source("again.csv")) for row in rows]
    one, two = case(log("3-2"), receiving=rows), case(log("3-2"), receiving=[*rows, *again])
    assert [finding.statement for finding in one.findings] == [finding.statement for finding in two.findings]


def test_years_whose_holidays_are_not_known_are_told():
    rows = [replace(row, day=row.day + timedelta(days=4000)) for row in sheet("3-2", "在")]
    assert case(post(end=None), receiving=rows).uncertain_years == (rows[0].day.year,)
    assert case(receiving=sheet("3-2", "在")).uncertain_years == ()


def test_rows_about_somebody_the_register_does_not_hold_are_checked_by_the_default_rule():
    told = check_all(
        Records(receiving=tuple(sheet("3-2", "在缺缺缺")), imported=frozenset({FileKind.RECEIVING})), SHIPPED
    )
    assert [one.level.value for one in of(told, Code.V07)] == ["high"]
    assert of(told, Code.V15) + of(told, Code.V17) == []
