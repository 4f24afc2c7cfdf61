"""What the rooms above ask about officers: the office's reply key, and names for ids."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.base import plainly
from portal.desk.officers.records import OfficeRecord, OfficerRecord, ReplyKeySlip
from portal.desk.officers.rules import Who
from portal.sealing import SealingError, SigningKey, open_reply_key

_NAMES = select(OfficerRecord.id, OfficerRecord.name)


class NoReplyKey(Exception):
    """This officer cannot answer for the office: no slip, or one that does not hold the office's key."""


def reply_key(session: Session, who: Who) -> SigningKey:
    """Open the reply key of this officer's office from this officer's slip. Raise `NoReplyKey`.

    Whoever can write the database could seal a key of their own to the officer, so the opened key must be the office's;
    whether that one is real, the reporter's side decides by the signed roster.
    """
    slip = session.get(ReplyKeySlip, (who.office, who.officer))
    office = session.get(OfficeRecord, who.office)
    if slip is None or office is None:
        raise NoReplyKey("no reply key was sealed to this officer")
    try:
        key = open_reply_key(slip.sealed, who.keys, who.office, who.officer)
    except SealingError as refused:
        raise NoReplyKey("the sealed reply key does not open") from refused
    if str(key.verify_key) != office.reply_key:
        raise NoReplyKey("the sealed reply key is not the one of this office")
    return key


def officer_names(session: Session) -> dict[str, str]:
    """Return every officer's name by id, revoked ones too: the audit trail speaks of them for ever."""
    return {id_: name for id_, name in plainly(session, _NAMES, {})}  # noqa: C416


def office_names(session: Session) -> dict[str, tuple[str, str]]:
    """Return every office's Chinese and English name by id."""
    return {record.id: (record.name_zh, record.name_en) for record in session.scalars(select(OfficeRecord))}
