"""The keys of the street door's tickets: one for each day, the same for every process of every door (ADR 0013)."""

from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.letterbox.items import BadItem
from portal.letterbox.records import gate_keys as table
from portal.letterbox.rows import inserted

_BYTES = 32
_KEPT = timedelta(days=1)


def gate_keys(session: Session, today: date) -> tuple[bytes, ...]:
    """Return the keys of today and yesterday, newest first; none of today's while nobody made one. Raise `BadItem`."""
    rows = session.execute(
        select(table).where(table.c.day >= today - _KEPT, table.c.day <= today).order_by(table.c.day.desc())
    )
    found = [(row.day, row.key) for row in rows]
    if not all(isinstance(key, bytes) and len(key) == _BYTES for _, key in found):
        raise BadItem("gate key")
    return tuple(key for _, key in found) if found and found[0][0] == today else ()


def make_gate_key(session: Session, today: date, key: bytes) -> None:
    """Put in today's key unless another process was faster, and forget those that no ticket in use has."""
    session.execute(delete(table).where(table.c.day < today - _KEPT))
    inserted(session, table, {"day": today, "key": key})
