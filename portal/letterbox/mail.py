"""Mailboxes: letters from the reporter, answers to the reporter."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, delete, func, insert, select
from sqlalchemy.orm import Session

from portal.letterbox.items import (
    LARGEST_SEALED,
    MOST_LETTERS,
    AlreadyDropped,
    Answer,
    IdTaken,
    Letter,
    Mailbox,
    MailboxFull,
    NoMailbox,
    SealedFile,
    SlotTaken,
    a_shelf,
    answer_holder,
    locator,
    mailbox_of,
    shelf,
)
from portal.letterbox.records import answers, letter_marks, letters, mailboxes
from portal.letterbox.rows import (
    bounded,
    files_of,
    files_of_many,
    insert_files,
    inserted,
    light,
    replaced,
    sound,
    take_files,
)

# Statements of a look-up, built once: building one takes longer than executing it.
_MAILBOX = select(mailboxes).where(mailboxes.c.locator_hash == bindparam("at"))
_ANSWERS = (
    select(answers.c.slot, answers.c.day, bounded(answers.c.sealed, LARGEST_SEALED))
    .where(answers.c.locator_hash.between(bindparam("first"), bindparam("last")))
    .order_by(answers.c.slot)
)

# Statements of a collection. Marks stay and letters do not: an outer join makes every database begin with the letters.
_WITH_MARKS = letters.outerjoin(letter_marks, letter_marks.c.id == letters.c.id)
_OLDEST_FIRST = (
    select(letters.c.id)
    .select_from(_WITH_MARKS)
    .order_by(letters.c.day, letter_marks.c.locator_hash, letter_marks.c.slot)
)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_SIZES = select(letters.c.id, func.length(letters.c.sealed)).where(letters.c.id.in_(_IDS))
_LETTERS = (
    select(
        letters.c.id,
        letter_marks.c.locator_hash,
        letter_marks.c.slot,
        letters.c.day,
        bounded(letters.c.sealed, LARGEST_SEALED),
    )
    .select_from(_WITH_MARKS)
    .where(letters.c.id.in_(_IDS))
)


@dataclass(frozen=True)
class Bundle:
    """Which letters were looked at, and those of them that wait and are in shape."""

    looked_at: tuple[str, ...]
    letters: tuple[Letter, ...]


def mailbox_at(session: Session, locator_hash: str) -> Mailbox | None:
    """Return the mailbox; None when there is none, or its row is spoilt (that is logged)."""
    row = session.execute(_MAILBOX, {"at": locator(locator_hash)}).one_or_none()
    if row is None:
        return None
    return sound(
        lambda: Mailbox(
            row.locator_hash,
            row.parcel,
            row.case_recipient,
            tuple(str(row.offices).split(",")),
            row.binding,
            row.day,
        )
    )


def hold(session: Session, locator_hash: str) -> None:
    """Keep what lies in a mailbox from changing until the commit; nobody else can hold it meanwhile. Raise `NoMailbox`.

    On SQLite whoever writes holds everything anyway. On a server the door writes beside other writers, and this is the
    row that those wait for who number letters, destroy answers or close the same mailbox.
    """
    mine = select(mailboxes.c.day).where(mailboxes.c.locator_hash == locator(locator_hash))
    if session.execute(mine.with_for_update(key_share=True)).first() is None:
        raise NoMailbox


def next_letter_slot(session: Session, locator_hash: str) -> int:
    """Return the slot the next letter of this mailbox must carry, from 1. Raise `MailboxFull`."""
    last = session.scalar(
        select(func.max(letter_marks.c.slot)).where(letter_marks.c.locator_hash == locator(locator_hash))
    )
    if (last or 0) >= MOST_LETTERS:
        raise MailboxFull
    return (last or 0) + 1


def post_letter(session: Session, letter: Letter) -> None:
    """Put in a letter.

    Raise `AlreadyDropped` when this mailbox ever had a letter with this id, `IdTaken` when another has, `SlotTaken`
    when another letter took the slot meanwhile (seal anew for the next one), `NoMailbox`.
    """
    hold(session, letter.locator_hash)
    row = {"id": letter.id, "locator_hash": letter.locator_hash, "slot": letter.slot}
    if not inserted(session, letter_marks, row):
        owner = session.scalar(select(letter_marks.c.locator_hash).where(letter_marks.c.id == letter.id))
        if owner is None:
            raise SlotTaken
        raise AlreadyDropped if owner == letter.locator_hash else IdTaken
    session.execute(insert(letters), {"id": letter.id, "day": letter.day, "sealed": letter.sealed})
    insert_files(session, letter.id, letter.files)


def letters_waiting(session: Session, limit: int) -> list[str]:
    """Return the ids of up to `limit` letters that wait, oldest day first, those of one mailbox in slot order.

    It looks at every letter that waits, so ask for many at once.
    """
    return list(session.scalars(_OLDEST_FIRST.limit(limit)))


def collect_letters(session: Session, letter_ids: Sequence[str], most_bytes: int) -> Bundle:
    """Return the first of these letters, as many as have `most_bytes` together and one at least.

    What does not wait any more is left out, and what is spoilt, which is logged.
    """
    sizes = {id_: size for id_, size in session.execute(_SIZES, {"ids": letter_ids})}  # noqa: C416
    looked_at = light(letter_ids, sizes, most_bytes)
    rows = {row.id: row for row in session.execute(_LETTERS, {"ids": looked_at})}
    carried = files_of_many(session, list(rows))
    made = (sound(partial(_letter, rows[id_], carried.get(id_, ()))) for id_ in looked_at if id_ in rows)
    return Bundle(tuple(looked_at), tuple(letter for letter in made if letter is not None))


def forget_letter(session: Session, *letter_ids: str) -> list[str]:
    """Remove letters and their file rows; the marks stay, so a second submit is still known. Return the unneeded blobs.

    Delete them after the commit, then `Database.scrub`. A letter forgotten before gives no names.
    """
    names = take_files(session, *letter_ids)
    session.execute(delete(letters).where(letters.c.id.in_(letter_ids)))
    return names


def answer(session: Session, at: str, sealed: Answer) -> bool:
    """Put an answer into its slot on the shelf `at`, replacing what lies there. False when this very one lay there.

    After False nobody needs the blobs of its files: those that were listed at the first delivery serve.

    No other case answers on that shelf: what lies in the slot is an earlier delivery, or was put in beforehand to keep
    the true one out (T3). Where there is no mailbox (any more), nothing is kept and nothing is said: the reporter
    closed it, and an answer left there would tell a closed code from an unknown one (docs/adr/0017).
    """
    owner = mailboxes.c.locator_hash == mailbox_of(at)
    if session.scalar(select(mailboxes.c.day).where(owner).with_for_update(read=True)) is None:
        return False
    row = {"locator_hash": a_shelf(at), "slot": sealed.slot, "day": sealed.day, "sealed": sealed.sealed}
    if not replaced(session, answers, row):
        return False
    holder = answer_holder(at, sealed.slot)
    # Blobs of what lay there before are named by no row any more: the sweep takes them.
    take_files(session, holder)
    insert_files(session, holder, sealed.files)
    return True


def answer_files(session: Session, at: str, slot: int) -> tuple[SealedFile, ...]:
    """Return the files of the answer in `slot` on the shelf `at`, in slot order. Raise `BadItem` for spoilt rows."""
    return files_of(session, answer_holder(at, slot))


def replies(session: Session, locator_hash: str, parcel: str | None) -> list[Answer]:
    """Return what `parcel`'s case answered to this mailbox, in slot order; with None, what any case did.

    A spoilt answer is left out and logged: the reader sees the gap.
    """
    first = shelf(locator_hash, parcel) if parcel else locator(locator_hash)
    # "g" follows every hex digit: up to there lie all shelves of this mailbox.
    rows = session.execute(_ANSWERS, {"first": first, "last": first if parcel else f"{first}g"})
    found = (sound(partial(Answer, *row)) for row in rows)
    return [sealed for sealed in found if sealed is not None]


def _letter(row: Row[*tuple[Any, ...]], carried: Sequence[tuple[int, str, int]]) -> Letter:
    files = tuple(SealedFile(*file) for file in carried)
    return Letter(row.id, row.locator_hash, row.slot, row.day, row.sealed, files)
