"""Giving a colleague access to several cases: what a new officer of the office needs on the first day.

Which cases, the officer chooses: a colleague who must not see a case is one who holds no slip, so nothing here says
"all". Case keys come from the search entries where there are any, which spares opening one's own slips.
"""

from collections.abc import Sequence
from operator import itemgetter
from typing import cast

from sqlalchemy import Row, Select, Table, insert, select
from sqlalchemy.orm import Session, aliased

from portal.age import Recipient, Sealed
from portal.desk.audit.actions import Act
from portal.desk.casework.access import of_office, vouched_for
from portal.desk.casework.queue.assigning import Outcome
from portal.desk.casework.records import BarredRecord, CaseRecord, SearchEntryRecord, SlipRecord, StatementRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.shelving import seat
from portal.desk.desk import Desk
from portal.desk.officers.rules import Right, Who
from portal.domain.statuses import State
from portal.sealing import CaseKey, NotUnwrapped, SealingError, SearchKey, open_slip

_AT_ONCE = 500
_SLIPS = insert(cast("Table", SlipRecord.__table__))
Found = Row[str, str, str, bytes, bytes, str, str, str]


def grant_many(session: Session, desk: Desk, who: Who, numbers: Sequence[str], colleague: str) -> tuple[Outcome, ...]:
    """Seal the keys of these cases to a colleague, all in one transaction; what cannot be done is told, not half done.

    A number that `who` holds no slip for is told as one that does not exist. Raise `NotAllowed` without
    the right, or when the colleague may not hold slips.
    """
    if Right.GRANT not in who.rights:
        raise NotAllowed(Refusal.RIGHT)
    if colleague not in {person.officer for person in of_office(session, who)}:
        raise NotAllowed(Refusal.PERSON)
    to, entries = vouched_for(session, desk, who.office, colleague), SearchKey.of(who.keys)
    given: dict[str, dict[str, object]] = {}
    came_of: dict[str, Outcome] = {number: Outcome(number, absent=True) for number in numbers}
    for start in range(0, len(numbers), _AT_ONCE):
        for row in session.execute(_rows(who, colleague, numbers[start : start + _AT_ONCE])).all():
            sealed = _sealed(desk, who, row, entries, colleague, to)
            if isinstance(sealed, Refusal):
                came_of[row.number] = Outcome(row.number, sealed)
            elif sealed is not None:
                given[row.number] = {"case_id": row.id, "officer": colleague, "sealed": sealed}
                came_of[row.number] = Outcome(row.number)
    if given:
        connection = session.connection()
        # In the order of the key: thrown all over a large table, each row costs its page.
        slips = sorted(given.values(), key=itemgetter("case_id"))
        connection.execute(_SLIPS, slips)
        seat(connection, colleague, [str(slip["case_id"]) for slip in slips])
    desk.ledger.record_many(session, actor=who.officer, act=Act.GRANT, cases=list(given), note=colleague)
    return tuple(came_of.values())


def _rows(who: Who, colleague: str, numbers: Sequence[str]) -> Select[str, str, str, bytes, bytes, str, str, str]:
    theirs = aliased(SlipRecord)
    withdrew = (StatementRecord.case_id == CaseRecord.id) & (StatementRecord.officer == colleague)
    kept_out = (BarredRecord.case_id == CaseRecord.id) & (BarredRecord.officer == colleague)
    entry = (SearchEntryRecord.case_id == CaseRecord.id) & (SearchEntryRecord.officer == who.officer)
    return (
        select(
            CaseRecord.id,
            CaseRecord.number,
            CaseRecord.state,
            SlipRecord.sealed,
            SearchEntryRecord.closed,
            theirs.officer,
            StatementRecord.officer.label("recused"),
            BarredRecord.officer.label("barred"),
        )
        .join(SlipRecord, (SlipRecord.case_id == CaseRecord.id) & (SlipRecord.officer == who.officer))
        .outerjoin(theirs, (theirs.case_id == CaseRecord.id) & (theirs.officer == colleague))
        .outerjoin(SearchEntryRecord, entry)
        .outerjoin(StatementRecord, withdrew & StatementRecord.recused)
        .outerjoin(BarredRecord, kept_out)
        .where(CaseRecord.number.in_(numbers), CaseRecord.batch.is_(False))
        .order_by(CaseRecord.number)
    )


def _sealed(
    desk: Desk, who: Who, row: Found, entries: SearchKey, colleague: str, to: Recipient
) -> Sealed | Refusal | None:
    if row.officer is not None:
        return Refusal.HOLDS
    if row.barred is not None:
        return Refusal.PERSON
    if row.recused is not None:
        return Refusal.RECUSED
    if row.state == State.DELIVERED:
        return Refusal.STATE
    key = _key(who, row, entries)
    if key is None:
        return None
    return key.slip_for(colleague, to, row.id, desk.clock.today(), "desk")


def _key(who: Who, row: Found, entries: SearchKey) -> CaseKey | None:
    try:
        if row.closed is not None:
            return entries.case_key(row.closed, who.officer, row.id)
    except NotUnwrapped:
        pass
    try:
        return open_slip(row.sealed, who.keys, row.id, who.officer)
    except SealingError:
        return None
