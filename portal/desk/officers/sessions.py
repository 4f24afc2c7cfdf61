"""Who is signed in. The row holds a wrapped secret; its key is in the cookie and nowhere else.

So a copy of the database opens nobody's identity, a stolen cookie is worth nothing once the row is gone, and any worker
on any host can serve any request. Every step of signing in makes a new id and a new key: what somebody planted in a
browser before is never promoted.
"""

import json
import re
from dataclasses import dataclass, field
from enum import StrEnum
from secrets import token_bytes, token_hex
from typing import Any

from sqlalchemy import Row, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from portal.desk.base import plainly
from portal.desk.desk import Policy
from portal.desk.officers import rules
from portal.desk.officers.records import OfficerRecord, SessionRecord
from portal.sealing import NotUnwrapped, unwrap, wrap

# Made once: putting it together takes longer than answering it.
_ROW = select(*SessionRecord.__table__.c).where(SessionRecord.id == bindparam("id"))
_OFFICER = select(*OfficerRecord.__table__.c).where(OfficerRecord.id == bindparam("id"))
Officer = Row[*tuple[Any, ...]]
_COOKIE = re.compile(r"(?P<id>[0-9a-f]{32})(?P<key>[0-9a-f]{64})")


class Stage(StrEnum):
    """How far a sign-in has come. A row of one stage is never taken for the other."""

    SECOND_FACTOR = "second-factor"
    OPEN = "open"


@dataclass(frozen=True)
class Sitting:
    """A living sign-in. `secrets` is what was wrapped; `ends` and `idle_ends` are seconds since 1970."""

    id: str
    officer: str
    bucket: str
    seen: int
    ends: int
    idle_ends: int
    secrets: dict[str, str] = field(repr=False)


def begin(
    session: Session, policy: Policy, now: int, officer: str, stage: Stage, secrets: dict[str, str], bucket: str = ""
) -> str:
    """Start a sign-in and return its cookie: 96 hex digits, id and key. Dead rows go as new ones come."""
    _sweep(session, policy, now)
    row, key = token_hex(16), token_bytes(32)
    lasts = policy.absolute if stage is Stage.OPEN else policy.second_factor
    session.add(
        SessionRecord(
            id=row,
            officer=officer,
            stage=stage,
            wrapped=wrap(json.dumps(secrets).encode("utf-8"), key, _context(row, stage, officer)),
            began=now,
            seen=now,
            ends=now + int(lasts.total_seconds()),
            bucket=bucket,
        )
    )
    session.flush()
    return row + key.hex()


def find(session: Session, policy: Policy, now: int, cookie: str, stage: Stage) -> Sitting | None:
    """Return the living sign-in of `cookie` at `stage`; None for anything else, without saying why."""
    parts = _COOKIE.fullmatch(cookie)
    record = plainly(session, _ROW, {"id": parts["id"]}).one_or_none() if parts else None
    idle = int(policy.idle.total_seconds())
    if parts is None or record is None or record.stage != stage:
        return None
    if not rules.alive(now, record.seen, record.ends, idle):
        return None
    try:
        opened = unwrap(record.wrapped, bytes.fromhex(parts["key"]), _context(record.id, stage, record.officer))
    except NotUnwrapped:
        return None
    idle_ends = min(record.seen + idle, record.ends)
    return Sitting(record.id, record.officer, record.bucket, record.seen, record.ends, idle_ends, json.loads(opened))


def officer_of(session: Session, sitting: Sitting) -> Officer | None:
    """Return the register's columns for whose sign-in this is; None when there is no such officer any more."""
    return plainly(session, _OFFICER, {"id": sitting.officer}).one_or_none()


def touch(session: Session, row: str, now: int) -> None:
    """Note that the sign-in was used. An UPDATE, so that one that was just ended does not come back."""
    session.execute(update(SessionRecord).where(SessionRecord.id == row).values(seen=now))


def one_more_try(session: Session, row: str) -> int:
    """Count a second-factor code against this passphrase and return how many there were, this one included."""
    record = session.get(SessionRecord, row, populate_existing=True)
    if record is None:
        return rules.CODES_PER_PASSPHRASE + 1
    record.tries += 1
    session.flush()
    return record.tries


def end(session: Session, row: str) -> None:
    """End one sign-in."""
    session.execute(delete(SessionRecord).where(SessionRecord.id == row))


def end_all_of(session: Session, officer: str) -> None:
    """End every sign-in of an officer, half-finished ones too."""
    session.execute(delete(SessionRecord).where(SessionRecord.officer == officer))


def end_others_of(session: Session, officer: str, keep: str) -> int:
    """End every sign-in of an officer but the one with the id `keep`. Return how many there were."""
    others = delete(SessionRecord).where(SessionRecord.officer == officer, SessionRecord.id != keep)
    return session.connection().execute(others).rowcount


def _sweep(session: Session, policy: Policy, now: int) -> None:
    idle = int(policy.idle.total_seconds())
    session.execute(delete(SessionRecord).where(or_(SessionRecord.ends <= now, SessionRecord.seen <= now - idle)))


def _context(row: str, stage: Stage, officer: str) -> bytes:
    """What the wrapping is bound to: a row copied over another one, or to another stage or officer, does not open."""
    return f"portal/desk/session/{row}/{stage}/{officer}".encode("ascii")
