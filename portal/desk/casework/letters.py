"""The reporter's letters, in order. One that fails its check is shown as such, and a gap as a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.casework.filing import Stored, stored
from portal.desk.casework.records import ItemRecord
from portal.desk.casework.unlocking import Unlocked, file_list, read_item
from portal.domain.correspondence import PURPOSES, purpose_of
from portal.domain.text import Text
from portal.sealing import Envelope, FileEntry, FileList, Kind, Place


@dataclass(frozen=True)
class LetterView:
    """One letter. `text` is None when it cannot be verified; `missing` stands for a gap before the next letter.

    `purpose` is a code of `PURPOSES`, or "" for letters from before there were any.
    """

    slot: int
    day: date
    text: str | None
    files: tuple[FileEntry, ...] = ()
    missing: bool = False
    purpose: str = ""

    @property
    def purpose_words(self) -> Text | None:
        """What the letter is for, in words."""
        return PURPOSES.text(self.purpose) if self.purpose else None


def letters_of(session: Session, opened: Unlocked) -> tuple[LetterView, ...]:
    """Every letter that arrived, in order; one entry stands for each gap, however many slots are missing in it."""
    return letters_among(opened, stored(session, opened.id, (Kind.LETTER,))[Kind.LETTER])


def letters_among(opened: Unlocked, there: Sequence[Stored]) -> tuple[LetterView, ...]:
    """The same for letters that were fetched already."""
    views: list[LetterView] = []
    expected = 1
    for letter in there:
        if letter.slot > expected:
            views.append(LetterView(expected, letter.day, None, missing=True))
        views.append(_view(opened, letter.slot, letter.day, letter.sealed))
        expected = letter.slot + 1
    return tuple(views)


def sending_of(session: Session, opened: Unlocked, slot: int) -> FileList | None:
    """The file list of the letter in `slot`; None when there is no such letter, no files, or it cannot be verified."""
    sealed = session.scalars(
        select(ItemRecord.sealed).where(
            ItemRecord.case_id == opened.id, ItemRecord.kind == Kind.LETTER, ItemRecord.slot == slot
        )
    ).one_or_none()
    envelope = _opened_letter(opened, slot, sealed) if sealed else None
    return file_list(envelope.body) if envelope else None


def _view(opened: Unlocked, slot: int, day: date, sealed: bytes) -> LetterView:
    envelope = _opened_letter(opened, slot, sealed)
    if envelope is None:
        return LetterView(slot, day, None)
    listed = file_list(envelope.body)
    # The day inside is signed; the one in the row came from the letterbox, where anybody may have written it (T3).
    files = tuple(listed.entries) if listed else ()
    text, purpose = str(envelope.body.get("text", "")), purpose_of(envelope.body)
    return LetterView(slot, envelope.day, text, files, purpose=purpose)


def _opened_letter(opened: Unlocked, slot: int, sealed: bytes) -> Envelope | None:
    """Only the reporter's own signature counts: anyone who can write the letterbox can seal to the case key (T3)."""
    if opened.correspondent is None:
        return None
    place = Place(Kind.LETTER, "mailbox", opened.correspondent.mailbox, slot)
    return read_item(sealed, opened.key, place, verify=opened.correspondent.letter_key)
