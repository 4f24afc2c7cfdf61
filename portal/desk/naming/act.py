"""Opening a name as an act of two persons: who leads intake asks, a key holder agrees and hands on the other half.

No half moves before the second person agrees: a request that is refused or lapses has moved nothing. Then the holder's
half goes, sealed, to the one who asked, who alone has the first.
"""

import base64
import binascii
from secrets import token_hex

from sqlalchemy.orm import Session

from portal.age import Recipient
from portal.desk.approvals.kinds import Asked, Given, TwofoldAct
from portal.desk.casework.named import sealed_packet
from portal.desk.casework.records import CaseRecord, ItemRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.unlocking import Unlocked
from portal.desk.desk import Desk
from portal.desk.officers.rules import Right, Who
from portal.desk.officers.standing import key_of, keys_of
from portal.domain.two_persons import Twofold
from portal.sealing import Half, Kind, NamePacket, SealingError, open_share, parcel_digest

SHARES_FROM = 1
"""A half that was handed on lies this far behind its request's slot: slots 0 and 1 are the two halves themselves."""


def naming_act() -> TwofoldAct:
    """The act of opening a reporter's name."""
    return TwofoldAct(Twofold.OPEN_NAME.value, Right.ASK_NAME, Right.HOLD_SHARE, _prepare, _carry_out, _holders)


def packet_of(session: Session, case: CaseRecord, opened: Unlocked) -> NamePacket:
    """The packet that came with the report. Raise `NotAllowed`: there is none, or not the one the report names (T3)."""
    sealed = sealed_packet(session, case)
    if sealed is None or not case.named:
        raise NotAllowed(Refusal.NO_NAME)
    if parcel_digest(sealed) != opened.name_digest:
        raise NotAllowed(Refusal.NAME_BROKEN)
    try:
        return NamePacket.opened(sealed, opened.key, case.id)
    except SealingError as broken:
        raise NotAllowed(Refusal.NAME_BROKEN) from broken


def _holders(session: Session, desk: Desk, who: Who) -> dict[str, Recipient]:
    return keys_of(session, desk, who.office, Right.HOLD_SHARE)


def _prepare(
    session: Session,
    desk: Desk,
    who: Who,
    case: CaseRecord,
    opened: Unlocked,
    given: Given,  # noqa: ARG001  every act is handed all of this
) -> Given:
    """Pass when the asker keeps a half that opens and somebody could bring the other; hand that one on, still sealed.

    The second person holds no slip, so the half reaches them inside the request.
    """
    packet = packet_of(session, case, opened)
    if not keys_of(session, desk, who.office, Right.HOLD_SHARE):
        raise NotAllowed(Refusal.NO_HOLDER)
    try:
        open_share(packet.leads, who.keys, case.id, Half.LEADS)
    except SealingError as refused:
        raise NotAllowed(Refusal.NO_SHARE) from refused
    return {"half": base64.b64encode(packet.holders).decode("ascii")}


def _carry_out(session: Session, desk: Desk, who: Who, asked: Asked) -> None:
    recipient = key_of(session, desk, who.office, asked.asker.officer)
    if recipient is None:
        raise NotAllowed(Refusal.ASKER)
    try:
        sealed = base64.b64decode(str(asked.given.get("half", "")), validate=True)
        share = open_share(sealed, who.keys, asked.case_id, Half.HOLDERS)
    except (SealingError, ValueError, binascii.Error) as refused:
        raise NotAllowed(Refusal.NO_SHARE) from refused
    slot, day = asked.slot + SHARES_FROM, desk.clock.today()
    handed = share.handed_to(recipient, asked.case_id, slot, day)
    item = ItemRecord(id=token_hex(16), case_id=asked.case_id, kind=Kind.SHARE, slot=slot, day=day, sealed=handed)
    session.add(item)
