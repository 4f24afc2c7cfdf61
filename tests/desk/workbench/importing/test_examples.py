"""The two example sets as every kind of file that holds the same table."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.desk.workbench.importing import Hints, accept, propose
from portal.desk.workbench.importing.reading import read_here
from portal.desk.workbench.rows import FileKind, Status
from tests.desk.workbench.importing.tables import example, example_rows, text, workbook

KINDS = [kind for kind in FileKind if kind is not FileKind.APPRAISALS]
ROWS = {"A": [1, 22, 22, 22, 1, 1, 0, 1, 4], "B": [1, 21, 30, 17, 1, 1, 1, 0, 5]}


def imported(content, roster=(), name="", **hints):
    book = read_here(name, content)
    return accept(book, propose(book, Hints(**hints)).choices(), roster)


def roster(which):
    return imported(example(which, "roster")).rows


def bare(result):
    """The rows without where they stood, in an order of their own."""
    return sorted(
        (tuple(value for name, value in vars(row).items() if name != "source") for row in result.rows), key=repr
    )


@pytest.mark.parametrize("which", ["A", "B"])
def test_every_row_of_the_examples_is_used_without_a_word(which):
    for kind, rows in zip(KINDS, ROWS[which], strict=True):
        content = example(which, kind)
        book = read_here(f"{kind}.csv", content)
        proposal = propose(book)
        assert (proposal.kind, proposal.missing, proposal.unknown_words) == (kind, (), ())
        result = accept(book, proposal.choices(), roster(which))
        assert (len(result.rows), result.data_rows, result.used_rows) == (rows, rows, rows)
        assert result.refused + result.skipped + result.duplicates + result.warnings == ()


def test_what_a_row_says_and_where_it_stood():
    row = imported(example("A", "attendance_sending"), roster("A"), "attendance_sending.csv").rows[1]
    assert (row.person, row.day.isoformat(), row.status) == ("XN-0001", "2026-03-03", Status.PRESENT)
    assert (row.time_in.isoformat(), row.time_out.isoformat(), row.place) == ("08:23:00", "17:34:00", "厅机关大楼闸机")
    assert row.recorded.isoformat() == "2026-03-03T18:00:00"
    assert (row.source.file, row.source.row) == ("attendance_sending.csv", 3)
    assert ("出勤状态", "出勤") in row.source.cells


ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"])
HEADS = {
    "人员编号": ["人员编号", "编 号", "*工号", "序列号(必填)"],
    "姓名": ["姓名", "姓 名", "挂职干部【必填】", "(姓名)"],
    "日期": ["日期", "考勤日期", "签到日期*", "出勤日期(年月日)"],
    "出勤状态": ["出勤状态", "状态", "考勤结果(必填)", "[出勤情况]"],
    "签到时间": ["签到时间", "上班打卡", "签到"],
    "签退时间": ["签退时间", "下班打卡"],
    "登记时间": ["登记时间", "补录时间", "填报时间"],
}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_order_duplicates_encoding_delimiter_headers_and_titles_give_the_same_rows(data):
    known = roster("B")
    head, *rows = example_rows("B", "attendance_receiving")
    expected = bare(imported(text([head, *rows]), known, kind=FileKind.RECEIVING))
    twice = data.draw(st.lists(st.sampled_from(rows), max_size=4))
    shuffled = data.draw(st.permutations(rows + twice))
    heads = [data.draw(st.sampled_from(HEADS.get(one, [one]))) for one in head]
    titles = [["青禾县考勤登记表"]] * data.draw(st.integers(0, 3))
    table = [*titles, heads, *shuffled]
    if data.draw(st.booleans()):
        content = workbook(("表", table))
    else:
        content = text(table, data.draw(st.sampled_from(",\t;")), data.draw(ENCODINGS))
    result = imported(content, known, kind=FileKind.RECEIVING)
    assert bare(result) == expected
    assert len(result.duplicates) == len(twice)
    assert result.data_rows == result.used_rows + len(twice)


@pytest.mark.parametrize("head", ["{}", "{}日", "4/{}", "4月{}日", "2026-04-{:02}"])
def test_long_form_and_matrix_say_the_same(head):
    known = roster("B")
    rows = example_rows("B", "attendance_receiving")[1:]
    marks = {int(row[2][-2:]): row[3] for row in rows}
    days = range(1, 31)
    table = [["2026年4月考勤表"], ["姓名", *map(head.format, days)], ["范例乙", *(marks.get(day, "") for day in days)]]
    long = imported(text([["姓名", "日期", "状态"], *(row[1:4] for row in rows)]), known, kind=FileKind.RECEIVING)
    matrix = imported(workbook(("四月", table)), known, kind=FileKind.RECEIVING)
    assert bare(matrix) == bare(long)
    assert matrix.used_rows == matrix.data_rows == 1
