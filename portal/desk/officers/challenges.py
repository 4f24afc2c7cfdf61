"""Challenges for passkeys: one at a time in the row of a sign-in, good once and for a short while."""

from secrets import token_bytes

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.desk.officers.records import PasskeyCounterRecord, SessionRecord

GOOD_FOR_SECONDS = 300
_SIZE = 32


def put(session: Session, sitting: str, now: int) -> bytes:
    """Make a challenge for this sign-in; the one before it is good no more."""
    challenge = token_bytes(_SIZE)
    row = update(SessionRecord).where(SessionRecord.id == sitting)
    session.execute(row.values(challenge=challenge.hex(), challenged=now))
    return challenge


def take(session: Session, sitting: str, now: int) -> bytes | None:
    """Take the challenge out of the row; None when there is none or it is too old. Two requests never get the same."""
    record = session.get(SessionRecord, sitting, with_for_update=True, populate_existing=True)
    if record is None or not record.challenge:
        return None
    challenge, since = bytes.fromhex(record.challenge), record.challenged
    record.challenge = ""
    session.flush()
    return challenge if since <= now < since + GOOD_FOR_SECONDS else None


def counter(session: Session, officer: str, mark: str) -> int:
    """The counter that a passkey showed last; 0 for one that never showed any."""
    record = session.get(PasskeyCounterRecord, (officer, mark))
    return record.shown if record else 0


def keep_counter(session: Session, officer: str, mark: str, shown: int) -> None:
    """Remember what a passkey showed."""
    session.merge(PasskeyCounterRecord(officer=officer, mark=mark, shown=shown))
    session.flush()
