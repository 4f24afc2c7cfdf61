"""Visits, their plan, questions and counts."""

import pytest

from tests.desk.workbench.importing.tables import example
from tests.desk.workbench.pages.inspector import Inspector


@pytest.fixture
def ready(inspector):
    inspector.imports_example("A", ("roster", "attendance_sending", "attendance_receiving"))
    return inspector


def visits(inspector, **typed):
    form = inspector.bench("/field/visit").forms[-1]
    usual = {"person": "XN-0001", "day": "2026-03-12", "place": "县政府办公楼", "seen": "present", "detail": "在办公室"}
    return inspector.sends(form, form.filled(**(usual | typed)))


def test_a_visit_becomes_an_observation_once_and_can_be_struck_out(ready):
    page = visits(ready, time_from="09:10", time_to="09:40")
    assert "V1 2026-03-12 09:10–09:40 范例甲 县政府办公楼 在岗" in page.text
    assert "V1 在岗 09:10–09:40 县政府办公楼" in ready.bench("/calendar").text
    page = ready.goes(ready.bench("/field").link("划去"))
    page = ready.sends(page.forms[-1], page.forms[-1].filled(reason="日期记错"))
    assert "已划去：日期记错" in page.text
    assert "V1 在岗" not in ready.bench("/calendar").text
    ready.bench("/field/visit/4/strike")
    assert ready.answer.status_code == 404


def test_the_same_page_sent_twice_is_one_visit(ready):
    form = ready.bench("/field/visit").forms[-1]
    pairs = form.filled(person="XN-0001", day="2026-03-12", place="楼", seen="absent")
    ready.sends(form, pairs, to=f"/zh/case/{ready.number}/workbench/field/visit")
    page = ready.sends(form, pairs, to=f"/zh/case/{ready.number}/workbench/field/visit")
    assert "V1" in page.text
    assert "V2" not in page.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"place": ""}, "请填写这一项"),
        ({"day": "2026-13-40"}, "日期"),
        ({"time_from": "10:00", "time_to": "09:00"}, "开始的时间晚于结束的时间"),
    ],
)
def test_a_visit_that_cannot_be_is_shown_again_with_what_was_typed(ready, typed, words):
    page = visits(ready, **typed)
    assert ready.answer.status_code == 422
    assert words in page.text
    assert page.forms[-1].value("detail") == "在办公室"


def test_a_visit_of_tomorrow_or_of_a_stranger_is_not_kept(ready):
    page = visits(ready, day="2099-01-01")
    assert ready.answer.status_code == 422
    assert "这一天还没有到" in page.text
    form = ready.bench("/field/visit").forms[-1]
    pairs = [(name, "nobody" if name == "person" else value) for name, value in form.filled(
        person="XN-0001", day="2026-03-12", place="楼", seen="absent")]  # fmt: skip
    ready.sends(form, pairs)
    assert ready.answer.status_code == 422
    assert "还没有走访记录" in ready.bench("/field").text


def test_a_plan_holds_the_days_asked_for_and_working_days_only(ready, world):
    today = world.clock.today()
    form = ready.bench("/field/plan").forms[-1]
    last = today.replace(year=today.year + 1).isoformat()
    page = ready.sends(form, form.filled(first=today.isoformat(), last=last, visits="4"))
    assert ready.answer.status_code == 422
    assert "最多安排到三个月以内" in page.text
    from datetime import date, timedelta

    from portal.domain.workdays import is_workday

    form = ready.bench("/field/plan").forms[-1]
    page = ready.sends(
        form, form.filled(first=today.isoformat(), last=(today + timedelta(days=40)).isoformat(), visits="4")
    )
    days = [date.fromisoformat(day) for day in page.text.split("走访计划", 1)[1].split() if day[:2] == "20"][1:]
    assert len(days) == 4
    assert all(map(is_workday, days))
    assert days == sorted(set(days))


def test_answers_are_counted_without_a_name(ready):
    form = ready.bench("/field/tally").forms[-1]
    page = ready.sends(form, form.filled(day="2026-04-01", question="对挂职工作是否满意", content="7", not_content="2"))
    assert "对挂职工作是否满意 7 0 2 0" in page.text


def test_the_interview_sheet_hides_which_days_matter(ready):
    page = ready.bench("/field/interview")
    asked = {word for word in page.text.split() if word.startswith("2026-03-")}
    both = {f"2026-03-{day:02}" for day in (3, 4, 10, 11, 17, 18, 24, 25)}
    assert both < asked
    assert len(asked) >= 2 * len(both)
    assert ready.bench("/field/interview").text == page.text
    assert "R1" not in page.text


def test_what_is_noted_is_sealed_and_stands_in_the_trail(ready, world):
    visits(ready, detail="外人不可见的说明")
    for name, content in world.every_byte():
        assert "外人不可见的说明".encode() not in content, name
    with world.desk.database.reading() as session:
        lines = world.desk.ledger.of_case(session, ready.number)
    assert [(line.act, line.note) for line in lines if line.act == "verify"] == [("verify", "visit 1")]


def test_nobody_without_a_slip_gets_into_the_field(ready, world):
    stranger = Inspector(world, "wu", "zh")
    stranger.signs_in()
    stranger.number = ready.number
    for path in ("/field", "/field/visit", "/field/plan", "/field/tally", "/field/interview", "/calendar"):
        stranger.bench(path)
        assert stranger.answer.status_code == 404, path
    assert example("A", "roster")
