"""What is wrong in real workbooks must end in a list an officer can use, never in a row that says more than it did."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.desk.workbench.importing import CannotRead, Hints, Reading, Reason, accept, propose
from portal.desk.workbench.importing.halves import half_of, says_halves, together
from portal.desk.workbench.importing.persons import Persons
from portal.desk.workbench.importing.reading import read_here
from portal.desk.workbench.importing.table.biff import errors_of as biff_errors
from portal.desk.workbench.rows import FileKind, RosterRow, Source, Status
from tests.desk.workbench.importing.tables import example_rows, text, workbook
from tests.desk.workbench.importing.xls import xls


def taken(content, kind=FileKind.RECEIVING, roster=(), **hints):
    book = read_here("a.xlsx", content)
    return accept(book, propose(book, Hints(kind, **hints)).choices(), roster)


def noted(listed):
    return [(one.row, one.reason, one.detail) for one in listed]


def test_a_formula_error_is_no_empty_cell():
    result = taken(
        text(
            [
                ["姓名", "日期", "状态", "签到时间", "备注"],
                ["甲", "2026-03-02", "出勤", "08:00", ""],
                ["#N/A", "2026-03-03", "出勤", "08:00", ""],
                ["", "2026-03-04", "出勤", "08:00", ""],
                ["甲", "2026-03-05", "#REF!", "08:00", ""],
                ["甲", "#VALUE!", "出勤", "08:00", ""],
                ["甲", "2026-03-06", "出勤", "#NUM!", ""],
            ]
        )
    )
    assert [(row.source.row, row.person, row.day.day) for row in result.rows] == [(2, "甲", 2), (7, "甲", 6)]
    assert noted(result.refused) == [
        (3, Reason.ERROR_CELL, "姓名"),
        (4, Reason.NO_PERSON, ""),
        (5, Reason.ERROR_CELL, "状态"),
        (6, Reason.ERROR_CELL, "日期"),
    ]
    assert noted(result.warnings) == [(7, Reason.ERROR_CELL, "签到时间")]


def test_a_formula_error_in_a_matrix_leaves_its_day_open():
    head = ["姓名", *range(1, 9)]
    result = taken(
        workbook(("2026年3月", [head, ["甲", "√", "#N/A", *["√"] * 6], ["乙", *["#N/A"] * 8]])), month="2026-03"
    )
    assert sorted(row.day.day for row in result.rows) == [1, 3, 4, 5, 6, 7, 8]
    assert noted(result.warnings) == [(2, Reason.ERROR_CELL, "2")]
    assert noted(result.refused) == [(3, Reason.ERROR_CELL, "")]


def test_a_merged_mark_does_not_count_for_the_rows_beside_it():
    rows = [["姓名", "日期", "状态"], ["甲", "2026-03-02", "出勤"], ["", "2026-03-03", ""], ["", "2026-03-04", ""]]
    result = taken(workbook(("表", rows), merged=("A2:A4", "C2:C4")))
    assert [(row.source.row, row.status) for row in result.rows] == [(2, Status.PRESENT)]
    assert noted(result.refused) == [(3, Reason.MERGED, "状态"), (4, Reason.MERGED, "状态")]


def test_a_merged_amount_is_not_paid_three_times_and_a_merged_day_is_filled_with_a_word():
    rows = [["姓名", "月份", "金额"], ["甲", "2026-03", 1320], ["乙", "", ""], ["丙", "", ""]]
    result = taken(workbook(("表", rows), merged=("B2:B4", "C2:C4")), FileKind.ALLOWANCE)
    assert [(row.name, row.month.isoformat(), row.amount and int(row.amount)) for row in result.rows] == [
        ("甲", "2026-03-01", 1320), ("乙", "2026-03-01", None), ("丙", "2026-03-01", None),
    ]  # fmt: skip
    assert noted(result.warnings) == [
        (3, Reason.SAME_AS_ABOVE, "月份"), (3, Reason.MERGED, "金额"),
        (4, Reason.SAME_AS_ABOVE, "月份"), (4, Reason.MERGED, "金额"),
    ]  # fmt: skip


MARKS = {
    "上午": "√ √ √ 公 √ 假 √ √",
    "下午": "√ × 假 √ 公 × 休 ",
}


@pytest.mark.parametrize("head", ["时段", ""])
def test_mornings_and_afternoons_in_two_rows_are_one_day(head):
    rows = [["姓名", head, *range(1, 9)]]
    rows += [["甲" if half == "上午" else "", half, *marks.split(" ")] for half, marks in MARKS.items()]
    result = taken(workbook(("表", rows), merged=("A2:A3",)), month="2026-03")
    assert [row.status for row in sorted(result.rows, key=lambda row: row.day)] == [
        Status.PRESENT, Status.HALF, Status.HALF, Status.OFFICIAL_OUT, Status.OFFICIAL_OUT, Status.UNKNOWN,
        Status.HALF, Status.UNKNOWN,
    ]  # fmt: skip
    assert noted(result.warnings) == [(2, Reason.HALF_MISSING, "2026-03-08"), (3, Reason.SAME_AS_ABOVE, "姓名")]
    assert (result.used_rows, result.duplicates) == (2, ())


@pytest.mark.parametrize("words", [("上午", "下午"), ("上", "下")])
def test_mornings_and_afternoons_in_two_columns_are_one_day(words):
    days = [cell for day in range(1, 9) for cell in (day, "")]
    marks = [mark for pair in zip(MARKS["上午"].split(" "), MARKS["下午"].split(" "), strict=True) for mark in pair]
    content = workbook(("2026年3月", [["考勤表"], ["姓名", *days], ["", *words * 8], ["甲", *marks]]))
    result = taken(content)
    assert [row.status for row in sorted(result.rows, key=lambda row: row.day)] == [
        Status.PRESENT, Status.HALF, Status.HALF, Status.OFFICIAL_OUT, Status.OFFICIAL_OUT, Status.UNKNOWN,
        Status.HALF, Status.UNKNOWN,
    ]  # fmt: skip
    assert noted(result.warnings) == [(4, Reason.HALF_MISSING, "2026-03-08")]
    assert result.used_rows == 1


def test_the_two_halves_are_quoted_together():
    rows = [
        ["姓名", "时段", "日期", "状态"],
        ["甲", "下午", "2026-03-02", "缺勤"],
        ["甲", "上午", "2026-03-02", "出勤"],
    ]
    (row,) = taken(text(rows)).rows
    assert (row.status, row.word) == (Status.HALF, "出勤/缺勤")
    assert {text for _, text in row.source.cells} == {"甲", "上午", "下午", "2026-03-02", "出勤", "缺勤"}


def test_which_words_are_halves():
    assert (half_of("上 午".replace(" ", "")), half_of("ＰＭ"), half_of("全天")) == ("am", "pm", "")
    assert says_halves(["上午", "", "下午"])
    assert not any(map(says_halves, (["上午", "上午"], ["上午", "下午", "甲"], [])))


@pytest.mark.parametrize("first", Status)
@pytest.mark.parametrize("second", Status)
def test_two_halves_never_make_more_presence_than_one_of_them_says(first, second):
    day = together(first, second)
    assert day is together(second, first)
    assert day is not Status.PRESENT or first is second is Status.PRESENT
    assert day is not Status.ABSENT or first is second is Status.ABSENT


def roster(*persons):
    return [
        RosterRow(Source("", "", 2), number or f"{name} / {unit}", name, unit, "县", taken_from, None, number)
        for number, name, unit, taken_from in ((*one, None) for one in persons)
    ]


def test_a_namesake_from_another_unit_does_not_get_these_days():
    find = Persons(roster(("", "甲", "云岭省数据事务厅(虚构)"), ("X2", "乙", "云岭大学"))).find
    assert find("", "甲", "云岭省水利厅") is Reason.OTHER_UNIT
    assert find("", "乙", "云岭省水利厅") is Reason.OTHER_UNIT
    assert find("", "甲", "数据事务厅") == find("", "甲", "云岭省数据事务厅") == "甲 / 云岭省数据事务厅(虚构)"
    assert find("", "乙", "") == "X2"


def test_a_unit_in_other_words_is_used_and_noted():
    head = ["姓名", "派出单位", "日期", "状态"]
    rows = [head, ["甲", "数据事务厅", "2026-03-02", "出勤"], ["甲", "水利厅", "2026-03-03", "出勤"]]
    result = taken(text(rows), roster=roster(("", "甲", "云岭省数据事务厅(虚构)")))
    assert noted(result.warnings) == [(2, Reason.OTHER_UNIT, "派出单位")]
    assert noted(result.refused) == [(3, Reason.OTHER_UNIT, "")]


def test_an_old_workbook_is_read_as_its_text_is():
    rows = example_rows("A", "attendance_receiving")
    old, new = Reading().read("a.xls", xls("考勤", rows)), Reading().read("a.csv", text(rows))
    assert (old.form, old.sheets[0].name) == ("xls", "考勤")
    assert old.sheets[0].rows == new.sheets[0].rows
    numbers = xls("表", [["姓名", "日期", "状态"], ["甲", 46086, "#N/A"], ["甲", 46087, "出勤"]])
    result = taken(numbers)
    assert ([row.day.isoformat() for row in result.rows], noted(result.refused)) == (
        ["2026-03-06"], [(2, Reason.ERROR_CELL, "状态")],
    )  # fmt: skip


def test_an_old_workbook_with_a_password_says_so():
    with pytest.raises(CannotRead) as refused:
        Reading().read("a.xls", xls("考勤", [["姓名"]], password=True))
    assert refused.value.reason is Reason.PASSWORD


def test_the_child_loads_nothing_of_the_portal():
    import subprocess
    import sys

    from portal.desk.workbench.importing import apart

    asked = apart._START.replace("main(sys.stdin", "print(*sorted(sys.modules), file=sys.stderr)\nmain(sys.stdin")
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", asked, str(apart._TABLE), str(2**30), "20"],
        input=xls("表", [["姓名"]]), capture_output=True, check=True,
    )  # fmt: skip
    loaded = set(done.stderr.decode().split())
    assert "table.reading" in loaded
    assert not {name for name in loaded if name.split(".")[0] in {"portal", "pydantic", "cryptography", "flask"}}
    assert b"xls" in done.stdout


def outcome_of(content):
    """What the search for error cells makes of a file: the words of the cells, or the reason of a refusal."""
    try:
        return {shown for errors in biff_errors(content) for shown in errors.values()}
    except CannotRead as refused:
        return refused.reason


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 255)), min_size=1, max_size=6), st.integers(0, 6000))
def test_a_damaged_old_workbook_is_read_or_refused_and_nothing_else(bytes_changed, cut):
    content = bytearray(xls("表", [["姓名", "日期", "状态"], ["甲", 46086, "#N/A"]]))
    assert outcome_of(bytes(content)) == {"#N/A"}
    for at, value in bytes_changed:
        content[at % len(content)] = value
    for damaged in (bytes(content), bytes(content[: 512 + cut])):
        told = outcome_of(damaged)
        assert told in (Reason.BROKEN, Reason.PASSWORD) or all(shown.startswith("#") for shown in told)
