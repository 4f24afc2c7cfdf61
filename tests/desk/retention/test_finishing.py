"""A destruction that is cut short anywhere is carried through by the next run, and ends the same."""

import shutil
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from portal.commands import main
from portal.desk.audit.actions import Act
from portal.desk.casework.records import CaseRecord, TombstoneRecord
from portal.desk.history import HISTORY
from portal.desk.intake.actions import sweep
from portal.desk.retention.destroying import tables_of_a_case
from portal.desk.retention.finishing import Finished, finish
from portal.desk.retention.records import CondemnedRecord
from portal.web.database import Unavailable
from tests import databases
from tests.desk.retention.ending import TEN_YEARS, asks, destroys, files_away, sealed_bytes, still_there


class Stops:
    """A store or a database that fails from its `after`th use of one method on."""

    def __init__(self, real, method, after, failure):
        self.real, self.method, self.left, self.failure = real, method, after, failure

    def __getattr__(self, name):
        found = getattr(self.real, name)
        if name != self.method:
            return found

        def used(*args, **kwargs):
            if self.left == 0:
                raise self.failure
            self.left -= 1
            return found(*args, **kwargs)

        return used


class Killed(BaseException):
    """Nothing catches this, like a kill."""


@pytest.fixture
def destroyed(world):
    """A case that two agreed to destroy, with a letter still on its way; what was sealed of it; its number."""
    reporter, number = files_away(world)
    reporter.writes_letter("还有一件事。", files=[("补充.txt", "后来写的".encode() * 3000)])
    world.passes(days=TEN_YEARS)
    sweep(world.desk, 24)
    before = sealed_bytes(world)
    destroys(world, number)
    return before, number


STOPS = [
    ("letterbox", "reading", 0), ("database", "writing", 0), ("letterbox", "writing", 0), ("blobs", "delete", 0),
    ("blobs", "delete", 2), ("letterbox_blobs", "delete", 0), ("letterbox_blobs", "delete", 1),
    ("database", "scrub", 0), ("letterbox", "scrub", 0), ("database", "writing", 1),
]  # fmt: skip
if databases.on_postgresql():  # nothing is scrubbed there
    STOPS = [step for step in STOPS if step[1] != "scrub"]


def test_it_is_carried_through_from_wherever_it_was_cut_short(world, destroyed):
    """One after the other on the same case: each kill comes a step later, or at a step done once before."""
    before, number = destroyed
    for what, method, after in STOPS:
        broken = replace(world.desk, **{what: Stops(getattr(world.desk, what), method, after, Killed())})
        with pytest.raises(Killed):
            finish(broken)
        with world.desk.database.reading() as session:
            assert session.scalars(select(TombstoneRecord.erased)).one() is None, (what, method)
    assert finish(world.desk) == Finished(1, 0)
    assert still_there(world, before) == []
    assert world.desk.blobs.names() == world.desk.letterbox_blobs.names() == []
    lines = [(line.act, line.note) for line in chain_of(world, number)]
    assert lines.count(("destroy", "erased")) == 1
    assert finish(world.desk) == Finished()


def chain_of(world, number):
    with world.desk.database.reading() as session:
        return world.desk.ledger.of_case(session, number)


@pytest.mark.parametrize("failure", [OSError(5, "disk"), Unavailable("gone")])
def test_a_disk_or_database_that_fails_leaves_it_for_the_next_run(world, destroyed, failure):
    before, _ = destroyed
    broken = replace(world.desk, letterbox_blobs=Stops(world.desk.letterbox_blobs, "delete", 0, failure))
    assert finish(broken) == Finished(0, 1)
    assert finish(world.desk) == Finished(1, 0)
    assert still_there(world, before) == []


@pytest.mark.sqlite_only
def test_while_somebody_reads_it_is_not_called_gone(world, destroyed):
    before, _ = destroyed
    with world.desk.database.reading() as session:
        session.scalars(select(CaseRecord)).all()
        assert finish(world.desk) == Finished(0, 1)
    assert finish(world.desk) == Finished(1, 0)
    assert still_there(world, before) == []


def test_two_collectors_at_once_finish_it_once(world, destroyed):
    before, number = destroyed
    start, done = Barrier(2), []

    def run():
        start.wait()
        done.append(finish(world.desk))

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    finish(world.desk)
    assert [line.note for line in chain_of(world, number)].count("erased") == 1
    assert still_there(world, before) == []


class Backup:
    """A copy of the letterbox, database and blobs, to be put back later."""

    FILES = ("letterbox.sqlite", "letterbox.sqlite-wal", "letterbox.sqlite-shm", "letterbox-blobs")

    def __init__(self, world):
        self.world, self.folder = world, world.folder.parent / "backup"
        self.folder.mkdir()
        self._copy(world.folder, self.folder)

    def put_back(self):
        self.world.desk.letterbox.close()
        self.world.door.letterbox.close()
        self._copy(self.folder, self.world.folder)

    def _copy(self, source, target):
        for name in self.FILES:
            there, here = source / name, target / name
            shutil.rmtree(here) if here.is_dir() else here.unlink(missing_ok=True)
            if there.is_dir():
                shutil.copytree(there, here)
            elif there.exists():
                shutil.copy(there, here)


def is_sent_up(world, number):
    """As the room that hands cases over leaves one: state, day, and the line in the chain."""
    with world.desk.database.writing() as session:
        case = session.scalars(select(CaseRecord)).one()
        case.state, case.changed = "referred_up", world.clock.today()
        world.desk.ledger.record(session, actor="x", act=Act.DECIDE, case=number, note="registered > referred_up")


@pytest.mark.parametrize("waits", ["report", "letter"])
@pytest.mark.sqlite_only
def test_a_letterbox_from_a_backup_does_not_bring_the_case_back(world, waits):
    reporter = world.reporter()
    reporter.reports(offices=["yunling"])
    if waits == "letter":
        world.collects()
        reporter.writes_letter("还有一件事。", files=[("补充.txt", "后来写的".encode() * 3000)])
    backup = Backup(world)
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    is_sent_up(world, number)
    destroys(world, number)
    finish(world.desk)
    backup.put_back()
    moved = world.collects()
    assert (moved.parcels, moved.letters) == (0, 0)
    assert world.desk_states() == {}
    assert finish(world.desk) == Finished(1, 0), "what came back is removed anew, its mailbox too"
    with world.desk.letterbox.reading() as session:
        for table in ("parcels", "mailboxes", "files", "answers", "letters"):
            assert session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0  # noqa: S608
    assert finish(world.desk) == Finished()
    world.passes(days=3)
    sweep(world.desk, 24)
    assert world.desk.letterbox_blobs.names() == []


def test_what_was_sent_up_is_due_at_once(world):
    """Nothing of it may be kept (article 15)."""
    world.reporter().reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    with world.desk.database.writing() as session:
        case = session.scalars(select(CaseRecord)).one()
        case.state, case.changed = "referred_up", world.clock.today()
    mao = world.officer("mao")
    assert "不得登录" in mao.goes(f"retention/{number}").text
    asks(mao, number, "delete")
    assert "可能有人改动过数据库" in mao.page.text, "the chain tells of no hand-over"


def test_every_table_that_knows_a_case_is_emptied_of_it():
    """A table that points to no case but holds a case's id would be forgotten."""
    emptied = {table.name for table in tables_of_a_case()}
    tables = HISTORY.metadata.tables.values()
    kept = {"tombstones", "condemned"}
    assert {table.name for table in tables if "case_id" in table.c} - kept <= emptied
    assert {table.name for table in tables if "blob" in table.c} - kept <= emptied


def test_the_commands_list_and_finish_and_destroy_nothing(world, destroyed):
    before, number = destroyed

    def runs(*words):
        return CliRunner().invoke(main, ["--config", str(world.folder / "config.toml"), "retention", *words])

    listed = runs("list", "--destroyed")
    assert listed.exit_code == 0, listed.output
    assert number in listed.output
    assert "not erased yet" in listed.output
    assert runs("list").output == ""
    done = runs("finish")
    assert done.exit_code == 0, done.output
    assert "1 destroyed cases" in done.output
    assert "erased 20" in runs("list", "--destroyed").output
    assert still_there(world, before) == []
    with world.desk.database.reading() as session:
        assert session.scalars(select(CondemnedRecord)).all() == []


def test_the_list_says_what_is_kept_until_when(world):
    _, number = files_away(world)

    def runs(*words):
        return CliRunner().invoke(main, ["--config", str(world.folder / "config.toml"), "retention", "list", *words])

    today = world.clock.today()
    assert runs().output == (
        f"{number}  Concluded  ended {today}  to be destroyed on {today.replace(year=today.year + 10)}  (kept)\n"
    )
    assert runs("--due").output == ""
    mao = world.officer("mao")
    form = mao.goes(f"retention/{number}/hold").forms[-1]
    mao.sends(form, form.filled(text="审计期间。"))
    assert "(on hold)" in runs().output
