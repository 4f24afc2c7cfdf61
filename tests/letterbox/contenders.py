"""What several processes do to one letterbox at once; a module of its own, so that a fresh interpreter can import it.

Each process works with several threads on one `Database`, as a worker of the public door does.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from portal.letterbox import slot as letterbox
from portal.letterbox.slot import AlreadyDropped, Answer, Letter, SlotTaken
from portal.web.database import Database
from tests.letterbox.samples import letter, mailbox_for, parcel

Made = TypeVar("Made")
THREADS = 3


def _at_once(url: str, times: int, act: Callable[[Database], Made]) -> list[Made]:
    database = Database(url, busy_seconds=60)
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(lambda _: act(database), range(times)))


def drop_the_same(url: str, locator_hash: str, times: int) -> list[str | None]:
    """Hand in under one receipt again and again. Return the id that went in, None each time one was there already."""

    def act(database: Database) -> str | None:
        mine = parcel(files=1)
        try:
            with database.writing() as session:
                letterbox.drop(session, mine, mailbox_for(mine, locator_hash))
        except AlreadyDropped:
            return None
        return mine.id

    return _at_once(url, times, act)


def drop_others(url: str, times: int) -> list[str]:
    """Hand in different reports. Return their ids."""

    def act(database: Database) -> str:
        mine = parcel(files=1)
        with database.writing() as session:
            letterbox.drop(session, mine, mailbox_for(mine))
        return mine.id

    return _at_once(url, times, act)


def collect_until(url: str, wanted: int) -> list[str]:
    """Collect and forget until nothing waits and the roster mark has reached `wanted`. Return what this one took."""
    database, took = Database(url, busy_seconds=60), list[str]()
    while True:
        with database.reading() as session:
            found = [one for name in letterbox.waiting(session, 5) if (one := letterbox.collect(session, name))]
        for one in found:
            with database.writing() as session:
                if letterbox.forget(session, one.id):
                    took.append(one.id)
        if not found and _mark(database) >= wanted:
            return took


def _mark(database: Database) -> int:
    with database.reading() as session:
        return letterbox.roster_mark(session)


def write_letters(url: str, locator_hash: str, times: int) -> list[tuple[str, int]]:
    """Write to one mailbox, taking the next slot anew whenever it was lost. Return id and slot of each letter."""

    def act(database: Database) -> tuple[str, int]:
        mine = letter(locator_hash)
        while True:
            with database.reading() as session:
                slot = letterbox.next_letter_slot(session, locator_hash)
            try:
                with database.writing() as session:
                    letterbox.post_letter(session, Letter(mine.id, locator_hash, slot, mine.day, mine.sealed))
            except SlotTaken:
                continue
            return mine.id, slot

    return _at_once(url, times, act)


def deliver(url: str, shelf: str, outbox: list[Answer]) -> int:
    """Deliver every answer of an outbox. Return how many of this process went in."""
    database = Database(url, busy_seconds=60)
    went_in = 0
    for waiting in outbox:
        with database.writing() as session:
            went_in += letterbox.answer(session, shelf, waiting)
    return went_in


def raise_marks(url: str, versions: list[int]) -> None:
    """Mark each version as used."""
    database = Database(url, busy_seconds=60)
    for version in versions:
        with database.writing() as session:
            letterbox.raise_roster_mark(session, version)
