"""Outcomes followed until done; a cleared person; an objection; protection: through the pages."""

from datetime import timedelta

import pytest

from portal.domain.deadlines import Code, due


@pytest.fixture
def concluded(world):
    """A case concluded as `outcome`: (reporter, number, zhou)."""

    def make(outcome="confirmed"):
        reporter = world.reporter()
        reporter.reports(offices=["yunling"])
        world.collects()
        lin = world.officer("lin")
        (number,) = lin.numbers()
        lin.registers(number)
        lin.decides(number, "accept", text="属于受理范围。")
        lin.grants(number, "zhou")
        zhou = world.officer("zhou")
        zhou.concludes(number, outcome, "查明的事实。")
        return reporter, number, zhou

    return make


def day_in(world, days):
    return (world.clock.today() + timedelta(days=days)).isoformat()


def fills(officer, address, **given):
    form = officer.goes(address).forms[-1]
    if "statements" in form.choices:
        given = {"statements": form.choices["statements"]} | given
    return officer.sends(form, form.filled(**given))


def adds(officer, number, kind, **given):
    return fills(officer, f"case/{number}/followup/add/{kind}", **given)


def test_each_responsible_party_has_its_outcome_followed_until_done(world, concluded):
    _, number, zhou = concluded()
    cadre = {"party": "person", "measure": "qualification_revoked", "concerns": "范例甲", "cause": "C6"}
    adds(zhou, number, "measure", **cadre, due=day_in(world, 30), text="按程序取消。")
    host = {"party": "receiving_unit", "measure": "head_accountable", "concerns": "青禾县(虚构)", "cause": "C2"}
    page = adds(zhou, number, "measure", **host, due=day_in(world, 2), text="约谈主要负责人。")
    for word in ("取消挂职资格", "追究单位负责人责任", "范例甲", "接收单位", "未完成", "接收单位不愿得罪人"):
        assert word in page.text
    assert "2 项未完成" in zhou.opens(number).text
    assert "将到期 1" in zhou.queue().text
    xu = world.officer("xu")
    xu.goes(f"case/{number}/followup")
    assert xu.answer.status_code == 404, "without a key there is no such case"
    page = fills(zhou, f"case/{number}/followup/1/complete", text=" ")
    assert zhou.answer.status_code == 422
    page = fills(zhou, f"case/{number}/followup/1/complete", text="文件〔2026〕3号(虚构),在卷第 12 页。")
    assert "在卷第 12 页" in page.text
    assert "1 项未完成" in zhou.opens(number).text
    for name, content in world.every_byte():
        for words in ("范例甲", "在卷第 12 页", "qualification_revoked"):
            assert words.encode() not in content, name


def test_a_case_is_filed_away_only_when_everything_is_done(world, concluded):
    _, number, zhou = concluded()
    given = {"party": "person", "measure": "criticism", "concerns": "范例甲", "due": day_in(world, 5), "text": "批评。"}
    adds(zhou, number, "measure", **given)
    zhou.decides(number, "no_feedback", text="匿名件。")
    mao = world.officer("mao")
    assert not any("/archive" in form.action for form in mao.goes("register").forms)
    form = mao.page.form("/sign-out")
    mao.sends(form, form.pairs, to=f"/zh/register/{number}/archive")
    assert mao.answer.status_code == 409
    world.passes(days=12)
    late = world.officer("zhou")
    assert "超期 1" in late.queue().text
    fills(late, f"case/{number}/followup/1/complete", text="已经完成。")
    assert "超期 0" in late.queue().text
    mao = world.officer("mao")
    form = mao.goes("register").form(f"/register/{number}/archive")
    mao.sends(form, form.pairs)
    assert world.desk_states() == {number: "archived"}
    page = late.goes(f"case/{number}/followup")
    assert "已经完成" in page.text
    assert "记录完成" not in [words for _, words in page.links]
    adds(late, number, "breach", due=day_in(world, 5), text="太晚了。")
    assert late.answer.status_code == 422


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"party": "person", "measure": "head_accountable"}, "不适用于所选的责任主体"),
        ({"party": "organiser", "measure": "recalled"}, "不适用于所选的责任主体"),
        ({"measure": "recalled"}, "每一组选项里选一项"),
        ({"party": "person", "measure": "recalled", "concerns": ""}, "请写明对谁"),
        ({"party": "person", "measure": "recalled", "due": "2020-01-01"}, "不能早于今天"),
        ({"party": "person", "measure": "recalled", "due": "昨天"}, "这样的日期"),
    ],
)
def test_a_measure_that_does_not_fit_is_refused_and_nothing_is_lost(world, concluded, given, words):
    _, number, zhou = concluded()
    usual = {"concerns": "范例甲", "due": day_in(world, 30), "text": "写了很久的一段说明。"}
    page = adds(zhou, number, "measure", **(usual | given))
    assert zhou.answer.status_code == 422
    assert words in page.text
    assert page.forms[-1].value("text") == "写了很久的一段说明。"
    assert "还没有后续事项" in zhou.goes(f"case/{number}/followup").text


def test_a_person_is_cleared_when_asked_approved_and_done(world, concluded):
    _, number, zhou = concluded("not_confirmed")
    assert "决定是否澄清正名" in zhou.opens(number).text
    usual = {"concerns": "范例甲", "form": "committee", "due": day_in(world, 20), "text": "向县委组织部说明。"}
    page = adds(zhou, number, "clearing", **usual, statements=[])
    assert zhou.answer.status_code == 422
    assert "逐项确认" in page.text
    page = adds(zhou, number, "clearing", **usual)
    assert "待批准" in page.text
    assert "决定是否澄清正名" not in zhou.opens(number).text
    zhou.goes(f"case/{number}/followup/1/complete")
    assert zhou.answer.status_code == 404, "nobody completes what nobody approved"
    page = fills(zhou, f"case/{number}/followup/1/approve", text="同意。")
    assert "已批准" in page.text
    page = fills(zhou, f"case/{number}/followup/1/complete", text="十二月三日已在会上说明。")
    assert "已完成" in page.text


def test_a_handler_proposes_clearing_and_does_not_approve_it(world, concluded):
    _, number, zhou = concluded("not_confirmed")
    zhou.grants(number, "xu")
    xu = world.officer("xu")
    xu.opens(number)
    usual = {"concerns": "范例甲", "form": "letter", "due": day_in(world, 20), "text": "当面说明。"}
    page = adds(xu, number, "clearing", **usual)
    assert not any(href.endswith("/approve") for href, _ in page.links)
    page = fills(xu, f"case/{number}/followup/1/approve", text="自己同意。")
    assert xu.answer.status_code == 422
    assert "角色" in page.text
    fills(zhou, f"case/{number}/followup/1/refuse", text="本人没有答复。")
    assert "未批准" in xu.goes(f"case/{number}/followup").text


@pytest.mark.parametrize("outcome", ["confirmed", "insufficient"])
def test_what_was_not_found_untrue_leads_to_no_clearing_and_no_judgement(world, concluded, outcome):
    _, number, zhou = concluded(outcome)
    usual = {"concerns": "范例甲", "form": "letter", "due": day_in(world, 20), "text": "说明。"}
    page = adds(zhou, number, "clearing", **usual)
    assert zhou.answer.status_code == 422
    assert "不能认定为不属实" in page.text
    adds(zhou, number, "untrue", text="错告。")
    assert zhou.answer.status_code == 422


def test_an_untrue_report_is_a_mistake_unless_a_higher_body_says_otherwise(world, concluded):
    _, number, zhou = concluded("not_confirmed")
    form = zhou.goes(f"case/{number}/followup/add/untrue").forms[-1]
    assert form.value("nature") == "mistaken", "the default"
    page = adds(zhou, number, "untrue", nature="false_accusation", text="有故意。")
    assert zhou.answer.status_code == 422
    assert "按错告处理" in page.text
    page = adds(zhou, number, "untrue", text="反映人误会了考勤方式。")
    assert "错告" in page.text
    approved = {"nature": "false_accusation", "level": "city", "approval": "望溪市〔2026〕9号(虚构)"}
    page = adds(zhou, number, "untrue", **approved, text="有故意。")
    assert "诬告陷害" in page.text
    assert "望溪市〔2026〕9号" in page.text


def test_an_objection_is_recorded_answered_and_reopens_the_case(world, concluded):
    reporter, number, zhou = concluded()
    box = (world.collects(), reporter.mailbox())[1]
    form = box.form("/mailbox/letter")
    pairs = form.filled(text="不同意,有三月的签到表。", purpose="object")
    reporter.sends(form, pairs, button=("do", "send"))
    world.collects()
    promised = due(Code.DL15, world.clock.today()).day.isoformat()
    assert promised in reporter.page.text
    world.passes(days=4)
    zhou = world.officer("zhou")
    assert "对处理结果有异议" in zhou.opens(number).text
    page = adds(zhou, number, "objection", text="来信提出异议。")
    assert "未完成" in page.text
    assert promised in page.text, "the day that the mailbox promised, counted from the letter"
    page = fills(zhou, f"case/{number}/followup/1/complete", result="reopened", text="有新的证据。")
    assert "重新办理" in page.text
    zhou.decides(number, "reopen", reason="objection", text="签到表是新的证据。")
    world.collects()
    assert "您补充的材料已收到" in reporter.mailbox().text
    zhou.decides(number, "assess", text="重新研判。")
    zhou.decides(number, "inquire", reason="general", text="再函询。")
    given = {"reason": "explained", "outcome": "confirmed", "text": "部分属实。"}
    zhou.decides(number, "conclude", **given)
    assert world.desk_states() == {number: "concluded"}
    assert zhou.page.text.count("办结") > 1, "both conclusions stand"


@pytest.mark.parametrize("kind", ["protection", "retaliation", "breach"])
def test_protection_retaliation_and_breach_are_followed_at_any_time(world, kind):
    world.reporter().reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.goes(f"case/{number}/followup/add/{kind}")
    assert lin.answer.status_code == 403, "who takes reports in does not follow them up"
    lin.grants(number, "zhou")
    zhou = world.officer("zhou")
    page = adds(zhou, number, kind, due=day_in(world, 3), text="来信说被调离岗位。")
    assert "被调离岗位" in page.text
    fills(zhou, f"case/{number}/followup/1/complete", text="已经纠正。")
    assert "已经纠正" in zhou.goes(f"case/{number}/followup").text


def test_forged_addresses_are_like_what_is_not_there(world, concluded):
    _, number, zhou = concluded()
    places = ("add/pardon", "9/complete", "1/pardon", "99999999999999999999/complete", "1/add")
    for place in places:
        zhou.goes(f"case/{number}/followup/{place}")
        assert zhou.answer.status_code == 404, place
    zhou.goes("case/2026-999999/followup")
    assert zhou.answer.status_code == 404


def test_an_unregistered_report_has_no_follow_ups(world):
    world.reporter().reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    lin.goes(f"case/{lin.numbers()[0]}/followup")
    assert lin.answer.status_code == 409


def test_of_two_who_complete_the_same_one_is_told(world, concluded):
    from portal.desk.casework.rules import NotAllowed, Refusal
    from portal.desk.followup import actions
    from portal.desk.followup.rules import Act, Given
    from portal.desk.officers.enrolment import as_colleague

    _, number, zhou = concluded()
    given = {"party": "person", "measure": "criticism", "concerns": "范例甲", "due": day_in(world, 5), "text": "批评。"}
    adds(zhou, number, "measure", **given)
    who = as_colleague(world.desk, "zhou", world.people["zhou"].passphrase)
    with world.desk.database.writing() as session:
        actions.take(session, world.desk, who, number, 1, Act.COMPLETE, Given(text="完成。"))
    with pytest.raises(NotAllowed) as refused, world.desk.database.writing() as session:
        actions.take(session, world.desk, who, number, 1, Act.COMPLETE, Given(text="也完成。"))
    assert refused.value.why is Refusal.STALE
    assert "项未完成" not in zhou.opens(number).text
