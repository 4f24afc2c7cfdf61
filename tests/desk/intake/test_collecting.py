"""Every parcel exists exactly once at the desk, wherever a run is cut and however many run at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select, update

from portal.age import Identity, seal
from portal.blobs import FolderStore
from portal.desk.casework.records import CaseRecord, FileRecord, ItemRecord, OutboxRecord, SlipRecord
from portal.desk.intake.actions import BATCH, Collected, collect, sweep
from portal.letterbox import slot as letterbox
from portal.letterbox.records import letter_marks, mailboxes
from tests.letterbox.samples import letter
from tests.statements import statements

FILE = [("记录.txt", b"evidence" * 1000)]


def count(world, record):
    with world.desk.database.reading() as session:
        return session.scalar(select(func.count()).select_from(record))


class Stopped(Exception):
    """The power went."""


class StopsBeforeWriting:
    """A database whose next `writing` is the moment the power goes."""

    def __init__(self, database):
        self._database = database

    def reading(self):
        return self._database.reading()

    def writing(self):
        raise Stopped


def test_a_parcel_moves_whole_and_the_letterbox_forgets_it(world):
    world.reporter().reports(files=FILE)
    assert world.collects() == Collected(parcels=1)
    assert count(world, CaseRecord) == 1
    assert count(world, SlipRecord) == 3
    assert count(world, FileRecord) == 1
    assert count(world, ItemRecord) == 2, "the report, and the packet for a name that every parcel has"
    with world.desk.letterbox.reading() as session:
        assert letterbox.waiting(session, 10) == []
    assert list(world.desk.letterbox_blobs.names()) == []
    assert len(list(world.desk.blobs.names())) == 1
    assert world.collects() == Collected()


def test_cut_between_the_two_commits_nothing_is_doubled_or_lost(world):
    world.reporter().reports(files=FILE)
    with pytest.raises(Stopped):
        collect(replace(world.desk, letterbox=StopsBeforeWriting(world.desk.letterbox)))
    assert count(world, CaseRecord) == 1
    assert world.collects().parcels == 0
    assert count(world, CaseRecord) == 1
    with world.desk.letterbox.reading() as session:
        assert letterbox.waiting(session, 10) == []
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    assert lin.downloads(number, 0, 1) == FILE[0][1]
    world.passes(days=2)
    assert sweep(world.desk, 24) == 0
    assert len(list(world.desk.blobs.names())) == 1


def test_cut_before_the_desks_commit_the_next_run_takes_it(world):
    world.reporter().reports(files=FILE)
    with pytest.raises(Stopped):
        collect(replace(world.desk, database=StopsBeforeWriting(world.desk.database)))
    assert count(world, CaseRecord) == 0
    assert world.collects().parcels == 1
    orphans = len(list(world.desk.blobs.names())) - 1
    assert orphans == 1
    world.passes(days=2)
    assert sweep(world.desk, 24) == orphans
    lin = world.officer("lin")
    lin.registers(lin.numbers()[0])
    assert lin.downloads(lin.numbers()[0], 0, 1) == FILE[0][1]


def test_a_letter_is_taken_once_wherever_the_run_is_cut(world):
    reporter = world.reporter()
    reporter.reports()
    world.collects()
    reporter.writes_letter("补充一句。", files=FILE)
    with pytest.raises(Stopped):
        collect(replace(world.desk, letterbox=StopsBeforeWriting(world.desk.letterbox)))
    assert world.collects().letters == 0
    with world.desk.database.reading() as session:
        assert session.scalars(select(CaseRecord.letters)).one() == 1
        assert session.scalar(select(func.count()).where(ItemRecord.kind == "letter")) == 1


def test_an_answer_is_delivered_once_wherever_the_run_is_cut(world):
    code = world.reporter().reports()
    world.collects()
    lin = world.officer("lin")
    lin.registers(lin.numbers()[0])
    before = world.desk.database

    class LosesTheSecondWriting(StopsBeforeWriting):
        pass

    with pytest.raises(Stopped):
        collect(replace(world.desk, database=LosesTheSecondWriting(before)))
    assert count(world, OutboxRecord) == 1
    assert "正在审阅" in world.reporter(code).mailbox().text
    assert world.collects().answers == 1
    assert count(world, OutboxRecord) == 0
    assert world.reporter(code).mailbox().text.count("正在审阅") >= 1


def test_many_collectors_at_once_take_each_parcel_once(world):
    for _ in range(12):
        world.reporter().reports(offices=["qinghe"], files=FILE)
    with ThreadPoolExecutor(6) as runs:
        done = list(runs.map(lambda _: collect(world.desk), range(6)))
    assert sum(run.parcels for run in done) == 12
    assert count(world, CaseRecord) == 12
    with world.desk.database.reading() as session:
        numbers = session.scalars(select(CaseRecord.number)).all()
        assert len(set(numbers)) == 12
        assert world.desk.ledger.verify(session).intact


def test_a_parcel_whose_blob_is_gone_waits_and_does_not_stop_the_others(world):
    world.reporter().reports(files=FILE)
    world.desk.letterbox_blobs.delete(world.desk.letterbox_blobs.names()[0])
    world.reporter().reports()
    assert world.collects() == Collected(parcels=1, left=1)
    assert world.collects() == Collected(left=1)


def test_a_full_disk_at_the_desk_leaves_the_parcel_where_it_is(world, tmp_path):
    world.reporter().reports(files=FILE)

    class Full(FolderStore):
        def new(self):
            raise OSError(28, "No space left on device")

    full = Full(tmp_path / "full")
    assert collect(replace(world.desk, blobs=full)) == Collected(left=1)
    assert world.collects() == Collected(parcels=1)


def test_the_sweep_leaves_young_and_wanted_blobs_alone(world):
    world.reporter().reports(files=FILE)
    writer = world.desk.letterbox_blobs.new()
    writer.write(seal(b"left over", [Identity.generate().recipient]))
    writer.keep()
    assert sweep(world.desk, 24) == 0
    world.passes(days=3)
    assert sweep(world.desk, 24) == 1
    assert world.collects() == Collected(parcels=1)


def test_a_letter_whose_slot_holds_another_stays_and_is_counted(world):
    """The mark of a collected letter was deleted, so the next true letter is numbered like it (T3): it is not lost."""
    reporter = world.reporter()
    reporter.reports()
    world.collects()
    reporter.writes_letter("第一封。")
    world.collects()
    with world.door.letterbox.writing() as session:
        session.execute(delete(letter_marks))
    reporter.writes_letter("第二封。")
    assert world.collects() == Collected(left=1)
    assert world.collects() == Collected(left=1)
    with world.desk.letterbox.reading() as session:
        assert len(letterbox.letters_waiting(session, 10)) == 1


def test_many_letters_are_gone_through_once_and_no_spoilt_one_holds_them_up(world):
    """Finding the oldest means looking at all that wait: at every batch, a flood would be a square."""
    world.reporter().reports()
    world.collects()
    with world.desk.letterbox.writing() as session:
        at = session.scalars(select(mailboxes.c.locator_hash)).one()
        for slot in range(1, 2 * BATCH + 6):
            letterbox.post_letter(session, letter(at, slot))
        session.execute(update(letter_marks).where(letter_marks.c.slot == 1).values(slot=2_000_000_000))
    with statements(world.collector.letterbox) as said:
        assert world.collects() == Collected(letters=2 * BATCH + 4, left=1)
    assert sum("FROM letters" in one and "ORDER BY letters.day" in one for one in said) == 2, "and that none is left"
    with world.desk.database.reading() as session:
        slots = session.scalars(select(ItemRecord.slot).where(ItemRecord.kind == "letter"))
        assert sorted(slots) == list(range(2, 2 * BATCH + 6))
