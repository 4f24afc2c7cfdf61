"""Letters and answers through the slot."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from sqlalchemy import text

from portal.letterbox import slot as letterbox
from portal.letterbox.items import MOST_LETTERS
from portal.letterbox.slot import (
    AlreadyDropped,
    BadItem,
    IdTaken,
    Letter,
    MailboxFull,
    NoMailbox,
    SlotTaken,
)
from portal.web.database import Database
from tests.letterbox.samples import (
    CASE,
    answer,
    blob,
    letter,
    locator_hash,
    mailbox_for,
    parcel,
    shelf_of,
    waiting_letters,
)


@pytest.fixture
def at(box: Database) -> str:
    """The locator hash of a mailbox."""
    return open_mailbox(box)


def open_mailbox(box: Database) -> str:
    dropped = parcel()
    mailbox = mailbox_for(dropped)
    with box.writing() as session:
        letterbox.drop(session, dropped, mailbox)
    return mailbox.locator_hash


def post(box: Database, posted: Letter) -> None:
    with box.writing() as session:
        letterbox.post_letter(session, posted)


def next_slot(box: Database, at: str) -> int:
    with box.reading() as session:
        return letterbox.next_letter_slot(session, at)


def test_letters_arrive_in_their_slots(box: Database, at: str) -> None:
    posted = []
    for slot in (1, 2, 3):
        assert next_slot(box, at) == slot
        posted.append(letter(at, slot, files=slot - 1))
        post(box, posted[-1])
    with box.reading() as session:
        assert waiting_letters(session) == posted
        assert letterbox.letters_waiting(session, 2) == [one.id for one in posted[:2]]


def test_no_more_letters_at_once_than_have_the_bytes_and_one_at_least(box: Database, at: str) -> None:
    posted = [letter(at, slot, files=1) for slot in (1, 2, 3)]
    for one in posted:
        post(box, one)
    ids, weight = [one.id for one in posted], len(posted[0].sealed)
    with box.reading() as session:
        found = letterbox.collect_letters(session, [*ids, "0" * 32], 64 * weight)
        assert found == letterbox.Bundle((*ids, "0" * 32), tuple(posted))
        assert letterbox.collect_letters(session, ids, 2 * weight).looked_at == tuple(ids[:2])
        assert letterbox.collect_letters(session, ids, 1).letters == (posted[0],)


def test_oldest_day_first_and_one_mailbox_in_order(box: Database, at: str) -> None:
    other = open_mailbox(box)
    newer = [letter(at, slot) for slot in (1, 2)]
    older = letter(other, 1, day=date(2026, 11, 20))
    for posted in (*newer, older):
        post(box, posted)
    with box.reading() as session:
        assert waiting_letters(session) == [older, *newer]


def test_a_second_submit_is_known_even_after_collection(box: Database, at: str) -> None:
    posted = letter(at, 1, files=1)
    post(box, posted)
    again = Letter(posted.id, at, 2, posted.day, letter(at).sealed)
    with pytest.raises(AlreadyDropped):
        post(box, again)
    with box.writing() as session:
        assert letterbox.forget_letter(session, posted.id) == [posted.files[0].blob]
    with pytest.raises(AlreadyDropped):
        post(box, again)
    with box.writing() as session:
        assert letterbox.forget_letter(session, posted.id) == []
        assert waiting_letters(session) == []
    assert next_slot(box, at) == 2


def test_a_taken_slot_is_told_so_that_the_letter_is_sealed_anew(box: Database, at: str) -> None:
    post(box, letter(at, 1))
    with pytest.raises(SlotTaken):
        post(box, letter(at, 1))
    post(box, letter(open_mailbox(box), 1))


def test_the_id_of_somebody_elses_letter_is_not_ones_own(box: Database, at: str) -> None:
    posted = letter(at, 1)
    post(box, posted)
    other = open_mailbox(box)
    with pytest.raises(IdTaken):
        post(box, Letter(posted.id, other, 1, posted.day, posted.sealed))


def test_no_mailbox_no_letter(box: Database) -> None:
    with pytest.raises(NoMailbox):
        post(box, letter(locator_hash()))


def test_a_mailbox_can_be_full(box: Database, at: str) -> None:
    post(box, letter(at, MOST_LETTERS))
    with pytest.raises(MailboxFull):
        next_slot(box, at)


def test_answers_are_read_in_slot_order_by_their_mailbox_only(box: Database, at: str) -> None:
    sent = [answer(slot) for slot in (2, 1, 3)]
    other = open_mailbox(box)
    with box.writing() as session:
        assert all(letterbox.answer(session, shelf_of(at), one) for one in sent)
        assert letterbox.answer(session, shelf_of(other), answer(1))
    with box.reading() as session:
        assert letterbox.replies(session, at, None) == sorted(sent, key=lambda one: one.slot)
        assert len(letterbox.replies(session, other, None)) == 1
        assert letterbox.replies(session, locator_hash(), None) == []


def test_an_answer_delivered_twice_is_there_once_and_takes_the_place_of_what_was_there(box: Database, at: str) -> None:
    foreign, true = answer(1), answer(1)
    with box.writing() as session:
        assert letterbox.answer(session, shelf_of(at), foreign)
        assert letterbox.answer(session, shelf_of(at), true)
        assert not letterbox.answer(session, shelf_of(at), true)
    with box.reading() as session:
        assert letterbox.replies(session, at, None) == [true]


def test_an_answer_to_a_mailbox_that_is_gone_is_swallowed_and_stops_no_other(box: Database, at: str) -> None:
    gone = locator_hash()
    with box.writing() as session:
        assert not letterbox.answer(session, shelf_of(gone), answer(1))
        assert letterbox.answer(session, shelf_of(at), answer(1))
        assert letterbox.replies(session, gone, None) == []


@pytest.mark.parametrize("bad", ["", "a" * 63, "A" * 64, "a" * 64 + "\n", "../" + "a" * 61])
def test_a_locator_must_look_like_one(box: Database, bad: str) -> None:
    with box.writing() as session:
        for ask in (letterbox.mailbox_at, letterbox.next_letter_slot, partial(letterbox.replies, parcel=None)):
            with pytest.raises(BadItem):
                ask(session, bad)
        with pytest.raises(BadItem):
            letterbox.answer(session, bad, answer(1))
        with pytest.raises(BadItem):
            shelf_of(bad)


def test_answers_of_two_cases_to_one_mailbox_do_not_meet(box: Database, at: str) -> None:
    mine, foreign = answer(1), answer(1)
    with box.writing() as session:
        assert letterbox.answer(session, shelf_of(at), mine)
        assert letterbox.answer(session, shelf_of(at, "d" * 32), foreign)
    with box.reading() as session:
        assert letterbox.replies(session, at, CASE) == [mine]
        assert letterbox.replies(session, at, "d" * 32) == [foreign]
        assert letterbox.replies(session, at, "e" * 32) == []
        assert len(letterbox.replies(session, at, None)) == 2


def test_the_roster_mark_only_rises(box: Database) -> None:
    seen = []
    for version in (3, 1, 7, 7, 2):
        with box.writing() as session:
            letterbox.raise_roster_mark(session, version)
            seen.append(letterbox.roster_mark(session))
    assert seen == [3, 3, 7, 7, 7]


def test_without_a_mark_it_is_zero_and_there_is_only_one(box: Database) -> None:
    with box.writing() as session:
        assert letterbox.roster_mark(session) == 0
        letterbox.raise_roster_mark(session, 1)
        letterbox.raise_roster_mark(session, 2)
        assert session.scalar(text("SELECT count(*) FROM roster_mark")) == 1


def test_the_files_of_an_answer_lie_beside_it_until_another_takes_its_place(box: Database) -> None:
    dropped = parcel()
    mailbox = mailbox_for(dropped)
    at = shelf_of(mailbox.locator_hash, dropped.id)
    first = replace(answer(1), files=(blob(1), blob(2)))
    with box.writing() as session:
        letterbox.drop(session, dropped, mailbox)
        assert letterbox.answer(session, at, first)
        assert letterbox.answer_files(session, at, 1) == first.files
        assert letterbox.answer_files(session, at, 2) == ()
        assert all(letterbox.wants(session, file.blob) for file in first.files)
        # The same bytes once more, with other copies of its files: the first ones serve.
        assert not letterbox.answer(session, at, replace(first, files=(blob(1),)))
        assert letterbox.answer_files(session, at, 1) == first.files
        second = replace(answer(1), files=(blob(1),))
        assert letterbox.answer(session, at, second)
        assert letterbox.answer_files(session, at, 1) == second.files
        assert not any(letterbox.wants(session, file.blob) for file in first.files)


def test_destroying_answers_names_the_blobs_of_their_files(box: Database) -> None:
    dropped = parcel()
    mailbox = mailbox_for(dropped)
    at = shelf_of(mailbox.locator_hash, dropped.id)
    told = [replace(answer(slot), files=(blob(1),)) for slot in (1, 2)]
    with box.writing() as session:
        letterbox.drop(session, dropped, mailbox)
        for one in told:
            letterbox.answer(session, at, one)
        assert letterbox.destroy(session, at, [1], answer(1)) == [told[0].files[0].blob]
        assert letterbox.close(session, mailbox.locator_hash) == [told[1].files[0].blob]
