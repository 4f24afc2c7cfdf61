"""Rows that are wrong or meant to hurt cost no more than a moment, and what was cut is said."""

from dataclasses import replace
from datetime import date

from portal.desk.workbench.checking import SHIPPED, Code, Window, check_all
from portal.desk.workbench.checking.alike import MOST_TEXTS
from portal.desk.workbench.checking.slips import length
from portal.desk.workbench.rows import AttendanceRow, LeaveRow, Records, Status
from tests.desk.workbench.checking.cases import case, log, mark, of, paid, post, sheet, source


def on(day):
    return AttendanceRow(source(), "p", day, Status.PRESENT, "在")


def test_a_mistyped_year_in_a_sheet_stays_within_the_secondment():
    told = case(receiving=[*sheet("3-2", "在在"), on(date(2062, 3, 2)), on(date(1026, 3, 2))])
    assert (told.window.first, told.window.last) == (date(2026, 3, 1), date(2026, 3, 31))
    assert [len(one.evidence) for one in of(told, Code.V15)] == [2]


def test_without_an_end_ten_years_are_looked_at():
    told = case(post(end=None), receiving=[*sheet("3-2", "在在"), on(date(9026, 3, 2))])
    assert told.window == Window(date(2026, 3, 2), date(2036, 3, 1))
    assert case(post(end=None), receiving=sheet("3-2", "在在")).window.last == date(2026, 3, 3)
    late = Records(receiving=(on(date(9980, 12, 30)), on(date.max)), allowance=(replace(paid("3", 1), month=date.max),))
    assert check_all(late, SHIPPED).window.last == date(9980, 12, 31)
    assert check_all(replace(late, receiving=(on(date.max),)), SHIPPED).window is None


def test_a_sheet_that_lies_outside_every_secondment_leaves_nothing_to_look_at():
    told = case(post(start="6-1", end="6-30"), receiving=sheet("3-2", "在在"))
    assert (told.window, told.persons[0].dossier.days) == (None, ())
    assert [one.code for one in told.findings] == [Code.V15]


def test_a_slip_of_a_thousand_years_is_long_and_soon_counted():
    slip = LeaveRow(source(), "p", date(2026, 3, 2), date(9026, 3, 2), approver="市委组织部")
    assert 400 < length(slip, SHIPPED) < 600
    assert of(case(slip, receiving=sheet("3-2", "假假")), Code.V10)


def test_hundreds_of_rows_for_one_day_are_one_finding():
    rows = [mark("3-2", "在", f"8:{number % 60:02}-{9 + number // 60}:00") for number in range(300)]
    assert len(of(case(sending=rows, receiving=rows), Code.V01)) == 1


def test_a_log_with_thousands_of_texts_is_compared_for_identical_ones_and_says_so():
    texts = [log("3-2", f"第{number:05}号事项的办理经过") for number in range(MOST_TEXTS + 1)]
    told = case(*texts, *(log(f"3-{day}", "同样的一段日志文字") for day in (3, 4, 5)))
    assert [len(one.dates) for one in of(told, Code.V05)] == [3]
    assert any("只比较了完全相同的文字" in one.statement.zh for one in of(told, Code.V16))
