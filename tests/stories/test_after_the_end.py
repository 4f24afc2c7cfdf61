"""After a conclusion: an objection that opens the case again, and a name that is cleared."""

from datetime import timedelta

import pytest

from tests.desk.followup.test_pages import adds, fills


@pytest.fixture
def concluded(world):
    """A case concluded as not confirmed: (reporter, number, zhou)."""
    reporter = world.reporter()
    reporter.reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.decides(number, "accept", text="属于受理范围。")
    lin.grants(number, "zhou")
    zhou = world.officer("zhou")
    zhou.concludes(number, "not_confirmed", "说明属实。")
    world.collects()
    return reporter, number, zhou


def objects(reporter, text):
    """A letter that objects, written with the code."""
    reporter.mailbox()
    page = reporter.page
    if not any(form.action.endswith("/mailbox/letter") for form in page.forms):
        page = reporter.goes("mailbox/letter")
    form = page.form("/mailbox/letter")
    pairs = form.filled(code=reporter.code, text=text, purpose="object")
    return reporter.sends(form, pairs, button=("do", "send"))


def test_an_objection_with_new_evidence_opens_the_case_again_and_changes_the_result(world, concluded):
    reporter, number, zhou = concluded
    assert "已按程序办结" in reporter.mailbox().text
    objects(reporter, "不同意:三月的签到表在这里,没有他的名字。")
    world.collects()
    page = zhou.opens(number)
    assert "对处理结果有异议" in page.text
    assert "三月的签到表" in page.text
    page = adds(zhou, number, "objection", text="举报人附上了新的签到表。")
    assert "1 项未完成" in zhou.opens(number).text
    zhou.decides(number, "reopen", reason="objection", text="签到表是新的证据。")
    world.collects()
    assert "您补充的材料已收到" in reporter.mailbox().text
    zhou.decides(number, "assess", text="重新研判。")
    zhou.decides(number, "inquire", reason="general", text="再次函询。")
    zhou.decides(number, "conclude", reason="explained", outcome="confirmed", text="签到表属实,予以纠正。")
    page = zhou.goes(f"case/{number}/followup/1/complete")
    form = page.forms[-1]
    zhou.sends(form, form.filled(result=form.choices["result"][0], text="已经重新办理并答复。"))
    assert "已完成" in zhou.goes(f"case/{number}/followup").text
    world.collects()
    page = reporter.mailbox()
    assert page.text.count("已按程序办结") >= 1
    assert "予以纠正" not in page.html
    page = zhou.opens(number)
    assert "未发现所反映的问题" in page.text
    assert "反映问题属实或部分属实" in page.text, "both results stand in the case"


def test_a_person_whom_the_report_did_not_hold_against_is_cleared(world, concluded):
    reporter, number, zhou = concluded
    before = reporter.mailbox().text
    due = (world.clock.today() + timedelta(days=20)).isoformat()
    page = zhou.goes(f"case/{number}/followup/add/clearing")
    form = page.forms[-1]
    given = {"concerns": "范例甲", "form": form.choices["form"][0], "due": due, "text": "先征求本人意见,本人同意。"}
    page = adds(zhou, number, "clearing", **given, statements=[])
    assert zhou.answer.status_code == 422, "asked the person first, about this matter only, without the reporter"
    page = adds(zhou, number, "clearing", **given)
    assert "待批准" in page.text
    fills(zhou, f"case/{number}/followup/1/approve", text="同意澄清。")
    page = fills(zhou, f"case/{number}/followup/1/complete", text="已当面送达澄清函,在单位适当范围说明。")
    assert "已完成" in page.text
    world.collects()
    assert reporter.mailbox().text == before, "the reporter is in none of it"
    zhou.decides(number, "no_feedback", text="匿名件。")
    mao = world.officer("mao")
    form = mao.goes("register").form(f"/register/{number}/archive")
    mao.sends(form, form.pairs)
    assert world.desk_states() == {number: "archived"}
