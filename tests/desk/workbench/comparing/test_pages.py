"""Figures and texts of one person on one page."""

import pytest

from tests.desk.workbench.importing.tables import text
from tests.desk.workbench.pages.inspector import Inspector


@pytest.fixture
def inspector(world):
    return Inspector.at_work(world)


def test_days_against_the_rule_paid_and_counted_and_texts_side_by_side(inspector):
    inspector.imports_example("A")
    page = inspector.bench("/compare")
    assert "考勤所记100.0%，无争议59.1%，规则要求不低于80.0%" in page.html
    assert 'width="440.0"' in page.html
    assert "存疑9天。" in page.text
    assert "2026-03" in page.text
    assert "22 22 9 9 540.00 0 待核实" in page.text
    assert "10天，占日志的45.5%" in page.text
    assert "完全相同" in page.text
    assert "<mark>" not in page.html


def test_what_differs_between_alike_texts_is_marked(inspector):
    inspector.imports_example("A", ("roster", "attendance_receiving"))
    days = [["人员编号", "日期", "工作内容"]]
    days += [["XN-0001", f"2026-03-{day:02}", f"走访企业{name}家,了解生产经营情况并且协调解决困难"] for day, name in
             ((2, "三"), (3, "四"), (4, "五"))]  # fmt: skip
    inspector.imports("日志.csv", text(days))
    page = inspector.bench("/compare")
    assert "相近，不低于" in page.text
    assert page.html.count("<mark>") == 2


def test_example_b_agrees(inspector):
    inspector.imports_example("B", ("roster", "attendance_sending", "attendance_receiving", "allowance", "worklog"))
    page = inspector.bench("/compare")
    assert "21 21 0 0 0.00 0 相符" in page.text
    assert "没有三天以上相同或相近的日志" in page.text


def test_without_records_the_page_says_what_to_do(inspector, world):
    assert "先接受台账和考勤" in inspector.bench("/compare").text
    inspector.imports_example("A", ("roster",))
    page = inspector.bench("/compare?person=nobody")
    assert "没有导入补贴发放表" in page.text
    assert "没有可以对照的" in page.text
    stranger = Inspector(world, "wu", "zh")
    stranger.signs_in()
    stranger.number = inspector.number
    stranger.bench("/compare")
    assert stranger.answer.status_code == 404
