"""Counting attempts to sign in, where every worker sees the count. No bucket's name tells what was typed.

Strangers' attempts count per typed name, known or not, in one of 4096 buckets chosen by a keyed hash: the table stays
small under any flood, and it holds nothing of a passphrase typed into the wrong field. Attempts from a device on which
an officer has signed in before count per device, so that strangers cannot use them up.
"""

from enum import Enum

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.desk.officers import rules
from portal.desk.officers.records import ThrottleRecord
from portal.sealing import blind_mark

_BITS = 12


class Admission(Enum):
    """What the throttle says to one attempt. `FIRST_REFUSAL` is worth a line in the audit chain; the rest are not."""

    ADMITTED = "admitted"
    FIRST_REFUSAL = "first-refusal"
    REFUSED = "refused"


def strangers_bucket(key: bytes, login: str) -> str:
    """Name the bucket in which attempts from unknown devices count for a typed login name."""
    return f"strangers/{blind_mark(key, 'sign-in', login, _BITS):03x}"


def device_bucket(device: str) -> str:
    """Name the bucket of one known device."""
    return f"device/{device}"


def is_spent(session: Session, bucket: str, now: int) -> bool:
    """Whether attempts in `bucket` have been refused already in this window; a reading session is enough."""
    record = session.get(ThrottleRecord, bucket)
    return record is not None and rules.current_tally(_tally(record), now).spent


def admit(session: Session, bucket: str, now: int) -> Admission:
    """Count one attempt before it is made, so that sixteen at once are sixteen. Old buckets go as new ones come."""
    session.execute(delete(ThrottleRecord).where(ThrottleRecord.since <= now - rules.WINDOW_SECONDS))
    record = session.get(ThrottleRecord, bucket)
    before = rules.current_tally(_tally(record), now) if record else rules.Tally()
    _store(session, bucket, record, rules.count(before, now))
    if before.spent:
        return Admission.REFUSED
    return Admission.FIRST_REFUSAL if rules.count(before, now).spent else Admission.ADMITTED


def give_back(session: Session, bucket: str) -> None:
    """Take back one counted attempt, because it succeeded or nothing was checked."""
    record = session.get(ThrottleRecord, bucket)
    if record is not None:
        _store(session, bucket, record, rules.give_back(_tally(record)))


def _tally(record: ThrottleRecord) -> rules.Tally:
    return rules.Tally(record.attempts, record.since)


def _store(session: Session, bucket: str, record: ThrottleRecord | None, tally: rules.Tally) -> None:
    if record is None:
        session.add(ThrottleRecord(bucket=bucket, attempts=tally.attempts, since=tally.since))
    else:
        record.attempts, record.since = tally.attempts, tally.since
    session.flush()
