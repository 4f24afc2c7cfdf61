"""The queue and the case, as officers meet them."""

import pytest

from portal.desk.casework.trailing import SHOWN
from tests.world import SUMMARY


def test_a_case_without_a_slip_looks_like_no_case_and_is_written_down(world, number, trail):
    sun = world.officer("sun")
    assert sun.numbers() == []
    refused = sun.opens(number)
    assert sun.answer.status_code == 404
    unknown = sun.opens("2026-999999")
    assert sun.answer.status_code == 404
    assert refused.text == unknown.text
    assert ("示范员孙", "denied", "") in trail(number)


def test_nothing_of_an_unregistered_report_is_shown(world, number):
    lin = world.officer("lin")
    page = lin.opens(number)
    assert SUMMARY not in page.html
    assert "名单.txt" not in page.html
    lin.goes(f"case/{number}/file/0/1")
    assert lin.answer.status_code == 409
    lin.goes(f"case/{number}/reply")
    page = lin.replies(number, "您好")
    assert lin.answer.status_code == 422
    assert SUMMARY not in page.html


def test_registering_takes_the_recusal_statement(world, number, trail):
    lin = world.officer("lin")
    page = lin.decides(number, "register")
    assert lin.answer.status_code == 422
    assert "回避" in page.text
    assert "registered" not in str(trail(number))
    lin.registers(number)
    assert ("示范员林", "register", "delivered > registered") in trail(number)


def test_every_opening_and_download_is_written_down(world, number, trail):
    lin = world.officer("lin")
    lin.registers(number)
    before = len(trail(number))
    lin.opens(number)
    lin.downloads(number, 0, 1)
    assert [entry[:2] for entry in trail(number)[before:]] == [("示范员林", "open"), ("示范员林", "download")]


def test_a_case_shows_the_newest_lines_of_its_trail_and_all_when_asked(world, number):
    lin = world.officer("lin")
    lin.registers(number)
    for _ in range(SHOWN + 1):
        page = lin.opens(number)
    few = page.html.partition('id="trail"')[2]
    assert few.count("<tr>") == SHOWN + 1
    assert "收件" not in few
    whole = lin.goes(f"case/{number}?trail=all").html.partition('id="trail"')[2]
    assert "收件程序" in whole
    assert "全部列出" not in whole
    assert whole.count("<tr>") > SHOWN + 2


def test_a_download_never_opens_in_the_desk(world, number):
    lin = world.officer("lin")
    lin.registers(number)
    assert lin.downloads(number, 0, 1) == b"one two three"
    headers = lin.answer.headers
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_there_is_no_other_file(world, number):
    lin = world.officer("lin")
    lin.registers(number)
    for place in ("0/2", "1/1", "9/9"):
        lin.goes(f"case/{number}/file/{place}")
        assert lin.answer.status_code == 404


def test_a_decision_says_what_is_missing_and_keeps_what_was_written(world, number):
    lin = world.officer("lin")
    lin.registers(number)
    page = lin.decides(number, "decline", text="与挂职无关。")
    assert lin.answer.status_code == 422
    assert page.forms[-1].value("text") == "与挂职无关。"
    assert "理由类别" in page.text
    page = lin.decides(number, "accept", text=" ")
    assert lin.answer.status_code == 422
    assert "理由" in page.text
    page = lin.decides(number, "accept", text="受理。", statements=[])
    assert lin.answer.status_code == 422
    assert "逐项确认" in page.text


def test_a_decision_that_is_not_due_is_refused(world, number):
    lin = world.officer("lin")
    lin.registers(number)
    page = lin.goes(f"case/{number}/decide/register")
    assert lin.answer.status_code == 409
    assert "状态已经变了" in page.text
    lin.goes(f"case/{number}/decide/nonsense")
    assert lin.answer.status_code == 404


def test_a_right_that_the_role_has_not_is_refused(world, number):
    lin = world.officer("lin")
    lin.registers(number)
    lin.decides(number, "accept", text="受理。")
    page = lin.decides(number, "assign_out", target="望溪市(虚构)", text="交办。")
    assert lin.answer.status_code == 422
    assert "角色" in page.text


def test_of_two_who_decide_at_once_one_is_told(world, number):
    lin, other = world.officer("lin"), world.officer("lin")
    lin.registers(number)
    page = other.goes(f"case/{number}/decide/accept")
    lin.decides(number, "accept", text="受理。")
    form = page.forms[-1]
    page = other.sends(form, form.filled(text="我也受理。", statements=form.choices["statements"]))
    assert other.answer.status_code == 409
    assert "我也受理" in page.text, "what was written is not lost"


@pytest.mark.parametrize("version", ["0", "", "x", "٣", "9" * 30])
def test_a_page_that_shows_an_older_version_is_refused(world, number, version):
    """The state may look the same – reviewed, asked and resumed – yet something was decided in between."""
    lin = world.officer("lin")
    lin.registers(number)
    form = lin.goes(f"case/{number}/decide/accept").forms[-1]
    page = lin.sends(form, form.filled(text="受理。", statements=form.choices["statements"], version=version))
    assert lin.answer.status_code == 422
    assert "没有生效" in page.text
    assert "accepted" not in str(world.desk_states())


def test_one_person_alone_declines_nothing(world, number):
    lin = world.officer("lin")
    lin.registers(number)
    page = lin.decides(number, "decline", reason="no_substance", text="只写了一句话。")
    assert "等待第二人" in page.text
    assert world.desk_states() == {number: "registered"}
    assert "只写了一句话" not in world.officer("chen").opens(number).text


def declined(world, number):
    """Declined by two, as the room for approvals does it: through the action, with a second person."""
    from portal.desk.casework.deciding import take_decision
    from portal.desk.casework.rules import Decision, Grounds, Seconder

    lin, chen = who_is(world, "lin"), who_is(world, "chen")
    grounds = Grounds(reason="no_substance", text="只写了一句话,内部理由。")
    with world.desk.database.writing() as session:
        second = Seconder(chen.officer, chen.name, chen.rights)
        take_decision(session, world.desk, lin, number, Decision.DECLINE, grounds, seconded_by=second)


def test_a_second_person_lends_no_right_to_what_one_decides_alone(world, number):
    from portal.desk.casework.deciding import take_decision
    from portal.desk.casework.rules import Decision, Grounds, NotAllowed, Refusal, Seconder

    lin = world.officer("lin")
    lin.registers(number)
    lin.grants(number, "zhou")
    world.officer("zhou").opens(number)
    zhou, chen = who_is(world, "zhou"), who_is(world, "chen")
    grounds = Grounds(text="受理。", statements=frozenset({"level"}))
    second = Seconder(chen.officer, chen.name, chen.rights)
    with pytest.raises(NotAllowed) as refused, world.desk.database.writing() as session:
        take_decision(session, world.desk, zhou, number, Decision.ACCEPT, grounds, seconded_by=second)
    assert refused.value.why is Refusal.RIGHT


def test_of_eight_who_decide_in_the_same_moment_one_wins(world, number):
    from concurrent.futures import ThreadPoolExecutor

    from portal.desk.casework.deciding import take_decision
    from portal.desk.casework.rules import Decision, Grounds, NotAllowed, Refusal

    world.officer("lin").registers(number)
    who, grounds = who_is(world, "lin"), Grounds(text="受理。", statements=frozenset({"level"}))

    def accepts(_):
        try:
            with world.desk.database.writing() as session:
                take_decision(session, world.desk, who, number, Decision.ACCEPT, grounds, seen=1)
        except NotAllowed as no:
            return no.why
        return "done"

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(accepts, range(8)))
    assert sorted(done) == ["done", *[Refusal.STALE] * 7]
    assert world.desk_states() == {number: "accepted"}
    assert world.officer("lin").opens(number).text.count("已登记 → 已受理") == 1


def test_the_reason_of_a_decision_is_for_key_holders_only(world, number):
    world.officer("lin").registers(number)
    declined(world, number)
    page = world.officer("chen").opens(number)
    assert "只写了一句话" in page.text
    assert "示范员林 同意" in page.text
    world.collects()
    for name, content in world.every_byte():
        assert "只写了一句话".encode() not in content, name


def test_declining_tells_the_reporter_the_category_and_nothing_else(world):
    code = world.reporter().reports()
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    declined(world, number)
    world.collects()
    box = world.reporter(code).mailbox()
    assert "没有实质内容" in box.text
    assert "内部理由" not in box.html


def test_granting_offers_only_colleagues_of_the_office_who_may_hold_a_slip(world, number):
    lin = world.officer("lin")
    lin.registers(number)
    page = lin.goes(f"case/{number}/grant")
    assert "示范员周" in page.text
    for other in ("示范员吴", "示范员孙", "示范审计员沈", "示范员陈"):
        assert other not in page.text
    lin.grants(number, "zhou")
    assert "示范员周" in lin.opens(number).text
    assert SUMMARY in world.officer("zhou").opens(number).text


def test_a_grant_to_a_key_that_the_authority_did_not_sign_goes_to_the_signed_key(world, number):
    """Whoever can write the desk's database puts his own key beside a colleague's name; the slip ignores it (T5)."""
    from sqlalchemy import select, update

    from portal.age import Identity
    from portal.desk.officers.records import OfficerRecord

    thief = Identity.generate()
    with world.desk.database.writing() as session:
        true_key = session.scalars(select(OfficerRecord.recipient).where(OfficerRecord.login == "zhou")).one()
        session.execute(
            update(OfficerRecord).where(OfficerRecord.login == "zhou").values(recipient=str(thief.recipient))
        )
    lin = world.officer("lin")
    lin.registers(number)
    lin.grants(number, "zhou")
    with world.desk.database.writing() as session:
        session.execute(update(OfficerRecord).where(OfficerRecord.login == "zhou").values(recipient=true_key))
    assert SUMMARY in world.officer("zhou").opens(number).text


def test_the_queue_counts_filters_and_pages(world):
    from portal.desk.casework.queue.actions import PAGE, queue
    from portal.desk.casework.queue.rules import Position, Sort, Wanted

    for _ in range(3):
        world.reporter().reports(offices=["qinghe"])
    world.collects()
    zhao = world.officer("zhao")
    numbers = zhao.numbers()
    assert numbers == sorted(numbers)
    assert len(numbers) == 3
    zhao.registers(numbers[0])
    assert [href for href, _ in zhao.goes("?state=registered").links if "/case/" in href] == [f"/zh/case/{numbers[0]}"]
    assert next(href for href, _ in zhao.goes("?state=nonsense").links if "/case/" in href).endswith(numbers[1])
    assert "没有您能打开的办件" in zhao.goes("?state=concluded").text
    assert PAGE > 3
    with world.desk.database.reading() as session:
        here = Position("", numbers[2])
        older = queue(session, who_is(world, "zhao"), world.clock.today(), Wanted(sort=Sort.NUMBER), here)
    assert [row.number for row in older.rows] == numbers[1::-1]


def test_a_new_letter_is_marked_until_somebody_opens_the_case(world):
    reporter = world.reporter()
    reporter.reports()
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    reporter.writes_letter("补充一句。")
    world.collects()
    assert "1 封新来信" in lin.queue().text
    lin.opens(number)
    assert "封新来信" not in lin.queue().text


def who_is(world, login):
    from portal.desk.officers.enrolment import as_colleague

    return as_colleague(world.desk, login, world.people[login].passphrase)
