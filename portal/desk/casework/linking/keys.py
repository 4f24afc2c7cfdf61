"""The office's key for marks: made by the first who needs it, handed on by whoever has it, taken from who has left.

Nobody has to remember to do this: each time a case is marked, the slips are brought to what the signed roster says.
"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.desk.casework.linking.records import IndexKeySlip
from portal.desk.desk import Desk
from portal.desk.officers.rules import Right, Who
from portal.desk.officers.standing import keys_of
from portal.sealing import Marker, SealingError, open_marker, seal_marker

_VOUCHED = "index-key"


def marker_for(session: Session, desk: Desk, who: Who) -> Marker | None:
    """Open the office's key, or make it; bring its slips up to date. None when colleagues have one and `who` has not.

    Then a colleague hands it on when they next mark a case.
    """
    entitled = keys_of(session, desk, who.office, Right.OPEN_CASE)
    if who.officer not in entitled:
        return None
    held = {
        slip.officer: slip for slip in session.scalars(select(IndexKeySlip).where(IndexKeySlip.office == who.office))
    }
    left = set(held) - set(entitled)
    if left:
        gone = (IndexKeySlip.office == who.office, IndexKeySlip.officer.in_(left))
        session.execute(delete(IndexKeySlip).where(*gone))
    own = held.get(who.officer)
    if own is None and set(held) - left:
        return None
    marker = _opened(desk, who, own) if own is not None else Marker.fresh()
    if marker is None:
        return None
    for officer in sorted(set(entitled) - set(held)):
        sealed = seal_marker(marker, who.office, officer, entitled[officer], desk.clock.today())
        proof = desk.ledger.vouch(_VOUCHED, who.office, officer, marker.commitment)
        session.add(IndexKeySlip(office=who.office, officer=officer, proof=proof, sealed=sealed))
    session.flush()
    return marker


def _opened(desk: Desk, who: Who, slip: IndexKeySlip) -> Marker | None:
    """Whoever can write the database can seal a key of their own to an officer, and would then read every mark."""
    try:
        marker = open_marker(slip.sealed, who.keys, who.office, who.officer)
    except SealingError:
        return None
    return marker if desk.ledger.vouched(slip.proof, _VOUCHED, who.office, who.officer, marker.commitment) else None
