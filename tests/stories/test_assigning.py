"""Agreed facts go down as a task, the result comes back into the case; the reporter is in neither."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from portal.desk.assigning.records import AssignmentRecord
from portal.desk.casework.records import CaseRecord, ItemRecord, SlipRecord, TermRecord
from portal.desk.officers.records import OfficerRecord
from tests.desk.sheets.test_pages import PHONE, SAID, TELLING, asks, writes
from tests.stories.test_two_persons import waiting

RESULT = "两处考勤都记了出勤,本人承认一直在原单位。"


@pytest.fixture
def agreed(world):
    """An accepted case with a sheet that zhou wrote and lin agreed to."""
    reporter = world.reporter()
    reporter.reports(offices=["yunling"], summary=SAID, identifying_details=f"{TELLING},我是其中一个。")
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.grants(number, "zhou")
    lin.decides(number, "accept", text="属于受理范围。")
    zhou = world.officer("zhou")
    writes(zhou, number, to="青禾县纪检监察机关(虚构)", kind="task")
    asks(zhou)
    lin.answers(waiting(lin)[0])
    return reporter, number, lin, zhou


def assigns(officer, number, office="qinghe", **given):
    page = officer.goes(f"case/{number}/assign?to={office}")
    form = page.form(f"assign?to={office}")
    chosen = {"sheet": form.choices["sheet"][0], "text": "第二十条第一项。"} | given
    return officer.sends(form, form.filled(**chosen))


@pytest.fixture
def given(world, agreed):
    reporter, number, _lin, zhou = agreed
    assigns(zhou, number)
    zhao = world.officer("zhao")
    (task,) = zhao.numbers()
    return reporter, number, zhou, zhao, task


def finishes(world, zhao, task):
    """The lower office handles its task to the end; returns its chief."""
    zhao.registers(task)
    zhao.grants(task, "sun")
    zhao.decides(task, "accept", text="接受交办。")
    sun = world.officer("sun")
    sun.concludes(task, outcome="confirmed")
    return sun


def reports(officer, task, text=RESULT, **given):
    form = officer.goes(f"case/{task}/report-back").forms[-1]
    return officer.sends(form, form.filled(text=text, **({"reviewed": True} | given)))


def test_a_task_goes_down_and_its_result_comes_back(world, agreed):
    reporter, number, lin, zhou = agreed
    told = reporter.mailbox().text
    page = zhou.goes(zhou.opens(number) and zhou.page.link("密封交办下级机关"))
    assert "青禾县" in page.text
    page = assigns(zhou, number)
    assert world.desk_states()[number] == "assigned_out"
    assert "已交办,等待结果".replace(",", "\uff0c") in page.text
    world.collects()
    assert "正在按程序办理" in reporter.mailbox().text

    zhao = world.officer("zhao")
    (task,) = zhao.numbers()
    assert task != number
    assert "上级交给本机关的" in zhao.goes("assignments").text
    sun = finishes(world, zhao, task)
    page = sun.opens(task)
    assert "实际在原单位上班" in page.text
    for gone in (TELLING, PHONE, "与此事的关系", "无法读出", "给举报人写回复", "我当时"):
        assert gone not in page.html
    assert "请逐项确认" in reports(sun, task, reviewed=None).text
    page = reports(sun, task)
    assert "已报告结果" in page.text

    assert "1 项待看" in zhou.queue().html
    page = zhou.opens(number)
    assert RESULT in page.text
    assert "反映问题属实或部分属实" in page.text
    assert "青禾县纪检监察机关" in page.text
    zhou.decides(number, "conclude", reason="reported_back", outcome="confirmed", text="同意下级意见。")
    assert world.desk_states()[number] == "concluded"
    world.collects()
    assert RESULT not in reporter.mailbox().html
    assert told
    assert "两边" not in lin.opens(number).text


def test_neither_office_can_open_the_others_case(world, given):
    _, number, zhou, zhao, task = given
    assert zhao.opens(number).text == zhao.goes("case/2026-999999").text
    assert zhou.opens(task).text == zhou.goes("case/2026-999999").text
    held = select(SlipRecord.case_id, OfficerRecord.office).join(OfficerRecord, OfficerRecord.id == SlipRecord.officer)
    with world.desk.database.reading() as session:
        offices = {tuple(found) for found in session.execute(held)}
    assert sorted(office for _, office in offices) == ["qinghe", "yunling"]
    assert len({case for case, _ in offices}) == 2


def test_a_case_is_not_concluded_before_the_result_is_there(world, given):
    _, number, zhou, zhao, task = given
    page = zhou.decides(number, "conclude", reason="reported_back", outcome="confirmed", text="先办结。")
    assert zhou.answer.status_code == 422
    assert "下级机关还没有报告结果" in page.text
    reports(finishes(world, zhao, task), task)
    zhou.decides(number, "conclude", reason="reported_back", outcome="confirmed", text="办结。")
    assert world.desk_states()[number] == "concluded"


def test_a_result_is_sent_back_for_more_and_comes_again(world, given):
    _, number, zhou, zhao, task = given
    sun = finishes(world, zhao, task)
    reports(sun, task)
    zhou.opens(number)
    form = zhou.goes(zhou.page.link("退回补充")).forms[-1]
    page = zhou.sends(form, form.filled(text=" "))
    assert zhou.answer.status_code == 422
    page = zhou.sends(form, form.filled(text="请附上三月的考勤。"))
    assert "退回补充" in page.text
    assert "请附上三月的考勤" in sun.opens(task).text
    with world.desk.database.reading() as session:
        which = session.scalars(select(AssignmentRecord.id)).one()
    zhou.sends(form, form.filled(text="再退一次。"), to=f"/zh/case/{number}/assign/{which}/back")
    assert zhou.answer.status_code == 422
    sun.decides(task, "reopen", reason="new_facts", text="按要求补充。")
    reports(sun, task)
    assert sun.answer.status_code == 422, "not concluded again yet"
    sun.decides(task, "assess", text="补充核查。")
    sun.decides(task, "inquire", reason="general", text="补充函询。")
    sun.decides(task, "conclude", reason="explained", outcome="confirmed", text="已经补充。")
    reports(sun, task, text="三月的考勤已核。")
    page = zhou.opens(number)
    assert RESULT in page.text
    assert "三月的考勤已核" in page.text
    with world.desk.database.reading() as session:
        assert session.scalars(select(AssignmentRecord.state)).all() == ["reported"]


def test_what_is_overdue_reminds_both_sides(world, agreed):
    from portal.desk.reminding.actions import to_remind
    from portal.desk.reminding.records import ReminderAddress

    _, number, _, zhou = agreed
    assigns(zhou, number, due=(world.clock.today() + timedelta(days=30)).isoformat())
    zhao = world.officer("zhao")
    (task,) = zhao.numbers()
    finishes(world, zhao, task)
    with world.desk.database.writing() as session:
        for officer in session.scalars(select(OfficerRecord)):
            session.add(ReminderAddress(officer=officer.id, address=f"{officer.login}@example.invalid"))
    world.passes(days=40)
    with world.desk.database.reading() as session:
        reminded = set(to_remind(session, world.desk))
        due = session.scalars(select(TermRecord).where(TermRecord.code == "DL10", TermRecord.ended.is_(None))).all()
    assert {"sun@example.invalid", "zhou@example.invalid"} <= reminded
    assert len(due) == 2
    assert "超期" in world.officer("zhou").goes("assignments").text
    assert "超期" in world.officer("zhao").goes("assignments").text


def test_only_an_agreed_sheet_goes_to_a_lower_office_within_the_time(world, agreed):
    _, number, _, zhou = agreed
    page = assigns(zhou, number, due=(world.clock.today() + timedelta(days=200)).isoformat())
    assert "最长三个月" in page.text
    form = zhou.goes(f"case/{number}/assign?to=qinghe").form("to=qinghe")
    kept = [pair for pair in form.filled(text="交办。") if pair[0] not in ("sheet", "officers")]
    lin, zhao = world.officer("lin").id(), world.officer("zhao").id()
    for sheet, officers in (("9", [zhao]), ("x", [zhao]), ("1", []), ("1", [lin])):
        zhou.sends(form, [*kept, ("sheet", sheet), *(("officers", one) for one in officers)])
        assert zhou.answer.status_code == 422, (sheet, officers)
    for nonsense in ("yunling", "nowhere"):
        zhou.goes(f"case/{number}/assign?to={nonsense}")
        assert zhou.answer.status_code == 404
    edit = zhou.goes(f"case/{number}/sheets/1/edit").forms[-1]
    zhou.sends(edit, edit.filled(summary="另写一句。"))
    pairs = [*kept, ("sheet", "1"), ("officers", zhao)]
    assert "两个人已同意" in zhou.sends(form, pairs).text
    assert "先要有一份两个人已同意的交办函" in zhou.goes(f"case/{number}/assign?to=qinghe").text
    assert world.desk_states() == {number: "accepted"}


def test_nothing_is_assigned_twice_or_from_another_state(world, given):
    _, number, zhou, _, _task = given
    assert "现在不能交办" in zhou.goes(f"case/{number}/assign?to=qinghe").text
    assert len(world.desk_states()) == 2


def test_a_task_is_no_report_it_is_not_handed_on_answered_or_made_a_sheet_of(world, given):
    _, _, _, zhao, task = given
    zhao.registers(task)
    zhao.grants(task, "sun")
    form = zhao.goes(f"case/{task}/transfer?to=wangxi").form("to=wangxi")
    zhao.sends(form, form.filled(text="转走。"))
    assert zhao.answer.status_code == 422
    zhao.replies(task, "您好。")
    assert zhao.answer.status_code in (409, 422)
    zhao.goes(f"case/{task}/sheets/new/task")
    assert zhao.answer.status_code == 409
    assert world.desk_states()[task] == "registered"


def test_results_go_where_the_task_came_from_and_nowhere_else(world, given):
    """T2: whoever writes the database puts another case beside the task."""
    _, _number, _, zhao, task = given
    sun = finishes(world, zhao, task)
    with world.desk.database.writing() as session:
        record = session.scalars(select(AssignmentRecord)).one()
        session.execute(update(AssignmentRecord).values(parent=record.child))
    page = reports(sun, task)
    assert sun.answer.status_code == 422
    assert "打不开" in page.text
    with world.desk.database.reading() as session:
        kinds = session.scalars(select(ItemRecord.kind).where(ItemRecord.kind == "assignment")).all()
    assert len(kinds) == 2, "the task, and the upper office's record of it"


def test_strangers_and_forged_names_of_tasks_are_as_absent(world, given):
    _, number, zhou, zhao, task = given
    lin, chen = world.officer("lin"), world.officer("chen")
    absent = zhou.goes("case/2026-999999").text
    for path in (f"case/{number}/assign/{32 * '0'}/back", f"case/{number}/report-back", f"case/{task}/report-back"):
        assert zhou.goes(path).text == absent
        assert zhou.answer.status_code == 404
    assert chen.goes("assignments").text.count(number) == 0
    lin.goes(f"case/{number}/assign")
    assert lin.answer.status_code == 403
    with world.desk.database.reading() as session:
        which = session.scalars(select(AssignmentRecord.id)).one()
    sun = finishes(world, zhao, task)
    assert sun.goes(f"case/{task}/assign/{which}/back").text == absent


def cut(world, act):
    """The power goes when everything is written and nothing is committed."""
    from tests.desk.intake.test_collecting import Stopped

    with world.desk.database.writing() as session:
        act(session)
        session.flush()
        raise Stopped


def test_cut_before_the_commit_neither_a_task_nor_a_result_is_half_there(world, agreed):
    from portal.desk.assigning import actions, giving
    from portal.desk.officers.enrolment import as_colleague
    from tests.desk.intake.test_collecting import Stopped

    def kept():
        with world.desk.database.reading() as session:
            cases = session.scalar(select(func.count()).select_from(CaseRecord))
            return cases, session.scalars(select(AssignmentRecord.state)).all(), world.desk_states()

    _, number, _, zhou = agreed
    before, who = kept(), as_colleague(world.desk, "zhou", world.people["zhou"].passphrase)
    given = giving.Given(
        1, "qinghe", (world.officer("zhao").id(),), world.clock.today() + timedelta(days=9), "交办。", 2
    )
    with world.desk.database.reading() as session:
        given = replace(given, seen=session.scalars(select(CaseRecord.version)).one())
    with pytest.raises(Stopped):
        cut(world, lambda session: giving.assign(session, world.desk, who, number, given))
    assert kept() == before
    assigns(zhou, number)
    zhao = world.officer("zhao")
    (task,) = zhao.numbers()
    finishes(world, zhao, task)
    before, chief = kept(), as_colleague(world.desk, "sun", world.people["sun"].passphrase)
    with pytest.raises(Stopped):
        cut(world, lambda session: actions.report_back(session, world.desk, chief, task, RESULT, reviewed=True))
    assert kept() == before
    assert RESULT not in zhou.opens(number).html


def test_a_task_that_is_not_this_offices_is_reported_as_that(world, given):
    _, number, zhou, zhao, task = given
    zhao.registers(task)
    zhao.grants(task, "sun")
    zhao.decides(task, "decline", reason="other_body", text="不归本机关管辖。")
    sun = world.officer("sun")
    sun.answers(waiting(sun)[0])
    reports(sun, task, text="不归本机关管辖,建议另行交办。")
    assert sun.answer.status_code == 200
    assert "建议另行交办" in zhou.opens(number).text
