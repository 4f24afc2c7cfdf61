"""Destroying what a case leaves behind: rows in the act's own transaction, the bytes of files after it.

The attack: a power cut between the two leaves sealed files that no row names any more, in a folder that somebody may
carry away. So the names of the files go into a table in the same commit; whoever runs next, the page or the collector,
removes the bytes and then the names. Doing it twice does nothing.
"""

import logging

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import Session

from portal.desk.base import DeskBase
from portal.desk.casework.outgoing import OURS
from portal.desk.casework.records import (
    BarredRecord,
    CaseRecord,
    DoomedRecord,
    FileRecord,
    ItemRecord,
    QueueRecord,
    SlipRecord,
)
from portal.desk.desk import Desk
from portal.sealing import Kind

REPORTERS = (Kind.REPORT, Kind.IDENTITY, Kind.LETTER)
"""What came from the reporter, the packet with the name too; everything else in a case was made by an office."""

log = logging.getLogger(__name__)


def strip(session: Session, case: CaseRecord) -> None:
    """Destroy everything that offices made of a case; what the reporter sent stays, with the keys to it.

    Every table that names a case is emptied for it, so a room added later is not forgotten. Call `burn` after the
    commit.
    """
    for table in reversed(DeskBase.metadata.sorted_tables):
        if "case_id" in table.c and table.name not in _OTHERS:
            _empty(session, table, case.id)


def burn(desk: Desk) -> int:
    """Remove the bytes of files that no row names any more. Return how many; what the store refuses waits."""
    with desk.database.reading() as session:
        names = session.scalars(select(DoomedRecord.name)).all()
    gone = [name for name in names if _removed(desk, name)]
    if gone:
        with desk.database.writing() as session:
            session.execute(delete(DoomedRecord).where(DoomedRecord.name.in_(gone)))
    return len(gone)


_OTHERS = frozenset(record.__tablename__ for record in (SlipRecord, BarredRecord, QueueRecord))
"""Keys are the caller's business, and the rows of the queues follow them."""


def _empty(session: Session, table: Table, case_id: str) -> None:
    here = table.c.case_id == case_id
    if table.name == ItemRecord.__tablename__:
        here &= table.c.kind.not_in([str(kind) for kind in REPORTERS])
    if table.name == FileRecord.__tablename__:
        here &= table.c.sending > OURS
    if "blob" in table.c:
        for name in session.scalars(select(table.c.blob).where(here)).all():
            session.execute(insert(DoomedRecord).values(name=name))
    session.execute(delete(table).where(here))


def _removed(desk: Desk, name: str) -> bool:
    try:
        desk.blobs.delete(name)
    except OSError as broken:
        log.warning("a file waits to be destroyed: %s", type(broken).__name__)
        return False
    return True
