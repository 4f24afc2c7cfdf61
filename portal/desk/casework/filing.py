"""Sealing what the desk itself adds to a case: decisions with their reasons, copies of what was sent; reading it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from secrets import token_hex

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from portal.age import Recipient
from portal.desk.base import plainly
from portal.desk.casework.records import ItemRecord
from portal.desk.casework.unlocking import Unlocked, read_item
from portal.sealing import Envelope, Kind, Place, seal_envelope

# Made once: putting it together takes longer than answering it.
_OF_KINDS = (
    select(ItemRecord.kind, ItemRecord.slot, ItemRecord.day, ItemRecord.sealed)
    .where(ItemRecord.case_id == bindparam("case"), ItemRecord.kind.in_(bindparam("kinds", expanding=True)))
    .order_by(ItemRecord.slot)
)


@dataclass(frozen=True)
class Stored:
    """An item as it lies there: its slot, the day of its row, its sealed bytes."""

    slot: int
    day: date
    sealed: bytes


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


def stored(session: Session, case_id: str, kinds: Collection[Kind]) -> dict[Kind, list[Stored]]:
    """Everything of these kinds in a case, each kind in slot order. Nothing is opened."""
    found: dict[Kind, list[Stored]] = {kind: [] for kind in kinds}
    given = {"case": case_id, "kinds": [str(kind) for kind in kinds]}
    for kind, slot, day, sealed in plainly(session, _OF_KINDS, given):
        found[Kind(kind)].append(Stored(slot, day, sealed))
    return found


def items(session: Session, opened: Unlocked, kind: Kind) -> list[tuple[date, Envelope | None]]:
    """Every item of `kind` in slot order with its day, as `opened_items` gives them."""
    return opened_items(opened, kind, stored(session, opened.id, (kind,))[kind])


def opened_items(opened: Unlocked, kind: Kind, there: Sequence[Stored]) -> list[tuple[date, Envelope | None]]:
    """Each of these items of `kind` with its day; one that does not open or belongs elsewhere stands as None.

    The day is the sealed one; only for what cannot be read is it the row's.
    """
    read = [(one, read_item(one.sealed, opened.key, Place(kind, "parcel", opened.id, one.slot))) for one in there]
    return [(envelope.day if envelope else one.day, envelope) for one, envelope in read]
