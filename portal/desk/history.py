"""The desk's migrations and the tables they arrive at: every room's records are imported, so that none is forgotten."""

from pathlib import Path
from typing import Final

from portal.desk.approvals import records as approvals_records
from portal.desk.assigning import records as assigning_records
from portal.desk.audit import records as audit_records
from portal.desk.base import DeskBase
from portal.desk.casework import records as casework_records
from portal.desk.casework.linking import records as linking_records
from portal.desk.followup import records as followup_records
from portal.desk.handover import records as handover_records
from portal.desk.officers import records as officers_records
from portal.desk.recovery import records as recovery_records
from portal.desk.reminding import records as reminding_records
from portal.desk.retention import records as retention_records
from portal.desk.workbench import records as workbench_records
from portal.desk.workbench.ruling import records as ruling_records
from portal.web.schema import History

RECORDS: Final = (
    audit_records,
    officers_records,
    recovery_records,
    casework_records,
    linking_records,
    reminding_records,
    followup_records,
    workbench_records,
    approvals_records,
    retention_records,
    ruling_records,
    handover_records,
    assigning_records,
)

HISTORY: Final = History(Path(__file__).parent / "migrations", DeskBase.metadata)
