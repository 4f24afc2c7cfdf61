"""A case from delivery to its end, through the pages: verified and followed, reopened, held, joined, filed away."""

import pytest

from tests.world import SUMMARY


@pytest.fixture
def accepted(world):
    """A report for one office, accepted; its reporter, its number, and zhou, who heads, decides and handles."""
    reporter = world.reporter()
    reporter.reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.decides(number, "accept", text="属于受理范围。")
    lin.grants(number, "zhou")
    return reporter, number, world.officer("zhou")


def state(world, number):
    return world.desk_states()[number]


def told(world, reporter):
    """What the mailbox says first."""
    world.collects()
    return reporter.mailbox().text


def test_a_case_is_assessed_verified_reviewed_and_concluded(world, accepted):
    reporter, number, zhou = accepted
    xu, he = world.officer("xu"), world.officer("he")
    zhou.assesses(number, handler=xu.id())
    assert SUMMARY in xu.opens(number).text, "the handler was given a key"
    assert "示范员徐" in zhou.opens(number).text
    zhou.decides(number, "verify", reason="checkable", text="先查两处考勤。", group=[xu.id(), zhou.id()])
    before = told(world, reporter)
    zhou.grants(number, "he")
    page = zhou.decides(number, "conclude", reason="checked", outcome="confirmed", text="两份考勤不一致。")
    assert zhou.answer.status_code == 422
    assert "审核人员还没有审核通过" in page.text
    he.decides(number, "review", text="材料齐全。")
    assert told(world, reporter) == before, "the file check is nothing to the outside"
    zhou.decides(number, "conclude", reason="checked", outcome="confirmed", text="两份考勤不一致。")
    assert state(world, number) == "concluded"
    assert "已按程序办结" in told(world, reporter)
    assert "考勤不一致" not in reporter.mailbox().html
    assert "两份考勤不一致" in xu.opens(number).text
    xu.decides(number, "no_feedback", text="匿名件。")
    assert state(world, number) == "feedback_given"
    assert "实名举报人" not in told(world, reporter)


def test_a_handler_from_elsewhere_or_without_the_role_is_refused(world, accepted):
    _, number, zhou = accepted
    for stranger in (world.officer("sun"), world.officer("lin"), world.officer("shen")):
        form = zhou.goes(f"case/{number}/decide/assess").forms[-1]
        pairs = [*form.filled(text="请承办。", statements=form.choices["statements"]), ("handler", stranger.id())]
        page = zhou.sends(form, pairs)
        assert zhou.answer.status_code == 422
        assert "不能选这位同事" in page.text
    assert state(world, number) == "accepted"


def test_an_officer_who_has_left_is_named_for_nothing_though_the_slip_is_there(world, accepted):
    from sqlalchemy import update

    from portal.desk.officers.records import OfficerRecord

    _, number, zhou = accepted
    zhou.grants(number, "xu")
    xu = world.officer("xu").id()
    form = zhou.goes(f"case/{number}/decide/assess").forms[-1]
    assert xu in form.choices["handler"]
    with world.desk.database.writing() as session:
        session.execute(update(OfficerRecord).where(OfficerRecord.id == xu).values(revoked=world.clock.today()))
    page = zhou.sends(form, form.filled(text="请承办。", statements=form.choices["statements"], handler=xu))
    assert zhou.answer.status_code == 422
    assert "已停用" in page.text
    assert xu not in page.forms[-1].choices["handler"]


def test_whoever_handles_or_verifies_a_case_does_not_review_it(world, accepted):
    from sqlalchemy import update

    from portal.desk.officers.records import OfficerRecord

    _, number, zhou = accepted
    with world.desk.database.writing() as session:
        both = "chief dept_lead deputy handler reviewer"
        session.execute(update(OfficerRecord).where(OfficerRecord.login == "zhou").values(roles=both))
    xu, lin = world.officer("xu").id(), world.officer("lin").id()
    zhou.assesses(number, handler=xu)
    zhou.decides(number, "verify", reason="checkable", text="查考勤。", group=[zhou.id(), lin])
    page = zhou.decides(number, "review", text="自己看过了。")
    assert zhou.answer.status_code == 422
    assert "不能审核自己办的件" in page.text
    zhou.decides(number, "hold", reason="needs_time", text="等。", day=day_in(world, 30))
    world.passes(days=30)
    zhou = world.officer("zhou")
    zhou.assesses(number, reason="review_due")
    zhou.decides(number, "verify", reason="checkable", text="查考勤。", group=[xu, lin])
    zhou.decides(number, "review", text="自己看过了。")
    assert zhou.answer.status_code == 422, "now the handler"


def test_an_inquiry_where_people_could_collude_takes_a_reason_of_its_own(world, accepted):
    _, number, zhou = accepted
    zhou.assesses(number, collusion=True)
    page = zhou.decides(number, "inquire", reason="general", text="先函询。")
    assert zhou.answer.status_code == 422
    assert "串供风险" in page.text
    zhou.decides(number, "inquire", reason="despite_collusion", text="记录已经先行调取。")
    assert state(world, number) == "inquiry"


def test_an_inquiry_a_verification_a_hold_and_a_formal_case_look_the_same(world, accepted):
    """T9: the whole mailbox, word by word; not even how many messages there are tells one from the other."""
    reporter, number, zhou = accepted
    first = told(world, reporter)
    assert "这一步不通知举报人" in zhou.goes(f"case/{number}/decide/assess").text
    zhou.assesses(number)
    assert told(world, reporter) == first
    zhou.decides(number, "inquire", reason="general", text="先函询。")
    assert told(world, reporter) == first
    pair = [zhou.id(), world.officer("lin").id()]
    zhou.decides(number, "verify", reason="denial_not_convincing", text="核实。", group=pair)
    assert told(world, reporter) == first
    zhou.decides(number, "hold", reason="needs_time", text="等待。", day=day_in(world, 30))
    assert state(world, number) == "held"
    assert told(world, reporter) == first


def day_in(world, days):
    from datetime import timedelta

    return (world.clock.today() + timedelta(days=days)).isoformat()


def test_what_is_held_comes_up_again_on_its_day_or_with_new_material(world, accepted):
    reporter, number, zhou = accepted
    zhou.assesses(number)
    page = zhou.decides(number, "hold", reason="needs_time", text="等待。", day=day_in(world, 91))
    assert zhou.answer.status_code == 422
    assert "请核对日期" in page.text
    zhou.decides(number, "hold", reason="needs_time", text="等待。", day=day_in(world, 30))
    zhou.assesses(number, reason="review_due")
    assert zhou.answer.status_code == 422
    reporter.writes_letter("又看到一次。")
    world.collects()
    zhou.assesses(number, reason="new_material")
    assert state(world, number) == "assessing"
    zhou.decides(number, "hold", reason="needs_time", text="再等。", day=day_in(world, 30))
    world.passes(days=30)
    later = world.officer("zhou")
    later.assesses(number, reason="review_due")
    assert state(world, number) == "assessing"


def test_direct_close_is_refused_to_one_person_and_to_the_wrong_second(world, accepted):
    from portal.desk.casework.deciding import take_decision
    from portal.desk.casework.rules import Decision, Grounds, NotAllowed, Seconder
    from portal.desk.officers.enrolment import as_colleague

    _, number, zhou = accepted
    zhou.assesses(number)
    given = {"reason": "implausible", "outcome": "not_confirmed", "text": "不合情理。"}
    page = zhou.decides(number, "direct_close", **given)
    assert "等待第二人" in page.text
    who = as_colleague(world.desk, "zhou", world.people["zhou"].passphrase)
    grounds = Grounds(**given, statements=frozenset({"studied"}))
    for second in (Seconder(who.officer, who.name, who.rights), Seconder("e" * 32, "某人", frozenset())):
        with pytest.raises(NotAllowed), world.desk.database.writing() as session:
            take_decision(session, world.desk, who, number, Decision.DIRECT_CLOSE, grounds, seconded_by=second)
    assert state(world, number) == "assessing"


def test_a_returned_case_is_read_again(world, accepted):
    reporter, number, zhou = accepted
    zhou.assesses(number)
    zhou.decides(number, "return", reason="other_level", text="属于望溪市管辖。")
    assert "正在重新判断由谁办理" in told(world, reporter)
    lin = world.officer("lin")
    lin.decides(number, "retake", text="重新审阅。")
    assert state(world, number) == "registered"


def test_a_repeat_is_joined_and_its_new_facts_reach_the_other_case(world, accepted):
    _, number, zhou = accepted
    again = world.reporter()
    again.reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    repeat = next(one for one in lin.numbers() if one != number)
    lin.registers(repeat)
    for wrong in (repeat, "2026-999999", ""):
        page = lin.decides(repeat, "merge", repeat_of=wrong, text="另有三月十二日的情况。")
        assert lin.answer.status_code == 422
        assert "没有您能打开的这一件" in page.text
    lin.decides(repeat, "merge", repeat_of=number, text="另有三月十二日的情况。")
    assert world.desk_states() == {number: "accepted", repeat: "merged"}
    page = zhou.opens(number)
    assert "另有三月十二日的情况" in page.text
    assert repeat in page.text
    assert "已合并" in told(world, again)


def test_a_concluded_case_is_reopened_by_an_objection_with_new_evidence(world, accepted):
    reporter, number, zhou = accepted
    zhou.concludes(number)
    reporter.writes_letter("不同意,附上三月的签到表。")
    world.collects()
    zhou.decides(number, "reopen", reason="objection", text="签到表是新的证据。")
    assert "您补充的材料已收到" in told(world, reporter)
    zhou.decides(number, "assess", text="重新研判。")
    assert state(world, number) == "assessing"


def test_case_management_sees_the_register_files_away_and_opens_nothing(world, accepted):
    reporter, number, zhou = accepted
    zhou.concludes(number)
    zhou.decides(number, "no_feedback", text="匿名件。")
    mao = world.officer("mao")
    page = mao.goes("register")
    assert number in page.text
    assert "范例甲" not in page.html
    mao.goes(f"case/{number}")
    assert mao.answer.status_code == 403
    form = mao.goes("register").form(f"/register/{number}/archive")
    mao.sends(form, form.pairs)
    assert state(world, number) == "archived"
    before = told(world, reporter)
    mao.sends(form, form.pairs)
    assert mao.answer.status_code == 409, "filed away already"
    mao.sends(form, form.pairs, to="/zh/register/2026-999999/archive")
    assert mao.answer.status_code == 404
    assert told(world, reporter) == before


def test_another_offices_register_shows_nothing_of_this_one(world, accepted):
    from sqlalchemy import update

    from portal.desk.officers.records import OfficerRecord

    _, number, _ = accepted
    mao = world.officer("mao")
    with world.desk.database.writing() as session:
        session.execute(update(OfficerRecord).where(OfficerRecord.login == "mao").values(office="qinghe"))
    assert number not in mao.goes("register").text


def test_who_watches_counts_or_runs_the_servers_holds_no_slip_and_opens_nothing(world, accepted):
    """DOMAIN 3.3: what a role may not do it also cannot decrypt."""
    from sqlalchemy import select

    from portal.desk.casework.records import ItemRecord, SlipRecord
    from portal.desk.officers.enrolment import as_colleague
    from portal.desk.officers.records import OfficerRecord
    from portal.domain.roles import MAY_HOLD_SLIPS, Role
    from portal.sealing import SealingError, open_slip

    _, number, zhou = accepted
    zhou.concludes(number)
    with world.desk.database.reading() as session:
        holders = {officer: set(roles.split()) for officer, roles in session.execute(
            select(OfficerRecord.id, OfficerRecord.roles).join(SlipRecord, SlipRecord.officer == OfficerRecord.id)
        )}  # fmt: skip
        slips = session.scalars(select(SlipRecord)).all()
        assert session.scalars(select(ItemRecord.id)).first()
    assert all(roles & {str(role) for role in MAY_HOLD_SLIPS} for roles in holders.values())
    for login in ("shen", "mao"):
        who = as_colleague(world.desk, login, world.people[login].passphrase)
        assert not who.roles & MAY_HOLD_SLIPS
        for slip in slips:
            with pytest.raises(SealingError):
                open_slip(slip.sealed, who.identity, slip.case_id, slip.officer)
    page = zhou.goes(f"case/{number}/grant")
    for login in ("shen", "mao"):
        assert world.people[login].name not in page.text
    assert Role.SYSADMIN not in MAY_HOLD_SLIPS
