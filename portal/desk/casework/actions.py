"""What an officer does with a case. Each function is one act; its audit line is written in the same transaction."""

from collections.abc import Iterator
from typing import BinaryIO

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework import filing, outgoing
from portal.desk.casework.access import access
from portal.desk.casework.letters import LetterView, letters_of, sending_of
from portal.desk.casework.records import CaseRecord, FileRecord, SlipRecord
from portal.desk.casework.rules import Decision, Grounds, NotAllowed, Refusal, allowed, decide
from portal.desk.casework.shown import (
    CaseView,
    DecisionView,
    Opened,
    QueuePage,
    QueueRow,
    SentView,
    TrailLine,
)
from portal.desk.casework.unlocking import NoSuchCase, Unlocked, case_for, unlock
from portal.desk.desk import Desk
from portal.desk.officers.actions import officer_names, reply_key
from portal.desk.officers.rules import Who
from portal.domain.reading import read as in_words
from portal.domain.statuses import DECLINED_REASONS, OUTCOMES, State, shown
from portal.sealing import FileEntry, Kind, open_file

PAGE = 50
LARGEST_NUMBER = 9999
"""Above every sending and slot; what is typed into an address may be larger than a database can even compare."""
WAY = " > "
REASONS = dict((*DECLINED_REASONS.words, *OUTCOMES.words))


def queue(session: Session, who: Who, *, state: State | None = None, before: str | None = None) -> QueuePage:
    """The cases this officer has slips for, newest first, `PAGE` at a time."""
    mine = exists().where(SlipRecord.case_id == CaseRecord.id, SlipRecord.officer == who.officer)
    counted = session.execute(select(CaseRecord.state, func.count()).where(mine).group_by(CaseRecord.state))
    wanted = select(CaseRecord).where(mine).order_by(CaseRecord.number.desc()).limit(PAGE + 1)
    if state is not None:
        wanted = wanted.where(CaseRecord.state == state)
    if before is not None:
        wanted = wanted.where(CaseRecord.number < before)
    found = session.scalars(wanted).all()
    rows = tuple(
        QueueRow(c.number, c.received, c.changed, State(c.state), c.letters - c.letters_read) for c in found[:PAGE]
    )
    older = rows[-1].number if len(found) > PAGE else None
    return QueuePage(rows, older, {State(name): number for name, number in counted})


def read(session: Session, desk: Desk, who: Who, number: str) -> CaseView:
    """Open the case to read it. An unregistered report stays closed: registering comes first. Raise `NoSuchCase`."""
    case, _ = case_for(session, who, number)
    opened = None
    if State(case.state) is not State.DELIVERED:
        case, unlocked = unlock(session, who, number)
        desk.ledger.record(session, actor=who.officer, act=Act.OPEN, case=number)
        case.letters_read = case.letters
        opened = _opened(session, unlocked)
    return CaseView(
        number=number,
        received=case.received,
        state=State(case.state),
        decisions=allowed(State(case.state), who.rights),
        access=access(session, who, case.id),
        trail=_trail(session, desk, number),
        opened=opened,
    )


def take_decision(session: Session, desk: Desk, who: Who, number: str, decision: Decision, grounds: Grounds) -> State:
    """Move the case, seal the reason to it, tell the reporter the public status.

    Raise `NoSuchCase`, or `NotAllowed` with the guard that refused; then nothing has changed.
    """
    case, opened = unlock(session, who, number)
    before = State(case.state)
    after = decide(before, decision, who.rights, grounds)
    case.state, case.changed = after, desk.clock.today()
    record = {"decision": decision, "reason": grounds.reason, "text": grounds.text.strip(), "by": who.name}
    filing.put(session, opened, Kind.DECISION, record, case.changed)
    _tell_reporter(session, who, case, opened, grounds)
    act = Act.REGISTER if decision is Decision.REGISTER else Act.DECIDE
    desk.ledger.record(session, actor=who.officer, act=act, case=number, note=f"{before}{WAY}{after}")
    return after


def attachment(
    session: Session, desk: Desk, who: Who, number: str, sending: int, slot: int
) -> tuple[FileEntry, Iterator[bytes]]:
    """The file's entry and its content, decrypted as it is read.

    The audit line stands before the first byte leaves. Raise `NoSuchCase` when there is no such file for this officer,
    `NotAllowed` while the report is unregistered.
    """
    case, opened = unlock(session, who, number)
    if max(sending, slot) > LARGEST_NUMBER:
        raise NoSuchCase
    if State(case.state) is State.DELIVERED:
        raise NotAllowed(Refusal.STATE)
    listed = opened.files if sending == 0 else sending_of(session, opened, sending)
    entry = next((e for e in listed.entries if e.slot == slot), None) if listed else None
    row = session.get(FileRecord, (case.id, sending, slot))
    if listed is None or entry is None or row is None:
        raise NoSuchCase
    source = desk.blobs.open(row.blob)
    desk.ledger.record(session, actor=who.officer, act=Act.DOWNLOAD, case=number, note=f"{sending}/{slot}")
    return entry, _content(source, open_file(source, listed.key, entry))


def note_refused(session: Session, desk: Desk, who: Who, number: str) -> None:
    """Put into the audit chain that `who` asked for a case they cannot open; `number` only if there is such a case."""
    known = session.scalar(select(exists().where(CaseRecord.number == number)))
    desk.ledger.record(session, actor=who.officer, act=Act.DENIED, case=number if known else "")


def _content(source: BinaryIO, chunks: Iterator[bytes]) -> Iterator[bytes]:
    with source:
        yield from chunks


def _tell_reporter(session: Session, who: Who, case: CaseRecord, opened: Unlocked, grounds: Grounds) -> None:
    """The public status follows from the state and nothing else; only a decline says its category (DOMAIN 3.4)."""
    if opened.correspondent is None:
        return
    state = State(case.state)
    body: dict[str, object] = {"status": shown(state).status, "sentence": shown(state).sentence}
    if state is State.DECLINED:
        body["detail"] = {"category": grounds.reason}
    sender = outgoing.Sender(who.office, reply_key(session, who))
    outgoing.send(session, case, opened.correspondent, sender, Kind.STATUS, body, case.changed)


def _opened(session: Session, opened: Unlocked) -> Opened:
    talk: list[LetterView | SentView] = [*letters_of(session, opened), *_sent(session, opened)]
    return Opened(
        reading=in_words(opened.report) if opened.report else None,
        files=tuple(opened.files.entries) if opened.files else (),
        # Days are the finest time there is; within one day letters stand before answers, each in its own order.
        conversation=tuple(sorted(talk, key=lambda entry: entry.day)),
        taken=tuple(_taken(session, opened)),
        can_answer=opened.correspondent is not None,
    )


def _sent(session: Session, opened: Unlocked) -> Iterator[SentView]:
    for day, envelope in filing.items(session, opened, Kind.COPY):
        if envelope is None:
            yield SentView(day, "", None)
        else:
            yield SentView(day, str(envelope.body.get("by", "")), str(envelope.body.get("html", "")))


def _taken(session: Session, opened: Unlocked) -> Iterator[DecisionView]:
    for day, envelope in filing.items(session, opened, Kind.DECISION):
        if envelope is None:
            yield DecisionView()
        else:
            words = {key: str(envelope.body.get(key, "")) for key in ("decision", "text", "by")}
            yield DecisionView(day, reason=REASONS.get(str(envelope.body.get("reason"))), **words)


def _trail(session: Session, desk: Desk, number: str) -> tuple[TrailLine, ...]:
    names = officer_names(session)
    return tuple(
        TrailLine(
            line.at.astimezone(desk.clock.zone),
            line.day_only,
            names.get(line.actor, line.actor),
            line.act,
            names.get(line.note, line.note),
            _way(line.note),
        )
        for line in desk.ledger.of_case(session, number)
    )


def _way(note: str) -> tuple[State, State] | None:
    """Read back what `take_decision` wrote into the note."""
    before, _, after = note.partition(WAY)
    return (State(before), State(after)) if before in set(State) and after in set(State) else None
