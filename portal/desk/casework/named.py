"""Whether a report came with a name, told by the report itself when it is first opened; the name stays sealed.

Every parcel brings a name packet of the same size, so until then nobody – not the letterbox, not the desk's register –
knows which one holds a name (T6). Whoever registers an anonymous report destroys the packet that holds nobody's.
"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.desk.casework import timing
from portal.desk.casework.records import CaseRecord, ItemRecord
from portal.desk.casework.unlocking import Unlocked
from portal.domain.deadlines import Code
from portal.sealing import Kind

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
    """Destroy the packet, its halves and what was opened of it (DOMAIN 3.7)."""
    parts = ItemRecord.kind.in_((Kind.IDENTITY, Kind.NAME, Kind.SHARE))
    session.execute(delete(ItemRecord).where(ItemRecord.case_id == case.id, parts))


def sealed_packet(session: Session, case: CaseRecord) -> bytes | None:
    """The sealed packet; None where there is none (any more)."""
    here = (ItemRecord.case_id == case.id, ItemRecord.kind == Kind.IDENTITY)
    return session.scalars(select(ItemRecord.sealed).where(*here)).one_or_none()
