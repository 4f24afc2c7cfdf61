"""The chain in its database: one commit with the act, no line lost among many writers, every doctored row found."""

import subprocess
import sys
from contextlib import contextmanager

import pytest
from sqlalchemy import delete, insert, select

from portal.desk.audit.actions import COMMAND, NOTE_LIMIT, Act, ChainBroken, Filter, Ledger
from portal.desk.audit.chain import CheckpointForged, Damage
from portal.desk.audit.records import AuditLine
from tests import databases
from tests.house.source import ROOT

COLUMNS = ("seq", "at", "actor", "act", '"case"', "note", "seal")


@pytest.fixture
def book(bureau):
    """A bureau whose chain has ten lines or so."""
    with bureau.desk.database.writing() as session:
        for number in range(8):
            bureau.desk.ledger.record(session, actor=f"{number:032x}", act=Act.OPEN, case="2026-0001", note="report")
    return bureau


def doctor(bureau, *statements):
    """Do to the database what its thief could do, past every wall of the house."""
    with databases.unchecked(bureau.desk.database) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@contextmanager
def put_back(bureau):
    """Undo afterwards what was done to the lines."""
    lines = AuditLine.__table__
    with bureau.desk.database.reading() as session:
        before = [dict(row) for row in session.execute(select(lines)).mappings()]
    yield
    with databases.unchecked(bureau.desk.database) as connection:
        connection.execute(delete(lines))
        connection.execute(insert(lines), before)


def verdict(bureau, checkpoint=None):
    with bureau.desk.database.reading() as session:
        return bureau.desk.ledger.verify(session, checkpoint)


def length(bureau):
    return verdict(bureau).lines


def test_an_untouched_chain_holds(book):
    assert verdict(book).intact
    assert length(book) == 10


@pytest.mark.parametrize("column", COLUMNS)
def test_every_doctored_column_of_every_row_is_found(book, column):
    value = "seq + 1000" if column == "seq" else f"'x' || substr({column}, 2)"
    for seq in range(1, 11):
        with put_back(book):
            doctor(book, f"UPDATE audit_lines SET {column} = {value} WHERE seq = {seq}")  # noqa: S608
            assert not verdict(book).intact, seq
    assert verdict(book).intact


@pytest.mark.parametrize("column", [c for c in COLUMNS if c != "seq"])
@pytest.mark.sqlite_only
def test_a_column_turned_into_bytes_is_found(book, column):
    doctor(book, f"UPDATE audit_lines SET {column} = CAST({column} AS BLOB) WHERE seq = 5")  # noqa: S608
    assert not verdict(book).intact


def test_every_removed_row_is_found(book):
    for seq in range(1, 11):
        with put_back(book):
            doctor(book, f"DELETE FROM audit_lines WHERE seq = {seq}")  # noqa: S608
            assert seq in {fault.seq for fault in verdict(book).faults}


def test_swapped_rows_are_found(book):
    doctor(
        book,
        "UPDATE audit_lines SET seq = 1000 WHERE seq = 4",
        "UPDATE audit_lines SET seq = 4 WHERE seq = 7",
        "UPDATE audit_lines SET seq = 7 WHERE seq = 1000",
    )
    assert {4, 7} <= {fault.seq for fault in verdict(book).faults}


def test_an_inserted_row_is_found(book):
    doctor(
        book,
        'INSERT INTO audit_lines (seq, at, actor, act, "case", note, seal) '
        'SELECT 11, at, actor, act, "case", note, seal FROM audit_lines WHERE seq = 10',
    )
    assert not verdict(book).intact


@pytest.mark.parametrize("column", ["seq", "seal", "proof"])
def test_a_doctored_head_is_found_and_nothing_is_hung_on_it(book, column):
    value = "seq - 1" if column == "seq" else f"'{'0' * 64}'"
    doctor(book, f"UPDATE audit_head SET {column} = {value}")  # noqa: S608
    assert not verdict(book).intact
    with pytest.raises(ChainBroken), book.desk.database.writing() as session:
        book.desk.ledger.record(session, actor="", act=Act.OPEN)


def test_cutting_off_the_end_and_rewinding_the_head_is_not_healed_by_the_next_line(book):
    doctor(
        book,
        "DELETE FROM audit_lines WHERE seq > 6",
        "UPDATE audit_head SET seq = 6, seal = (SELECT seal FROM audit_lines WHERE seq = 6)",
    )
    with pytest.raises(ChainBroken), book.desk.database.writing() as session:
        book.desk.ledger.record(session, actor="", act=Act.OPEN)
    assert [fault.damage for fault in verdict(book).faults] == [Damage.HEAD_FORGED]


def test_emptied_tables_stop_the_desk_instead_of_starting_a_fresh_chain(book):
    doctor(book, "DELETE FROM audit_lines", "DELETE FROM audit_head")
    with pytest.raises(ChainBroken), book.desk.database.writing() as session:
        book.desk.ledger.record(session, actor="", act=Act.OPEN)


def test_a_missing_head_over_lines_is_not_made_anew(book):
    doctor(book, "DELETE FROM audit_head")
    with pytest.raises(ChainBroken), book.desk.database.writing() as session:
        book.desk.ledger.begin(session)


def test_beginning_twice_changes_nothing(book):
    with book.desk.database.writing() as session:
        assert not book.desk.ledger.begin(session)
    assert verdict(book).intact


def test_the_line_and_the_act_are_one_commit(book):
    def act_and_fail():
        with book.desk.database.writing() as session:
            book.desk.ledger.record(session, actor="", act=Act.OPEN)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_and_fail()
    assert length(book) == 10
    assert verdict(book).intact


@pytest.mark.parametrize("note", ["x" * (NOTE_LIMIT + 1), "two\nlines", "\x00", "\x7f"])
def test_a_note_is_one_short_line(book, note):
    with pytest.raises(ValueError, match="one short line"), book.desk.database.writing() as session:
        book.desk.ledger.record(session, actor="", act=Act.OPEN, note=note)


def test_sixteen_writers_in_four_processes_lose_nothing(book):
    url, key = str(book.desk.database.engine.url), (book.keys / "audit.key").read_bytes().hex()
    processes = [
        subprocess.Popen([sys.executable, "-m", "tests.desk.audit.writers", url, key, str(process), "4", "5"], cwd=ROOT)
        for process in range(4)
    ]
    assert [process.wait() for process in processes] == [0] * 4
    found = verdict(book)
    assert found.intact
    assert found.lines == 10 + 4 * 4 * 5


def test_a_checkpoint_holds_later_and_convicts_a_rewritten_past(book):
    with book.desk.database.reading() as session:
        line = book.desk.ledger.checkpoint(session)
    with book.desk.database.writing() as session:
        book.desk.ledger.record(session, actor="", act=Act.OPEN)
    assert verdict(book, line).intact
    doctor(book, "DELETE FROM audit_lines WHERE seq >= 10")
    assert Damage.TRUNCATED in {fault.damage for fault in verdict(book, line).faults}


def test_a_broken_chain_gets_no_checkpoint(book):
    doctor(book, "UPDATE audit_lines SET note = 'other' WHERE seq = 3")
    with pytest.raises(ChainBroken), book.desk.database.reading() as session:
        book.desk.ledger.checkpoint(session)


def test_a_foreign_checkpoint_is_refused(book):
    with pytest.raises(CheckpointForged):
        verdict(book, "{}")


def test_lines_come_newest_first_and_can_be_filtered(book):
    ledger = book.desk.ledger
    with book.desk.database.reading() as session:
        assert [line.seq for line in ledger.lines(session, Filter(), 3)] == [10, 9, 8]
        assert [line.seq for line in ledger.lines(session, Filter(before=8), 2)] == [7, 6]
        assert [line.seq for line in ledger.lines(session, Filter(actor=COMMAND), 9)] == [2, 1]
        assert len(ledger.lines(session, Filter(act=Act.OPEN, case="2026-0001"), 99)) == 8
        assert ledger.lines(session, Filter(case="2026-0002"), 9) == []
        assert [line.seq for line in ledger.of_case(session, "2026-0001")] == list(range(3, 11))


def test_the_key_shows_nowhere(book):
    key = (book.keys / "audit.key").read_bytes()
    assert key.hex() not in repr(vars(Ledger)) + repr(book.desk)
    assert repr(key) not in repr(book.desk)


def test_a_key_of_another_length_is_refused(book):
    with pytest.raises(ValueError, match="32 bytes"):
        Ledger(b"short", book.clock)
