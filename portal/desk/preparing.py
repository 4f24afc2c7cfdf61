"""Bringing the desk's database to the newest shape, on the record."""

from contextlib import suppress

from sqlalchemy import exists, select

from portal.desk.audit.actions import COMMAND, Act, ChainBroken
from portal.desk.desk import Desk
from portal.desk.history import HISTORY
from portal.desk.officers.records import OfficeRecord
from portal.web.database import Unavailable
from portal.web.migrating import upgrade
from portal.web.schema import current


def prepare(desk: Desk) -> str:
    """Bring the desk's database to the newest shape, begin the audit chain in a new one, and record it.

    Returns the revision. Raise `Unavailable`; `ChainBroken` when there are audit lines but no head, or offices but no
    chain: entering an office is a line, so somebody emptied the chain and waits for a fresh one that looks whole.
    """
    before = None
    with suppress(Unavailable):  # no database yet
        before = current(desk.database)
    upgrade(desk.database, HISTORY)
    after = str(current(desk.database))
    with desk.database.writing() as session:
        begun = desk.ledger.begin(session)
        if begun and session.scalar(select(exists().where(OfficeRecord.id.is_not(None)))):
            raise ChainBroken("there are offices but no audit chain: somebody emptied it; keep this database as it is")
        if begun or before != after:
            desk.ledger.record(session, actor=COMMAND, act=Act.COMMAND, note=f"db upgrade {after}")
    return after
