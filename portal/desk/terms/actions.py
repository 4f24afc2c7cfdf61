"""Recording what ends, starts or moves a term. What was done and why is sealed to the case; the days stand in clear."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework import filing, timing
from portal.desk.casework.records import CaseRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.unlocking import NoSuchCase, Unlocked, declared_case, unlock
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who
from portal.desk.terms import rules
from portal.domain.deadlines import DEADLINES, Code
from portal.sealing import Kind


def the_term(session: Session, desk: Desk, who: Who, number: str, code: str, round_: int) -> timing.TermView:
    """A running term of a case this officer holds a slip for. Raise `NoSuchCase`, also when no such term runs."""
    case = declared_case(session, who, number)
    for term in timing.terms_of(session, case.id, desk.clock.today()):
        if (term.code, term.round) == (code, round_):
            return term
    raise NoSuchCase


def meet(session: Session, desk: Desk, who: Who, number: str, code: str, round_: int, text: str) -> None:
    """Record that what was due has been done; what follows from it begins. Raise `NoSuchCase`, `NotAllowed`."""
    case, opened = unlock(session, who, number)
    met, today = rules.meets(code, text), desk.clock.today()
    if timing.running(session, case.id, met, round_) is None:
        raise NotAllowed(Refusal.TERM)
    timing.stop(session, case, (met,), today, round_)
    following = DEADLINES[met].then
    if following is not None:
        timing.start(session, case, following, today)
    _seal(session, desk, who, case, opened, {"decision": "term_met", "term": met, "text": text.strip()})


def begin(session: Session, desk: Desk, who: Who, number: str, code: str, event: date | None, text: str) -> None:
    """Record an event that starts a term. Raise `NoSuchCase`, `NotAllowed`."""
    case, opened = unlock(session, who, number)
    begun = rules.begins(code, event, case.received, desk.clock.today())
    timing.start(session, case, begun, event or case.received)
    _seal(session, desk, who, case, opened, {"decision": "term_begun", "term": begun, "text": text.strip()})


def extend(
    session: Session,
    desk: Desk,
    who: Who,
    number: str,
    code: str,
    round_: int,
    *,
    until: date | None,
    text: str,
    approver: str,
) -> None:
    """Give a term a later day, with reason and approver. Raise `NoSuchCase`, `NotAllowed`."""
    case, opened = unlock(session, who, number)
    term = timing.running(session, case.id, code, round_)
    if term is None:
        raise NotAllowed(Refusal.TERM)
    day = rules.extends(code, term.extended, term.due, until, text, approver)
    timing.extend(session, case, term, day)
    body = {"decision": "term_extended", "term": code, "until": day.isoformat(), "text": text.strip()}
    given = {"target": approver.strip()} if approver.strip() else {}
    _seal(session, desk, who, case, opened, {**body, **given})


def _seal(
    session: Session, desk: Desk, who: Who, case: CaseRecord, opened: Unlocked, body: Mapping[str, object]
) -> None:
    filing.put(session, opened, Kind.DECISION, {**body, "by": who.name}, desk.clock.today())
    note = f"{body['decision']} {Code(str(body['term']))}"
    desk.ledger.record(session, actor=who.officer, act=Act.DECIDE, case=case.number, note=note)
