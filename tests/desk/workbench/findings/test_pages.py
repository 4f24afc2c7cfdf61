"""Findings as pages, with a check handed in that finds what every page must be able to show."""

import pytest

from portal.desk import desk_app
from portal.desk.rooms import rooms_with
from portal.desk.workbench.findings.shown import Shown
from portal.domain.text import Text
from tests.desk.workbench.pages.inspector import Inspector

EXPLANATIONS = (
    ("errand", Text("一日出差", "A day's errand")),
    ("habit", Text("登记人习惯全勾", "A habit of ticking all")),
)


def both_present(records, rules, settled):
    """Days on which both units claim the same person; and a word in favour when anybody saw them at the post."""
    assert rules.usual == "full_time"
    away = {(row.person, row.day): row for row in records.receiving if row.status == "present"}
    for row in records.sending:
        if row.status == "present" and (other := away.get((row.person, row.day))):
            words = Text(f"{row.day}:两边都记为在岗", f"{row.day}: both recorded as present")
            key = f"v01-{row.person}-{row.day}".lower()
            yield Shown(key, "V01", "high", row.person, (row.day,), (row.source, other.source), words, EXPLANATIONS,
                        Text("调取闸机记录", "Ask for the gate's record"))  # fmt: skip
    for seen in records.observations:
        if seen.seen == "present":
            seen_there, nothing = Text("有人见到本人在岗", "Seen at the post"), Text("无", "None")
            yield Shown("v03b", "V03b", "info", seen.person, (seen.first,), (seen.source,), seen_there, (), nothing,
                        in_favour=True)  # fmt: skip


@pytest.fixture
def inspector(world):
    world.desk_app = desk_app(world.desk, rooms_with(both_present))
    one = Inspector.at_work(world)
    one.imports_example("A", ("roster", "attendance_sending", "attendance_receiving", "observations"))
    return one


def marks(inspector, key="v01-xn-0001-2026-03-10", **typed):
    form = inspector.bench(f"/findings/{key}").forms[-1]
    return inspector.sends(form, form.filled(**typed))


def test_findings_are_listed_with_rows_explanations_and_next_step(inspector):
    page = inspector.bench("/findings")
    assert page.text.count("两边都记为在岗") == 8
    assert "attendance_sending.csv" in page.text
    assert "签到地点 厅机关大楼闸机" in page.text
    assert "一日出差" in page.text
    assert "下一步：调取闸机记录" in page.text
    assert "对本人有利" in page.text
    assert page.text.index("V01") < page.text.index("V03b")
    assert not {"造假", "弄虚作假", "违纪"} & set(page.text)


def test_confirming_needs_every_explanation_ruled_out_and_a_reason(inspector, world):
    page = marks(inspector, mark="confirmed", note="底册一致", ruled_out=["errand"])
    assert inspector.answer.status_code == 422
    assert "逐条查过" in page.text
    assert page.forms[-1].value("note") == "底册一致"
    page = marks(inspector, mark="confirmed", ruled_out=["errand", "habit"])
    assert "请写明依据" in page.text
    marks(inspector, mark="confirmed", ruled_out=["errand", "habit"], note="底册与闸机一致")
    assert inspector.answer.status_code == 200
    assert "V01 重要 属实" in inspector.page.text
    page = marks(inspector, mark="explained", note="当天有培训通知")
    assert "V01 重要 已解释" in page.text
    assert "底册与闸机一致" in inspector.bench("/findings/v01-xn-0001-2026-03-10").text
    with world.desk.database.reading() as session:
        lines = world.desk.ledger.of_case(session, inspector.number)
    assert [line.note for line in lines if line.act == "verify"] == ["mark 1", "mark 2"]


def test_what_speaks_for_a_person_cannot_be_confirmed_against_them(inspector):
    form = inspector.bench("/findings/v03b").forms[-1]
    assert "confirmed" not in form.choices["mark"]
    pairs = [*form.filled(note="x"), ("mark", "confirmed")]
    inspector.sends(form, [pair for pair in pairs if pair != ("mark", "pending")])
    assert inspector.answer.status_code == 422


def test_two_officers_cannot_mark_over_each_other(inspector):
    old = inspector.bench("/findings/v01-xn-0001-2026-03-10").forms[-1]
    marks(inspector, mark="explained", note="有通知")
    address = f"/zh/case/{inspector.number}/workbench/findings/v01-xn-0001-2026-03-10"
    inspector.sends(old, old.filled(mark="not_confirmed", note="查过"), to=address)
    assert inspector.answer.status_code == 409
    assert "V01 重要 已解释" in inspector.bench("/findings").text


def test_a_mark_whose_finding_is_gone_is_still_told(inspector):
    marks(inspector, mark="explained", note="有通知")
    page = inspector.goes(
        inspector.bench("/files/2/withdraw") and f"case/{inspector.number}/workbench/files/2/withdraw"
    )
    inspector.sends(page.forms[-1], page.forms[-1].pairs)
    page = inspector.bench("/findings")
    assert "V01 重要" not in page.text
    assert "记录变动以前作出的认定" in page.text


def test_forged_keys_and_strangers(inspector, world):
    inspector.bench("/findings/v01-nobody")
    assert inspector.answer.status_code == 404
    stranger = Inspector(world, "wu", "zh")
    stranger.signs_in()
    stranger.number = inspector.number
    for path in ("/findings", "/findings/v01-xn-0001-2026-03-10"):
        stranger.bench(path)
        assert stranger.answer.status_code == 404


def test_a_mark_is_sealed(inspector, world):
    marks(inspector, mark="explained", note="外人不可见的说明")
    for name, content in world.every_byte():
        assert "外人不可见的说明".encode() not in content, name
        assert "两边都记为在岗".encode() not in content, name


def filthy(rows):
    """The clean sheet as it comes back from a tired office: nothing in it may become a day of somebody's presence."""
    head, *days = rows
    dirty = [["青禾县人民政府考勤(虚构)"], [], head]
    dirty += [day for day in days if day[2] != "2026-03-10"]  # the 10th is only there as below
    blank = dict.fromkeys(head, "")

    def row(**cells):
        return list((blank | cells).values())

    dirty += [
        row(人员编号="XN-0001", 姓名="范例甲", 日期="2026-03-10", 出勤状态="#REF!"),
        row(人员编号="#N/A", 姓名="#N/A", 日期="2026-03-10", 出勤状态="出勤"),
        row(日期="2026-03-10", 出勤状态="出勤"),
        row(姓名="范例戊", 日期="2026-03-10", 出勤状态="出勤"),
        row(人员编号="XN-0001", 姓名="范例甲", 日期="3月10日前后", 出勤状态="出勤"),
        row(人员编号="XN-0001", 姓名="范例甲", 日期="2026-02-30", 出勤状态="出勤"),
        days[1], days[1],
        row(人员编号="合计", 出勤状态="22"),
        row(人员编号="制表人:范例己 审核人:"),
    ]  # fmt: skip
    return dirty


def test_a_filthy_workbook_gives_a_list_of_what_was_refused_and_no_wrong_finding(inspector):
    from tests.desk.workbench.importing.tables import example_rows, workbook

    clean = set(inspector.bench("/findings").text.split("V01")[1:])
    page = inspector.goes(f"case/{inspector.number}/workbench/files/3/withdraw")
    inspector.sends(page.forms[-1], page.forms[-1].pairs)
    page = inspector.uploads("接收单位考勤.xlsx", workbook(("表", filthy(example_rows("A", "attendance_receiving")))))
    for words in ("公式错误", "没有写是谁", "台账里没有这个人", "日期看不懂", "完全相同", "合计行", "说明或图例"):
        assert words in page.text, words
    inspector.accepts()
    page = inspector.bench("/findings")
    assert page.text.count("V01") == len(clean) - 1 == 7
    assert "2026-03-10:" not in page.text.replace("：", ":")
