"""Terms on the case and in the queue: late, soon, met, begun, extended, and a year nobody has a calendar for."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from portal.domain.deadlines import Code, due


@pytest.fixture
def accepted(world):
    world.reporter().reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.decides(number, "accept", text="属于受理范围。")
    lin.grants(number, "zhou")
    return number


def terms(world):
    """The running terms: code, and until when."""
    from sqlalchemy import select

    from portal.desk.casework.records import TermRecord

    with world.desk.database.reading() as session:
        found = session.scalars(select(TermRecord).where(TermRecord.ended.is_(None)).order_by(TermRecord.code))
        return {term.code: term.due for term in found}


def fills(officer, address, **given):
    form = officer.goes(address).forms[-1]
    return officer.sends(form, form.filled(**given))


def day_in(world, days):
    return (world.clock.today() + timedelta(days=days)).isoformat()


def test_a_report_that_nobody_opens_is_late_in_the_queue(world):
    world.reporter().reports(offices=["yunling"])
    world.collects()
    assert set(terms(world)) == {"DL12"}
    page = world.officer("lin").queue()
    assert "将到期 1" in page.text
    world.passes(days=10)
    lin = world.officer("lin")
    page = lin.queue()
    assert "超期 1" in page.text
    assert "个工作日" in page.text
    (number,) = [href.rsplit("/", 1)[1] for href, _ in lin.goes("?due=late").links if "/case/" in href]
    assert "没有您能打开的办件" in lin.goes("?due=soon").text
    lin.registers(number)
    assert terms(world) == {}
    assert "超期 0" in lin.queue().text


def test_decisions_start_and_end_the_terms_of_the_table(world, accepted):
    assert set(terms(world)) == {"DL06"}
    zhou = world.officer("zhou")
    zhou.assesses(accepted)
    assert set(terms(world)) == {"DL06"}
    zhou.decides(accepted, "inquire", reason="general", text="先函询。")
    assert set(terms(world)) == {"DL07"}
    page = fills(zhou, f"case/{accepted}/term/DL07/1/met", text="十二月一日收到书面说明。")
    assert set(terms(world)) == {"DL08"}, "with the answer, the month for report and opinion begins"
    assert "期限内事项已完成" in page.text
    assert "收到书面说明" in page.text
    zhou.decides(accepted, "conclude", reason="explained", outcome="not_confirmed", text="说明属实。")
    assert set(terms(world)) == {"DL11", "DL16"}


def test_a_verification_is_extended_by_a_month_and_then_only_from_above(world, accepted):
    zhou = world.officer("zhou")
    zhou.assesses(accepted)
    pair = [zhou.id(), world.officer("lin").id()]
    zhou.decides(accepted, "verify", reason="checkable", text="核实。", group=pair)
    due = terms(world)["DL09"]
    address = f"case/{accepted}/term/DL09/1/extend"
    month = due.replace(month=due.month % 12 + 1, day=min(due.day, 28))
    page = fills(zhou, address, until=(due + timedelta(days=60)).isoformat(), text="证人在外。")
    assert zhou.answer.status_code == 422
    assert "批准的上级机关" in page.text
    page = fills(zhou, address, until=month.isoformat(), text="证人在外。")
    assert terms(world)["DL09"] == month
    assert "已延长 1 次" in page.text
    assert "证人在外" in page.text
    fills(zhou, address, until=(month + timedelta(days=5)).isoformat(), text="还在外。")
    assert zhou.answer.status_code == 422
    given = {"text": "还在外。", "approver": "望溪市〔2027〕1号(虚构)"}
    fills(zhou, address, until=(month + timedelta(days=5)).isoformat(), **given)
    assert terms(world)["DL09"] == month + timedelta(days=5)
    xu = world.officer("xu")
    xu.goes(address)
    assert xu.answer.status_code == 403, "who handles a case does not extend it"


def test_an_event_from_above_starts_its_five_days(world, accepted):
    lin = world.officer("lin")
    address = f"case/{accepted}/term/begin"
    page = fills(lin, address, code="DL04", event=day_in(world, 1), text="")
    assert lin.answer.status_code == 422
    assert "请核对发生的日期" in page.text
    fills(lin, address, event=day_in(world, 0))
    assert lin.answer.status_code == 422
    fills(lin, address, code="DL04", event=day_in(world, 0), text="上级转来。")
    assert set(terms(world)) == {"DL04", "DL06"}
    fills(lin, f"case/{accepted}/term/DL04/1/met", text=" ")
    assert lin.answer.status_code == 422
    fills(lin, f"case/{accepted}/term/DL04/1/met", text="已受理。")
    assert set(terms(world)) == {"DL06"}


@pytest.mark.parametrize("place", ["DL06/2", "DL04/1", "DL99/1", "FU/1"])
def test_a_term_that_does_not_run_is_like_a_case_that_is_not_there(world, accepted, place):
    lin = world.officer("lin")
    lin.goes(f"case/{accepted}/term/{place}/met")
    assert lin.answer.status_code == 404


def test_two_who_record_the_same_do_it_once(world, accepted):
    from portal.desk.casework.rules import NotAllowed
    from portal.desk.officers.enrolment import as_colleague
    from portal.desk.terms import actions

    lin = world.officer("lin")
    fills(lin, f"case/{accepted}/term/begin", code="DL04", event=day_in(world, 0), text="")
    form = lin.goes(f"case/{accepted}/term/DL04/1/met").forms[-1]
    lin.sends(form, form.filled(text="已受理。"))
    lin.sends(form, form.filled(text="已受理。"), to=f"/zh/case/{accepted}/term/DL04/1/met")
    assert lin.answer.status_code == 404
    who = as_colleague(world.desk, "lin", world.people["lin"].passphrase)
    for act, more in ((actions.meet, ("已受理。",)), (extends, ())):
        with pytest.raises(NotAllowed), world.desk.database.writing() as session:
            act(session, world.desk, who, accepted, "DL04", 1, *more)


def extends(session, desk, who, number, code, round_):
    from portal.desk.terms import actions

    actions.extend(session, desk, who, number, code, round_, until=None, text="", approver="")


def test_a_year_without_holiday_notice_is_said_plainly(world):
    """The next year's holidays are announced in November; until then a count of working days is a guess."""
    from portal.domain.workdays import year_is_known

    year = next(year for year in range(world.clock.today().year, 2100) if not year_is_known(year))
    world.reporter().reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    with world.desk.database.writing() as session:
        session.execute(text("UPDATE cases SET next_due = :v1"), {"v1": f"{year}-01-06"})
        session.execute(text("UPDATE case_terms SET due = :v1"), {"v1": f"{year}-01-06"})
        session.execute(text("UPDATE queue_rows SET due = :v1"), {"v1": f"{year}-01-06"})
    assert f"{year} 年的放假安排还没有录入" in lin.queue().text
    assert f"{year} 年的放假安排还没有录入" in lin.opens(number).text


def test_the_case_says_on_what_basis_and_what_is_not_verified(world, accepted):
    zhou = world.officer("zhou")
    assert "《监督执纪工作规则》第二十一条" in zhou.opens(accepted).text
    assert "条文待核对" not in zhou.opens(accepted).text
    zhou.assesses(accepted)
    page = zhou.decides(accepted, "inquire", reason="general", text="先函询。")
    assert "条文待核对" in page.text


def test_a_named_reporter_is_told_in_fifteen_days_of_acceptance_and_of_the_end(world):
    """Rules on handling complaints, art. 26 and 27: both terms run, and each ends with a record of what was said."""
    who = {"identity_mode": "named", "real_name": "范例甲乙", "contact": "13900000000"}
    world.reporter().reports(offices=["yunling"], **who)
    world.collects()
    received = world.clock.today()
    assert set(terms(world)) == {"DL12"}, "until it is opened, nobody knows that it is named"
    world.passes(days=2)
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    assert terms(world) == {"DL01": due(Code.DL01, received).day}, "counted from its arrival"
    lin.decides(number, "accept", text="受理。")
    assert set(terms(world)) == {"DL01", "DL06"}, "accepting is not telling"
    fills(lin, f"case/{number}/term/DL01/1/met", text="当面告知。")
    lin.grants(number, "zhou")
    zhou = world.officer("zhou")
    page = zhou.concludes(number)
    assert {"DL02", "DL16"} <= set(terms(world))
    offered = [href.rsplit("/", 1)[1] for href, _ in page.links if "/decide/" in href]
    assert "feedback" in offered
    assert "no_feedback" not in offered
    given = {"reason": "in_person", "text": "当面反馈,没有异议。"}
    zhou.decides(number, "feedback", **given, day=day_in(world, 1))
    assert zhou.answer.status_code == 422
    page = zhou.decides(number, "feedback", **given, day=day_in(world, 0))
    assert "DL02" not in terms(world)
    assert "当面反馈,没有异议" in page.text
