"""Destroying what was read, and closing the mailbox for good."""

from contextlib import suppress

from portal.blobs import remove
from portal.letterbox import slot
from portal.public.door import Door
from portal.public.mailbox.actions import look_up, receipt_of
from portal.public.mailbox.conversation import Destroyed, Entry, Reply
from portal.sealing import Envelope, Kind, Place, Receipt, seal_envelope
from portal.web.database import Unavailable


def destroy_replies(door: Door, typed: str, upto: int) -> int:
    """Remove every reply up to the slot `upto`, which is the newest that was on the page. Return how many.

    What arrived meanwhile stays, unread. Status cards stay: they say where the report stands. What cannot be verified
    stays too, because nobody has read it. Raise `OfficeClosed`, `Unavailable`; nothing is removed then.
    """
    box = look_up(door, typed)
    entries = box.entries()
    replies = [entry.slot for entry in entries if isinstance(entry, Reply) and entry.slot <= upto]
    if box.mailbox is None or not replies:
        return 0
    shelf = slot.shelf(box.receipt.locator_hash, box.mailbox.parcel)
    rows, mark = _mark(door, box.receipt, replies, entries)
    try:
        with door.letterbox.writing() as session:
            blobs = slot.destroy(session, shelf, rows, mark)
    except slot.NoMailbox:
        # Closed since we looked: all of it is gone.
        return len(replies)
    remove(door.blobs, blobs)
    _scrub(door)
    return len(replies)


def close_mailbox(door: Door, typed: str) -> None:
    """Forget the mailbox of a code as if it had never been. For a code that is none, nothing happens and none is told.

    Raise `Unavailable`; nothing is removed then.
    """
    receipt = receipt_of(typed)
    with door.letterbox.writing() as session:
        blobs = slot.close(session, receipt.locator_hash)
    remove(door.blobs, blobs)
    _scrub(door)


def _mark(door: Door, receipt: Receipt, replies: list[int], entries: list[Entry]) -> tuple[list[int], slot.Answer]:
    """Seal the one mark that stands for everything destroyed so far; with it, the rows that it replaces.

    The reporter's own key signs it: nobody else can pass off answers he removed as destroyed by the reporter (T3).
    """
    earlier = [entry for entry in entries if isinstance(entry, Destroyed)]
    slots = sorted({*replies, *(number for mark in earlier for number in mark.slots)})
    rows, day = [*replies, *(mark.slot for mark in earlier)], door.clock.today()
    place = Place(Kind.DESTROYED, "mailbox", receipt.locator_hash, slots[-1])
    envelope = Envelope(place, day, "server", {"slots": slots})
    sealed = seal_envelope(envelope, receipt.reply_identity.recipient, signer=receipt.letter_key)
    return rows, slot.Answer(slots[-1], day, sealed)


def _scrub(door: Door) -> None:
    """Drive the removed bytes out of the files now; while others read, the collector's next run does it."""
    with suppress(Unavailable):
        door.letterbox.scrub(patience=0)
