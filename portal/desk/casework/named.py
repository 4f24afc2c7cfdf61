"""Whether a report came with a name, told by the report itself when it is first opened; the name stays sealed.

Every parcel brings a name packet of the same size, so until then nobody – not the letterbox, not the desk's register –
knows which one holds a name (T6). Whoever registers an anonymous report destroys the packet that holds nobody's.
"""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.desk.casework import timing
from portal.desk.casework.records import CaseRecord, FileRecord, ItemRecord
from portal.desk.casework.unlocking import Unlocked
from portal.domain.deadlines import Code
from portal.sealing import NAME_SLOT, Kind

WITH_THE_REPORT = 0
NAMED = "named"


def settle(session: Session, case: CaseRecord, opened: Unlocked) -> None:
    """Write down what the report says of its writer. A named one is owed notice within days of its *arrival* (art. 26).

    A report that cannot be read keeps its packet: what it says is not known.
    """
    if opened.report is None:
        return
    case.named = opened.report.identity_mode == NAMED
    if case.named:
        timing.start(session, case, Code.DL01, case.received)
    else:
        destroy(session, case)


def destroy(session: Session, case: CaseRecord) -> None:
    """Destroy the packet, its halves and what was opened of it (DOMAIN 3.7). The sweep removes the bytes."""
    here = (FileRecord.case_id == case.id, FileRecord.sending == WITH_THE_REPORT, FileRecord.slot == NAME_SLOT)
    session.execute(delete(FileRecord).where(*here))
    parts = ItemRecord.kind.in_((Kind.NAME, Kind.SHARE))
    session.execute(delete(ItemRecord).where(ItemRecord.case_id == case.id, parts))


def packet_blob(session: Session, case: CaseRecord) -> str | None:
    """The blob that holds the packet; None where there is none (any more)."""
    found = session.get(FileRecord, (case.id, WITH_THE_REPORT, NAME_SLOT))
    return found.blob if found else None
