"""Asking for a second person, agreeing, refusing, taking back. Each is one transaction with its audit line.

The grounds are sealed to the case; where the second person holds no slip, to their key as well. A request is a row that
whoever writes the database could write too: so the desk puts a keyed word of its own beside it, and agrees to none
without. One insider with the database in hand is still one person (T5).
"""

from dataclasses import dataclass, replace
from secrets import token_hex

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.age import AgeError, Identity, Recipient
from portal.desk.approvals import rules
from portal.desk.approvals.finding import Found, find, office_of, rights_held, what_is_vouched
from portal.desk.approvals.kinds import Acts, Asked, Facts, Given, TwofoldAct
from portal.desk.approvals.records import RequestRecord
from portal.desk.approvals.waiting import RequestLine, line_of, mark, settle
from portal.desk.audit.actions import Act
from portal.desk.casework.minding import what_to_mind
from portal.desk.casework.queue.actions import in_register
from portal.desk.casework.records import CaseRecord
from portal.desk.casework.rules import NotAllowed, Refusal, Seconder
from portal.desk.casework.shown import DecisionView, decision_view
from portal.desk.casework.transitions import OUTWARD
from portal.desk.casework.unlocking import unlock
from portal.desk.desk import Desk
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Who
from portal.desk.officers.standing import key_of, seasoned
from portal.domain.reading import Reading
from portal.domain.statuses import State
from portal.domain.two_persons import RequestState, Step, Twofold, step_note
from portal.sealing import Envelope, Kind, Place, SealingError, open_envelope, seal_envelope

LEAVING = frozenset({Twofold.PUBLISH, Twofold.EXPORT})
"""Acts with which something leaves the office, besides some decisions (`OUTWARD`)."""

AGREE, REFUSE = "agree", "refuse"


@dataclass(frozen=True)
class RequestView:
    """A request as somebody who may read it sees it. `answer` is None where there is none that they can read.

    `taken` is what would be done, as a decision is shown; empty where it cannot be read. `keyless`: the second person
    needs no slip; `by_register`: nobody does. `may_answer`: this officer could agree or refuse; `obstacle`: what stands
    in the way of that. `reading`: the report, for what would expose the reporter, where something would leave;
    `facts`: what the act is about, where nobody opens the case.
    """

    line: RequestLine
    kind: str
    keyless: bool
    by_register: bool
    taken: DecisionView
    answer: str | None
    own: bool
    of_the_two: bool
    may_answer: bool
    obstacle: Refusal | None
    reading: Reading | None = None
    facts: Facts = ()


@dataclass(frozen=True)
class Answered:
    """A request that was answered: its case's number, and the endpoint that tells what was done, where there is one."""

    number: str
    then: str = ""


def ask(
    session: Session, desk: Desk, who: Who, number: str, act: TwofoldAct, text: str, given: Given, seen: int | None
) -> str:
    """Make a request; nothing else happens yet. Return its id.

    `seen` is the version of the case that the page showed. Raise `NoSuchCase`; `NotAllowed` when the act would not be
    possible with a second person either, when one of its kind waits already, or without grounds.
    """
    case, opened = (in_register(session, who, number), None) if act.by_register else unlock(session, who, number)
    if act.asks not in who.rights:
        raise NotAllowed(Refusal.RIGHT)
    if State(case.state) is State.DELIVERED and not act.unread:
        raise NotAllowed(Refusal.STATE)
    if seen is not None and seen != case.version:
        raise NotAllowed(Refusal.STALE)
    if not text.strip():
        raise NotAllowed(Refusal.TEXT)
    if _waits_already(session, desk, case, act):
        raise NotAllowed(Refusal.ASKED)
    prepared = act.prepared(session, desk, who, case, opened, given)
    slot = (session.scalar(select(func.max(RequestRecord.slot)).where(RequestRecord.case_id == case.id)) or 0) + 1
    body = {"act": act.kind, "by": who.name, "text": text.strip(), "given": dict(prepared)}
    readers = dict(act.readers(session, desk, who)) if act.readers else {}
    if opened is None:
        # Who keeps the register stands in no roster; here, under the desk's word, is the key to answer to.
        readers[who.officer] = who.identity.recipient
        body["answer_to"] = str(who.identity.recipient)
    to = [*([opened.key.recipient] if opened else []), *readers.values()]
    day = desk.clock.today()
    sealed = seal_envelope(Envelope(Place(Kind.REQUEST, "parcel", case.id, slot), day, "desk", body), to)
    record = RequestRecord(
        id=token_hex(16), case_id=case.id, slot=slot, kind=act.kind, asked_by=who.officer, asked=day,
        version=case.version, state=RequestState.PENDING, told=False, sealed=sealed,
    )  # fmt: skip
    record.proof = desk.ledger.vouch(*what_is_vouched(record))
    session.add(record)
    mark(session, case)
    _note(session, desk, who, case, Step.ASK, act.kind)
    return record.id


def read(session: Session, desk: Desk, who: Who, request: str, acts: Acts) -> RequestView:
    """Show one request. Raise `NoSuchCase` for everybody who can neither open the case nor agree without a slip."""
    found = find(session, desk, who, request, acts)
    asked, said = _read(found, who, found.record.sealed, Kind.REQUEST), None
    if found.record.answer is not None:
        said = _read(found, who, found.record.answer, Kind.ANSWER)
    own = found.record.asked_by == who.officer
    if own and found.record.state != RequestState.PENDING:
        found.record.told = True
    obstacle = _obstacle(session, desk, who, found)
    pending = found.standing.state is RequestState.PENDING
    may_answer = pending and not own and obstacle is None
    leaves = may_answer and found.opened is not None and found.record.kind in OUTWARD | LEAVING
    return RequestView(
        line=line_of(session, desk, found.record),
        kind=found.record.kind,
        keyless=found.act.keyless,
        by_register=found.act.by_register is not None,
        taken=_in_words(asked) if asked else DecisionView(),
        answer=str(said.body.get("text", "")) if said else None,
        own=own,
        of_the_two=own or found.record.answered_by == who.officer,
        may_answer=may_answer,
        obstacle=obstacle if pending and not own else None,
        reading=what_to_mind(session, desk, who, found.case.number) if leaves else None,
        facts=_facts(found, asked),
    )


def answer(session: Session, desk: Desk, who: Who, request: str, acts: Acts, said: str, text: str) -> Answered:
    """Agree or refuse, as `said` says. Raise `NoSuchCase`, `NotAllowed`."""
    if said == AGREE:
        return agree(session, desk, who, request, acts, text)
    if said == REFUSE:
        return refuse(session, desk, who, request, acts, text)
    raise NotAllowed(Refusal.CHOICE)


def agree(session: Session, desk: Desk, who: Who, request: str, acts: Acts, text: str) -> Answered:
    """Be the second person: the act is done now. Raise `NoSuchCase`, `NotAllowed`."""
    found = find(session, desk, who, request, acts)
    _may_answer(session, desk, who, found)
    rules.may_be_done(found.standing)
    envelope = _read(found, who, found.record.sealed, Kind.REQUEST)
    body = envelope.body if envelope else {}
    if body.get("act") != found.act.kind or not isinstance(body.get("given"), dict):
        raise NotAllowed(Refusal.UNPROVEN)
    # The answer stands before the act: what the act does may itself move the case, and let the request lapse.
    _answer(session, desk, who, found, RequestState.APPROVED, Step.AGREE, text)
    asker = _asker(session, found.record)
    asked = Asked(
        id=found.record.id,
        case_id=found.case.id,
        number=found.case.number,
        slot=found.record.slot,
        given=body["given"],
        text=str(body.get("text", "")),
        version=found.record.version,
        asker=asker,
    )
    found.act.carry_out(session, desk, who, asked)
    return Answered(asked.number, found.act.by_register.then if found.act.by_register else "")


def refuse(session: Session, desk: Desk, who: Who, request: str, acts: Acts, text: str) -> Answered:
    """Say no, with a reason: the case stays as it is. Raise `NoSuchCase`, `NotAllowed`."""
    found = find(session, desk, who, request, acts)
    _may_answer(session, desk, who, found)
    if not text.strip():
        raise NotAllowed(Refusal.TEXT)
    _answer(session, desk, who, found, RequestState.REFUSED, Step.REFUSE, text)
    return Answered(found.case.number)


def withdraw(session: Session, desk: Desk, who: Who, request: str, acts: Acts) -> str:
    """Take back one's own request. Return the case's number. Raise `NoSuchCase`, `NotAllowed`."""
    found = find(session, desk, who, request, acts)
    rules.may_withdraw(found.standing, who.officer)
    found.record.state, found.record.answered, found.record.told = RequestState.WITHDRAWN, desk.clock.today(), True
    mark(session, found.case)
    _note(session, desk, who, found.case, Step.WITHDRAW, found.act.kind)
    return found.case.number


def _may_answer(session: Session, desk: Desk, who: Who, found: Found) -> None:
    colleague = office_of(session, found.record.asked_by) == who.office
    right = found.act.seconds in who.rights and colleague
    settled = right and seasoned(session, desk, who, found.act.seconds)
    rules.may_answer(found.standing, who.officer, right=right, seasoned=settled)


def _obstacle(session: Session, desk: Desk, who: Who, found: Found) -> Refusal | None:
    try:
        _may_answer(session, desk, who, found)
    except NotAllowed as no:
        return no.why
    return None


def _answer(session: Session, desk: Desk, who: Who, found: Found, state: RequestState, step: Step, text: str) -> None:
    record, day = found.record, desk.clock.today()
    record.state, record.answered, record.answered_by, record.told = state, day, who.officer, False
    place = Place(Kind.ANSWER, "parcel", found.case.id, record.slot)
    to = [found.opened.key.recipient] if found.opened else _keys_of_both(session, desk, who, found)
    if text.strip() and to:
        body = {"request": record.id, "by": who.name, "text": text.strip()}
        record.answer = seal_envelope(Envelope(place, day, "desk", body), to)
    _note(session, desk, who, found.case, step, found.act.kind)
    mark(session, found.case)


def _keys_of_both(session: Session, desk: Desk, who: Who, found: Found) -> list[Recipient]:
    """Where the second person holds no slip, an answer is for the two of them."""
    asker = key_of(session, desk, who.office, found.record.asked_by) or _answer_to(found, who)
    return [who.identity.recipient, *([asker] if asker else [])]


def _answer_to(found: Found, who: Who) -> Recipient | None:
    """The key that a request asks to be answered to. The desk's word is over the sealed request (`may_answer`)."""
    asked = _read(found, who, found.record.sealed, Kind.REQUEST)
    given = asked.body.get("answer_to") if asked else None
    try:
        return Recipient.parse(str(given)) if given else None
    except AgeError:
        return None


def _waits_already(session: Session, desk: Desk, case: CaseRecord, act: TwofoldAct) -> bool:
    here = (RequestRecord.case_id == case.id, RequestRecord.kind == act.kind)
    found = session.scalars(select(RequestRecord).where(*here, RequestRecord.state == RequestState.PENDING)).all()
    return RequestState.PENDING in [settle(session, desk, record) for record in found]


def _read(found: Found, who: Who, sealed: bytes, kind: Kind) -> Envelope | None:
    place = Place(kind, "parcel", found.case.id, found.record.slot)
    keys: list[Identity] = [found.opened.key.identity] if found.opened else []
    for key in (*keys, *who.keys):
        try:
            return open_envelope(sealed, key, place)
        except SealingError:
            continue
    return None


def _in_words(envelope: Envelope) -> DecisionView:
    """What a request asks for, shown as the decision it would be."""
    body = envelope.body
    given = body.get("given")
    told = {"decision": body.get("act"), "by": body.get("by"), "text": body.get("text")}
    return decision_view(replace(envelope, body=(given if isinstance(given, dict) else {}) | told))


def _facts(found: Found, asked: Envelope | None) -> Facts:
    given = asked.body.get("given") if asked else None
    return found.act.by_register.tells(given) if found.act.by_register and isinstance(given, dict) else ()


def _asker(session: Session, record: RequestRecord) -> Seconder:
    found = session.get(OfficerRecord, record.asked_by)
    if found is None:  # pragma: no cover  `may_be_done` refused it
        raise NotAllowed(Refusal.ASKER)
    return Seconder(found.id, found.name, rights_held(found))


def _note(session: Session, desk: Desk, who: Who, case: CaseRecord, step: Step, kind: str) -> None:
    desk.ledger.record(session, actor=who.officer, act=Act.REQUEST, case=case.number, note=step_note(step, kind))
