"""What leaves the desk for the reporter's mailbox: sealed here, carried by the outbox, delivered more than once safely.

Two databases mean two commits. The sealed answer is written in the desk's own transaction; `deliver` writes it to the
letterbox, which ignores a slot it already has; only then the outbox row goes. Killed in between, the next run repeats.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from secrets import token_hex

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.age import Sealed
from portal.desk.casework.records import CaseRecord, FileRecord, OutboxRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.unlocking import Correspondent
from portal.desk.copying import copied, discard
from portal.desk.desk import Desk
from portal.letterbox import slot as letterbox
from portal.sealing import Envelope, Kind, Place, SigningKey, seal_envelope

BATCH = 200
OURS = 1000
"""Sendings count from 0, the report; letters end below this; above it stand the files of our own answers, by slot."""


@dataclass(frozen=True)
class Sender:
    """The office in whose name something is said, and its reply key."""

    office: str
    key: SigningKey


def send(
    session: Session,
    case: CaseRecord,
    to: Correspondent,
    sender: Sender,
    kind: Kind,
    body: Mapping[str, object],
    day: date,
) -> None:
    """Seal one reply or status card to the reporter, signed by the office, into the next slot of the mailbox.

    Raise `NotAllowed` while the case is being handed over: a card for the next slot is signed already.
    """
    if case.away:
        raise NotAllowed(Refusal.AWAY)
    send_sealed(session, case, to, sealed_for(to, sender, kind, body, day, case.answers + 1), day)


def sealed_for(
    to: Correspondent, sender: Sender, kind: Kind, body: Mapping[str, object], day: date, slot: int
) -> Sealed:
    """Seal and sign what an office says in `slot` of the mailbox; nothing is sent."""
    envelope = Envelope(Place(kind, "mailbox", to.mailbox, slot), day, "desk", {"office": sender.office, **body})
    return seal_envelope(envelope, [to.recipient], signer=sender.key)


def send_sealed(session: Session, case: CaseRecord, to: Correspondent, sealed: bytes, day: date) -> None:
    """Send what was sealed for the next slot of the mailbox."""
    case.answers += 1
    at = letterbox.shelf(to.mailbox, case.id)
    session.add(OutboxRecord(id=token_hex(16), locator_hash=at, slot=case.answers, day=day, sealed=sealed))


def files_wait(session: Session, case_id: str) -> bool:
    """Whether files for this case's reporter have not reached the letterbox yet."""
    slots = session.scalars(select(OutboxRecord.slot).where(OutboxRecord.locator_hash.endswith(case_id))).all()
    of = (FileRecord.case_id == case_id, FileRecord.sending.in_([OURS + slot for slot in slots]))
    return session.scalar(select(FileRecord.blob).where(*of).limit(1)) is not None


def deliver(desk: Desk) -> int:
    """Carry waiting answers to the letterbox, their files first. Return how many were carried.

    An answer whose files cannot be copied now waits. Killed in between, copies are left that no row names, for the
    sweep.
    """
    with desk.database.reading() as session:
        waiting = session.scalars(select(OutboxRecord).order_by(OutboxRecord.slot).limit(BATCH)).all()
        blobs = {row.id: _blobs(session, row) for row in waiting}
    copies = {
        id_: copy for id_, own in blobs.items() if (copy := copied(desk.blobs, desk.letterbox_blobs, own)) is not None
    }
    carried = [row for row in waiting if row.id in copies]
    if not carried:
        return 0
    with desk.letterbox.writing() as session:
        for row in carried:
            files = tuple(_listed(desk, slot, name) for slot, name in sorted(copies[row.id].items()))
            if letterbox.answer(
                session, row.locator_hash, letterbox.Answer(row.slot, row.day, Sealed(row.sealed), files)
            ):
                del copies[row.id]
    discard(desk.letterbox_blobs, copies.values())
    with desk.database.writing() as session:
        session.execute(delete(OutboxRecord).where(OutboxRecord.id.in_([row.id for row in carried])))
    return len(carried)


def _blobs(session: Session, row: OutboxRecord) -> dict[int, str]:
    """The files of an answer. Its shelf ends with the id of its case (`letterbox.shelf`)."""
    of = (FileRecord.case_id == row.locator_hash[-32:], FileRecord.sending == OURS + row.slot)
    return {file.slot: file.blob for file in session.scalars(select(FileRecord).where(*of))}


def _listed(desk: Desk, slot: int, name: str) -> letterbox.SealedFile:
    # How long the content is, is sealed; what the store holds is as coarse.
    return letterbox.SealedFile(slot, name, desk.letterbox_blobs.size(name))
