"""Whoever can write the database (T3) can destroy; a spoilt row reaches nothing further and does not stop the rest."""

import logging
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text

from portal.letterbox import slot as letterbox
from portal.web.database import Database
from tests.letterbox.samples import answer, letter, mailbox_for, parcel, shelf_of, waiting_letters

pytestmark = pytest.mark.sqlite_only

EVIL = "../../../../etc/passwd"
NOT_UTF8 = "CAST(x'ff41' AS TEXT)"
SPOILT_SLIP = """UPDATE slips SET officer = :evil WHERE officer = (
    SELECT min(s.officer) FROM slips s JOIN mailboxes m ON m.parcel = s.parcel WHERE m.locator_hash != '{f}')"""


@pytest.fixture
def at(box: Database) -> str:
    """The locator hash of a mailbox with two reports waiting, two letters, three answers."""
    dropped, other = parcel(files=1), parcel(files=1)
    mailbox = mailbox_for(dropped)
    with box.writing() as session:
        letterbox.drop(session, dropped, mailbox)
        letterbox.drop(session, other, mailbox_for(other, "f" * 64))
        for slot in (1, 2):
            letterbox.post_letter(session, letter(mailbox.locator_hash, slot, files=1))
        for slot in (1, 2, 3):
            letterbox.answer(session, shelf_of(mailbox.locator_hash), answer(slot))
    return mailbox.locator_hash


def spoil(box: Database, statement: str, evil: object) -> None:
    """Write as somebody does who has the file and follows none of our rules."""
    assert box.file
    with closing(sqlite3.connect(box.file)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        assert connection.execute(statement, {"evil": evil}).rowcount == 1


@pytest.mark.parametrize("evil", [EVIL, "", "A" * 200, b"\xff\x00"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE files SET blob = :evil WHERE holder = (SELECT parcel FROM mailboxes WHERE locator_hash != '{f}')",
        SPOILT_SLIP,
        "UPDATE parcels SET sealed = :evil WHERE id = (SELECT parcel FROM mailboxes WHERE locator_hash != '{f}')",
        "UPDATE mailboxes SET day = :evil WHERE locator_hash != '{f}'",
        "UPDATE mailboxes SET offices = :evil WHERE locator_hash != '{f}'",
    ],
)
def test_one_spoilt_parcel_stays_and_the_other_is_collected(
    box: Database, at: str, statement: str, evil: object, caplog: pytest.LogCaptureFixture
) -> None:
    spoil(box, statement.format(f="f" * 64), evil)
    with caplog.at_level(logging.WARNING), box.reading() as session:
        spoilt = session.scalar(text("SELECT parcel FROM mailboxes WHERE locator_hash = :at"), {"at": at})
        waiting = letterbox.waiting(session, 10)
        assert len(waiting) == 2
        collected = {name: letterbox.collect(session, name) for name in waiting}
    assert [name for name, found in collected.items() if found is None] == [spoilt]
    assert "is not in shape" in caplog.text
    assert EVIL not in caplog.text


@pytest.mark.parametrize(
    ("column", "evil"),
    [
        ("parcel", EVIL),
        ("case_recipient", "age1x25519"),
        ("offices", "b,a"),
        ("offices", "范例"),
        ("binding", b"short"),
        ("day", "2026-11-22T10:01"),
        ("day", "tomorrow"),
        ("day", NOT_UTF8),
        ("offices", NOT_UTF8),
    ],
)
def test_a_spoilt_mailbox_is_no_mailbox(box: Database, at: str, column: str, evil: object) -> None:
    value = evil if evil == NOT_UTF8 else ":evil"
    spoil(box, f"UPDATE mailboxes SET {column} = {value} WHERE locator_hash = '{at}'", evil)  # noqa: S608
    with box.reading() as session:
        assert letterbox.mailbox_at(session, at) is None
        assert letterbox.mailbox_at(session, "f" * 64) is not None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE letters SET day = :evil WHERE id = (SELECT id FROM letter_marks WHERE slot = 1)",
        "UPDATE letters SET day = CAST(x'ff41' AS TEXT) WHERE id = (SELECT id FROM letter_marks WHERE slot = 1)",
        "UPDATE letters SET sealed = :evil WHERE id = (SELECT id FROM letter_marks WHERE slot = 1)",
        "UPDATE files SET blob = :evil WHERE holder = (SELECT id FROM letter_marks WHERE slot = 1)",
        "UPDATE letter_marks SET slot = 2000000000 WHERE slot = 1 AND :evil != ''",
    ],
)
def test_one_spoilt_letter_does_not_hold_up_the_next(box: Database, at: str, statement: str) -> None:
    spoil(box, statement, EVIL)
    with box.reading() as session:
        assert [(one.slot, one.locator_hash) for one in waiting_letters(session)] == [(2, at)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE answers SET day = :evil WHERE slot = 2",
        "UPDATE answers SET sealed = :evil WHERE slot = 2",
        "UPDATE answers SET slot = -9 WHERE slot = 2 AND :evil != ''",
    ],
)
def test_a_spoilt_answer_shows_as_a_gap(box: Database, at: str, statement: str) -> None:
    spoil(box, statement, EVIL)
    with box.reading() as session:
        assert [one.slot for one in letterbox.replies(session, at, None)] == [1, 3]
