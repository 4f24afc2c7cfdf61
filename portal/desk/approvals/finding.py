"""Finding a request that concerns an officer, and what is true of it now. Everything else is `NoSuchCase`."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.approvals import rules
from portal.desk.approvals.kinds import Acts, TwofoldAct, act_of
from portal.desk.approvals.records import RequestRecord
from portal.desk.approvals.rules import Standing
from portal.desk.approvals.waiting import settle
from portal.desk.casework.records import CaseRecord, SlipRecord
from portal.desk.casework.unlocking import NoSuchCase, Unlocked, unlock
from portal.desk.desk import Desk
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Right, Who, rights_of
from portal.domain.roles import Role
from portal.domain.two_persons import RequestState
from portal.sealing import parcel_digest


@dataclass(frozen=True)
class Done:
    """A request that was agreed to, for the two persons of it. `opened` is None for one who holds no slip.

    `good`: what was agreed to may still be begun.
    """

    case: CaseRecord
    opened: Unlocked | None
    slot: int
    asked_by: str
    answered_by: str
    good: bool


@dataclass(frozen=True)
class Found:
    """A request with its case, its act, and what is true of it. `opened` is None for one who holds no slip."""

    record: RequestRecord
    case: CaseRecord
    act: TwofoldAct
    opened: Unlocked | None
    standing: Standing


def find(session: Session, desk: Desk, who: Who, request: str, acts: Acts) -> Found:
    """A request that concerns `who`. Unknown, of another case, forged: all the same `NoSuchCase`."""
    # Locked: of two who answer at once, the second finds the first one's answer.
    record = session.get(RequestRecord, request, with_for_update=True)
    case = session.get(CaseRecord, record.case_id) if record else None
    act = act_of(acts, record.kind) if record else None
    if record is None or case is None or act is None:
        raise NoSuchCase
    opened = None
    second = act.keyless and act.seconds in who.rights and office_of(session, record.asked_by) == who.office
    if not (second or (act.by_register and record.asked_by == who.officer)):
        case, opened = unlock(session, who, case.number)
    settle(session, desk, record)
    asker = session.get(OfficerRecord, record.asked_by)
    reach = act.by_register or session.get(SlipRecord, (case.id, record.asked_by))
    there = asker is not None and asker.revoked is None and bool(reach) and act.asks in rights_held(asker)
    proven = desk.ledger.vouched(record.proof, *what_is_vouched(record))
    state = RequestState(record.state)
    standing = Standing(state, record.asked, record.version, record.asked_by, there, proven)
    return Found(record, case, act, opened, standing)


def done_by(session: Session, desk: Desk, who: Who, request: str, act: TwofoldAct) -> Done:
    """The request for `act` that was agreed to and that `who` is one of the two persons of. Raise `NoSuchCase`."""
    found = find(session, desk, who, request, (act,))
    record = found.record
    agreed = record.state == RequestState.APPROVED and found.standing.proven
    if not agreed or record.answered_by is None or record.answered is None:
        raise NoSuchCase
    if who.officer not in (record.asked_by, record.answered_by):
        raise NoSuchCase
    last = rules.last_day(record.answered, desk.policy.request_days)
    two = (record.asked_by, record.answered_by)
    return Done(found.case, found.opened, record.slot, *two, good=desk.clock.today() <= last)


def what_is_vouched(record: RequestRecord) -> tuple[str | int, ...]:
    """What the desk's keyed word is over: everything of a request that is decided when it is made."""
    what = ("request", record.id, record.case_id, record.slot, record.kind)
    return (*what, record.asked_by, record.asked.isoformat(), record.version, parcel_digest(record.sealed))


def rights_held(record: OfficerRecord) -> frozenset[Right]:
    """Everything the roles in the register allow this officer."""
    return rights_of(Role(code) for code in record.roles.split())


def office_of(session: Session, officer: str) -> str | None:
    """The office of an officer, by id; None for nobody."""
    return session.scalar(select(OfficerRecord.office).where(OfficerRecord.id == officer))
