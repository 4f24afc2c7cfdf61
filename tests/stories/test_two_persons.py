"""What one person does not decide: asked for by one, agreed to or refused by another, through the pages."""

import pytest


@pytest.fixture
def registered(world):
    """A registered report whose key lin, who leads intake, has handed to zhou, who leads the department."""
    reporter = world.reporter()
    reporter.reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.grants(number, "zhou")
    return reporter, number, lin, world.officer("zhou")


@pytest.fixture
def assessed(registered):
    """The same report, accepted and being assessed by zhou."""
    reporter, number, lin, zhou = registered
    lin.decides(number, "accept", text="属于受理范围。")
    zhou.assesses(number)
    return reporter, number, lin, zhou


def state(world, number):
    return world.desk_states()[number]


def waiting(officer):
    """The addresses of the requests that wait for this officer."""
    page = officer.goes("requests")
    rows = page.html.split('id="own"')[0]
    return [href for href, _ in page.links if "/requests/" in href and href in rows]


def answers(officer, address, answer, text):
    form = officer.goes(address).forms[-1]
    return officer.sends(form, form.filled(answer=answer, text=text))


def test_a_decline_is_asked_for_by_one_and_agreed_to_by_another(world, registered):
    reporter, number, lin, zhou = registered
    page = lin.opens(number)
    assert "要两个人" in page.text
    page = lin.goes(f"case/{number}/decide/decline")
    assert "请第二人同意" in page.text
    assert "一个人作不了这个决定" in page.text
    page = lin.decides(number, "decline", reason="no_substance", text="只写了一句话。")
    assert "等待第二人" in page.text
    assert "您自己不能同意" in page.text
    assert state(world, number) == "registered"
    assert "1 项待看" in zhou.queue().html, "the navigation says that something waits"
    (address,) = waiting(zhou)
    page = zhou.goes(address)
    assert "只写了一句话" in page.text
    assert "没有实质内容" in page.text
    page = answers(zhou, address, "agree", "看过,确实没有内容。")
    assert state(world, number) == "declined"
    assert "已同意并办理" in page.text
    assert "项待看" not in zhou.queue().html
    world.collects()
    assert "未予受理" in reporter.mailbox().text
    page = lin.opens(number)
    assert "示范员林" in page.text
    assert "示范员周 同意" in page.text
    assert "第二人同意 · 不予受理" in page.text
    assert "确实没有内容" in lin.goes(address).text


def test_a_direct_close_is_refused_and_the_case_goes_back_as_it_was(world, assessed):
    reporter, number, lin, zhou = assessed
    before = reporter.mailbox().text
    given = {"reason": "implausible", "outcome": "not_confirmed", "text": "不合情理,建议了结。"}
    zhou.decides(number, "direct_close", **given)
    (address,) = waiting(lin)
    page = lin.goes(address)
    assert "不合情理,建议了结" in page.text
    assert "明显不合情理" in page.text
    page = answers(lin, address, "refuse", " ")
    assert lin.answer.status_code == 422
    assert "请写明理由" in page.text
    answers(lin, address, "refuse", "还有两处考勤没有查,不能了结。")
    assert state(world, number) == "assessing"
    assert reporter.mailbox().text == before
    assert "1 项待看" in zhou.queue().html, "whoever asked is told"
    page = zhou.goes("requests")
    assert "未同意" in page.text
    assert "项待看" not in zhou.queue().html, "told"
    assert "还有两处考勤没有查" in zhou.goes(address).text
    zhou.decides(number, "inquire", reason="general", text="先函询。")
    assert state(world, number) == "inquiry", "nothing stands in the way"


def test_a_referral_elsewhere_takes_two(world, registered):
    _, number, lin, zhou = registered
    lin.decides(number, "refer", target="望溪市有关部门(虚构)", text="属于其他机关。")
    assert state(world, number) == "registered"
    (address,) = waiting(zhou)
    answers(zhou, address, "agree", "")
    assert state(world, number) == "referred"


def test_a_request_is_taken_back_by_the_one_who_made_it(world, registered):
    _, number, lin, zhou = registered
    page = lin.decides(number, "decline", reason="no_substance", text="只写了一句话。")
    page = lin.decides(number, "decline", reason="no_substance", text="再申请一次。")
    assert lin.answer.status_code == 422
    assert "不必再申请" in page.text
    assert page.forms[-1].value("text") == "再申请一次。"
    (address,) = waiting(zhou)
    form = lin.goes(address).forms[-1]
    page = lin.sends(form, form.pairs)
    assert "已撤回" in page.text
    assert waiting(zhou) == []
    lin.sends(form, form.pairs)
    assert lin.answer.status_code == 409
    lin.decides(number, "accept", text="属于受理范围。")
    assert state(world, number) == "accepted"


def test_a_request_lapses_with_its_days(world, registered):
    _, number, lin, zhou = registered
    lin.decides(number, "decline", reason="no_substance", text="只写了一句话。")
    (address,) = waiting(zhou)
    world.passes(days=15)
    zhou, lin = world.officer("zhou"), world.officer("lin")
    assert "项待看" not in zhou.queue().html
    assert waiting(zhou) == []
    assert "已失效" in zhou.goes(address).text
    assert zhou.page.forms == [form for form in zhou.page.forms if not form.action.endswith(address)]
    assert "已失效" in lin.goes("requests").text
    assert "申请失效 · 不予受理" in lin.opens(number).text
    lin.decides(number, "decline", reason="no_substance", text="再次申请。")
    assert len(waiting(zhou)) == 1


def test_a_request_lapses_when_the_case_has_moved_on(world, registered):
    _, number, lin, zhou = registered
    lin.decides(number, "decline", reason="no_substance", text="只写了一句话。")
    (address,) = waiting(zhou)
    page = zhou.goes(address)
    form = page.forms[-1]
    lin.decides(number, "accept", text="改为受理。")
    page = zhou.sends(form, form.filled(answer="agree", text="同意。"))
    assert zhou.answer.status_code == 422
    assert "失效" in page.text
    assert state(world, number) == "accepted"


def test_the_outcome_is_published_to_the_code_by_two(world, assessed):
    reporter, number, lin, zhou = assessed
    zhou.decides(number, "inquire", reason="general", text="先函询。")
    zhou.decides(number, "conclude", reason="explained", outcome="not_confirmed", text="说明属实。")
    world.collects()
    assert "未发现所反映的问题" not in reporter.mailbox().text
    page = zhou.goes(f"case/{number}/requests")
    assert "向查询码公布办理结果" in page.text
    page = zhou.goes(f"case/{number}/ask/publish")
    form = page.forms[-1]
    page = zhou.sends(form, form.filled(text=" "))
    assert zhou.answer.status_code == 422
    form = page.forms[-1]
    zhou.sends(form, form.filled(text="举报人一直在问。"))
    (address,) = waiting(lin)
    page = lin.goes(address)
    assert "未发现所反映的问题" in page.text, "the second person sees what would be said"
    answers(lin, address, "agree", "可以。")
    world.collects()
    page = reporter.mailbox()
    assert "未发现所反映的问题" in page.text
    assert "请您对办理结果保密" in page.text
    assert "向查询码公布办理结果" in zhou.opens(number).text
    zhou.goes(f"case/{number}/ask/publish")
    assert zhou.answer.status_code == 409, "said once is said"
    assert state(world, number) == "concluded"


def test_an_anonymous_reporter_is_never_told_of_feedback_to_somebody_with_a_name(world, assessed):
    reporter, number, lin, zhou = assessed
    zhou.decides(number, "inquire", reason="general", text="先函询。")
    zhou.decides(number, "conclude", reason="explained", outcome="confirmed", text="部分属实。")
    zhou.decides(number, "no_feedback", text="匿名件。")
    form = zhou.goes(f"case/{number}/ask/publish").forms[-1]
    zhou.sends(form, form.filled(text="可以公布。"))
    (address,) = waiting(lin)
    answers(lin, address, "agree", "可以。")
    world.collects()
    page = reporter.mailbox()
    assert "反映问题属实或部分属实" in page.text
    assert "已按程序办结" in page.text
    assert "实名举报人" not in page.text


def test_an_answer_takes_a_choice(world, registered):
    _, number, lin, zhou = registered
    lin.decides(number, "decline", reason="no_substance", text="只写了一句话。")
    (address,) = waiting(zhou)
    form = zhou.goes(address).forms[-1]
    page = zhou.sends(form, form.filled(text="还没有想好。"))
    assert zhou.answer.status_code == 422
    assert page.forms[-1].value("text") == "还没有想好。"
    assert state(world, number) == "registered"


def test_a_page_opened_before_somebody_decided_asks_for_nothing(world, registered):
    _, number, lin, zhou = registered
    form = lin.goes(f"case/{number}/decide/decline").forms[-1]
    other = world.officer("lin")
    other.decides(number, "accept", text="受理。")
    page = lin.sends(form, form.filled(reason="no_substance", text="只写了一句话。"))
    assert lin.answer.status_code == 409
    assert "只写了一句话" in page.text, "what was written is not lost"
    assert waiting(zhou) == []
