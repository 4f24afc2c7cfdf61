"""Who can open a case: who holds a slip, and sealing a new one to a colleague (SEALING, recusal is cryptographic)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from portal.age import Recipient
from portal.desk.audit.actions import Act
from portal.desk.base import plainly
from portal.desk.casework.records import BarredRecord, SlipRecord, StatementRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.unlocking import Unlocked, case_for, unlock_unseen
from portal.desk.desk import Desk
from portal.desk.keys import KeysError, authority_of
from portal.desk.officers.records import OfficerRecord, RosterRecord
from portal.desk.officers.rules import Right, Who
from portal.desk.officers.vouching import newest_signed
from portal.domain.roles import MAY_HOLD_SLIPS, Role
from portal.domain.statuses import State
from portal.sealing import Roster, RosterOfficer, SealingError

# Made once: putting it together takes longer than answering it.
_AROUND = (
    select(
        OfficerRecord.id, OfficerRecord.name, OfficerRecord.roles, OfficerRecord.office, OfficerRecord.revoked,
        SlipRecord.case_id.label("holds"), StatementRecord.case_id.label("recused"),
        BarredRecord.case_id.label("barred"),
    )
    .outerjoin(SlipRecord, and_(SlipRecord.officer == OfficerRecord.id, SlipRecord.case_id == bindparam("case")))
    .outerjoin(
        StatementRecord,
        and_(
            StatementRecord.officer == OfficerRecord.id,
            StatementRecord.case_id == bindparam("case"),
            StatementRecord.recused,
        ),
    )
    .outerjoin(BarredRecord, and_(BarredRecord.officer == OfficerRecord.id, BarredRecord.case_id == bindparam("case")))
    .where(or_(OfficerRecord.office == bindparam("office"), SlipRecord.case_id.is_not(None)))
    .order_by(OfficerRecord.name)
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """An officer as colleagues see one."""

    officer: str
    name: str
    roles: tuple[Role, ...]
    office: str
    active: bool


@dataclass(frozen=True)
class Access:
    """Who can open a case, and the colleagues of this office who could be given a slip."""

    holders: tuple[Person, ...]
    candidates: tuple[Person, ...]

    def colleagues(self, office: str) -> tuple[Person, ...]:
        """Everybody active of `office` who can open the case or could be made able to."""
        mine = (person for person in self.holders if person.office == office and person.active)
        return (*mine, *self.candidates)


def access(session: Session, who: Who, case_id: str) -> Access:
    """Who holds a slip for the case, and which active colleagues of `who`'s office may be given one.

    Whoever has recused themself may not.
    """
    everyone = plainly(session, _AROUND, {"case": case_id, "office": who.office}).all()
    holders = tuple(person_of(found) for found in everyone if found.holds)
    candidates = tuple(
        person_of(found)
        for found in everyone
        if not found.holds
        and not found.recused
        and not found.barred
        and found.office == who.office
        and _may_hold(found)
    )
    return Access(holders, candidates)


def of_office(session: Session, who: Who) -> tuple[Person, ...]:
    """Everybody active of `who`'s office who may hold a slip."""
    ours = select(OfficerRecord).where(OfficerRecord.office == who.office).order_by(OfficerRecord.name)
    return tuple(person_of(record) for record in session.scalars(ours) if _may_hold(record))


def barred(session: Session, case_id: str) -> frozenset[str]:
    """Who was left out of this case when it came, or by the office that sent it on."""
    return frozenset(session.scalars(select(BarredRecord.officer).where(BarredRecord.case_id == case_id)))


def kept_out(session: Session, case_id: str, officer: str) -> Refusal | None:
    """Why this officer must not be given a slip for the case: left out of it, or recused; else None."""
    if session.get(BarredRecord, (case_id, officer)) is not None:
        return Refusal.PERSON
    statement = session.get(StatementRecord, (case_id, officer))
    return Refusal.RECUSED if statement is not None and statement.recused else None


def candidates(session: Session, who: Who, number: str) -> tuple[Person, ...]:
    """The colleagues who may be given a slip for this case. Raise `NoSuchCase`."""
    case, _ = case_for(session, who, number)
    return access(session, who, case.id).candidates


def grant(session: Session, desk: Desk, who: Who, number: str, colleague: str) -> None:
    """Seal the case key to a colleague of the same office.

    Raise `NoSuchCase`; `NotAllowed` when the case is unregistered, or the colleague may not hold a slip.
    """
    case, opened = unlock_unseen(session, who, number)
    if Right.GRANT not in who.rights:
        raise NotAllowed(Refusal.RIGHT)
    if State(case.state) is State.DELIVERED:
        raise NotAllowed(Refusal.STATE)
    if colleague not in {person.officer for person in access(session, who, case.id).candidates}:
        raise NotAllowed(Refusal.PERSON)
    seal_slip(session, desk, who, opened, colleague)
    desk.ledger.record(session, actor=who.officer, act=Act.GRANT, case=number, note=colleague)


def seal_slip(session: Session, desk: Desk, who: Who, opened: Unlocked, colleague: str) -> None:
    """Seal the case key to a colleague, with the key that the signed roster gives.

    Raise `NotAllowed` for whoever is not in it, and for whoever is kept out, whatever page it was asked on.
    """
    if (why := kept_out(session, opened.id, colleague)) is not None:
        raise NotAllowed(why)
    recipient = vouched_for(session, desk, who.office, colleague)
    sealed = opened.key.slip_for(colleague, recipient, opened.id, desk.clock.today(), "desk")
    session.add(SlipRecord(case_id=opened.id, officer=colleague, sealed=sealed))


def vouched_for(session: Session, desk: Desk, office: str, colleague: str) -> Recipient:
    """The colleague's key from the newest roster the authority signed, never from the officers' table alone.

    Raise `NotAllowed` for whoever the roster does not know in this office, or must not hold slips.

    Whoever can write the desk's database could put his own key beside a colleague's name, or another office beside his
    own; he cannot sign a roster. That the newest one is not an older one of his choice, the audit chain says.
    """
    for officer in holders_of(session, desk, office):
        if officer.id == colleague:
            return officer.recipient
    raise NotAllowed(Refusal.PERSON)


def holders_of(session: Session, desk: Desk, office: str) -> tuple[RosterOfficer, ...]:
    """The officers of an office who may hold slips, by the newest signed roster. Raise `NotAllowed` without one."""
    try:
        officers = newest_roster(session, desk).office(office).officers
    except SealingError as refused:
        raise NotAllowed(Refusal.PERSON) from refused
    # Key holders stand in the roster too, for names; a slip is not for them (DOMAIN 3.3).
    return tuple(officer for officer in officers if officer.roles & MAY_HOLD_SLIPS)


def newest_roster(session: Session, desk: Desk) -> Roster:
    """The roster that the audit chain names as the last one signed. Raise `NotAllowed`: none, stale, or not ours."""
    newest = session.scalars(select(RosterRecord).order_by(RosterRecord.version.desc()).limit(1)).one_or_none()
    if newest is None or newest.version != newest_signed(session, desk.ledger):
        raise NotAllowed(Refusal.PERSON)
    try:
        authority = authority_of(desk.keys)
        return Roster.verified(newest.document, newest.signature, authority, desk.clock.today(), newest.version)
    except (SealingError, KeysError) as refused:
        raise NotAllowed(Refusal.PERSON) from refused


def _may_hold(record: OfficerRecord | Row[*tuple[Any, ...]]) -> bool:
    return record.revoked is None and bool(_roles(record) & MAY_HOLD_SLIPS)


def _roles(record: OfficerRecord | Row[*tuple[Any, ...]]) -> set[Role]:
    return {Role(code) for code in record.roles.split()}


def person_of(record: OfficerRecord | Row[*tuple[Any, ...]]) -> Person:
    """Show an officer of the register as colleagues see one."""
    return Person(record.id, record.name, tuple(sorted(_roles(record))), record.office, record.revoked is None)
