"""The desk's migrations and the tables they arrive at: every room's records are imported, so that none is forgotten."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from sqlalchemy import exists, select

from portal.desk.approvals import records as approvals_records
from portal.desk.audit import records as audit_records
from portal.desk.audit.actions import COMMAND, Act, ChainBroken
from portal.desk.base import DeskBase
from portal.desk.casework import records as casework_records
from portal.desk.desk import Desk
from portal.desk.followup import records as followup_records
from portal.desk.officers import records as officers_records
from portal.desk.reminding import records as reminding_records
from portal.desk.retention import records as retention_records
from portal.desk.workbench import records as workbench_records
from portal.desk.workbench.ruling import records as ruling_records
from portal.web.database import Unavailable
from portal.web.migrating import History, current, upgrade

RECORDS: Final = (
    audit_records,
    officers_records,
    casework_records,
    reminding_records,
    followup_records,
    workbench_records,
    approvals_records,
    retention_records,
    ruling_records,
)

HISTORY: Final = History(Path(__file__).parent / "migrations", DeskBase.metadata)


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
        if begun and session.scalar(select(exists().where(officers_records.OfficeRecord.id.is_not(None)))):
            raise ChainBroken("there are offices but no audit chain: somebody emptied it; keep this database as it is")
        if begun or before != after:
            desk.ledger.record(session, actor=COMMAND, act=Act.COMMAND, note=f"db upgrade {after}")
    return after
