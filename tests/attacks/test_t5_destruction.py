"""T5: one insider who can write the desk's database makes no case due, and takes no hold away."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from portal.desk.audit.records import AuditLine
from portal.desk.casework.records import CaseRecord, QueueRecord, SlipRecord
from portal.desk.casework.shelving import shelf_of_office
from portal.desk.officers.records import OfficerRecord
from portal.desk.retention.records import HoldRecord
from tests.desk.retention.ending import TEN_YEARS, asks, files_away
from tests.stories.test_two_persons import answers, waiting


@pytest.fixture
def number(world):
    return files_away(world)[1]


def writes(world, *statements):
    with world.desk.database.writing() as session:
        for statement in statements:
            session.execute(statement)


def test_a_case_made_older_than_it_is_is_not_due(world, number):
    writes(world, update(CaseRecord).values(changed=world.clock.today() - timedelta(days=TEN_YEARS)))
    mao = world.officer("mao")
    page = asks(mao, number, "delete")
    assert mao.answer.status_code == 422
    assert "可能有人改动过数据库" in page.text


def test_a_case_made_to_have_ended_otherwise_is_not_due(world, number):
    world.passes(days=3 * 366)
    writes(world, update(CaseRecord).values(closed_as="declined"))
    mao = world.officer("mao")
    asks(mao, number, "delete")
    assert mao.answer.status_code == 422
    assert world.desk_states() == {number: "archived"}


def test_a_hold_that_was_deleted_or_lifted_in_the_database_still_holds(world, number):
    world.passes(days=TEN_YEARS)
    mao = world.officer("mao")
    form = mao.goes(f"retention/{number}/hold").forms[-1]
    mao.sends(form, form.filled(text="审计期间不能销毁。"))
    today = world.clock.today()
    forged = {"lifted_on": today, "lifted_by": "0" * 32, "lifted_with": "1" * 32, "proof": "0" * 64}
    for statement in (update(HoldRecord).values(**forged), delete(HoldRecord)):
        writes(world, statement)
        page = asks(mao, number, "delete")
        assert mao.answer.status_code == 422
        assert "已经暂停销毁" in page.text
    assert "记录却不见了" in mao.goes(f"retention/{number}").text


def test_on_a_broken_chain_nothing_is_destroyed(world, number):
    """The line that tells of a hold is taken out, with the hold: the chain is walked before anything goes."""
    world.passes(days=TEN_YEARS)
    mao, zhou = world.officer("mao"), world.officer("zhou")
    form = mao.goes(f"retention/{number}/hold").forms[-1]
    mao.sends(form, form.filled(text="审计期间不能销毁。"))
    writes(world, delete(HoldRecord), delete(AuditLine).where(AuditLine.act == "hold"))
    asks(mao, number, "delete")
    page = answers(zhou, waiting(zhou)[0], "agree", "同意。")
    assert zhou.answer.status_code == 503
    assert "没有留痕就不能办理" in page.text
    assert world.desk_states() == {number: "archived"}


def test_nobody_destroys_alone_and_no_other_office_does(world, number):
    world.passes(days=TEN_YEARS)
    mao, zhou = world.officer("mao"), world.officer("zhou")
    wu = world.officer("wu")
    asks(zhou, number, "delete")
    address = zhou.answer.request.path
    page = zhou.goes(address)
    assert "您自己不能同意" in page.text
    token = zhou.goes("me").forms[-1].value("csrf_token")
    pairs = [("csrf_token", token), ("answer", "agree"), ("text", "")]
    zhou.sends(zhou.page.forms[-1], pairs, to=address)
    assert zhou.answer.status_code == 422
    mao.goes(address)
    assert mao.answer.status_code == 404, "who may only ask does not see what others asked"
    ours = select(OfficerRecord.id).where(OfficerRecord.office == "yunling")
    elsewhere = QueueRecord.shelf != shelf_of_office("yunling")
    writes(world, delete(SlipRecord).where(SlipRecord.officer.not_in(ours)), delete(QueueRecord).where(elsewhere))
    for place in (address, f"retention/{number}", f"retention/{number}/hold", f"retention/{number}/ask/delete"):
        wu.goes(place)
        assert wu.answer.status_code == 404, place
    assert waiting(wu) == []
    assert world.desk_states() == {number: "archived"}


@pytest.mark.parametrize(
    "place", ["retention/B2026-000001", "retention/x", "retention/2026-999999/ask/publish", "destroyed/x"]
)
def test_what_is_not_there_is_not_there(world, place):
    mao = world.officer("mao")
    mao.goes(place)
    assert mao.answer.status_code == 404


def test_of_two_seconds_who_agree_at_once_one_does(world, number):
    """The other finds no request any more."""
    world.passes(days=TEN_YEARS)
    mao, lin, zhou = (world.officer(login) for login in ("mao", "lin", "zhou"))
    asks(mao, number, "delete")
    forms = [(officer, officer.goes(waiting(officer)[0]).forms[-1]) for officer in (lin, zhou)]
    for officer, form in forms:
        officer.sends(form, form.filled(answer="agree", text="同意。"))
    assert lin.answer.status_code == 200
    assert zhou.answer.status_code == 404
