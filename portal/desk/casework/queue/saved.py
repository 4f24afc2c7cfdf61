"""The views of the queue that an officer keeps: a name of their own and a choice of filters, sealed to the officer.

A name is free words, so it may be a person's: in clear it would tell a thief of the database what the office looks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.desk.casework.queue.rules import Wanted
from portal.desk.casework.records import SavedViewsRecord
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who
from portal.domain.text import one_line
from portal.sealing import Envelope, Kind, Place, SealingError, open_envelope, seal_envelope

MOST, LONGEST_NAME = 12, 30


class TooMany(Exception):
    """The officer keeps as many views as there may be."""


@dataclass(frozen=True)
class SavedView:
    """One view: what its officer calls it, and what it shows."""

    name: str
    wanted: Wanted


def views_of(session: Session, who: Who) -> tuple[SavedView, ...]:
    """The officer's views in the order they were kept; none when the row does not open."""
    record = session.get(SavedViewsRecord, who.officer)
    try:
        body = open_envelope(record.sealed, who.keys, _place(who)).body if record else {}
    except SealingError:
        return ()
    listed = body.get("views")
    return tuple(_view(one) for one in listed if isinstance(one, dict)) if isinstance(listed, list) else ()


def keep(session: Session, desk: Desk, who: Who, name: str, wanted: Wanted) -> None:
    """Keep a view under a name; one of the same name is replaced. Raise ValueError for no name, `TooMany`."""
    name = one_line(name)[:LONGEST_NAME]
    if not name:
        raise ValueError("a view has a name")
    kept = [view for view in views_of(session, who) if view.name != name]
    if len(kept) >= MOST:
        raise TooMany
    _write(session, desk, who, [*kept, SavedView(name, wanted)])


def drop(session: Session, desk: Desk, who: Who, name: str) -> None:
    """Let go of the view of this name, if there is one."""
    kept = views_of(session, who)
    if any(view.name == name for view in kept):
        _write(session, desk, who, [view for view in kept if view.name != name])


def _write(session: Session, desk: Desk, who: Who, views: list[SavedView]) -> None:
    body = {"views": [{"name": view.name, **view.wanted.written()} for view in views]}
    sealed = seal_envelope(Envelope(_place(who), desk.clock.today(), "desk", body), who.identity.recipient)
    session.merge(SavedViewsRecord(officer=who.officer, sealed=sealed))


def _view(written: Mapping[str, object]) -> SavedView:
    return SavedView(str(written.get("name", "")), Wanted.read(written))


def _place(who: Who) -> Place:
    return Place(Kind.VIEWS, "officer", who.officer)
