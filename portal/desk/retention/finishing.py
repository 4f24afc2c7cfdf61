"""After a case was destroyed: the letterbox forgets its mailbox, the stores lose its bytes, both files are scrubbed.

Two databases and two stores mean several commits. Each step may be repeated, and which are still to do stands in the
desk's database: killed anywhere, the next run begins again and ends the same. The collector runs this each time.
"""

import logging
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import DESK, Act
from portal.desk.casework.records import TombstoneRecord
from portal.desk.desk import Desk
from portal.desk.retention.destroying import AT_DESK, IN_LETTERBOX
from portal.desk.retention.records import CondemnedRecord
from portal.domain.two_persons import ERASED
from portal.letterbox import slot as letterbox
from portal.web.database import Database, Unavailable

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Finished:
    """How many destroyed cases are gone to the last byte now, and how many are not yet."""

    erased: int = 0
    left: int = 0


def finish(desk: Desk) -> Finished:
    """Carry every destruction that was agreed to through to the end. Safe at any time, in any number of processes.

    A database or disk that fails leaves its case for the next run.
    """
    with desk.database.reading() as session:
        waiting = session.scalars(select(TombstoneRecord.case_id).where(TombstoneRecord.erased.is_(None))).all()
    erased = 0
    for case_id in waiting:
        try:
            erased += _erase(desk, case_id)
        except (Unavailable, OSError, letterbox.LetterboxError) as failed:
            log.warning("a destroyed case is not gone yet: %s", type(failed).__name__)
    return Finished(erased, len(waiting) - erased)


def _erase(desk: Desk, case_id: str) -> bool:
    _bury(desk, case_id)
    with desk.database.reading() as session:
        rows = session.scalars(select(CondemnedRecord).where(CondemnedRecord.case_id == case_id)).all()
    stores = {AT_DESK: desk.blobs, IN_LETTERBOX: desk.letterbox_blobs}
    for row in rows:
        stores[row.store].delete(row.blob)
    # While somebody reads, removed bytes stay in the write-ahead log: the case is not called gone before they are.
    if not (_scrubbed(desk.database) and _scrubbed(desk.letterbox)):
        return False
    with desk.database.writing() as session:
        session.execute(delete(CondemnedRecord).where(CondemnedRecord.case_id == case_id))
        stone = session.get_one(TombstoneRecord, case_id)
        if stone.erased is None:
            stone.erased = desk.clock.today()
            desk.ledger.record(session, actor=DESK, act=Act.DESTROY, case=stone.number, note=ERASED)
    return True


def _bury(desk: Desk, case_id: str) -> None:
    """The letterbox forgets. Which blobs that frees is written down at the desk before, or a kill would lose them.

    What a letter brings in between is named by no row then, and the collector's sweep takes it.
    """
    with desk.letterbox.reading() as session:
        names = letterbox.blobs_of(session, case_id)
    with desk.database.writing() as session:
        for name in names:
            _condemn(session, case_id, name)
    with desk.letterbox.writing() as session:
        letterbox.bury(session, case_id)


def _condemn(session: Session, case_id: str, blob: str) -> None:
    if session.get(CondemnedRecord, (case_id, IN_LETTERBOX, blob)) is None:
        session.add(CondemnedRecord(case_id=case_id, store=IN_LETTERBOX, blob=blob))


def _scrubbed(database: Database) -> bool:
    """Whether no removed byte is left in the file. A database server decides that itself: see docs/retention.md."""
    return database.file is None or database.scrub()
