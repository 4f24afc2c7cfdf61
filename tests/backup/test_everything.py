"""Everything is lost, and everything is put back."""

import pytest
from sqlalchemy import select

from portal.desk.audit.actions import COMMAND, Act
from portal.desk.casework.numbering import GAP
from portal.desk.officers.records import SessionRecord
from portal.desk.retention.again import NotTheList, read_burials, write_burials
from portal.desk.retention.finishing import finish
from tests.backup.operator import DOORS, no_bar
from tests.canary import CANARIES, found_in
from tests.desk.retention.ending import TEN_YEARS, destroys, files_away, sealed_bytes, still_there
from tests.faults.deeds import LIST, SOUND
from tests.faults.invariants import cases, holds, waiting_in_letterbox


def test_everything_that_was_lost_is_there_again(world, operator, busy):
    reporter, number, later = busy
    backups = [operator.backs_up(door) for door in DOORS]
    operator.loses(*DOORS)
    assert not (world.folder / "keys/desk").exists()
    assert [operator.puts_back(backup).missing for backup in backups] == [0, 0]
    lin = world.officer("lin")
    assert CANARIES["summary"] in lin.opens(number).text
    assert lin.downloads(number, 0, 1) == SOUND[1]
    assert "会议记录" in reporter.mailbox().text
    assert waiting_in_letterbox(world)[0] == 1
    world.collects()
    assert cases(world) == 2
    assert sorted(world.desk_states()) == [number, f"{number[:5]}{2 + GAP:06}"]
    holds(world, later.code)
    # The street door has its roster again, and takes reports.
    world.reporter().reports(offices=["yunling"])


def test_nothing_in_a_backup_can_be_read_without_its_key(operator, busy):
    reporter, number, _ = busy
    for door in DOORS:
        operator.backs_up(door)
    lying = [(path.name, path.read_bytes()) for path in operator.place.rglob("*") if path.is_file()]
    assert len(lying) >= 8
    assert found_in(lying, reporter.code) == []
    for name, content in lying:
        for word in (b"yunling", b"SQLite format", number.encode(), "示范".encode()):
            assert word not in content, name


def test_sign_ins_of_before_are_over(world, operator, busy):
    lin = world.officer("lin")
    backup = operator.backs_up("desk")
    operator.loses("desk")
    operator.puts_back(backup)
    with world.desk.database.reading() as session:
        assert session.scalars(select(SessionRecord.id)).all() == []
    assert "sign-in" in lin.goes("").forms[-1].action or lin.answer.request.path.endswith("sign-in")


def test_it_stands_in_the_chain_and_the_chain_holds(world, operator, busy):
    backup = operator.backs_up("desk")
    operator.loses("desk")
    operator.puts_back(backup)
    assert operator.returned.faults == 0
    with world.desk.database.reading() as session:
        assert world.desk.ledger.verify(session).intact
        (newest,) = world.desk.ledger.of_actor(session, COMMAND, list(Act), 1)
    assert newest.note.startswith("restore 20")


def test_what_was_collected_since_is_not_doubled(world, operator, busy):
    """The letterbox comes back with a report that the desk has already – and its file is gone from the backup."""
    letterbox = operator.backs_up("letterbox")
    world.collects()
    assert cases(world) == 2
    operator.loses("letterbox")
    operator.puts_back(letterbox)
    assert waiting_in_letterbox(world)[0] == 1
    for _ in range(2):
        world.collects()
        assert waiting_in_letterbox(world)[0] == 0
        assert cases(world) == 2


def test_a_report_that_is_collected_while_the_letterbox_is_backed_up_is_not_stuck(world, operator, busy):
    """Its row is in the backup and its file is not: the desk has it, so putting back must not bring half of it back."""

    def collecting(label, length):
        if label == "files":
            world.collects()
        return no_bar(label, length)

    backup = operator.backs_up("letterbox", progress=collecting)
    assert (backup.manifest.gone, backup.manifest.lost) == (1, 0)
    operator.loses("letterbox")
    assert operator.puts_back(backup).missing == 1
    moved = world.collects()
    assert (moved.parcels, moved.left) == (0, 0)
    assert waiting_in_letterbox(world)[0] == 0
    assert cases(world) == 2


def test_a_letter_that_is_collected_meanwhile_is_not_stuck_either(world, operator, busy):
    reporter, number, _ = busy
    world.collects()
    reporter.writes_letter("在办公室。", files=[LIST])

    def collecting(label, length):
        if label == "files":
            world.collects()
        return no_bar(label, length)

    backup = operator.backs_up("letterbox", progress=collecting)
    operator.loses("letterbox")
    assert operator.puts_back(backup).missing == 1
    moved = world.collects()
    assert (moved.letters, moved.left) == (0, 0)
    assert waiting_in_letterbox(world)[1] == 0
    assert world.officer("lin").opens(number).text.count("在办公室") == 1


@pytest.fixture
def destroyed(world, operator):
    """A case that was in the backup and was destroyed afterwards. (backup, number, its sealed bytes, the list)."""
    _, number = files_away(world)
    world.passes(days=TEN_YEARS)
    backup = operator.backs_up("desk")
    pieces = sealed_bytes(world)
    destroys(world, number)
    finish(world.desk)
    with world.desk.database.reading() as session:
        content = write_burials(session, world.desk)
    assert still_there(world, pieces) == []
    return backup, number, pieces, content


def test_what_was_destroyed_since_is_destroyed_again(world, operator, destroyed):
    backup, number, pieces, content = destroyed
    operator.loses("desk")
    operator.puts_back(backup, lists=[content])
    assert operator.returned.destroyed_again == 1
    assert number not in world.desk_states()
    assert finish(world.desk).left == 0
    assert still_there(world, pieces) == []
    with world.desk.database.reading() as session:
        assert world.desk.ledger.verify(session).intact


def test_without_the_list_it_would_be_back(world, operator, destroyed):
    backup, number, _, _ = destroyed
    operator.loses("desk")
    operator.puts_back(backup)
    assert world.desk_states()[number] == "archived"


def test_a_list_that_the_desk_did_not_write_destroys_nothing(world, operator, destroyed):
    _, number, _, content = destroyed
    forged = content.replace(number.encode(), number[:-1].encode() + b"9")
    for bad in (forged, b"", b"nonsense", content.replace(b'"word"', b'"wort"'), content[: len(content) // 2]):
        with pytest.raises(NotTheList):
            read_burials(world.desk, bad)
    assert len(read_burials(world.desk, content)) == 1


def test_the_collectors_letters_go_on_after_a_restore(world, operator, busy):
    reporter, number, _ = busy
    backup = operator.backs_up("desk")
    operator.loses("desk")
    operator.puts_back(backup)
    reporter.writes_letter("在办公室。", files=[LIST])
    world.collects()
    lin = world.officer("lin")
    assert "在办公室" in lin.opens(number).text
