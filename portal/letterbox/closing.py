"""What is taken back: by the holder of a receipt, replies already read or the whole mailbox; by an office, a case.

Rows go, they are not marked.

Give the names that they return to the blob store after the commit, then call `Database.scrub`.
"""

from collections.abc import Collection
from secrets import token_bytes, token_hex

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from portal.letterbox.items import Answer, a_shelf, answer_holder, locator, mailbox_of
from portal.letterbox.mail import hold
from portal.letterbox.parcels import forget
from portal.letterbox.records import answers, files, letter_marks, letters, mailboxes, parcels
from portal.letterbox.rows import replaced, take_files


def destroy(session: Session, at: str, slots: Collection[int], mark: Answer) -> list[str]:
    """Remove the answers in `slots` on the shelf `at`; put `mark`, sealed by the reporter, where it says.

    The mark tells the reader later that these were destroyed on purpose. Without it a thief of answers (T3) and the
    reporter would leave the same gap. Return the blobs that nobody needs now. Raise `NoMailbox`.
    """
    # An answer that is delivered again meanwhile would wait for these rows while we wait for its files.
    hold(session, mailbox_of(at))
    names = [name for slot in slots for name in take_files(session, answer_holder(at, slot))]
    session.execute(delete(answers).where(answers.c.locator_hash == a_shelf(at), answers.c.slot.in_(slots)))
    row = {"locator_hash": at, "slot": mark.slot, "day": mark.day, "sealed": mark.sealed}
    replaced(session, answers, row)
    return names


def close(session: Session, locator_hash: str) -> list[str]:
    """Forget a mailbox: its answers, letters not yet collected, marks. Return the blobs that nobody needs now.

    A report not yet collected still goes its way: what the collector needs of the mailbox's row stays, under a random
    name that no code gives. Of a mailbox that is not there nothing is removed, and nothing is said.
    """
    at = locator(locator_hash)
    # Locked first: an answer or a letter that is being put in either lies there by now, or finds no mailbox.
    parcel = session.scalar(select(mailboxes.c.parcel).where(mailboxes.c.locator_hash == at).with_for_update())
    names = _blobs_at(session, at)
    session.execute(delete(files).where(files.c.blob.in_(names)))
    session.execute(delete(answers).where(_shelves(at)))
    posted = select(letter_marks.c.id).where(letter_marks.c.locator_hash == at)
    session.execute(delete(letters).where(letters.c.id.in_(posted)))
    session.execute(delete(letter_marks).where(letter_marks.c.locator_hash == at))
    mailbox = mailboxes.c.locator_hash == at
    if session.scalar(select(parcels.c.id).where(parcels.c.id == parcel)) is not None:
        nobody = {"locator_hash": token_hex(32), "binding": token_bytes(32)}
        session.execute(update(mailboxes).where(mailbox).values(nobody))
    else:
        session.execute(delete(mailboxes).where(mailbox))
    return names


def blobs_of(session: Session, parcel: str) -> list[str]:
    """Name the blobs that `bury` would free. Raise `BadItem` for a mailbox whose row is spoilt."""
    names = list(session.scalars(select(files.c.blob).where(files.c.holder == parcel)))
    at = _mailbox_of(session, parcel)
    return names if at is None else [*names, *_blobs_at(session, at)]


def bury(session: Session, parcel: str) -> list[str]:
    """Forget a parcel that its office has destroyed: the report if it still waits, and its mailbox with everything.

    Return the blobs that nobody needs now. A parcel that nobody knows, or that was buried before, gives none. Raise
    `BadItem` for a mailbox whose row is spoilt.
    """
    names, at = forget(session, parcel), _mailbox_of(session, parcel)
    return names if at is None else [*names, *close(session, at)]


def _mailbox_of(session: Session, parcel: str) -> str | None:
    at = session.scalar(select(mailboxes.c.locator_hash).where(mailboxes.c.parcel == parcel))
    return None if at is None else locator(at)


def _shelves(at: str) -> ColumnElement[bool]:
    """Every shelf of a mailbox, whichever case answers there: "g" follows every hex digit."""
    return answers.c.locator_hash.between(at, f"{at}g")


def _blobs_at(session: Session, at: str) -> list[str]:
    answered = session.execute(select(answers.c.locator_hash, answers.c.slot).where(_shelves(at))).all()
    posted = session.scalars(select(letter_marks.c.id).where(letter_marks.c.locator_hash == at)).all()
    holders = [*(answer_holder(*row) for row in answered), *posted]
    return list(session.scalars(select(files.c.blob).where(files.c.holder.in_(holders))))
