"""One request about a recovery: one transaction, and one answer for what is not there and what is not theirs."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import abort
from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who
from portal.desk.recovery.finding import NoSuchRecovery


@contextmanager
def at_recovery(desk: Desk, who: Who) -> Iterator[Session]:
    """A writing session. What does not concern this officer is written down, then answered with 404."""
    try:
        with desk.database.writing() as session:
            yield session
    except NoSuchRecovery:
        with desk.database.writing() as session:
            desk.ledger.record(session, actor=who.officer, act=Act.DENIED, note="recovery")
        abort(404)
