"""Offering a case to another office: whom it could go to, and the act of two persons that seals it to them.

The key of the case is sealed to officers of the other office, by the keys that the signed roster gives. These slips lie
apart from the case until one of them has opened it there: until then the case is still this office's, and can be
withdrawn. The card for the reporter is signed now, by the office that the reporter chose: it introduces the next one,
and only so does the mailbox believe the answers that come from there (docs/adr/0039).
"""

from dataclasses import dataclass
from secrets import token_hex

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.approvals.kinds import Asked, Given, Prepare, TwofoldAct
from portal.desk.assigning.actions import pending
from portal.desk.audit.actions import Act
from portal.desk.casework import access, filing, outgoing
from portal.desk.casework.considering import facts_of
from portal.desk.casework.records import CaseRecord, ItemRecord
from portal.desk.casework.rules import Grounds, NotAllowed, Refusal, Seconder, decide, row, seconded
from portal.desk.casework.unlocking import REPORT_SLOT, Unlocked, case_for, unlock
from portal.desk.desk import Desk
from portal.desk.handover import rules
from portal.desk.handover.records import TransferRecord, TransferSlipRecord
from portal.desk.officers.actions import reply_key
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Right, Who
from portal.desk.officers.tree import Way, way
from portal.domain.decisions import Decision
from portal.domain.handing import Handing
from portal.domain.roles import MAY_HOLD_SLIPS
from portal.domain.statuses import State, shown
from portal.domain.text import Text
from portal.sealing import Kind, Office

PAGE = "handover.choose"


@dataclass(frozen=True)
class Colleague:
    """An officer of the receiving office; `receives`: reports go to them, so a hand-over may."""

    officer: str
    name: str
    receives: bool


@dataclass(frozen=True)
class Target:
    """An office that the case could go to: which way, by which decision, and its officers who may hold a key."""

    office: str
    name: Text
    way: Way
    decision: Decision
    people: tuple[Colleague, ...]

    @property
    def after(self) -> State:
        """The state in which this office is done with the case."""
        return State.REFERRED_UP if self.decision is Decision.REFER_UP else State.REFERRED


@dataclass(frozen=True)
class Choice:
    """What the page of a hand-over shows: the case's state and version, and where it could go now."""

    number: str
    state: State
    version: int
    away: bool
    targets: tuple[Target, ...]

    def target(self, office: str) -> Target | None:
        """The target of this id; None for any other."""
        return next((one for one in self.targets if one.office == office), None)


def acts() -> tuple[TwofoldAct, ...]:
    """Handing a case up, and handing it on: both take two persons. One going up may still be unread (DOMAIN 3.5)."""
    up, on = Decision.REFER_UP, Decision.HAND_ON
    return (
        TwofoldAct(up, Right.REGISTER, Right.SECOND, _preparing(up), _carry_out, page=PAGE, unread=True),
        TwofoldAct(on, Right.ACCEPT, Right.SECOND, _preparing(on), _carry_out, page=PAGE),
    )


def choice(session: Session, desk: Desk, who: Who, number: str) -> Choice:
    """Show where this case could go. Nothing is opened. Raise `NoSuchCase`; `NotAllowed` without a signed roster."""
    case, _ = case_for(session, who, number)
    targets = _targets(session, desk, who.office, who.rights, case)
    return Choice(number, State(case.state), case.version, case.away, targets)


def _targets(
    session: Session, desk: Desk, office: str, rights: frozenset[Right], case: CaseRecord
) -> tuple[Target, ...]:
    offices = access.newest_roster(session, desk).offices
    parents, never = {one.id: one.parent for one in offices}, access.barred(session, case.id)
    found = []
    for one in offices:
        if one.id == office or office not in parents or not one.receives:
            continue
        towards = way(parents, office, one.id)
        fits = row(State(case.state), rules.decision(towards))
        if fits is not None and fits.right in rights:
            found.append(_target(session, one, towards, never))
    return tuple(found)


def _target(session: Session, office: Office, towards: Way, never: frozenset[str]) -> Target:
    here = (OfficerRecord.office == office.id, OfficerRecord.revoked.is_(None))
    names = {one.id: one.name for one in session.scalars(select(OfficerRecord).where(*here))}
    known = (one for one in office.officers if one.roles & MAY_HOLD_SLIPS and one.id in names and one.id not in never)
    people = tuple(Colleague(one.id, names[one.id], one.receives) for one in known)
    return Target(office.id, Text(office.name_zh, office.name_en), towards, rules.decision(towards), people)


def _preparing(decision: Decision) -> Prepare:
    def prepare(session: Session, desk: Desk, who: Who, case: CaseRecord, opened: Unlocked, given: Given) -> Given:
        """Pass when all is in order but for the second person. What is returned, the second person reads."""
        target = _checked(session, desk, who.office, who.rights, case, given)
        if target.decision is not decision:
            raise NotAllowed(Refusal.RECEIVER)
        _decided(session, desk, who, who.rights, case, opened, target)
        names = {one.officer: one.name for one in target.people}
        receiving, barred = _listed(given, "officers"), _listed(given, "barred")
        told = {"people": [names[one] for one in receiving], "kept_out": [names[one] for one in barred]}
        return {"to": target.office, "officers": receiving, "barred": barred, "target": target.name.of("zh"), **told}

    return prepare


def _carry_out(session: Session, desk: Desk, who: Who, asked: Asked) -> None:
    case, opened = unlock(session, who, asked.number)
    together = who.rights | asked.asker.rights
    target = _checked(session, desk, who.office, together, case, asked.given)
    after = _decided(session, desk, who, together, case, opened, target)
    found = row(State(case.state), target.decision)
    if found is not None:
        seconded(found, Seconder(who.officer, who.name, who.rights), asked.asker)
    record = TransferRecord(
        id=token_hex(16), parcel=case.id, number=case.number, received=case.received, before=case.state, after=after,
        way=target.way, from_office=who.office, to_office=target.office, asked_by=asked.asker.officer,
        agreed_by=who.officer, offered=desk.clock.today(), status=Handing.OFFERED,
        card=_card(session, desk, who, case, opened, target, after),
    )  # fmt: skip
    record.proof = desk.ledger.vouch(*record.vouched_for)
    session.add(record)
    session.flush()
    _seal(session, desk, opened, record, asked.given)
    told = {key: asked.given[key] for key in ("target", "people", "kept_out") if asked.given.get(key)}
    by = {"decision": target.decision, "text": asked.text, "by": asked.asker.name, "seconded_by": who.name}
    filing.put(session, opened, Kind.DECISION, by | told, desk.clock.today())
    case.away, case.version = True, case.version + 1
    desk.ledger.record(session, actor=who.officer, act=Act.HAND_OVER, case=case.number, note="transfer offered")


def _checked(
    session: Session, desk: Desk, office: str, rights: frozenset[Right], case: CaseRecord, given: Given
) -> Target:
    """The office that `given` names, when the case can go there and those named may have its key."""
    if case.away:
        raise NotAllowed(Refusal.AWAY)
    if pending(session, case.id):
        raise NotAllowed(Refusal.ASSIGNED)
    here = (ItemRecord.case_id == case.id, ItemRecord.kind == Kind.REPORT, ItemRecord.slot == REPORT_SLOT)
    if session.scalar(select(ItemRecord.id).where(*here)) is None:
        # A task from another office has no report: it is reported on, not handed over.
        raise NotAllowed(Refusal.STATE)
    wanted = str(given.get("to", ""))
    target = next((one for one in _targets(session, desk, office, rights, case) if one.office == wanted), None)
    if target is None:
        raise NotAllowed(Refusal.RECEIVER)
    barred = _listed(given, "barred")
    if not set(barred) <= {one.officer for one in target.people}:
        raise NotAllowed(Refusal.PERSON)
    rules.chosen(_listed(given, "officers"), barred, {one.officer for one in target.people if one.receives})
    return target


def _decided(
    session: Session, desk: Desk, who: Who, rights: frozenset[Right], case: CaseRecord, opened: Unlocked, to: Target
) -> State:
    """Ask the table of decisions. The reason itself is asked for by whoever makes requests."""
    grounds, facts = Grounds(text=to.office, target=to.office), facts_of(session, desk, who, case, opened)
    return decide(State(case.state), to.decision, rights, grounds, facts, handed_over=True)


def _seal(session: Session, desk: Desk, opened: Unlocked, record: TransferRecord, given: Given) -> None:
    day = desk.clock.today()
    for officer in _listed(given, "officers"):
        recipient = access.vouched_for(session, desk, record.to_office, officer)
        sealed = opened.key.slip_for(officer, recipient, opened.id, day, "desk")
        session.add(TransferSlipRecord(transfer=record.id, officer=officer, sealed=sealed))
    for officer in _listed(given, "barred"):
        session.add(TransferSlipRecord(transfer=record.id, officer=officer, sealed=None))


def _card(
    session: Session, desk: Desk, who: Who, case: CaseRecord, opened: Unlocked, to: Target, after: State
) -> bytes | None:
    if opened.correspondent is None:
        return None
    body = {"status": shown(after).status, "sentence": shown(after).sentence, "detail": {"to": to.office}}
    sender = outgoing.Sender(who.office, reply_key(session, who))
    today, slot = desk.clock.today(), case.answers + 1
    return outgoing.sealed_for(opened.correspondent, sender, Kind.STATUS, body, today, slot)


def _listed(given: Given, key: str) -> list[str]:
    value = given.get(key)
    return list(dict.fromkeys(str(one) for one in value)) if isinstance(value, list | tuple) else []
