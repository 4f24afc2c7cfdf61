"""OpenDocument spreadsheets say the same as any other file, and hurt nobody."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.desk.workbench.importing import CannotRead, Hints, Reading, Reason, accept, propose
from portal.desk.workbench.importing.reading import read_here
from portal.desk.workbench.rows import FileKind
from tests.desk.workbench.importing.ods import cell, ods, row, table, typed
from tests.desk.workbench.importing.tables import example_rows, text, workbook

HEAD = ["姓名", "日期", "状态", "签到时间"]
TIME = typed("time", "<text:p>8:05</text:p>", time_value="PT08H05M00S")


def refusal(content):
    with pytest.raises(CannotRead) as refused:
        Reading().read("a.ods", content)
    return refused.value.reason


def test_it_is_read_as_its_text_is():
    rows = example_rows("A", "attendance_receiving")
    book, plain = Reading().read("a.ods", ods(table("考勤", rows))), Reading().read("a.csv", text(rows))
    assert (book.form, [sheet.name for sheet in book.sheets]) == ("ods", ["考勤"])
    width = max(map(len, plain.sheets[0].rows))
    padded = [(*row, *[""] * (width - len(row))) for row in book.sheets[0].rows]
    assert padded == [(*row, *[""] * (width - len(row))) for row in plain.sheets[0].rows]


def test_days_times_numbers_errors_and_hidden_sheets():
    moment = typed("date", "", date_value="2026-03-02T18:05:00")
    spaced = typed("string", '<text:p>甲<text:s text:c="2"/>乙</text:p><text:p>丙</text:p>')
    remark = "<office:annotation><text:p>批注</text:p></office:annotation>"
    noted = typed("string", f"{remark}<text:p>丁</text:p>")
    rows = [[date(2026, 3, 2), moment, TIME, 3.0, 0.5], ["#DIV/0!", spaced, noted, "", "尾"]]
    book = read_here("a.ods", ods(table("表", rows), table("隐", [["x"]], style="hid")))
    assert book.sheets[0].rows == (
        ("2026-03-02", "2026-03-02 18:05:00", "08:05:00", "3", "0.5"), ("#DIV/0!", "甲  乙\n丙", "丁", "", "尾"),
    )  # fmt: skip
    assert [sheet.hidden for sheet in book.sheets] == [False, True]


def test_an_error_is_no_empty_cell_and_a_merged_mark_counts_once():
    covered = "<table:covered-table-cell/>"
    rows = [
        HEAD,
        [cell("甲", 'table:number-rows-spanned="2"'), "2026-03-02", "出勤", ""],
        [covered, "2026-03-03", "出勤", ""],
        ["#N/A", "2026-03-04", "出勤", ""],
        ["", "2026-03-05", "出勤", ""],
        ["甲", "2026-03-06", cell("出勤", 'table:number-rows-spanned="2"'), ""],
        ["甲", "2026-03-07", covered, ""],
    ]
    book = read_here("a.ods", ods(table("表", rows)))
    result = accept(book, propose(book, Hints(FileKind.RECEIVING)).choices())
    assert [(row.name, row.day.day) for row in result.rows] == [("甲", 2), ("甲", 3), ("甲", 6)]
    assert [(one.row, one.reason) for one in result.refused] == [
        (4, Reason.ERROR_CELL), (5, Reason.NO_PERSON), (7, Reason.MERGED),
    ]  # fmt: skip


def test_rows_and_cells_that_repeat_are_as_many_as_they_say():
    rows = [
        HEAD,
        row(["甲", "2026-03-02", "出勤"], 'table:number-rows-repeated="2"'),
        row([""] * 3, 'table:number-rows-repeated="3"'),
        ["乙", "2026-03-03", cell("出勤", 'table:number-columns-repeated="2"')],
    ]
    book = read_here("a.ods", ods(table("表", rows)))
    assert [len(one) for one in book.sheets[0].rows] == [4, 3, 3, 0, 0, 0, 4]


@pytest.mark.parametrize(
    "tables",
    [
        [table("表", [HEAD, row(["甲"], 'table:number-rows-repeated="1048576"')])],
        [table("表", [row([""], 'table:number-rows-repeated="1000000"'), ["甲"]])],
        [table("表", [row([cell("甲", 'table:number-columns-repeated="16384"')])])],
        [table("表", [row([cell("", 'table:number-columns-repeated="16384"'), "甲"])])],
    ],
)
def test_a_table_without_end_is_refused_before_it_is_made(tables):
    content = ods(*tables)
    assert len(content) < 10_000
    assert refusal(content) is Reason.TOO_WIDE


def test_what_is_hostile_or_locked_is_refused_with_its_reason():
    bomb = "<!DOCTYPE x [<!ENTITY a 'aaaa'>]>"
    assert refusal(ods(table("表", [HEAD]), before=bomb)) is Reason.BROKEN
    assert refusal(ods(table("表", [HEAD]), before=" " * 9000 + bomb)) is Reason.BROKEN
    assert refusal(ods(table("表", [HEAD]), manifest="<manifest:encryption-data/>")) is Reason.PASSWORD
    assert refusal(ods("<table:table>")) is Reason.BROKEN
    assert refusal(ods(table("表", []))) is Reason.EMPTY
    assert refusal(ods(table("表", [["x" * 70_000_000]]))) is Reason.TOO_MUCH


def test_a_binary_workbook_says_what_to_do():
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\0")
    assert refusal(sink.getvalue()) is Reason.BINARY


def test_a_document_type_far_below_the_beginning_of_a_workbook_is_refused():
    content = workbook(("表", [["姓名"]]))
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(sink, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/workbook.xml":
                part = b"<?xml version='1.0'?>" + b" " * 9000 + b"<!DOCTYPE x>" + part.partition(b"?>")[2]
            new.writestr(name, part)
    assert refusal(sink.getvalue()) is Reason.BROKEN


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=5), st.integers(0, 4000))
def test_a_damaged_one_is_read_or_refused_and_nothing_else(changed, cut):
    content = bytearray(ods(table("表", [HEAD, ["甲", "2026-03-02", "#N/A", ""]])))
    for at, value in changed:
        content[at % len(content)] = value
    for damaged in (bytes(content), bytes(content[: 60 + cut])):
        assert outcome_of(damaged) is None or outcome_of(damaged) in Reason


def outcome_of(content):
    """Why it was refused; None when it was read."""
    try:
        read_here("a.ods", content)
    except CannotRead as refused:
        return refused.reason
    return None
