"""Several tables in one sheet: what stands below is another table's and is never taken for this one's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.desk.workbench.importing import Hints, Reason, accept, propose
from portal.desk.workbench.importing.layout import other_table, understood
from portal.desk.workbench.importing.reading import read_here
from portal.desk.workbench.rows import FileKind
from tests.desk.workbench.importing.tables import text, workbook

HEAD = ["姓名", "日期", "状态"]


def read(rows, kind=FileKind.RECEIVING, **hints):
    book = read_here("a.xlsx", workbook(("表", rows)))
    proposal = propose(book, Hints(kind, **hints))
    return proposal, accept(book, proposal.choices())


def days(result):
    return [(row.name, row.day.isoformat()) for row in result.rows]


def below(result):
    return [(one.row, one.detail) for one in result.refused if one.reason is Reason.OTHER_TABLE]


def test_the_other_units_sheet_below_is_not_this_units():
    rows = [
        ["接收单位考勤表"],
        HEAD,
        ["甲", "2026-03-02", "出勤"],
        [],
        ["派出单位考勤表"],
        HEAD,
        ["甲", "2026-03-03", "出勤"],
    ]
    proposal, result = read(rows)
    assert days(result) == [("甲", "2026-03-02")]
    assert below(result) == [(5, "6"), (6, "6"), (7, "6")]
    assert result.data_rows == result.used_rows + len(result.refused) == 4
    assert proposal.data_rows == 1


def test_the_lower_table_is_read_with_its_own_header_and_its_own_title():
    rows = [
        ["派出单位考勤表"],
        HEAD,
        ["甲", "2026-03-02", "出勤"],
        ["接收单位考勤表"],
        HEAD,
        ["甲", "2026-03-03", "出勤"],
    ]
    book = read_here("a.xlsx", workbook(("表", rows)))
    assert propose(book).kind is FileKind.SENDING
    lower = propose(book, Hints(header=5))
    assert (lower.kind, lower.header) == (FileKind.RECEIVING, 5)
    assert days(accept(book, lower.choices())) == [("甲", "2026-03-03")]


def month(number, last, mark="√"):
    return [[f"2026年{number}月考勤表"], ["姓名", *range(1, last + 1)], ["甲", *[mark] * last]]


def test_two_months_below_each_other_are_two_months():
    rows = [*month(3, 31), [], *month(4, 30, "×")]
    proposal, result = read(rows)
    assert proposal.month == "2026-03"
    assert {row.day.month for row in result.rows} == {3}
    assert [row for row, _ in below(result)] == [5, 6, 7]
    lower, result = read(rows, header=6)
    assert lower.month == "2026-04"
    assert {(row.day.month, row.status) for row in result.rows} == {(4, "absent")}


def test_days_of_another_month_in_the_header_are_another_table_without_any_title():
    rows = [["姓名", *(f"3/{day}" for day in range(1, 9))], ["甲", *["√"] * 8],
            ["姓名", *(f"4/{day}" for day in range(1, 9))], ["甲", *["×"] * 8]]  # fmt: skip
    _, result = read(rows, month="2026-03")
    assert {(row.day.month, row.status) for row in result.rows} == {(3, "present")}
    assert below(result) == [(3, "3"), (4, "3")]


def test_a_table_of_another_kind_below_is_left_alone():
    rows = [HEAD, ["甲", "2026-03-02", "出勤"], ["月份", "姓名", "计发天数", "金额"], ["2026-03", "甲", "22", "1320"]]
    _, result = read(rows)
    assert days(result) == [("甲", "2026-03-02")]
    assert below(result) == [(3, "3"), (4, "3")]


@pytest.mark.parametrize(
    "between",
    [
        [HEAD],
        [["第2页 共3页"], HEAD],
        [["接收单位考勤表"], HEAD],
        [["制表人:范例己 审核人:范例庚"], [], HEAD],
        [["合计", "", "1"], HEAD],
        [["- 2 -"], HEAD],
    ],
)
def test_a_page_of_the_same_table_is_the_same_table(between):
    rows = [["接收单位考勤表"], HEAD, ["甲", "2026-03-02", "出勤"], *between, ["乙", "2026-03-03", "出勤"]]
    _, result = read(rows)
    assert days(result) == [("甲", "2026-03-02"), ("乙", "2026-03-03")]
    assert below(result) == []


def test_a_total_with_a_number_before_it_is_a_total():
    rows = [["编号", *HEAD], ["1", "甲", "2026-03-02", "出勤"], ["2", "合计", "", "1"], ["", "小计:", "", "1"]]
    _, result = read(rows)
    assert days(result) == [("甲", "2026-03-02")]
    assert [(one.row, one.reason) for one in result.skipped] == [(3, Reason.TOTAL), (4, Reason.TOTAL)]


def test_a_row_of_marks_is_no_header():
    header = understood(["姓名", *map(str, range(1, 32))], FileKind.RECEIVING, (0,))
    rows = [
        ["姓名", *map(str, range(1, 32))],
        ["甲", *["1"] * 31],
        ["地点", *["1", "0"] * 15],
        ["签到", "状态", *[""] * 30],
    ]
    assert other_table(rows, header) is None


NOISE = [["制表人:范例己"], ["合计", "", "9"], HEAD, [], ["", "", ""], ["图例:√ 出勤 × 缺勤"], ["第3页"]]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_noise_between_rows_and_a_table_below_change_no_row(data):
    own = [
        [name, f"2026-03-{day:02}", data.draw(st.sampled_from(["出勤", "病假", "缺勤"]))]
        for name in "甲乙"
        for day in (2, 3, 4)
    ]
    plain = read([["接收单位考勤表"], HEAD, *own])[1]
    noisy = [["接收单位考勤表"], HEAD]
    for row in own:
        noisy += [*data.draw(st.lists(st.sampled_from(NOISE), max_size=2)), row]
    others = [[name, f"2026-03-{day:02}", "出勤"] for name in "甲乙丙" for day in (2, 5, 6)]
    noisy += [["派出单位考勤表"], HEAD, *data.draw(st.permutations(others))]
    result = read(noisy)[1]
    assert [tuple(vars(row).values())[1:] for row in result.rows] == [
        tuple(vars(row).values())[1:] for row in plain.rows
    ]
    assert len(below(result)) == len(others) + 2
    listed = (*result.refused, *result.skipped, *result.duplicates)
    assert result.data_rows == result.used_rows + len({one.row for one in listed})


def test_text_tables_are_parted_like_workbooks():
    rows = [
        ["接收单位考勤表"],
        HEAD,
        ["甲", "2026-03-02", "出勤"],
        ["派出单位考勤表"],
        HEAD,
        ["甲", "2026-03-03", "出勤"],
    ]
    book = read_here("a.csv", text(rows))
    result = accept(book, propose(book, Hints(FileKind.RECEIVING)).choices())
    assert days(result) == [("甲", "2026-03-02")]
