"""Sendings to put through the slot. Every id is fresh and every key is another one, so a mix-up cannot go unseen."""

from datetime import date
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes, token_hex

from sqlalchemy.orm import Session

import portal.letterbox.migrations
from portal.age import Identity, Sealed, seal
from portal.letterbox import slot as letterbox
from portal.letterbox.records import metadata
from portal.letterbox.slot import Answer, Letter, Mailbox, Parcel, SealedFile, SealedSlip, shelf
from portal.web.schema import History

HISTORY = History(Path(portal.letterbox.migrations.__file__).parent, metadata)
DAY = date(2026, 11, 22)
CASE = "c" * 32
OFFICES = ("city-office", "county-office")


def sealed(text: str = "范例甲") -> Sealed:
    return seal(text.encode(), [Identity.generate().recipient])


def locator_hash() -> str:
    return sha256(token_bytes(16)).hexdigest()


def shelf_of(mailbox: str, case: str = CASE) -> str:
    return shelf(mailbox, case)


def blob(slot: int = 1) -> SealedFile:
    return SealedFile(slot, token_hex(16), 65536)


def parcel(*, files: int = 0, slips: int = 2, day: date = DAY) -> Parcel:
    officers = sorted(token_hex(8) for _ in range(slips))
    return Parcel(
        token_hex(16),
        day,
        OFFICES,
        sealed(),
        tuple(SealedSlip(officer, sealed()) for officer in officers),
        tuple(blob(slot) for slot in range(1, files + 1)),
        sealed(),
    )


def mailbox_for(dropped: Parcel, at: str | None = None) -> Mailbox:
    recipient = str(Identity.generate().recipient)
    return Mailbox(at or locator_hash(), dropped.id, recipient, dropped.offices, token_bytes(32), dropped.day)


def letter(at: str, slot: int = 1, *, files: int = 0, day: date = DAY) -> Letter:
    return Letter(token_hex(16), at, slot, day, sealed(), tuple(blob(number) for number in range(1, files + 1)))


def waiting_letters(session: Session) -> list[Letter]:
    """What a collector finds, in its order."""
    return list(letterbox.collect_letters(session, letterbox.letters_waiting(session, 100), 1 << 30).letters)


def answer(slot: int = 1) -> Answer:
    return Answer(slot, DAY, sealed())
