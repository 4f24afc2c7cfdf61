"""Papers of a case through the pages: what they hold, what they hide, and that nothing leaves with one person."""

import csv
import io
import re
from zipfile import ZipFile

import pytest
from docx import Document

from portal.desk import desk_app
from portal.desk.audit.actions import Filter
from portal.desk.casework.rules import Seconder
from portal.desk.officers.rules import rights_of
from portal.desk.rooms import rooms_with
from portal.desk.workbench.checker import checker
from portal.desk.workbench.papers.leaving import Export, ExportKind
from portal.domain.roles import Role
from tests.desk.workbench.importing.tables import example, example_rows, text
from tests.desk.workbench.pages.inspector import KINDS, Inspector

REPORT_WORDS = ("县政府办公楼", "亲眼")


class Agreeing:
    """A second person who agreed to what stands in `agreed`."""

    def __init__(self) -> None:
        self.agreed, self.asked = [], []
        self.person = Seconder("f" * 32, "示范员甲", rights_of([Role.CHIEF]))

    def __call__(self, _session, _desk, _who, export):
        self.asked.append(export)
        return self.person if export in self.agreed else None


@pytest.fixture
def second(world):
    agreeing = Agreeing()
    world.desk_app = desk_app(world.desk, rooms_with(checker, agreeing))
    return agreeing


@pytest.fixture
def inspector(world, second):
    one = Inspector.at_work(world)
    one.imports_example("A", (*KINDS, "observations"))
    return one


def takes_out(inspector, what, second=None):
    """Presses the button; with `second`, they agree to exactly what was asked for first."""
    page = inspector.bench("/papers" if what == "data" else f"/papers/see/{what}")
    form = page.form(f"/papers/out/{what}")
    inspector.sends(form, form.pairs)
    if second:
        second.agreed.append(second.asked[-1])
        inspector.sends(form, form.pairs)
    return inspector.answer


def words_of(content):
    """Every word of a document, and the rows of its tables."""
    made = Document(io.BytesIO(content))
    rows = [[cell.text for cell in row.cells] for table in made.tables for row in table.rows]
    return "\n".join(line.text for line in made.paragraphs), rows


def chooses_days(inspector):
    page = inspector.goes(inspector.bench("/papers").link("范例甲"))
    form = page.forms[-1]
    return inspector.sends(form, form.pairs)


def test_the_working_paper_holds_rules_sources_findings_rows_marks_and_what_is_unknown(inspector, second):
    key = re.search(r"workbench/findings/(v01-[0-9a-f]+)", inspector.bench("/findings").html)[1]
    form = inspector.bench(f"/findings/{key}").forms[-1]
    inspector.sends(form, form.filled(mark="explained", note="有调训通知", ruled_out=["habit"]))
    page = inspector.bench("/papers/see/working")
    for words in (
        "草稿：还没有第二个人同意", "全脱产挂职出勤率不低于80%", "没有经过核对", "V01 双记在岗 重要", "两地不同",
        "厅机关大楼闸机", "有调训通知", "已解释", "☑ 考勤员按惯例勾选", "☐ 当天临时回原单位办事", "调取原始考勤底册",
        "V03b", "22 22 0 22 14 8 0", "80.0% 100.0% 63.6%", "480.00", "五、对被反映人有利的情况", "六、尚不清楚的",
    ):  # fmt: skip
        assert words in page.text, words
    for kind in KINDS:
        from portal.sealing.digest import sha256_of

        assert sha256_of(example("A", kind)) in page.text
    answer = takes_out(inspector, "working", second)
    assert answer.status_code == 200
    told, rows = words_of(answer.get_data())
    assert "草稿" not in told
    assert "按“全脱产挂职出勤率不低于80%”要求不低于 80.0%" in told
    assert "有调训通知" in told
    assert any("厅机关大楼闸机" in cell for row in rows for cell in row)
    assert not re.search("造假|弄虚作假|违纪|举报", told)


def test_no_word_of_a_report_stands_on_the_working_paper(inspector):
    report = "只有三个人参加过"
    page = inspector.bench("/papers/see/working").text
    assert report not in page
    assert "（不在此引用）" in page


def test_nothing_leaves_until_a_second_person_agreed_to_exactly_this(inspector, second, world):
    answer = takes_out(inspector, "working")
    assert (answer.status_code, answer.mimetype) == (409, "text/html")
    assert "还没有第二个人同意" in inspector.page.text
    second.agreed.append(second.asked[-1])
    inspector.uploads("说明.csv", text([["姓名", "日期", "状态"], ["范例甲", "2026-04-01", "出勤"]]))
    assert takes_out(inspector, "working").status_code == 409, "the records are not those that were agreed to"
    assert takes_out(inspector, "working", second).status_code == 200
    with world.desk.database.reading() as session:
        lines = world.desk.ledger.lines(session, Filter(act="export"), 9)
    assert [line.note for line in lines] == [f"working with {'f' * 32}"]


def test_the_second_person_is_another_one_with_the_right(inspector, second):
    me = inspector.id
    second.person = Seconder(me if isinstance(me, str) else me(), "示范员周", rights_of([Role.CHIEF]))
    assert takes_out(inspector, "working", second).status_code == 409
    second.person = Seconder("f" * 32, "示范员甲", rights_of([Role.REVIEWER]))
    assert takes_out(inspector, "working", second).status_code == 409


def test_as_shipped_nobody_agrees(world):
    one = Inspector.at_work(world)
    one.imports_example("A", ("roster", "attendance_sending"))
    assert takes_out(one, "working").status_code == 409
    assert takes_out(one, "data").status_code == 409


def test_a_document_says_nothing_of_who_made_it_and_its_name_nothing_of_the_case(inspector, second, world):
    answer = takes_out(inspector, "working", second)
    assert (
        answer.headers["Content-Disposition"]
        == "attachment; filename=\"document.docx\"; filename*=UTF-8''document.docx"
    )
    content = answer.get_data()
    with ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if re.match("docProps/(app|thumb)|customXml", name)]
        parts = b"".join(archive.read(name) for name in archive.namelist())
    for words in ("示范员周", "zhou", "python-docx", "Steve Canny", "Microsoft Macintosh"):
        assert words.encode() not in parts, words
    told = Document(io.BytesIO(content)).core_properties
    assert {told.author, told.last_modified_by, told.comments, told.title, told.subject, told.keywords} == {""}
    today = world.clock.today()
    assert {moment.date() for moment in (told.created, told.modified)} == {today}
    assert (told.created.hour, told.created.minute, told.revision) == (0, 0, 1)


def test_days_are_chosen_once_and_each_unit_sees_its_own_records_alone(inspector, second):
    page = chooses_days(inspector)
    assert "第1份清单" in page.text
    receiving, sending = (inspector.bench(f"/papers/see/request-1-{side}") for side in ("receiving", "sending"))
    assert "青禾县人民政府" in receiving.text
    assert "厅机关大楼闸机" not in receiving.text
    assert "厅机关大楼闸机" in sending.text
    assert "走访企业" in receiving.text
    assert "走访企业" not in sending.text
    assert inspector.bench("/papers/see/request-1-sending").text == sending.text, "the days are kept"
    days = [set(re.findall(r">(2026-03-\d\d)<", one.html)) for one in (receiving, sending)]
    both = {f"2026-03-{day:02}" for day in (3, 4, 10, 11, 17, 18, 24, 25)}
    for listed in days:
        assert len(listed - both) >= 8
    for one in (receiving, sending):
        main = one.html[one.html.index("<h1>") :]
        printed = re.sub(r"(action|href)=\"[^\"]*\"", "", main)
        assert not re.search(r"R1|V0\d|举报|反映|2026-0000|两地|存疑|\.csv", printed)


def test_a_request_as_a_document_holds_no_number_of_the_case(inspector, second):
    chooses_days(inspector)
    answer = takes_out(inspector, "request-1-receiving", second)
    told, rows = words_of(answer.get_data())
    assert "其中有随机抽取的" in told
    assert inspector.number not in told + str(rows)
    with ZipFile(io.BytesIO(answer.get_data())) as archive:
        assert not [name for name in archive.namelist() if inspector.number.encode() in archive.read(name)]


def test_a_second_list_asks_only_about_days_that_were_in_none_before(inspector):
    chooses_days(inspector)
    page = chooses_days(inspector)
    assert inspector.answer.status_code == 422
    assert "没有新的日期可问" in page.text
    before = set(re.findall(r">(2026-0\d-\d\d)<", inspector.bench("/papers/see/request-1-receiving").html))
    april = [["姓名", "日期", "状态"], *(["范例甲", f"2026-04-{day:02}", "出勤"] for day in range(1, 25))]
    inspector.imports("派出单位四月.csv", text(april), kind="attendance_sending")
    inspector.imports("接收单位四月.csv", text(april), kind="attendance_receiving")
    assert "第2份清单" in chooses_days(inspector).text
    after = set(re.findall(r">(2026-0\d-\d\d)<", inspector.bench("/papers/see/request-2-receiving").html))
    assert after
    assert not after & before


def test_two_officers_do_not_choose_days_twice(inspector):
    page = inspector.goes(inspector.bench("/papers").link("范例甲"))
    old = page.forms[-1]
    inspector.sends(old, old.pairs)
    april = [["姓名", "日期", "状态"], *(["范例甲", f"2026-04-{day:02}", "出勤"] for day in range(1, 25))]
    inspector.imports("派出单位四月.csv", text(april), kind="attendance_sending")
    inspector.imports("接收单位四月.csv", text(april), kind="attendance_receiving")
    address = next(one for one in [old.action] if one) if old.action else None
    inspector.goes(inspector.bench("/papers").link("范例甲"))
    inspector.sends(old, old.pairs, to=address or inspector.answer.request.path)
    assert inspector.answer.status_code == 409


def test_what_cannot_be_hidden_is_withheld_and_told_to_the_desk_alone(world, second):
    one = Inspector.at_work(world)
    one.imports("台账.csv", example("A", "roster"))
    rows = [["人员编号", "日期", "状态"], ["XN-0001", "2026-03-10", "出勤"], ["XN-0001", "2026-03-11", "病假"]]
    one.imports("接收单位.csv", text(rows))
    page = chooses_days(one)
    assert "下面的日期没有列入" in page.text
    assert "2026-03-10" in page.text
    assert "没有任何单位的记录" not in page.text


def test_data_for_evaluation_holds_no_name_unit_day_or_word(inspector, second):
    answer = takes_out(inspector, "data", second)
    assert "table.csv" in answer.headers["Content-Disposition"]
    content = answer.get_data().decode("utf-8-sig")
    head, *rows = list(csv.reader(io.StringIO(content)))
    assert head[:3] == ["person", "sending_unit", "receiving_unit"]
    checks = [row[head.index("check")] for row in rows]
    assert checks.count("V01") == 8
    assert {row[0] for row in rows} == {"P1"}
    assert {row[1] for row in rows} | {row[2] for row in rows} == {"U1", "U2"}
    assert not re.search(r"[\u4e00-\u9fff]|XN-|2026-|R1", content)


def test_forged_addresses_and_strangers(inspector, world):
    chooses_days(inspector)
    wrong = ("nothing", "data", "request-2-sending", "request-1-nobody", "request-99999999999999999999-sending",
             "request", "working-1")  # fmt: skip
    for what in wrong:
        inspector.bench(f"/papers/see/{what}")
        assert inspector.answer.status_code == 404, what
    inspector.bench(f"/papers/ask/{'0' * 16}")
    assert inspector.answer.status_code == 404
    stranger = Inspector(world, "wu", "zh")
    stranger.signs_in()
    stranger.number = inspector.number
    for path in ("", "/see/working", "/see/request-1-sending"):
        stranger.bench(f"/papers{path}")
        assert stranger.answer.status_code == 404, path
    reader = Inspector.at_work(world, "lin", inspector.number)
    page = reader.bench("/papers/see/working")
    assert "核查工作底稿" in page.text
    assert not [form for form in page.forms if "/papers/out/" in (form.action or "")]
    reader.bench("/papers/ask/x")
    assert reader.answer.status_code == 403


def test_lists_are_sealed_and_stand_in_the_trail(inspector, world):
    chooses_days(inspector)
    with world.desk.database.reading() as session:
        notes = [line.note for line in world.desk.ledger.of_case(session, inspector.number)]
    assert "days to ask about 1" in notes
    for name, content in world.every_byte():
        assert b'"withheld"' not in content, name


def test_an_export_is_plain_data_that_comes_back():
    export = Export("2026-000001", ExportKind.REQUEST, "1-sending", "i1 m0")
    assert Export.from_body(export.body()) == export
    assert example_rows("A", "roster")
