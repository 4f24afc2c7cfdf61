"""The tree of offices."""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import COMMAND, Act
from portal.desk.desk import Desk
from portal.desk.officers.records import OfficeRecord

_ID = re.compile(r"[a-z0-9](-?[a-z0-9]){0,39}")
_LEVEL = re.compile(r"[a-z](_?[a-z0-9]){0,19}")
LONGEST_NAME = 100


class DirectoryError(Exception):
    """An office or officer cannot be entered, found or changed; the text says why in one line."""


@dataclass(frozen=True)
class NewOffice:
    """An office to enter: short id, names in two languages, level word (`province`, `city`, `county` …), parent id."""

    id: str
    name_zh: str
    name_en: str
    level: str
    parent: str | None = None


@dataclass(frozen=True)
class OfficeLine:
    """An office as the command line lists it; `reply_key` is the public half, empty while nobody can answer."""

    id: str
    name_zh: str
    name_en: str
    level: str
    parent: str | None
    reply_key: str


def add_office(session: Session, desk: Desk, new: NewOffice) -> None:
    """Enter an office. Raise `DirectoryError` for a malformed or taken id, an unknown parent, or a missing name."""
    if not _ID.fullmatch(new.id):
        raise DirectoryError(f"{new.id}: an office id is up to 40 small letters or digits, single dashes between them")
    if not _LEVEL.fullmatch(new.level):
        raise DirectoryError(f"{new.level}: a level is one word of small letters, such as province, city or county")
    if not all(
        name.strip() and name.isprintable() and len(name) <= LONGEST_NAME for name in (new.name_zh, new.name_en)
    ):
        raise DirectoryError(f"both names are needed, up to {LONGEST_NAME} characters each")
    if session.get(OfficeRecord, new.id) is not None:
        raise DirectoryError(f"{new.id}: there is an office of this id already")
    if new.parent is not None and session.get(OfficeRecord, new.parent) is None:
        raise DirectoryError(f"{new.parent}: no such office to stand above it")
    names = {"name_zh": new.name_zh.strip(), "name_en": new.name_en.strip()}
    session.add(OfficeRecord(id=new.id, level=new.level, parent=new.parent, reply_key="", **names))
    session.flush()
    desk.ledger.record(session, actor=COMMAND, act=Act.COMMAND, note=f"office add {new.id}")


def list_offices(session: Session) -> list[OfficeLine]:
    """Return every office, parents before their children."""
    records = session.scalars(select(OfficeRecord).order_by(OfficeRecord.id)).all()
    children: dict[str | None, list[OfficeRecord]] = {}
    for record in records:
        children.setdefault(record.parent, []).append(record)
    ordered: list[OfficeLine] = []
    waiting = list(reversed(children.get(None, [])))
    while waiting:
        r = waiting.pop()
        ordered.append(OfficeLine(r.id, r.name_zh, r.name_en, r.level, r.parent, r.reply_key))
        waiting.extend(reversed(children.get(r.id, [])))
    return ordered
