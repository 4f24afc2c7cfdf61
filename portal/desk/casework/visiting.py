"""One request about one case: one transaction, one answer for a case that is not there and one that stays closed."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import abort
from sqlalchemy.orm import Session

from portal.desk.casework.actions import note_refused
from portal.desk.casework.unlocking import NoSuchCase
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who


@contextmanager
def on_case(desk: Desk, who: Who, number: str) -> Iterator[Session]:
    """A writing session for acts on one case. What this officer cannot open is written down, then answered with 404."""
    try:
        with desk.database.writing() as session:
            yield session
    except NoSuchCase:
        with desk.database.writing() as session:
            note_refused(session, desk, who, number)
        abort(404)
