"""The desk's migrations and the tables they arrive at: every room's records are imported, so that none is forgotten."""

from pathlib import Path
from typing import Final

from portal.desk.audit import records as audit_records
from portal.desk.base import DeskBase
from portal.desk.casework import records as casework_records
from portal.desk.officers import records as officers_records
from portal.web.migrating import History

RECORDS: Final = (audit_records, officers_records, casework_records)

HISTORY: Final = History(Path(__file__).parent / "migrations", DeskBase.metadata)
