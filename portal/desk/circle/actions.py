"""Who can open a case, who could, who was refused; taking a key back, and giving one again after a recusal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act, Line
from portal.desk.casework import filing
from portal.desk.casework.access import Person, access, person_of, seal_slip
from portal.desk.casework.records import CaseRecord, StatementRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.unlocking import NoSuchCase, Unlocked, unlock, unlock_unseen
from portal.desk.circle import rules
from portal.desk.circle.stating import LONGEST_REASON, take_slip
from portal.desk.desk import Desk
from portal.desk.officers.actions import officer_names
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Right, Who
from portal.domain.statuses import State
from portal.sealing import Kind


@dataclass(frozen=True)
class Holder:
    """An officer who can open the case. `stated` is None until they said that nothing calls for recusal."""

    person: Person
    since: date
    stated: date | None
    removable: bool


@dataclass(frozen=True)
class Ended:
    """An access that ended: whose, when, how (`RECUSE` or `REMOVE`), by whom, and the reason where it can be read."""

    officer: str
    name: str
    at: datetime
    act: Act
    by: str
    reason: str
    back: bool


@dataclass(frozen=True)
class Refused:
    """Somebody who asked for the case and could not open it."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Circle:
    """Everything the page of a case's circle shows."""

    number: str
    holders: tuple[Holder, ...]
    ended: tuple[Ended, ...]
    refused: tuple[Refused, ...]
    may_grant: bool


def circle(session: Session, desk: Desk, who: Who, number: str) -> Circle:
    """Who has, had and was refused access, from the slips and the audit chain. Raise `NoSuchCase`, `NotDeclared`."""
    case, opened = unlock(session, who, number)
    there, lines, names = access(session, who, case.id), desk.ledger.of_case(session, number), officer_names(session)
    stated = {row.officer: row.day for row in _statements(session, case) if not row.recused}
    given = {line.note: _day(desk, line) for line in lines if line.act in (Act.GRANT, Act.READMIT)}
    removable = rules.others(there.holders, "")
    holders = tuple(
        Holder(
            person,
            given.get(person.officer, case.received),
            stated.get(person.officer),
            removable=person.officer != who.officer and bool(set(removable) - {person}),
        )
        for person in there.holders
    )
    refused = [Refused(names.get(one.actor, one.actor), _at(desk, one)) for one in lines if one.act == Act.DENIED]
    return Circle(number, holders, _ended(session, desk, opened, lines), tuple(refused), bool(there.candidates))


def remove(session: Session, desk: Desk, who: Who, number: str, officer: str, reason: str) -> None:
    """Take a colleague's key back; the reason is sealed to the case. They may be given one again.

    Raise `NoSuchCase`; `NotAllowed` (no right, no reason, own key, not a holder, nobody left).
    """
    case, opened = _ready(session, who, number, reason)
    rules.may_remove(access(session, who, case.id).holders, who.officer, officer)
    _write(session, desk, who, opened, {"removal": officer}, reason)
    _forget_statement(session, case, officer)
    take_slip(session, case, officer)
    desk.ledger.record(session, actor=who.officer, act=Act.REMOVE, case=number, note=officer)


def readmit(session: Session, desk: Desk, who: Who, number: str, officer: str, reason: str) -> None:
    """Give a key to one who had recused themself: a lead's own act, with a reason. They state anew before they open.

    Raise `NoSuchCase`; `NotAllowed` (no right, no reason, not recused, another office's, not in the roster).
    """
    case, opened = _ready(session, who, number, reason)
    statement = session.get(StatementRecord, (case.id, officer))
    if statement is None or not statement.recused or officer == who.officer:
        raise NotAllowed(Refusal.PERSON)
    _forget_statement(session, case, officer)
    seal_slip(session, desk, who, opened, officer)
    _write(session, desk, who, opened, {"readmission": officer}, reason)
    desk.ledger.record(session, actor=who.officer, act=Act.READMIT, case=number, note=officer)


def colleague(session: Session, who: Who, number: str, officer: str) -> Person:
    """Whom a page about one person's access speaks of. Raise `NoSuchCase` for nobody who had to do with this case."""
    case, _ = unlock(session, who, number)
    record = session.get(OfficerRecord, officer)
    concerned = {person.officer for person in access(session, who, case.id).holders}
    concerned |= {row.officer for row in _statements(session, case) if row.recused}
    if record is None or officer not in concerned:
        raise NoSuchCase
    return person_of(record)


def _ready(session: Session, who: Who, number: str, reason: str) -> tuple[CaseRecord, Unlocked]:
    unlock(session, who, number)  # a lead who has not stated themself decides about nobody
    case, opened = unlock_unseen(session, who, number)
    session.get(CaseRecord, case.id, with_for_update=True)
    if Right.GRANT not in who.rights:
        raise NotAllowed(Refusal.RIGHT)
    if State(case.state) is State.DELIVERED:
        raise NotAllowed(Refusal.STATE)
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise NotAllowed(Refusal.TEXT)
    return case, opened


def _write(session: Session, desk: Desk, who: Who, opened: Unlocked, what: dict[str, str], reason: str) -> None:
    body = {**what, "text": reason.strip(), "by": who.name}
    filing.put(session, opened, Kind.NOTE, body, desk.clock.today())


def _forget_statement(session: Session, case: CaseRecord, officer: str) -> None:
    """A key that is given anew is opened with a new statement."""
    statement = session.get(StatementRecord, (case.id, officer))
    if statement is not None:
        session.delete(statement)
    session.flush()


def _statements(session: Session, case: CaseRecord) -> Sequence[StatementRecord]:
    return session.scalars(select(StatementRecord).where(StatementRecord.case_id == case.id)).all()


def _ended(session: Session, desk: Desk, opened: Unlocked, lines: list[Line]) -> tuple[Ended, ...]:
    """Every access that ended, oldest first, each with its own reason: they were written in the same order."""
    names, reasons = officer_names(session), _reasons(session, opened)
    back = {row.note for row in lines if row.act == Act.READMIT}
    found = []
    for line in lines:
        if line.act not in (Act.RECUSE, Act.REMOVE):
            continue
        officer = line.note or line.actor
        own = reasons.get(("recusal" if line.act == Act.RECUSE else "removal", officer), [])
        name, by = names.get(officer, officer), names.get(line.actor, line.actor)
        reason = own.pop(0) if own else ""
        found.append(Ended(officer, name, _at(desk, line), Act(line.act), by, reason, officer in back))
    return tuple(found)


def _reasons(session: Session, opened: Unlocked) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for _, envelope in filing.items(session, opened, Kind.NOTE):
        for what in ("recusal", "removal"):
            if envelope is not None and what in envelope.body:
                key = (what, str(envelope.body[what]))
                found.setdefault(key, []).append(str(envelope.body.get("text", "")))
    return found


def _at(desk: Desk, line: Line) -> datetime:
    return line.at.astimezone(desk.clock.zone)


def _day(desk: Desk, line: Line) -> date:
    return _at(desk, line).date()
