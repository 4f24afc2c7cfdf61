"""An officer leaves: colleagues are sealed the cases, one case a commit, and only then do the leaver's keys end.

Interrupted after any case, nothing is lost and nothing is half done: whoever begins again finds what is left. These
functions open and commit their own transactions where they say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework.access import Person, access, person_of, seal_slip
from portal.desk.casework.records import CaseRecord, SlipRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.unlocking import NoSuchCase, unlock_unseen
from portal.desk.circle import rules
from portal.desk.circle.stating import take_slip
from portal.desk.desk import Desk
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Right, Who
from portal.desk.recovery.leaving import revoke
from portal.domain.roles import MAY_HOLD_SLIPS, Role


@dataclass(frozen=True)
class HeldCase:
    """A case the leaver can open: who else active can, and whether this officer can hand it on."""

    number: str
    others: tuple[str, ...]
    mine: bool

    @property
    def safe(self) -> bool:
        """Whether somebody is left who can open it."""
        return bool(self.others)


@dataclass(frozen=True)
class Leaver:
    """An officer with everything they hold, and the colleagues who could take it on."""

    person: Person
    cases: tuple[HeldCase, ...]
    heirs: tuple[Person, ...]
    own: bool

    @property
    def settled(self) -> bool:
        """Whether every case can be opened by somebody else."""
        return all(case.safe for case in self.cases)


@dataclass(frozen=True)
class HandedOver:
    """How many cases were sealed to the heir now, and the numbers of those that could not be."""

    done: int
    left: tuple[str, ...]


def staff(session: Session, who: Who) -> tuple[tuple[Person, int], ...]:
    """The other officers of `who`'s office who hold keys or still can sign in, each with how many cases they hold."""
    found = []
    for record in session.scalars(
        select(OfficerRecord).where(OfficerRecord.office == who.office).order_by(OfficerRecord.name)
    ):
        held = len(_held(session, record.id))
        if record.id != who.officer and (held or record.revoked is None):
            found.append((person_of(record), held))
    return tuple(found)


def leaver(session: Session, who: Who, officer: str) -> Leaver:
    """What `officer` holds. Raise `NoSuchCase` for nobody of `who`'s office, or without the right to grant."""
    record = _colleague(session, who, officer)
    mine = {case.id for case in _held(session, who.officer)}
    cases = tuple(
        HeldCase(
            case.number,
            tuple(one.name for one in rules.others(access(session, who, case.id).holders, officer)),
            case.id in mine,
        )
        for case in _held(session, officer)
    )
    everyone = session.scalars(
        select(OfficerRecord)
        .where(OfficerRecord.office == who.office, OfficerRecord.revoked.is_(None), OfficerRecord.id != officer)
        .order_by(OfficerRecord.name)
    )
    heirs = tuple(one for one in map(person_of, everyone) if set(one.roles) & MAY_HOLD_SLIPS)
    return Leaver(person_of(record), cases, heirs, own=officer == who.officer)


def hand_over(desk: Desk, who: Who, officer: str, heir: str) -> HandedOver:
    """Seal every case that `officer` holds and `who` can open to `heir`, each case in a commit of its own.

    Raise `NoSuchCase` as `leaver`; `NotAllowed` when `heir` is none of those it offers.
    """
    with desk.database.reading() as session:
        found = leaver(session, who, officer)
    if heir not in {person.officer for person in found.heirs}:
        raise NotAllowed(Refusal.PERSON)
    done, left = 0, []
    for case in found.cases:
        try:
            with desk.database.writing() as session:
                done += hand_on(session, desk, who, case.number, officer, heir)
        except (NotAllowed, NoSuchCase):
            left.append(case.number)
    return HandedOver(done, tuple(left))


def hand_on(session: Session, desk: Desk, who: Who, number: str, officer: str, heir: str) -> bool:
    """Seal one case to `heir`; False when they have it already. The handler's work goes with it, if they may do it.

    Nothing is shown, so an unregistered report can be handed on too. Raise `NoSuchCase`; `NotAllowed` as `seal_slip`.
    """
    case, opened = unlock_unseen(session, who, number)
    session.get(CaseRecord, case.id, with_for_update=True)
    new = session.get(SlipRecord, (case.id, heir)) is None
    if new:
        seal_slip(session, desk, who, opened, heir)
        desk.ledger.record(session, actor=who.officer, act=Act.GRANT, case=number, note=heir)
    record = session.get(OfficerRecord, heir)
    if case.handler == officer and record is not None and Role.HANDLER in record.roles.split():
        case.handler = heir
    session.flush()
    return new


def let_go(session: Session, desk: Desk, who: Who, officer: str) -> str:
    """End it, in one transaction: every slip of the leaver, every sign-in, their place in the next roster.

    Returns the login. Raise `NoSuchCase` as `leaver`; `NotAllowed` for oneself, and as long as a case would be left
    that nobody can open. Nothing has changed then.
    """
    record = _colleague(session, who, officer)
    if officer == who.officer:
        raise NotAllowed(Refusal.PERSON)
    for case in _held(session, officer):
        session.get(CaseRecord, case.id, with_for_update=True)
        rules.may_end(access(session, who, case.id).holders, officer)
        take_slip(session, case, officer)
        desk.ledger.record(session, actor=who.officer, act=Act.REMOVE, case=case.number, note=officer)
    if record.revoked is None:
        revoke(session, desk, record.login, by=who.officer)
    return record.login


def _colleague(session: Session, who: Who, officer: str) -> OfficerRecord:
    record = session.get(OfficerRecord, officer)
    if record is None or record.office != who.office or (officer != who.officer and Right.GRANT not in who.rights):
        raise NoSuchCase
    return record


def _held(session: Session, officer: str) -> Sequence[CaseRecord]:
    held = select(CaseRecord).join(SlipRecord, SlipRecord.case_id == CaseRecord.id)
    return session.scalars(held.where(SlipRecord.officer == officer).order_by(CaseRecord.number)).all()
