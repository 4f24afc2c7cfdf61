"""Who has something due, and the officer's own address."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.casework.records import CaseRecord, SlipRecord, TaskRecord
from portal.desk.desk import Desk
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Right, Who, rights_of
from portal.desk.reminding import rules
from portal.desk.reminding.records import ReminderAddress
from portal.domain.deadlines import soon
from portal.domain.roles import Role
from portal.domain.statuses import State


def address_of(session: Session, who: Who) -> str:
    """This officer's address for reminders; "" when there is none."""
    found = session.get(ReminderAddress, who.officer)
    return found.address if found else ""


def keep_address(session: Session, who: Who, typed: str) -> None:
    """Keep this officer's address, or forget it when nothing was typed. Raise `NotAnAddress`."""
    found = session.get(ReminderAddress, who.officer)
    if not typed.strip():
        if found is not None:
            session.delete(found)
        return
    wanted = rules.address(typed)
    if found is None:
        session.add(ReminderAddress(officer=who.officer, address=wanted))
    else:
        found.address = wanted


def to_remind(session: Session, desk: Desk) -> tuple[str, ...]:
    """The addresses of active officers for whom a term or a task is near or over: once each, however many there are."""
    rows = session.execute(
        select(OfficerRecord.id, OfficerRecord.roles, OfficerRecord.office, CaseRecord.handler)
        .join(SlipRecord, SlipRecord.officer == OfficerRecord.id)
        .join(CaseRecord, CaseRecord.id == SlipRecord.case_id)
        .where(CaseRecord.next_due <= soon(desk.clock.today()))
        .distinct()
    ).all()
    holders = [rules.Holder(officer, _rights(roles), handler) for officer, roles, _, handler in rows]
    offices = {office for _, _, office, _ in rows}
    wanted = rules.reminded(holders) | _keepers(session, offices) | _with_tasks(session, desk)
    found = session.scalars(
        select(ReminderAddress.address)
        .join(OfficerRecord, OfficerRecord.id == ReminderAddress.officer)
        .where(OfficerRecord.id.in_(wanted), OfficerRecord.revoked.is_(None))
        .order_by(ReminderAddress.address)
    )
    return tuple(dict.fromkeys(found))


def _with_tasks(session: Session, desk: Desk) -> set[str]:
    """Whoever has a task near or over, in a case that they can open and that is not filed away."""
    tasks = (
        select(TaskRecord.assignee)
        .join(CaseRecord, CaseRecord.id == TaskRecord.case_id)
        .join(SlipRecord, (SlipRecord.case_id == TaskRecord.case_id) & (SlipRecord.officer == TaskRecord.assignee))
        .where(TaskRecord.done.is_(None), TaskRecord.due <= soon(desk.clock.today()))
        .where(CaseRecord.state != State.ARCHIVED)
    )
    return set(session.scalars(tasks))


def _keepers(session: Session, offices: set[str]) -> set[str]:
    """Whoever keeps the register of these offices: reminding is their task (DOMAIN 3.3)."""
    there = session.execute(select(OfficerRecord.id, OfficerRecord.roles).where(OfficerRecord.office.in_(offices)))
    return {officer for officer, roles in there if Right.SEE_REGISTER in _rights(roles)}


def _rights(roles: str) -> frozenset[Right]:
    return rights_of(Role(code) for code in roles.split())
