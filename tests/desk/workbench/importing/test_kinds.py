"""Every kind of file under the words that offices use, cell by cell."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from portal.desk.workbench.importing import Hints, Imported, Reason, accept, propose, restored, stored
from portal.desk.workbench.importing.reading import read_here
from portal.desk.workbench.rows import FileKind
from tests.desk.workbench.importing.tables import text, workbook


def taken(rows):
    """What the proposal, with nothing but the file to go by, makes of the rows."""
    book = read_here("a.csv", text(rows))
    proposal = propose(book)
    result = accept(book, proposal.choices())
    assert restored(Imported, stored(result)) == result
    return proposal.kind, result


def fields(row, *names):
    return tuple(getattr(row, name) for name in names)


def noted(listed):
    return [(one.row, one.reason, one.detail) for one in listed]


def test_travel():
    kind, result = taken(
        [
            ["姓名", "起始日期", "结束日期", "出发地", "到达地", "事由", "金额(元)", "报销单位", "凭证号"],
            ["甲", "2026.3.19", "2026年3月21日", "青禾县", "临海市", "调研", "¥1,320.50", "厅", "P-7"],
            ["甲", "2026-03-25", "2026-03-24", "", "", "", "", "", ""],
            ["甲", "2026-03-26", "2026-03-26", "", "", "", "若干", "", ""],
            ["甲", "", "2026-03-26", "", "", "", "12", "", ""],
        ]
    )
    assert kind is FileKind.TRAVEL
    names = ("depart", "back", "origin", "destination", "reason", "amount", "payer", "voucher")
    assert fields(result.rows[0], *names) == (
        date(2026, 3, 19), date(2026, 3, 21), "青禾县", "临海市", "调研", Decimal("1320.50"), "厅", "P-7",
    )  # fmt: skip
    assert result.rows[1].amount is None
    assert noted(result.refused) == [(3, Reason.ENDS_BEFORE, ""), (5, Reason.MISSING_VALUE, "起始日期")]
    assert noted(result.warnings) == [(4, Reason.BAD_NUMBER, "金额(元)")]


def test_allowance():
    kind, result = taken(
        [
            ["姓名", "发放月份", "补贴项目", "计发天数", "标准", "金额", "发放单位"],
            ["甲", "2026年3月", "驻村补贴", "22天", "60", "1,320", "厅"],
            ["甲", "202604", "驻村补贴", "-", "60", "", "厅"],
            ["甲", "三月", "驻村补贴", "1", "60", "60", "厅"],
        ]
    )
    assert kind is FileKind.ALLOWANCE
    assert [fields(row, "month", "days", "rate", "amount") for row in result.rows] == [
        (date(2026, 3, 1), Decimal(22), Decimal(60), Decimal(1320)), (date(2026, 4, 1), None, Decimal(60), None),
    ]  # fmt: skip
    assert noted(result.refused) == [(4, Reason.BAD_MONTH, "发放月份")]


def test_leave():
    kind, result = taken(
        [
            ["姓名", "假别", "开始日期", "结束日期", "天数", "审批人", "审批层级", "审批时间", "事由"],
            ["乙", "病假", "2026-04-22", "2026-04-22", "0.5", "范例丙", "镇", "2026-04-22 07:40", "发热"],
            ["乙", "事假", "2026-04-23", "2026-04-24", "", "", "", "前一天", ""],
        ]
    )
    assert kind is FileKind.LEAVE
    names = ("type", "start", "end", "days", "approver", "approver_level", "approved")
    assert fields(result.rows[0], *names) == (
        "病假", date(2026, 4, 22), date(2026, 4, 22), Decimal("0.5"), "范例丙", "镇", date(2026, 4, 22),
    )  # fmt: skip
    assert fields(result.rows[1], "days", "approved") == (None, None)
    assert noted(result.warnings) == [(3, Reason.BAD_TIME, "审批时间")]


@pytest.mark.parametrize(("word", "signed"), [("已签到", True), ("√", True), ("缺席", False), ("代签", None)])
def test_meetings(word, signed):
    kind, result = taken(
        [["姓名", "会议日期", "会议时间", "会议名称", "主办单位", "签到情况"],
         ["甲", "2026/3/10", "上午9点", "厅务会", "厅", word]]
    )  # fmt: skip
    assert kind is FileKind.MEETINGS
    assert fields(result.rows[0], "day", "at", "title", "unit", "signed") == (
        date(2026, 3, 10), time(9), "厅务会", "厅", signed,
    )  # fmt: skip


def test_appraisals_of_one_column_are_data_and_no_legend():
    kind, result = taken([["鉴定意见"], ["该同志挂职期间认真负责,圆满完成各项任务。"]])
    assert (kind, noted(result.refused), result.skipped) == (FileKind.APPRAISALS, [(2, Reason.NO_PERSON, "")], ())
    head = ["姓名", "时段", "鉴定单位", "鉴定意见"]
    kind, result = taken([head, ["甲", "2025年度", "青禾县人民政府", "表现良好"], ["乙", "", "", ""]])
    assert fields(result.rows[0], "person", "period", "author_unit", "content") == (
        "甲", "2025年度", "青禾县人民政府", "表现良好",
    )  # fmt: skip
    assert noted(result.refused) == [(3, Reason.MISSING_VALUE, "鉴定意见")]


def test_a_work_log_keeps_when_it_was_handed_in():
    kind, result = taken(
        [["姓名", "日志日期", "今日工作", "走访对象", "办理结果", "上报时间"],
         ["甲", "2026-03-02", "走访农户", "范例丁", "解决饮水", "2026-03-31 21:10"]]
    )  # fmt: skip
    assert kind is FileKind.WORKLOG
    assert fields(result.rows[0], "content", "people", "issue_solved", "submitted") == (
        "走访农户", "范例丁", "解决饮水", datetime.fromisoformat("2026-03-31T21:10"),
    )  # fmt: skip


def test_a_hidden_sheet_and_a_second_month_do_not_slip_in():
    head = ["姓名", "日期", "状态"]
    content = workbook(
        ("三月", [head, ["甲", "2026-03-02", "出勤"]]), ("底册", [head, ["甲", "2026-03-02", "缺勤"]]), hidden=("底册",)
    )
    book = read_here("接收单位.xlsx", content)
    assert [row.word for row in accept(book, propose(book).choices()).rows] == ["出勤"]
    other = propose(book, Hints(FileKind.RECEIVING, sheet=1))
    assert [row.word for row in accept(book, other.choices()).rows] == ["缺勤"]
