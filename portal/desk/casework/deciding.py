"""Taking a decision: the table, the people it names, the terms it starts, the reason sealed, the reporter told.

All of it is one transaction. Of two officers who decide at once the second finds another version of the case than the
page showed, and is told.
"""

from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.audit.notes import WAY
from portal.desk.casework import access, filing, joining, named, outgoing, timing
from portal.desk.casework.considering import facts_of
from portal.desk.casework.proving import proof_of_filing
from portal.desk.casework.records import CaseRecord
from portal.desk.casework.rules import (
    Decision,
    Facts,
    Grounds,
    NotAllowed,
    Refusal,
    Seconder,
    decide,
    row,
    seconded,
    started,
)
from portal.desk.casework.transitions import Ask, Transition
from portal.desk.casework.unlocking import Unlocked, unlock
from portal.desk.desk import Desk
from portal.desk.officers.actions import reply_key
from portal.desk.officers.rules import Who
from portal.domain.deadlines import Code
from portal.domain.roles import Role
from portal.domain.statuses import State, shown
from portal.sealing import Kind


def take_decision(
    session: Session,
    desk: Desk,
    who: Who,
    number: str,
    decision: Decision,
    grounds: Grounds,
    *,
    seen: int | None = None,
    seconded_by: Seconder | None = None,
    handed_over: bool = False,
) -> State:
    """Move the case, seal the reason to it, tell the reporter the public status.

    `seen` is the version that the page showed. Of two persons `who` acts last, and `seconded_by` has asked before.
    Raise `NoSuchCase`; `NeedsSecond` when the table asks for two persons and there is only one; `NotAllowed` with the
    guard that refused. Then nothing has changed.
    """
    case, opened = unlock(session, who, number)
    if seen is not None and seen != case.version:
        raise NotAllowed(Refusal.STALE)
    if case.away:
        raise NotAllowed(Refusal.AWAY)
    before, facts = State(case.state), facts_of(session, desk, who, case, opened)
    together = who.rights | seconded_by.rights if seconded_by and _twofold(before, decision) else who.rights
    after = decide(before, decision, together, grounds, facts, handed_over=handed_over)
    found = row(before, decision)
    if found is None:  # pragma: no cover  decide() refused it
        raise NotAllowed(Refusal.STATE)
    seconded(found, Seconder(who.officer, who.name, who.rights), seconded_by)
    people = _name_people(session, desk, who, case, opened, found, grounds)
    if Ask.REPEAT_OF in found.asks:
        joining.join(session, desk, who, case, opened, grounds)
    _enter(session, desk, case, found, after, facts, grounds)
    if decision is Decision.REGISTER:
        named.settle(session, case, opened)
    record = _record(decision, grounds, who, people, seconded_by)
    filing.put(session, opened, Kind.DECISION, record, case.changed)
    # The same face twice is not sent: whoever watches the mailbox would count the steps inside the office (T9).
    if not found.silent and shown(after) != shown(before):
        _tell_reporter(session, who, case, opened, decision, grounds)
        joining.tell_joined(session, who, case, opened)
    act = Act.REGISTER if decision is Decision.REGISTER else Act.DECIDE
    desk.ledger.record(session, actor=who.officer, act=act, case=number, note=f"{before}{WAY}{after}")
    return after


def file_away(session: Session, desk: Desk, who: Who, case: CaseRecord) -> None:
    """Archive a case without a key: whoever keeps the register opens nothing. Raise `NotAllowed`."""
    before, facts = State(case.state), Facts(open_items=case.open_items)
    after, found = decide(before, Decision.ARCHIVE, who.rights, Grounds(), facts), row(before, Decision.ARCHIVE)
    if found is None:  # pragma: no cover  decide() refused it
        raise NotAllowed(Refusal.STATE)
    _enter(session, desk, case, found, after, facts, Grounds())
    named.destroy(session, case)
    note = f"{before}{WAY}{after}"
    desk.ledger.record(session, actor=who.officer, act=Act.DECIDE, case=case.number, note=note)


def _twofold(before: State, decision: Decision) -> bool:
    found = row(before, decision)
    return found is not None and found.second


def _name_people(
    session: Session, desk: Desk, who: Who, case: CaseRecord, opened: Unlocked, found: Transition, grounds: Grounds
) -> list[str]:
    """Give whom the decision names a slip, and write down who handles the case. Return their names."""
    if not found.asks & {Ask.HANDLER, Ask.GROUP}:
        return []
    there = access.access(session, who, case.id)
    known = {person.officer: person for person in there.colleagues(who.office)}
    names = []
    for officer in dict.fromkeys(grounds.people):
        person = known.get(officer)
        if person is None or (Ask.HANDLER in found.asks and Role.HANDLER not in person.roles):
            raise NotAllowed(Refusal.PERSON)
        if person in there.candidates:
            access.seal_slip(session, desk, who, opened, officer)
            desk.ledger.record(session, actor=who.officer, act=Act.GRANT, case=case.number, note=officer)
        names.append(person.name)
    if Ask.HANDLER in found.asks:
        case.handler = grounds.people[0]
    return names


def _enter(
    session: Session, desk: Desk, case: CaseRecord, found: Transition, after: State, facts: Facts, grounds: Grounds
) -> None:
    """Bring the register to the new state: version, terms, what a question has to lead back to."""
    today = desk.clock.today()
    if found.decision is Decision.ASK:
        case.resume = case.state
    elif case.resume is not None:
        case.resume = None
    # A request for a second person is about the version it was made on: this one lets every open one lapse.
    case.state, case.changed, case.version, case.waits = after, today, case.version + 1, False
    if after is State.ARCHIVED:
        case.closed_as = found.source
    if after is not found.source:
        case.letters_then = case.letters
    timing.stop(session, case, found.stops, today)
    for code in started(found, facts, grounds):
        timing.start(session, case, code, today, grounds.day if code is Code.DL14 else None)


def _record(
    decision: Decision, grounds: Grounds, who: Who, people: list[str], second: Seconder | None
) -> dict[str, object]:
    """What is sealed to the case; only what was given stands in it. Of two persons the one who asked stands first."""
    given: dict[str, object] = {
        "outcome": grounds.outcome,
        "target": grounds.target.strip(),
        "repeat_of": grounds.repeat_of.strip(),
        "people": people,
        "members": list(grounds.people) if people else [],
        "until": grounds.day.isoformat() if grounds.day else "",
        "statements": sorted(grounds.statements),
        "collusion": grounds.collusion,
        "seconded_by": who.name if second else "",
    }
    by = second.name if second else who.name
    base = {"decision": decision, "reason": grounds.reason, "text": grounds.text.strip(), "by": by}
    return base | {key: value for key, value in given.items() if value}


def _tell_reporter(
    session: Session, who: Who, case: CaseRecord, opened: Unlocked, decision: Decision, grounds: Grounds
) -> None:
    """The public status follows from the state and nothing else; only a decline says its category (DOMAIN 3.4)."""
    if opened.correspondent is None:
        return
    state = State(case.state)
    body: dict[str, object] = {"status": shown(state).status, "sentence": shown(state).sentence}
    if state is State.DECLINED:
        body["detail"] = {"category": grounds.reason}
    sender = outgoing.Sender(who.office, reply_key(session, who))
    if decision is Decision.REGISTER and (proof := proof_of_filing(session, case, sender)):
        body["proof"] = proof
    outgoing.send(session, case, opened.correspondent, sender, Kind.STATUS, body, case.changed)
