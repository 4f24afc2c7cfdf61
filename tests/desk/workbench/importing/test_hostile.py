"""Files that would hurt, files that are no tables, and rows that must not become findings."""

import io
import zipfile

import pytest

from portal.desk.workbench.importing import (
    CannotRead,
    Hints,
    Imported,
    Reading,
    Reason,
    accept,
    propose,
    restored,
    stored,
)
from portal.desk.workbench.importing.apart import Ceilings
from portal.desk.workbench.importing.persons import Persons
from portal.desk.workbench.importing.reading import read_here
from portal.desk.workbench.importing.reasons import words_of
from portal.desk.workbench.rows import FileKind, Status
from tests.desk.workbench.importing.tables import text, workbook

ROSTER = ["人员编号", "姓名", "派出单位", "接收单位", "开始日期", "结束日期"]


def rewritten(content, entry, change):
    """The workbook with one entry changed."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == entry else old.read(name))
    return sink.getvalue()


def stray():
    return rewritten(
        workbook(("表", [["姓名"]])), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'r="A1"', b'r="XFD1048576"')
    )


def bomb():
    return rewritten(workbook(("表", [["姓名"]])), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 70_000_000)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \r\n,,", Reason.EMPTY),
        (b"x" * (5 * 2**20 + 1), Reason.TOO_LARGE),
        (b"%PDF-1.7", Reason.NOT_A_TABLE),
        (b"<?xml version='1.0'?><Workbook/>", Reason.NOT_A_TABLE),
        (b"PK\x03\x04 and no more", Reason.BROKEN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Reason.BROKEN),
        (b"\xff\xff\xff", Reason.ENCODING),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), Reason.PASSWORD),
        (b"a\0b,c", Reason.NOT_A_TABLE),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(content, reason):
    with pytest.raises(CannotRead) as refused:
        Reading().read("a.xlsx", content)
    assert refused.value.reason is reason


def test_a_stray_cell_and_a_bomb_are_refused_before_they_are_read():
    assert len(stray()) < 10_000
    for content, reason in ((stray(), Reason.TOO_WIDE), (bomb(), Reason.TOO_MUCH)):
        with pytest.raises(CannotRead) as refused:
            Reading().read("a.xlsx", content)
        assert refused.value.reason is reason


def test_a_child_at_its_ceiling_ends_alone():
    with pytest.raises(CannotRead) as refused:
        Reading(Ceilings(memory=12 * 2**20)).read("a.csv", text([["姓名"]]))
    assert refused.value.reason is Reason.EXHAUSTED


def test_a_page_saved_as_xls_is_read():
    page = "<html><table><tr><th>姓名<th>日期<th>状态</tr>"
    page += "<tr><td>甲</td><td>2026-03-05</td><td>出勤</td></tr></table></html>"
    book = Reading().read("a.xls", page.encode("gb18030"))
    assert (book.form, book.sheets[0].rows[1]) == ("html", ("甲", "2026-03-05", "出勤"))


def test_every_reason_has_words():
    assert all(words_of(reason).zh and words_of(reason).en for reason in Reason)


def test_the_sheet_with_the_table_is_suggested_and_hidden_ones_are_listed():
    table = [["姓名", "日期", "状态"], ["甲", "2026-03-05", "出勤"]]
    content = workbook(("说明", [["填表说明"]]), ("旧", table), ("五月", table), hidden=("旧",))
    proposal = propose(Reading().read("门禁.xlsx", content))
    assert (proposal.sheet, proposal.kind) == (2, FileKind.SENDING)
    assert proposal.sheets == (("说明", False), ("旧", True), ("五月", False))


def test_a_filthy_workbook_gives_a_list_and_no_row_is_lost():
    content = workbook(
        ("考勤", [
            ["接收单位考勤"], ["序号", "姓名", "日期", "状态", "签到时间", "姓名"],
            [1, "甲", "2026-03-05", "出勤", "乱", ""], [2, "", "2026-03-06", "奇怪", "", ""],
            [3, "甲", "2026-02-30", "出勤"],
            [4, "甲", "2026-03-07", "出勤"], [5, "甲", "2026-03-07", "缺勤"], [6, "甲", "2026-03-05", "出勤", "乱"],
            [7, "甲", "2026-03-09", ""], ["合计", 7], [], ["注:√为出勤"], ["序号", "姓名", "日期", "状态", "签到时间"],
        ]),
    )  # fmt: skip
    book = read_here("a.xlsx", content)
    result = accept(book, propose(book).choices())
    assert [(row.source.row, row.status) for row in result.rows] == [
        (3, Status.PRESENT), (4, Status.UNKNOWN), (6, Status.UNKNOWN), (7, Status.UNKNOWN),
    ]  # fmt: skip
    assert [(one.row, one.reason) for one in result.refused] == [(5, Reason.BAD_DATE), (9, Reason.MISSING_VALUE)]
    assert [(one.row, one.reason) for one in result.skipped] == [
        (10, Reason.TOTAL), (12, Reason.LEGEND), (13, Reason.HEADER_AGAIN),
    ]  # fmt: skip
    assert [one.row for one in result.duplicates] == [8]
    assert [(one.row, one.reason) for one in result.warnings] == [
        (2, Reason.KEY_TWICE), (3, Reason.BAD_TIME), (4, Reason.SAME_AS_ABOVE),
        (6, Reason.CONTRADICTION), (7, Reason.CONTRADICTION),
    ]  # fmt: skip
    assert result.unknown_words == (("奇怪", 1),)
    assert result.data_rows == result.used_rows + len(result.refused + result.skipped + result.duplicates)
    assert restored(Imported, stored(result)) == result


def roster_of(*rows):
    book = read_here("", text([ROSTER, *rows]))
    return accept(book, propose(book).choices()).rows


def test_who_a_row_is_about():
    roster = roster_of(
        ["X1", "甲", "厅", "县", "2026-01-01"], ["", "乙", "大学", "村", "2026-01"],
        ["X3", "丙", "局", "县", "2026-01-01"],
        ["X4", "丙", "院", "县", "2026-01-01"],
    )  # fmt: skip
    find = Persons(roster).find
    assert (find("X1", "别名", ""), find("", "甲", ""), find("", "丙", "院")) == ("X1", "X1", "X4")
    assert find("", "乙", "") == find("", "乙", "大学") == find("工9", "乙", "") == "乙 / 大学"
    assert find("", "丙", "") is Reason.NAME_FITS_TWO
    assert find("X9", "甲", "") is find("", "丁", "") is Reason.NOT_IN_ROSTER
    assert find("", "", "") is Reason.NO_PERSON
    assert Persons(roster).is_other_name("X1", "别名")


def test_a_roster_whose_persons_cannot_be_told_apart_is_refused():
    with pytest.raises(CannotRead) as refused:
        roster_of(
            ["", "甲", "厅", "县", "2026-01-01", "2026-12-31"], ["", "甲", "厅", "镇", "2026-03-01", "2026-12-31"]
        )
    assert refused.value.reason is Reason.SAME_NAME
    assert len(roster_of(["", "甲", "厅", "县", "2026-01-01"], ["", "甲", "局", "镇", "2026-01-01"])) == 2


def test_a_missing_column_refuses_the_file():
    book = read_here("", text([["姓名", "日期"], ["甲", "2026-03-05"]]))
    proposal = propose(book, Hints(kind=FileKind.RECEIVING))
    assert proposal.missing == ("status",)
    with pytest.raises(CannotRead) as refused:
        accept(book, proposal.choices())
    assert refused.value.reason is Reason.MISSING_COLUMN
