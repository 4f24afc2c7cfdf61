"""Destroying replies and closing a mailbox: what goes, what stays, and that nothing of it is left in the file."""

import pytest
from sqlalchemy import text

from portal.letterbox import slot as letterbox
from portal.letterbox.slot import BadItem, NoMailbox
from portal.web.database import Database
from tests.letterbox.samples import answer, letter, locator_hash, mailbox_for, parcel, shelf_of, waiting_letters
from tests.letterbox.test_traces import on_disk, pieces


def filled(box: Database, *, collected: bool = True):
    dropped = parcel(files=1)
    mailbox = mailbox_for(dropped)
    at = mailbox.locator_hash
    answered = [answer(slot) for slot in (1, 2, 3)]
    posted = letter(at, files=2)
    with box.writing() as session:
        letterbox.drop(session, dropped, mailbox)
        for one in answered:
            letterbox.answer(session, shelf_of(at, dropped.id), one)
        letterbox.post_letter(session, posted)
        if collected:
            letterbox.forget(session, dropped.id)
    return mailbox, dropped, answered, posted


@pytest.mark.sqlite_only
def test_a_closed_mailbox_leaves_no_byte_and_no_other_is_touched(box: Database) -> None:
    mailbox, _, answered, posted = filled(box)
    other, kept, kept_answers, kept_letter = filled(box)
    with box.writing() as session:
        names = letterbox.close(session, mailbox.locator_hash)
    assert sorted(names) == sorted(file.blob for file in posted.files)
    assert box.scrub()
    disk = on_disk(box)
    assert mailbox.locator_hash.encode() not in disk
    assert not any(piece in disk for one in (*answered, posted) for piece in pieces(one.sealed))
    with box.reading() as session:
        assert letterbox.mailbox_at(session, mailbox.locator_hash) is None
        assert letterbox.replies(session, mailbox.locator_hash, None) == []
        assert letterbox.replies(session, other.locator_hash, kept.id) == kept_answers
        assert waiting_letters(session) == [kept_letter]


def test_after_closing_answers_and_letters_find_nothing(box: Database) -> None:
    mailbox, dropped, _, _ = filled(box)
    with box.writing() as session:
        letterbox.close(session, mailbox.locator_hash)
        assert not letterbox.answer(session, shelf_of(mailbox.locator_hash, dropped.id), answer(4))
        with pytest.raises(NoMailbox):
            letterbox.post_letter(session, letter(mailbox.locator_hash, 2))
        for table in ("answers", "letters", "letter_marks", "files", "mailboxes"):
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0  # noqa: S608


def test_a_waiting_report_is_collected_whole_after_its_mailbox_was_closed(box: Database) -> None:
    mailbox, dropped, _, _ = filled(box, collected=False)
    with box.writing() as session:
        letterbox.close(session, mailbox.locator_hash)
    with box.reading() as session:
        assert letterbox.mailbox_at(session, mailbox.locator_hash) is None
        assert letterbox.waiting(session, 10) == [dropped.id]
        assert letterbox.collect(session, dropped.id) == dropped


def test_closing_what_is_not_there_does_nothing(box: Database) -> None:
    other, kept, answered, _ = filled(box)
    with box.writing() as session:
        assert letterbox.close(session, locator_hash()) == []
        with pytest.raises(BadItem):
            letterbox.close(session, "%")
        assert letterbox.replies(session, other.locator_hash, kept.id) == answered


@pytest.mark.sqlite_only
def test_destroyed_answers_leave_the_mark_alone(box: Database) -> None:
    mailbox, dropped, answered, _ = filled(box)
    at, mark = shelf_of(mailbox.locator_hash, dropped.id), answer(3)
    with box.writing() as session:
        letterbox.destroy(session, at, [1, 3], mark)
        assert letterbox.replies(session, mailbox.locator_hash, dropped.id) == [answered[1], mark]
    assert box.scrub()
    disk = on_disk(box)
    assert not any(piece in disk for one in (answered[0], answered[2]) for piece in pieces(one.sealed))


@pytest.mark.parametrize("collected", [True, False])
@pytest.mark.sqlite_only
def test_a_buried_parcel_leaves_no_byte_and_no_other_is_touched(box: Database, *, collected: bool) -> None:
    mailbox, dropped, answered, posted = filled(box, collected=collected)
    other, kept, kept_answers, kept_letter = filled(box)
    with box.reading() as session:
        told = letterbox.blobs_of(session, dropped.id)
    with box.writing() as session:
        names = letterbox.bury(session, dropped.id)
    freed = [*posted.files, *(() if collected else dropped.files)]
    assert sorted(names) == sorted(told) == sorted(file.blob for file in freed)
    assert box.scrub()
    disk = on_disk(box)
    assert mailbox.locator_hash.encode() not in disk
    assert dropped.id.encode() not in disk
    sealed = [dropped.report, *(slip.sealed for slip in dropped.slips), *(one.sealed for one in (*answered, posted))]
    assert not any(piece in disk for one in sealed for piece in pieces(one))
    with box.reading() as session:
        assert letterbox.waiting(session, 10) == []
        assert letterbox.replies(session, other.locator_hash, kept.id) == kept_answers
        assert waiting_letters(session) == [kept_letter]


def test_burying_twice_or_nothing_changes_nothing(box: Database) -> None:
    _, dropped, _, _ = filled(box)
    other, kept, answered, _ = filled(box)
    with box.writing() as session:
        letterbox.bury(session, dropped.id)
        for parcel_id in (dropped.id, "0" * 32, "%"):
            assert letterbox.blobs_of(session, parcel_id) == []
            assert letterbox.bury(session, parcel_id) == []
        assert letterbox.replies(session, other.locator_hash, kept.id) == answered


def test_a_report_whose_mailbox_was_closed_while_it_waited_is_buried_too(box: Database) -> None:
    mailbox, dropped, _, _ = filled(box, collected=False)
    with box.writing() as session:
        letterbox.close(session, mailbox.locator_hash)
        assert letterbox.bury(session, dropped.id) == [file.blob for file in dropped.files]
        for table in ("parcels", "slips", "files", "mailboxes"):
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0  # noqa: S608


def test_a_mailbox_whose_row_is_spoilt_is_named_and_left(box: Database) -> None:
    _, dropped, _, _ = filled(box)
    with box.writing() as session:
        session.execute(text("DELETE FROM letters"))
        session.execute(text("DELETE FROM letter_marks"))
        session.execute(text("UPDATE mailboxes SET locator_hash = 'x'"))
    with box.writing() as session, pytest.raises(BadItem):
        letterbox.blobs_of(session, dropped.id)
