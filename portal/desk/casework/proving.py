"""Proof of filing: what an office says, once an officer has registered a parcel, of the day and of nothing else."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.casework.outgoing import Sender
from portal.desk.casework.records import CaseRecord, ItemRecord
from portal.desk.casework.unlocking import REPORT_SLOT
from portal.sealing import Filing, Kind, parcel_digest


def proof_of_filing(session: Session, case: CaseRecord, sender: Sender) -> str | None:
    """Sign that the sealed report of `case` was received on its day; the text for the reporter.

    The digest is taken over the bytes as they were collected, which the desk keeps as they are: asked later, it can
    show them. None when the case has no report (never so for a collected one).
    """
    sealed = session.scalars(
        select(ItemRecord.sealed).where(
            ItemRecord.case_id == case.id, ItemRecord.kind == Kind.REPORT, ItemRecord.slot == REPORT_SLOT
        )
    ).one_or_none()
    if sealed is None:
        return None
    return str(Filing.signed(sender.office, case.received, parcel_digest(sealed), sender.key))
