"""Yesterday's files put back, a database that is gone for a while, and a disk that really is full."""

import shutil

import pytest
from sqlalchemy import event, func, select

from portal.desk.casework.records import CaseRecord
from portal.letterbox import slot
from portal.letterbox.records import parcels
from portal.public.rosters import OfficeClosed
from tests.world import SUMMARY


def copied(world, *names):
    """Put the files of yesterday away; call what is given back to put them in the place of today's."""
    world.close()
    kept = world.folder.with_name("yesterday")
    kept.mkdir(exist_ok=True)

    def family(folder, name):
        return [path for path in folder.glob(f"{name}*") if path.is_file()]

    for name in names:
        for path in family(world.folder, name):
            shutil.copy2(path, kept / path.name)

    def put_back():
        world.close()
        for name in names:
            for path in family(world.folder, name):
                path.unlink()
            for path in family(kept, name):
                shutil.copy2(path, world.folder / path.name)

    return put_back


def rows(database, table):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_a_letterbox_of_yesterday_makes_no_second_case(world):
    reporter = world.reporter()
    reporter.reports(offices=["yunling"])
    put_back = copied(world, "letterbox.sqlite")
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    world.collects()
    put_back()
    assert rows(world.desk.letterbox, parcels) == 1, "the report is there again"
    world.collects()
    assert rows(world.desk.letterbox, parcels) == 0
    assert world.desk_states() == {number: "registered"}
    lin.replies(number, "请问三月十日谁在场?")
    world.collects()
    assert "请问三月十日谁在场" in reporter.mailbox().text, "and the reporter still hears"


def test_a_desk_of_yesterday_is_shown_by_a_checkpoint_of_today(world):
    put_back = copied(world, "desk.sqlite")
    world.reporter().reports(offices=["yunling"])
    world.collects()
    with world.desk.database.reading() as session:
        kept_elsewhere = world.desk.ledger.checkpoint(session)
    put_back()
    assert rows(world.desk.database, CaseRecord) == 0
    with world.desk.database.reading() as session:
        assert world.desk.ledger.verify(session).intact, "by itself an old chain looks whole"
        assert not world.desk.ledger.verify(session, kept_elsewhere).intact


def test_a_letterbox_and_a_roster_of_yesterday_do_not_agree_on_the_newest(world):
    with world.door.letterbox.writing() as session:
        slot.raise_roster_mark(session, 99)
    with pytest.raises(OfficeClosed, match="RosterRolledBack"):
        world.door.rosters.now()
    page = world.reporter().goes("report/before")
    assert "名册没有通过核对" in page.text


@pytest.mark.parametrize("name", ["letterbox.sqlite", "desk.sqlite"])
def test_a_database_that_is_gone_and_comes_back_needs_nobody(world, name):
    reporter = world.reporter()
    reporter.reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    world.collects()
    world.close()
    gone = world.folder / name
    hidden = gone.with_suffix(".gone")
    gone.rename(hidden)
    if name == "letterbox.sqlite":
        reporter.mailbox()
        assert reporter.answer.status_code == 503
    else:
        lin.opens(number)
        assert lin.answer.status_code in (200, 503)
        assert SUMMARY not in lin.page.html
    assert not gone.exists(), "nothing is made in its place"
    hidden.rename(gone)
    assert "正在判断是否属于受理范围" in reporter.mailbox().text
    assert SUMMARY in lin.opens(number).html


def test_a_database_without_room_takes_no_report_and_says_so(world):
    """SQLite's own SQLITE_FULL, at whichever of its pages there is no room for."""
    limit = {"pages": 0}

    @event.listens_for(world.door.letterbox.engine, "begin")
    def little_room(connection):
        connection.connection.dbapi_connection.execute(f"PRAGMA max_page_count = {limit['pages']}")

    with world.door.letterbox.reading() as session:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar()
    refused = 0
    for more in range(12):
        limit["pages"] = pages + more
        reporter = world.reporter()
        reporter.begins(["yunling"])
        reporter.writes()
        page = reporter.hands_in()
        if reporter.answer.status_code == 200:
            break
        refused += 1
        assert reporter.answer.status_code == 503
        assert "存不下" in page.text
        assert rows(world.door.letterbox, parcels) == 0
    assert refused > 1
    assert rows(world.door.letterbox, parcels) == 1
