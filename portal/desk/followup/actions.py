"""Adding a follow-up, taking it a step further, reading them all. Texts are sealed to the case key."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act as Line
from portal.desk.casework import filing, timing
from portal.desk.casework.letters import letters_of
from portal.desk.casework.records import CaseRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.unlocking import NoSuchCase, Unlocked, declared_case, unlock
from portal.desk.desk import Desk
from portal.desk.followup import rules
from portal.desk.followup.records import FollowUpRecord
from portal.desk.followup.rules import Act, Ask, Given, Row, Step
from portal.desk.followup.shown import EventView, FollowUpView, event_view
from portal.desk.officers.rules import Who
from portal.domain.correspondence import OBJECT
from portal.domain.deadlines import Code, due
from portal.domain.followup import FollowUp
from portal.domain.statuses import State
from portal.sealing import Kind


@dataclass(frozen=True)
class Followed:
    """What follows from a case: everything there is, and what this officer may add."""

    number: str
    state: State
    items: tuple[FollowUpView, ...]
    addable: tuple[FollowUp, ...]


def read(session: Session, desk: Desk, who: Who, number: str) -> Followed:
    """Open the case's follow-ups. Raise `NoSuchCase`; `NotAllowed` while the report is unregistered."""
    case, opened = unlock(session, who, number)
    if State(case.state) is State.DELIVERED:
        raise NotAllowed(Refusal.STATE)
    desk.ledger.record(session, actor=who.officer, act=Line.OPEN, case=number)
    today, events = desk.clock.today(), _events(session, opened)
    terms = {term.round: term for term in timing.terms_of(session, case.id, today) if term.code == timing.FOLLOW_UP}
    items = tuple(
        FollowUpView(
            slot=found.slot,
            kind=FollowUp(found.kind),
            step=Step(found.step),
            opened=found.opened,
            ended=found.ended,
            left=terms[found.slot].left if found.slot in terms else None,
            events=tuple(events.get(found.slot, ())),
            acts=rules.acts(FollowUp(found.kind), Step(found.step), who.rights) if _live(case) else (),
        )
        for found in _all(session, case)
    )
    return Followed(number, State(case.state), items, rules.addable(State(case.state), who.rights))


def next_step(session: Session, who: Who, number: str, slot: int, act: Act) -> Row:
    """The row that `act` would take this follow-up through. Raise `NoSuchCase`, also when there is no such step now."""
    case = declared_case(session, who, number)
    found = session.get(FollowUpRecord, (case.id, slot)) if slot <= timing.LARGEST_ROUND else None
    one = rules.row(FollowUp(found.kind), act, Step(found.step)) if found else None
    if one is None:
        raise NoSuchCase
    return one


def add(session: Session, desk: Desk, who: Who, number: str, kind: FollowUp, given: Given) -> int:
    """Add a follow-up; its day due begins to run. Return its slot. Raise `NoSuchCase`, `NotAllowed`."""
    case, opened = unlock(session, who, number)
    one, today = rules.row(kind, Act.ADD, None), desk.clock.today()
    if one is None:  # pragma: no cover  every kind can be added
        raise NotAllowed(Refusal.STATE)
    rules.check(one, State(case.state), who.rights, given, today, found_untrue=_found_untrue(session, opened))
    slot = (session.scalar(select(func.max(FollowUpRecord.slot)).where(FollowUpRecord.case_id == case.id)) or 0) + 1
    over = one.target in rules.ENDED
    ended = today if over else None
    session.add(FollowUpRecord(case_id=case.id, slot=slot, kind=kind, step=one.target, opened=today, ended=ended))
    if kind is FollowUp.CLEARING:
        timing.stop(session, case, (Code.DL16,), today)
    if not over:
        case.open_items += 1
        answered_by = due(Code.DL15, _objected(session, opened, today)).day
        until = given.due if Ask.DUE in one.asks and given.due else answered_by
        timing.begin(session, case, timing.FOLLOW_UP, today, until, slot)
    _seal(session, desk, who, case, opened, one, slot, given)
    return slot


def take(session: Session, desk: Desk, who: Who, number: str, slot: int, act: Act, given: Given) -> None:
    """Take a follow-up a step further. Raise `NoSuchCase`, `NotAllowed`: also when a colleague was faster."""
    case, opened = unlock(session, who, number)
    found = session.get(FollowUpRecord, (case.id, slot))
    one = rules.row(FollowUp(found.kind), act, Step(found.step)) if found else None
    if found is None or one is None:
        raise NotAllowed(Refusal.STALE)
    today = desk.clock.today()
    rules.check(one, State(case.state), who.rights, given, today, found_untrue=True)
    found.step = one.target
    if one.target in rules.ENDED:
        found.ended = today
        case.open_items -= 1
        timing.stop(session, case, (timing.FOLLOW_UP,), today, slot)
    _seal(session, desk, who, case, opened, one, slot, given)


def _objected(session: Session, opened: Unlocked, today: date) -> date:
    """The day of the newest letter that objects: the mailbox promised an answer counted from then (DL15)."""
    days = [letter.day for letter in letters_of(session, opened) if letter.purpose == OBJECT]
    return min(max(days, default=today), today)


def _live(case: CaseRecord) -> bool:
    return State(case.state) is not State.ARCHIVED


def _all(session: Session, case: CaseRecord) -> list[FollowUpRecord]:
    here = select(FollowUpRecord).where(FollowUpRecord.case_id == case.id).order_by(FollowUpRecord.slot)
    return list(session.scalars(here))


def _found_untrue(session: Session, opened: Unlocked) -> bool:
    """Whether the last outcome sealed in the case is that the matter reported was not found."""
    outcome = ""
    for _, envelope in filing.items(session, opened, Kind.DECISION):
        if envelope is not None and envelope.body.get("outcome"):
            outcome = str(envelope.body["outcome"])
    return outcome == "not_confirmed"


def _events(session: Session, opened: Unlocked) -> dict[int, list[EventView]]:
    events: dict[int, list[EventView]] = {}
    for _, envelope in filing.items(session, opened, Kind.FOLLOW_UP):
        if envelope is not None and isinstance(slot := envelope.body.get("item"), int):
            events.setdefault(slot, []).append(event_view(envelope))
    return events


def _seal(
    session: Session, desk: Desk, who: Who, case: CaseRecord, opened: Unlocked, one: Row, slot: int, given: Given
) -> None:
    asked = {str(ask): getattr(given, ask) for ask in one.asks if ask is not Ask.DUE}
    higher = {"level": given.level, "approval": given.approval.strip()} if given.nature == "false_accusation" else {}
    until = {"until": given.due.isoformat()} if Ask.DUE in one.asks and given.due else {}
    words = {key: value for key, value in {**asked, **higher, **until}.items() if value}
    body = {"item": slot, "act": one.act, "by": who.name, "text": given.text.strip()}
    filing.put(session, opened, Kind.FOLLOW_UP, {**body, **words}, desk.clock.today())
    note = f"follow-up {slot} {one.kind} {one.target}"
    desk.ledger.record(session, actor=who.officer, act=Line.DECIDE, case=case.number, note=note)
