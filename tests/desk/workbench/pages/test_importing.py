"""Bringing files into a case: what was understood is shown before anything is used, and nothing lies open."""

import hashlib

import pytest

from tests.desk.workbench.importing.ods import ods
from tests.desk.workbench.importing.ods import table as ods_table
from tests.desk.workbench.importing.tables import example, text, workbook
from tests.desk.workbench.pages.inspector import KINDS, Inspector

HEAD = ["姓名", "日期", "状态"]
CANARY = "范例某不可外传"


def test_a_file_is_looked_at_accepted_replaced_and_withdrawn(inspector, world):
    page = inspector.uploads("台账.csv", example("A", "roster"))
    digest = hashlib.sha256(example("A", "roster")).hexdigest()
    assert digest in page.text
    assert "待确认" in page.text
    assert "挂职干部台账" in page.text
    assert ("范例甲" in page.text, "XN-0001" in page.text) == (True, True)
    page = inspector.accepts()
    assert "已接受，1行在用" in page.text
    page = inspector.bench()
    assert "已接受" in page.text
    inspector.goes(page.link("台账.csv"))
    page = inspector.accepts()  # anew, in place of what was there
    assert "已接受，1行在用" in page.text
    page = inspector.goes(inspector.page.link("撤下这份资料"))
    inspector.sends(page.forms[-1], page.forms[-1].pairs)
    assert "已撤下" in inspector.page.text
    inspector.goes(f"case/{inspector.number}/workbench/files/1/original")
    assert inspector.answer.get_data() == example("A", "roster")
    with world.desk.database.reading() as session:
        lines = world.desk.ledger.of_case(session, inspector.number)
    done = [(line.act, line.note) for line in lines if line.act in {"import", "download"}]
    assert done == [
        ("import", "upload 1"), ("import", "accept 1"), ("import", "accept 1"), ("import", "withdraw 1"),
        ("download", "import 1"),
    ]  # fmt: skip


def test_every_kind_of_example_a_is_understood_without_help(inspector):
    inspector.imports_example("A")
    page = inspector.bench()
    assert page.text.count("已接受") == len(KINDS)
    assert "待确认" not in page.text


def test_refused_rows_are_listed_with_reason_and_number(inspector):
    rows = [
        HEAD,
        ["甲", "2026-03-02", "出勤"],
        ["甲", "2026-02-30", "出勤"],
        ["甲", "", "出勤"],
        ["#N/A", "2026-03-05", "出勤"],
    ]
    page = inspector.uploads("接收单位.xlsx", workbook(("表", rows)))
    assert "日期看不懂或不存在 日期 3 1" in page.text
    assert "必填的格是空的 日期 4 1" in page.text
    assert "单元格里是公式错误" in page.text
    assert "1 行可用" in page.text


def test_an_unknown_word_is_mapped_once_for_the_case(inspector):
    rows = [HEAD, ["甲", "2026-03-02", "在勤"], ["甲", "2026-03-03", "在勤"]]
    page = inspector.uploads("接收单位三月.csv", text(rows))
    assert "不认识的考勤用语" in page.text
    inspector.accepts(words__0__status="present")
    rows = [HEAD, ["甲", "2026-04-02", "在勤"]]
    page = inspector.uploads("接收单位四月.csv", text(rows))
    form = page.form("/files/2")
    assert form.value("words-0-status") == "present"


def test_a_column_can_be_chosen_and_left_out(inspector):
    rows = [["干部", "日期", "状态"], ["甲", "2026-03-02", "出勤"]]
    page = inspector.uploads("接收单位.csv", text(rows))
    assert "缺少必需的列" in page.text
    assert not any(("do", "accept", "") in form.buttons for form in page.forms)
    form = page.form("/files/1")
    page = inspector.sends(form, form.filled(columns__0="name"), button=("do", "try"))
    assert "1 行可用" in page.text
    assert "您指定的" in page.text
    assert "已接受" in inspector.accepts().text


def test_dates_that_end_with_the_year_wait_for_an_order(inspector):
    page = inspector.uploads("接收单位.csv", text([HEAD, ["甲", "05/03/2026", "出勤"]]))
    assert "日期看不懂" in page.text
    form = page.form("/files/1")
    page = inspector.sends(form, form.filled(order="dmy"), button=("do", "try"))
    assert "1 行可用" in page.text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"", "文件里没有内容"),
        ("a.xlsx", b" ", "文件里没有内容"),
        ("a.pdf", b"%PDF-1.7 ...", "不是能读的表格"),
        ("a.xlsx", b"PK\x03\x04 no more", "已损坏"),
        ("a.csv", b"x" * (5 * 2**20 + 1), "超过5 MiB"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_kept(inspector, world, name, content, words):
    before = world.desk.blobs.names()
    page = inspector.uploads(name, content)
    assert inspector.answer.status_code == 422
    assert words in page.text
    assert "还没有资料" in inspector.bench().text
    assert world.desk.blobs.names() == before


def test_a_body_far_too_large_is_not_read(inspector):
    inspector.uploads("a.csv", b"x" * (22 * 2**20))
    assert inspector.answer.status_code == 413


def test_a_file_sent_where_none_is_asked_for_is_not_taken(inspector):
    form = inspector.goes("me").forms[-1]
    inspector.sends(form, form.pairs, files=[("file", ("a.csv", b"a,b"))], to=f"/zh/case/{inspector.number}/grant")
    assert inspector.answer.status_code == 415


def test_somebody_without_a_slip_sees_nothing_and_forged_places_are_not_there(inspector, world):
    inspector.imports("台账.csv", example("A", "roster"))
    for path in ("/files/2", "/files/2/original", "/files/2/withdraw", "/files/99999999999999999999"):
        inspector.bench(path)
        assert inspector.answer.status_code == 404
    stranger = Inspector(world, "wu", "zh")
    stranger.signs_in()
    stranger.number = inspector.number
    for path in ("", "/files/1", "/files/1/original", "/files/1/withdraw"):
        stranger.bench(path)
        assert stranger.answer.status_code == 404
    with world.desk.database.reading() as session:
        lines = world.desk.ledger.of_case(session, inspector.number)
    assert [line.act for line in lines].count("denied") == 4 + 4


def test_who_may_read_but_not_verify_can_look_and_not_change(inspector, world):
    inspector.imports("台账.csv", example("A", "roster"))
    reader = Inspector.at_work(world, "lin", inspector.number)
    page = reader.bench("/files/1")
    assert "范例甲" in page.text
    assert not any(("do", "accept", "") in form.buttons for form in page.forms)
    form = page.form("/files/1")
    reader.sends(form, form.pairs, button=("do", "accept"))
    reader.bench("/files/1/withdraw")
    assert reader.answer.status_code == 403
    assert "已接受，1行在用" in reader.bench("/files/1").text


def test_an_old_page_does_not_undo_a_colleague(inspector, world):
    inspector.uploads("台账.csv", example("A", "roster"))
    old = inspector.page.form("/files/1")
    inspector.accepts()
    page = inspector.sends(old, old.pairs, button=("do", "accept"))
    assert inspector.answer.status_code == 200
    assert "这次没有保存" in page.text
    withdrawing = inspector.bench("/files/1/withdraw").forms[-1]
    inspector.uploads("考勤.csv", example("A", "attendance_sending"))
    inspector.sends(withdrawing, withdrawing.pairs, to=f"/zh/case/{inspector.number}/workbench/files/1/withdraw")
    assert inspector.answer.status_code == 409
    assert "已接受" in inspector.bench().text


def test_nothing_of_a_file_lies_open(inspector, world):
    rows = [HEAD, [CANARY, "2026-03-02", CANARY]]
    inspector.imports(f"{CANARY}接收.csv", text(rows))
    for name, content in world.every_byte():
        assert CANARY.encode() not in content, name
        assert CANARY.encode("utf-16-le") not in content, name


def test_the_sweep_leaves_what_an_import_needs(inspector, world):
    from portal.desk.intake.actions import sweep

    inspector.imports("台账.csv", example("A", "roster"))
    inspector.uploads("台账.csv", example("A", "roster"))
    inspector.accepts()
    inspector.bench("/files/1")
    inspector.accepts()
    world.passes(days=9)
    assert sweep(world.desk, 24) == 1, "the rows that were replaced"
    inspector = Inspector.at_work(world, number=inspector.number)
    assert "已接受，1行在用" in inspector.bench("/files/1").text


def test_a_sealed_file_that_was_exchanged_is_not_shown(inspector, world):
    inspector.imports("台账.csv", example("A", "roster"))
    inspector.imports("派出单位考勤.csv", example("A", "attendance_sending"))
    folder = world.desk.blobs.path
    names = sorted(world.desk.blobs.names(), key=lambda name: (folder / name).stat().st_size)
    for name in names:
        (folder / name).write_bytes((folder / names[0]).read_bytes())
    inspector.bench("/files/2")
    assert inspector.answer.status_code == 409
    assert "打不开" in inspector.page.text


def test_a_year_in_one_file_is_read_sheet_by_sheet(inspector):
    sheets = [
        (f"{month}月", [[f"2026年{month}月考勤"], ["姓名", *range(1, 29)], ["甲", *["√"] * 28]]) for month in (3, 4)
    ]
    inspector.uploads("接收单位2026.xlsx", workbook(*sheets))
    page = inspector.accepts()
    page = inspector.sends(page.form("/again"), page.form("/again").pairs)
    assert page.form("/files/2").value("sheet") == "1"
    assert page.form("/files/2").value("month") == "2026-04"
    assert "已接受，1行在用" in inspector.accepts().text


def test_attendance_of_an_unknown_unit_waits_until_somebody_says_whose_it_is(inspector):
    page = inspector.uploads("考勤.csv", text([HEAD, ["甲", "2026-03-02", "出勤"]]))
    assert "弄反了，核查就全反了" in page.text
    assert not any(("do", "accept", "") in form.buttons for form in page.forms)
    form = next(form for form in page.forms if form.method == "get")
    assert form.value("kind") == ""
    page = inspector.goes(f"case/{inspector.number}/workbench/files/1?kind=attendance_sending&sheet=0&header=1")
    assert "弄反了" not in page.text
    inspector.accepts()
    assert "派出单位考勤" in inspector.bench().text


def exchange(world, kind):
    """Put the newest two sealed items of a kind into each other's row, as whoever can write the database could."""
    from sqlalchemy import select

    from portal.desk.casework.records import ItemRecord

    with world.desk.database.writing() as session:
        rows = session.scalars(select(ItemRecord).where(ItemRecord.kind == kind).order_by(ItemRecord.slot.desc())).all()
        rows[0].sealed, rows[1].sealed = rows[1].sealed, rows[0].sealed


def test_acts_moved_to_another_row_are_counted_and_not_believed(inspector, world):
    inspector.imports("台账.csv", example("A", "roster"))
    inspector.imports("派出单位考勤.csv", example("A", "attendance_sending"))
    exchange(world, "import")
    page = inspector.bench()
    assert "有2条导入记录无法读出" in page.text
    assert "派出单位考勤.csv" not in page.text


def test_rules_that_cannot_be_read_are_not_replaced_by_older_ones(inspector, world):
    for usual in ("two_thirds", "village_20d"):
        form = inspector.bench("/rules").forms[-1]
        inspector.sends(form, form.filled(usual=usual))
    exchange(world, "rules")
    inspector.bench("/rules")
    assert inspector.answer.status_code == 409


def test_visits_that_cannot_be_read_are_counted(inspector, world):
    inspector.imports("台账.csv", example("A", "roster"))
    for place in ("东楼", "西楼"):
        form = inspector.bench("/field/visit").forms[-1]
        inspector.sends(form, form.filled(person="XN-0001", day="2026-03-12", place=place, seen="present"))
    exchange(world, "visit")
    page = inspector.bench("/field")
    assert "有2条实地记录无法读出" in page.text
    assert "东楼" not in page.text


@pytest.mark.parametrize(
    "told", ["month=abcd", "year=5", "sheet=99", "header=0", "header=999999", "kind=nonsense", "sheet=-1&month=2026-13"]
)
def test_nonsense_in_the_address_is_left_out(inspector, told):
    inspector.uploads("接收单位.csv", text([HEAD, ["甲", "2026-03-02", "出勤"]]))
    page = inspector.bench(f"/files/1?{told}")
    assert inspector.answer.status_code == 200
    assert "1 行可用" in page.text


def test_tables_that_stand_below_each_other_are_read_one_after_the_other(inspector):
    rows = [
        ["派出单位考勤表"],
        HEAD,
        ["甲", "2026-03-02", "挂职"],
        ["接收单位考勤表"],
        HEAD,
        ["甲", "2026-03-02", "出勤"],
    ]
    page = inspector.uploads("考勤.xlsx", workbook(("表", rows)))
    assert "从这里起是另一张表" in page.text
    assert "1 行可用" in page.text
    page = inspector.accepts()
    assert "已接受，1行在用" in page.text
    form = page.form("/files/1/again")
    page = inspector.sends(form, form.pairs)
    assert page.form("/files/2").value("header") == "5"
    assert "接收单位考勤" in page.text
    page = inspector.accepts()
    assert "已接受，1行在用" in page.text
    assert "另一张表" not in page.text


def test_an_opendocument_spreadsheet_goes_the_same_way(inspector):
    page = inspector.uploads("接收单位.ods", ods(ods_table("表", [HEAD, ["甲", "2026-03-02", "出勤"]])))
    assert "1 行可用" in page.text
    assert "已接受" in inspector.accepts().text


def test_several_files_come_in_at_once(inspector):
    form = inspector.bench().form("/workbench/files")
    names = ("roster", "attendance_receiving", "leave")
    sent = [("file", (f"{name}.csv", example("A", name))) for name in names]
    page = inspector.sends(form, form.pairs, files=sent)
    assert inspector.answer.status_code == 200
    assert [f"{name}.csv" in page.text for name in names] == [True] * 3
    assert page.text.count("待确认") == 3


def test_one_that_cannot_be_read_takes_nothing_away_from_the_others(inspector):
    form = inspector.bench().form("/workbench/files")
    sent = [("file", ("台账.csv", example("A", "roster"))), ("file", ("坏的.xlsx", b"PK\x03\x04 broken"))]
    page = inspector.sends(form, form.pairs, files=sent)
    assert inspector.answer.status_code == 422
    assert "坏的.xlsx" in page.text
    assert page.text.count("待确认") == 1
    assert page.text.count("坏的.xlsx") == 1, "it is not in the list"


def test_more_than_ten_at_once_are_not_taken(inspector):
    form = inspector.bench().form("/workbench/files")
    inspector.sends(form, form.pairs, files=[("file", (f"{n}.csv", b"a,b\n1,2\n")) for n in range(11)])
    assert inspector.answer.status_code == 422
    assert "还没有资料" in inspector.page.text
