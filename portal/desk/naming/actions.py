"""Opening and reading a name. Each look at it is a line in the audit chain, in the same transaction."""

from dataclasses import dataclass
from secrets import token_hex

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.approvals.finding import Done, done_by
from portal.desk.approvals.kinds import TwofoldAct
from portal.desk.audit.actions import Act
from portal.desk.casework.records import ItemRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.desk import Desk
from portal.desk.naming.act import SHARES_FROM, packet_of
from portal.desk.officers.actions import officer_names
from portal.desk.officers.rules import Who
from portal.desk.officers.standing import key_of
from portal.domain.identity import Identity, UnreadableIdentity
from portal.sealing import Half, Kind, SealingError, open_name, open_share, read_opened, seal_opened


@dataclass(frozen=True)
class NameView:
    """What one of the two persons sees. `said` is None until the asker has joined the halves.

    `may_join`: this officer can do that now; `partner` is the other person's name.
    """

    number: str
    request: str
    said: Identity | None
    may_join: bool
    over: bool
    partner: str


def show(session: Session, desk: Desk, who: Who, request: str, act: TwofoldAct) -> NameView:
    """Show the name to one of the two, or where it stands. Raise `NoSuchCase`; `NotAllowed` when it cannot be read."""
    done = done_by(session, desk, who, request, act)
    item, said = _item(session, done, Kind.NAME, done.slot), None
    if item is not None:
        try:
            said = Identity.read(read_opened(item.sealed, who.keys, done.case.id, done.slot))
        except (SealingError, UnreadableIdentity) as broken:
            raise NotAllowed(Refusal.NAME_BROKEN) from broken
        _note(session, desk, who, done)
    asker = who.officer == done.asked_by
    other = done.answered_by if asker else done.asked_by
    waits = said is None and _item(session, done, Kind.SHARE, done.slot + SHARES_FROM) is not None
    joins = asker and waits and done.good
    over = said is None and not (waits and done.good)
    return NameView(done.case.number, request, said, joins, over, officer_names(session).get(other, ""))


def join(session: Session, desk: Desk, who: Who, request: str, act: TwofoldAct) -> None:
    """Open the name with one's own half and the one that was handed over; seal it to the two, and to nobody else.

    The handed half is destroyed: it is not needed any more. Raise `NoSuchCase`; `NotAllowed` for the second person, too
    late, or when a half or the packet does not open.
    """
    done = done_by(session, desk, who, request, act)
    handed = _item(session, done, Kind.SHARE, done.slot + SHARES_FROM)
    if who.officer != done.asked_by or handed is None or done.opened is None or not done.good:
        raise NotAllowed(Refusal.OVER)
    packet, parcel = packet_of(session, done.case, done.opened), done.case.id
    partner = key_of(session, desk, who.office, done.answered_by)
    try:
        own = open_share(packet.leads, who.keys, parcel, Half.LEADS)
        other = open_share(handed.sealed, who.keys, parcel, Half.HOLDERS, handed.slot)
        said = Identity.read(open_name(packet, own, other, parcel))
    except (SealingError, UnreadableIdentity) as broken:
        raise NotAllowed(Refusal.NAME_BROKEN) from broken
    day, both = desk.clock.today(), [who.identity.recipient, *([partner] if partner else [])]
    sealed = seal_opened(said.model_dump(), both, parcel, done.slot, day)
    session.delete(handed)
    session.add(ItemRecord(id=token_hex(16), case_id=parcel, kind=Kind.NAME, slot=done.slot, day=day, sealed=sealed))
    _note(session, desk, who, done)


def _item(session: Session, done: Done, kind: Kind, slot: int) -> ItemRecord | None:
    here = (ItemRecord.case_id == done.case.id, ItemRecord.kind == kind, ItemRecord.slot == slot)
    return session.scalars(select(ItemRecord).where(*here)).one_or_none()


def _note(session: Session, desk: Desk, who: Who, done: Done) -> None:
    desk.ledger.record(session, actor=who.officer, act=Act.OPEN_NAME, case=done.case.number)
