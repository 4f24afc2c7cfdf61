"""Sealing what the desk itself adds to a case: decisions with their reasons, copies of what was sent."""

from collections.abc import Mapping
from datetime import date
from secrets import token_hex

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.age import Recipient
from portal.desk.casework.records import ItemRecord
from portal.desk.casework.unlocking import Unlocked, read_item
from portal.sealing import Envelope, Kind, Place, seal_envelope


def put(session: Session, opened: Unlocked, kind: Kind, body: Mapping[str, object], day: date) -> int:
    """Seal `body` to the case key as the next item of its kind. Return its slot.

    The caller's write lock keeps the slots unique.
    """
    return put_for(session, opened.id, opened.key.recipient, kind, body, day)


def put_for(
    session: Session, case_id: str, recipient: Recipient, kind: Kind, body: Mapping[str, object], day: date
) -> int:
    """The same into a case that nobody here can open, by its public key."""
    taken = session.scalar(
        select(func.count()).select_from(ItemRecord).where(ItemRecord.case_id == case_id, ItemRecord.kind == kind)
    )
    slot = (taken or 0) + 1
    envelope = Envelope(Place(kind, "parcel", case_id, slot), day, "desk", body)
    session.add(
        ItemRecord(
            id=token_hex(16),
            case_id=case_id,
            kind=kind,
            slot=slot,
            day=day,
            sealed=seal_envelope(envelope, [recipient]),
        )
    )
    return slot


def items(session: Session, opened: Unlocked, kind: Kind) -> list[tuple[date, Envelope | None]]:
    """Every item of `kind` in slot order with its day; one that does not open or belongs elsewhere stands as None.

    The day is the sealed one; only for what cannot be read is it the row's.
    """
    rows = session.scalars(
        select(ItemRecord).where(ItemRecord.case_id == opened.id, ItemRecord.kind == kind).order_by(ItemRecord.slot)
    )
    read = [(row, read_item(row.sealed, opened.key, Place(kind, "parcel", opened.id, row.slot))) for row in rows]
    return [(envelope.day if envelope else row.day, envelope) for row, envelope in read]
