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
from portal.desk.casework.records import CaseRecord, OutboxRecord
from portal.desk.casework.unlocking import Correspondent
from portal.letterbox import slot as letterbox
from portal.sealing import Envelope, Kind, Place, SigningKey, seal_envelope
from portal.web.database import Database

BATCH = 200


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
    """Seal one reply or status card to the reporter, signed by the office, into the next slot of the mailbox."""
    case.answers += 1
    envelope = Envelope(
        Place(kind, "mailbox", to.mailbox, case.answers), day, "desk", {"office": sender.office, **body}
    )
    session.add(
        OutboxRecord(
            id=token_hex(16),
            locator_hash=letterbox.shelf(to.mailbox, case.id),
            slot=case.answers,
            day=day,
            sealed=seal_envelope(envelope, [to.recipient], signer=sender.key),
        )
    )


def deliver(desk: Database, box: Database) -> int:
    """Carry every waiting answer to the letterbox. Return how many were carried."""
    with desk.reading() as session:
        waiting = session.scalars(select(OutboxRecord).order_by(OutboxRecord.slot).limit(BATCH)).all()
    if not waiting:
        return 0
    with box.writing() as session:
        for row in waiting:
            letterbox.answer(session, row.locator_hash, letterbox.Answer(row.slot, row.day, Sealed(row.sealed)))
    with desk.writing() as session:
        session.execute(delete(OutboxRecord).where(OutboxRecord.id.in_([row.id for row in waiting])))
    return len(waiting)
