"""Collecting, answering, deciding, giving keys, handing over and destroying, broken at every step (T13)."""

import pytest
from sqlalchemy import func, select

from portal.desk.audit.actions import Act
from portal.desk.audit.records import AuditLine
from portal.desk.casework.records import CaseRecord, ItemRecord, SlipRecord
from portal.desk.retention.finishing import finish
from portal.letterbox.records import parcels
from portal.sealing import Kind
from portal.web.database import Unavailable
from tests.canary import CANARIES, found_in
from tests.desk.retention.ending import TEN_YEARS, asks, files_away, sealed_bytes, still_there
from tests.faults.steps import FullDisk, Kill, LostOnce, every_step
from tests.stories.test_two_persons import waiting
from tests.world import usual_report

FILES = [("记录.txt", CANARIES["file"].encode() * 40)]
ON_DISK = [Kill(), FullDisk(), LostOnce()]


def named(fault):
    return type(fault).__name__


def count(database, *query):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(query[0]).where(*query[1:]))


def vouched(world):
    """The audit chain holds, whatever was interrupted."""
    with world.desk.database.reading() as session:
        assert world.desk.ledger.verify(session).intact


@pytest.fixture
def registered(world):
    """A report with a file, opened and registered by lin."""
    reporter = world.reporter()
    reporter.reports(offices=["yunling"], files=FILES, **usual_report() | {"summary": CANARIES["summary"]})
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    world.collects()
    return reporter, lin, number


@pytest.mark.parametrize("fault", ON_DISK, ids=named)
def test_what_is_collected_becomes_one_case_each(world, fault):
    for _ in range(2):
        world.reporter().reports(offices=["yunling"], files=FILES)

    def collect():
        try:
            return str(world.collects().parcels)
        except (OSError, Unavailable) as stopped:
            return type(stopped).__name__

    for trial in every_step(world, collect, fault):
        cases, left = count(world.desk.database, CaseRecord), count(world.desk.letterbox, parcels)
        assert cases + left >= 2, "none is lost"
        assert cases <= 2
        world.collects()
        assert (count(world.desk.database, CaseRecord), count(world.desk.letterbox, parcels)) == (2, 0), trial
        lin = world.officer("lin")
        for number in lin.numbers():
            lin.registers(number)
            assert lin.downloads(number, 0, 1) == FILES[0][1]
        assert found_in(world.every_byte(), "no code") == []
        vouched(world)


@pytest.mark.parametrize("fault", ON_DISK, ids=named)
def test_a_reply_is_sent_once_or_not_at_all(world, registered, fault):
    reporter, lin, number = registered
    address = f"/zh/case/{number}/reply"
    form = lin.goes(address).forms[-1]

    def reply():
        lin.sends(form, form.filled(text=CANARIES["reply"]), files=[("files", FILES[0])], to=address)
        return str(lin.answer.status_code)

    for trial in every_step(world, reply, fault):
        assert trial.said != "500" or not isinstance(fault, FullDisk), "a full disk has a page of its own"
        copies = count(world.desk.database, ItemRecord, ItemRecord.kind == Kind.COPY)
        assert copies == 1 or trial.said != "200"
        if not copies:
            assert reply() == "200"
        world.collects()
        assert reporter.mailbox().text.count("请问会议记录在哪里") == 1
        assert found_in(world.every_byte(), reporter.code) == []
        vouched(world)


@pytest.mark.parametrize("fault", ON_DISK, ids=named)
def test_a_decision_is_taken_with_its_reason_its_term_and_its_card(world, registered, fault):
    reporter, lin, number = registered
    address = f"/zh/case/{number}/decide/accept"
    form = lin.goes(address).forms[-1]
    typed = form.filled(statements=form.choices["statements"], text=CANARIES["reason"])

    def accept():
        lin.sends(form, typed, to=address)
        return str(lin.answer.status_code)

    for trial in every_step(world, accept, fault):
        done = world.desk_states()[number] == "accepted"
        assert count(world.desk.database, ItemRecord, ItemRecord.kind == Kind.DECISION) == 1 + done
        assert done or trial.said != "200"
        if not done:
            assert accept() == "200"
        assert world.desk_states()[number] == "accepted"
        assert "提出处置意见" in lin.opens(number).text
        world.collects()
        assert "正在按程序办理" in reporter.mailbox().text
        vouched(world)


@pytest.mark.parametrize("fault", ON_DISK, ids=named)
@pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
def test_a_key_is_given_with_its_line_in_the_chain(world, registered, fault, many):
    _, lin, number = registered
    zhou = world.officer("zhou").id()
    address = f"/zh/grant?cases={number}" if many else f"/zh/case/{number}/grant"
    form = lin.goes(address).forms[-1]
    typed = form.filled(colleague=zhou)

    def grant():
        lin.sends(form, typed, to=form.action or address)
        return str(lin.answer.status_code)

    for trial in every_step(world, grant, fault):
        slips = count(world.desk.database, SlipRecord, SlipRecord.officer == zhou)
        assert slips == count(world.desk.database, AuditLine, AuditLine.act == Act.GRANT, AuditLine.note == zhou)
        assert slips == 1 or trial.said != "200"
        if not slips:
            assert grant() == "200"
        assert CANARIES["summary"][:8] in world.officer("zhou").opens(number).text
        vouched(world)


@pytest.mark.parametrize("fault", ON_DISK, ids=named)
def test_a_case_is_taken_over_wholly_or_stays_where_it_was(world, fault):
    reporter = world.reporter()
    reporter.reports(offices=["wangxi"], files=FILES)
    world.collects()
    chen, wu, lin = (world.officer(login) for login in ("chen", "wu", "lin"))
    (number,) = chen.numbers()
    chen.registers(number)
    chen.grants(number, "wu")
    wu.answers(chen.offers(number, "yunling"))
    (address,) = lin.transfers()
    form = lin.goes(address).form("/take")

    def take():
        lin.sends(form, form.pairs)
        return str(lin.answer.status_code)

    for _ in every_step(world, take, fault):
        assert len(world.desk_states()) == 1, "never in two offices, never in none"
        if chen.numbers():
            assert lin.numbers() == []
            take()
        assert chen.numbers() == []
        (new,) = lin.numbers()
        lin.registers(new)
        assert lin.downloads(new, 0, 1) == FILES[0][1]
        world.collects()
        assert "现在由云岭省纪检监察机关" in reporter.mailbox().text
        vouched(world)


@pytest.mark.parametrize("fault", ON_DISK, ids=named)
def test_a_case_that_is_destroyed_leaves_nothing_however_often_it_is_begun(world, fault):
    reporter, number = files_away(world)
    world.passes(days=TEN_YEARS)
    mao, zhou = world.officer("mao"), world.officer("zhou")
    asks(mao, number, "delete")
    (address,) = waiting(zhou)
    form = zhou.goes(address).forms[-1]
    typed = form.filled(answer="agree", text="同意。")
    before = sealed_bytes(world)

    def agree():
        try:
            zhou.sends(form, typed, to=address)
            status = str(zhou.answer.status_code)
            finish(world.desk)
        except (OSError, Unavailable) as stopped:
            return type(stopped).__name__
        return status

    for _ in every_step(world, agree, fault):
        if number in world.desk_states():
            agree()
        assert number not in world.desk_states()
        finish(world.desk)
        assert still_there(world, before) == []
        assert world.desk.blobs.names() == world.desk.letterbox_blobs.names() == []
        assert found_in(world.every_byte(), reporter.code) == []
        vouched(world)
