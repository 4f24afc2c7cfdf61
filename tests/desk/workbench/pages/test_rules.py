"""Setting the rules of a case."""

import pytest

from portal.desk.audit.actions import Filter
from tests.desk.workbench.importing.tables import example, example_rows, text
from tests.desk.workbench.pages.inspector import Inspector


def settles(inspector, **typed):
    form = inspector.bench("/rules").forms[-1]
    return inspector.sends(form, form.filled(**typed))


def test_rules_are_templates_until_somebody_sets_them_with_a_document(inspector, world):
    assert "没有经过核对" in inspector.bench("/rules").text
    page = settles(inspector, full_time__minimum="0.9")
    assert inspector.answer.status_code == 422
    assert "就要写明依据的文件" in page.text
    assert page.forms[-1].value("full_time-minimum") == "0.9"
    page = settles(inspector, full_time__minimum="0.9", full_time__basis="本单位〔2026〕1号", usual="village_20d")
    assert "由示范员周确定" in page.text
    form = inspector.bench("/rules").forms[-1]
    assert (form.value("full_time-minimum"), form.value("usual")) == ("0.9", "village_20d")
    for name, content in world.every_byte():
        assert "〔2026〕1号".encode() not in content, name


def test_two_officers_do_not_set_rules_over_each_other(inspector):
    old = inspector.bench("/rules").forms[-1]
    settles(inspector, usual="two_thirds")
    inspector.sends(old, old.pairs, to=f"/zh/case/{inspector.number}/workbench/rules")
    assert inspector.answer.status_code == 409
    assert inspector.bench("/rules").forms[-1].value("usual") == "two_thirds"


def test_who_may_only_read_cannot_set_rules(inspector, world):
    reader = Inspector.at_work(world, "lin", inspector.number)
    form = reader.bench("/rules").forms[-1]
    assert form.buttons == []
    reader.sends(form, form.filled(usual="two_thirds"))
    assert inspector.bench("/rules").forms[-1].value("usual") == "full_time"


def sets_for_the_office(officer, **typed):
    form = officer.goes("rules").forms[-1]
    return officer.sends(form, form.filled(**typed))


def test_cases_start_from_the_rules_of_the_office_and_every_change_is_told(inspector, world):
    assert "本机关还没有确定规则" in inspector.goes("rules").text
    page = sets_for_the_office(inspector, two_thirds__minimum="0.7", usual="two_thirds")
    assert inspector.answer.status_code == 422
    assert "就要写明依据的文件" in page.text
    page = sets_for_the_office(
        inspector, usual="two_thirds", two_thirds__basis="组〔2026〕2号", two_thirds__verified="y"
    )
    assert "现在是第1版，由示范员周" in page.text
    page = inspector.bench("/rules")
    assert "按本机关的核查规则第1版核查" in page.text
    assert (page.forms[-1].value("usual"), page.forms[-1].value("two_thirds-minimum")) == ("two_thirds", "2/3")
    page = sets_for_the_office(inspector, two_thirds__minimum="70%", two_thirds__basis="组〔2026〕3号")
    today = world.clock.today().isoformat()
    assert f"2 {today} 示范员周 在岗三分之二 不低于 2/3 0.7" in page.text
    assert "在岗三分之二 依据的文件和文号 组〔2026〕2号 组〔2026〕3号" in page.text
    assert f"1 {today} 示范员周 台账没有写明适用规则的，按哪一条 全脱产挂职 在岗三分之二" in page.text
    with world.desk.database.reading() as session:
        notes = [line.note for line in world.desk.ledger.lines(session, Filter(act="set-rules"), 9)]
    assert notes == ["office rules 2", "office rules 1"]
    settles(inspector, usual="full_time")
    sets_for_the_office(inspector, usual="village_20d")
    page = inspector.bench("/rules")
    assert "由示范员周确定" in page.text
    assert page.forms[-1].value("usual") == "full_time"


def test_the_rules_of_an_office_are_its_own_and_set_by_its_lead(inspector, world):
    sets_for_the_office(inspector, usual="two_thirds")
    assert "本机关还没有确定规则" in world.officer("wu").goes("rules").text
    handler = world.officer("xu")
    form = handler.goes("rules").forms[-1]
    assert "由承办部门负责人确定" in handler.page.text
    assert form.buttons == []
    handler.sends(form, form.filled(usual="full_time"))
    assert inspector.goes("rules").forms[-1].value("usual") == "two_thirds"


def test_two_leads_do_not_set_the_rules_of_an_office_over_each_other(inspector):
    old = inspector.goes("rules").forms[-1]
    sets_for_the_office(inspector, usual="two_thirds")
    inspector.sends(old, old.pairs, to="/zh/rules")
    assert inspector.answer.status_code == 409
    assert inspector.goes("rules").forms[-1].value("usual") == "two_thirds"


@pytest.mark.parametrize("typed", ["two thirds", "1e999999999", "-1", "1/0"])
def test_what_is_no_number_is_shown_again(inspector, typed):
    page = settles(inspector, two_thirds__minimum=typed)
    assert inspector.answer.status_code == 422
    assert "0.8或者2/3这样的数" in page.text
    assert page.forms[-1].value("two_thirds-minimum") == typed


def test_the_exact_fraction_stands_in_the_finding(inspector):
    settles(inspector, usual="two_thirds")
    rows = [["" if cell == "full_time" else cell for cell in row] for row in example_rows("A", "roster")]
    inspector.imports("roster.csv", text(rows))
    for kind in ("attendance_sending", "attendance_receiving", "travel", "meetings"):
        inspector.imports(f"{kind}.csv", example("A", kind))
    assert "要求不低于 2/3 (66.7%)" in inspector.bench("/findings").text
