"""Several hosts serve one deployment at once: nothing is lost, nothing is there twice, one chain stays one."""

from multiprocessing import get_context

import pytest
from sqlalchemy import func, select, text

from portal.desk.casework.records import CaseRecord, ItemRecord
from portal.sealing import Kind
from tests.hosts import others

HOSTS = 3


@pytest.fixture(scope="module")
def together():
    """Let every host do something at once: `together(act, *given)`; gives what each came to, in order."""
    spawn = get_context("spawn")
    with spawn.Manager() as manager, spawn.Pool(HOSTS, maxtasksperchild=None) as pool:

        def run(*acts):
            start = manager.Barrier(len(acts), timeout=120)
            waiting = [
                pool.apply_async(act, (folder, number, start, *given))
                for number, (act, folder, *given) in enumerate(acts, 1)
            ]
            return [one.get(timeout=240) for one in waiting]

        yield run


@pytest.fixture
def folder(world, tmp_path):
    return str(tmp_path)


def counted(world, *what):
    with world.desk.database.reading() as session:
        return session.scalar(select(func.count()).select_from(CaseRecord if not what else ItemRecord).where(*what))


def intact(world):
    with world.desk.database.reading() as session:
        return world.desk.ledger.verify(session).intact


def test_one_form_sent_through_several_doors_at_once_is_one_report(world, folder, together):
    reporter = world.reporter()
    reporter.begins()
    page = reporter.writes().form("/report/send")
    answers = [one for part in together(*[(others.hands_in, folder, page, 6)] * HOSTS) for one in part]
    assert {status for status, _ in answers} == {200}
    assert len(answers) == 6 * HOSTS
    assert len({code for _, code in answers}) == 1
    assert world.collects().parcels == 1
    assert world.reporter(answers[0][1]).mailbox() is not None


def test_doors_and_collectors_at_once_lose_no_report_and_open_no_case_twice(world, folder, together):
    carried = (others.collects, folder, 8)
    codes, *taken = together((others.reports, folder, 8), carried, carried)
    assert len(set(codes)) == 8
    assert sum(taken) == 8
    assert counted(world) == 8
    assert len(set(world.desk_states())) == 8
    assert world.collects().parcels == 0
    assert intact(world)


def test_letters_from_several_hosts_reach_their_case_each_once(world, folder, together):
    code = world.reporter().reports()
    world.collects()
    writes = (others.writes_letters, folder, code)
    first, second, carried = together(writes, writes, (others.collects, folder, 1 + 2 * others.LETTERS))
    assert len(first) == len(second) == others.LETTERS
    assert carried == 2 * others.LETTERS
    with world.desk.database.reading() as session:
        slots = session.scalars(select(ItemRecord.slot).where(ItemRecord.kind == Kind.LETTER)).all()
    assert sorted(slots) == list(range(1, 2 * others.LETTERS + 1))
    assert intact(world)


def test_of_officers_who_decide_at_once_one_does(world, folder, together):
    world.reporter().reports()
    world.collects()
    (number,) = world.desk_states()
    world.officer("lin").registers(number)
    statuses = together(*[(others.accepts, folder, "lin", number)] * HOSTS)
    assert world.desk_states() == {number: "accepted"}
    assert statuses.count(200) == 1
    assert set(statuses) <= {200, 409, 422}, "its page is old, or its form"
    assert counted(world, ItemRecord.kind == Kind.DECISION) == 2
    assert intact(world)


def test_a_mailbox_closed_while_letters_come_in_keeps_nothing(world, folder, together):
    code = world.reporter().reports()
    world.collects()
    writes = (others.writes_letters, folder, code)
    status, *_ = together((others.closes, folder, code), writes, writes)
    assert status == 200
    world.collects()
    assert world.collects().left == 0
    with world.door.letterbox.reading() as session:
        for table in ("mailboxes", "letter_marks", "letters", "files"):
            assert session.scalar(select(func.count()).select_from(text(table))) == 0
