"""Several processes with several threads on one SQLite file: nothing lost, nothing twice, the losers told."""

from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.pool import Pool

import pytest

from portal.letterbox import slot as letterbox
from portal.web.database import Database
from tests.letterbox import contenders
from tests.letterbox.samples import answer, locator_hash, mailbox_for, parcel, shelf_of, waiting_letters

PROCESSES = 3


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with get_context("spawn").Pool(PROCESSES) as processes:
        yield processes


def open_mailbox(box: Database) -> str:
    dropped = parcel()
    mailbox = mailbox_for(dropped)
    with box.writing() as session:
        letterbox.drop(session, dropped, mailbox)
    return mailbox.locator_hash


def test_of_many_submits_of_one_form_exactly_one_goes_in(box: Database, url: str, pool: Pool) -> None:
    at = locator_hash()
    outcomes = [one for part in pool.starmap(contenders.drop_the_same, [(url, at, 9)] * PROCESSES) for one in part]
    winners = [one for one in outcomes if one]
    assert len(outcomes) == 9 * PROCESSES
    with box.reading() as session:
        assert letterbox.waiting(session, 100) == winners
        assert len(winners) == 1
        mailbox = letterbox.mailbox_at(session, at)
    assert mailbox
    assert mailbox.parcel == winners[0]


def test_no_report_is_lost_and_none_is_collected_twice(box: Database, url: str, pool: Pool) -> None:
    collectors = [pool.apply_async(contenders.collect_until, (url, 1)) for _ in range(PROCESSES - 1)]
    dropped = pool.apply(contenders.drop_others, (url, 30))
    with box.writing() as session:
        letterbox.raise_roster_mark(session, 1)  # tells the collectors that no more will come
    taken = [one for collector in collectors for one in collector.get(timeout=120)]
    assert sorted(taken) == sorted(dropped)
    with box.reading() as session:
        assert letterbox.waiting(session, 1) == []


def test_letters_of_one_mailbox_never_share_a_slot_and_leave_no_gap(box: Database, url: str, pool: Pool) -> None:
    at = open_mailbox(box)
    posted = [one for part in pool.starmap(contenders.write_letters, [(url, at, 8)] * PROCESSES) for one in part]
    assert sorted(slot for _, slot in posted) == list(range(1, 8 * PROCESSES + 1))
    with box.reading() as session:
        waiting = [(one.id, one.slot) for one in waiting_letters(session)]
    assert waiting == sorted(posted, key=lambda one: one[1])


def test_an_outbox_delivered_by_several_at_once_arrives_once(box: Database, url: str, pool: Pool) -> None:
    at = open_mailbox(box)
    outbox = [answer(slot) for slot in range(1, 11)]
    assert sum(pool.starmap(contenders.deliver, [(url, shelf_of(at), outbox)] * PROCESSES)) == 10
    with box.reading() as session:
        assert letterbox.replies(session, at, None) == outbox


def test_the_roster_mark_ends_at_the_highest(box: Database, url: str, pool: Pool) -> None:
    pool.starmap(contenders.raise_marks, [(url, list(range(first, 60, 3))) for first in (2, 0, 1)])
    with box.reading() as session:
        assert letterbox.roster_mark(session) == 59
