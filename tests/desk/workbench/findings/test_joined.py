"""Both examples through the pages, with the real checks."""

import re

import pytest

from tests.desk.workbench.pages.inspector import KINDS, Inspector

FILES = (*KINDS, "observations")


@pytest.fixture
def inspector(world):
    return Inspector.at_work(world)


def test_example_a_gives_its_findings_on_the_page(inspector):
    inspector.imports_example("A", FILES)
    page = inspector.bench("/findings").text
    assert page.count("两地不同") == 8
    assert "10 天的日志文字完全相同" in page
    assert "扣除存疑 9 天后为 59.1%" in page
    assert "涉及 540.00 元" in page


def test_example_b_gives_nothing_that_does_not_fit(inspector):
    inspector.imports_example("B", tuple(name for name in FILES if name != "meetings"))
    page = inspector.bench("/findings").text
    assert page.count("考勤记录可以解释所见情况") == 5
    assert "两地不同" not in page


def test_an_address_of_a_finding_holds_no_name_and_no_word_of_a_record(inspector):
    inspector.imports_example("A", FILES)
    page = inspector.bench("/findings").text
    assert not re.search(r"findings/[^\"]*XN-0001", page)


def marks_all(inspector, code, **typed):
    """Every finding of a check, marked alike; as many of them as there are."""
    keys = sorted(set(re.findall(rf"workbench/findings/({code.lower()}-[0-9a-f]+)", inspector.bench("/findings").html)))
    for key in keys:
        form = inspector.bench(f"/findings/{key}").forms[-1]
        inspector.sends(form, form.filled(**typed))
    return len(keys)


def test_days_of_explained_findings_are_no_longer_disputed(inspector):
    inspector.imports_example("A", ("roster", "attendance_sending", "attendance_receiving", "allowance"))
    assert "扣除存疑 8 天后为 63.6%" in inspector.bench("/findings").text
    key = re.search(r"workbench/findings/(v01-[0-9a-f]+)", inspector.page.html)[1]
    form = inspector.bench(f"/findings/{key}").forms[-1]
    inspector.sends(form, form.filled(mark="explained", note="有调训通知"))
    assert "扣除存疑 7 天后为 68.2%" in inspector.bench("/findings").text
    assert "其中存疑 7 天" in inspector.page.text
    assert marks_all(inspector, "V01", mark="not_confirmed", note="闸机卡由他人代刷,已查明") == 8
    page = inspector.bench("/findings").text
    assert "V07" not in page.split()
    assert "其中存疑 1 天" in page, "somebody saw otherwise on one of these days, which is another finding"
    form = inspector.bench(f"/findings/{key}").forms[-1]
    inspector.sends(form, form.filled(mark="pending"))
    assert "其中存疑 2 天" in inspector.bench("/findings").text


def test_a_finding_that_was_confirmed_stays_in_dispute(inspector):
    inspector.imports_example("A", ("roster", "attendance_sending", "attendance_receiving"))
    confirmed = {"mark": "confirmed", "note": "底册一致", "ruled_out": ["errand", "training", "habit"]}
    assert marks_all(inspector, "V01", **confirmed) == 8
    assert "扣除存疑 8 天" in inspector.bench("/findings").text
