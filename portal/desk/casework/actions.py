"""What an officer does with a case. Each function is one act; its audit line is written in the same transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act, Line
from portal.desk.casework import filing, outgoing
from portal.desk.casework.letters import LetterView, letters_of, sending_of
from portal.desk.casework.records import CaseRecord, FileRecord, SlipRecord
from portal.desk.casework.rules import Decision, Grounds, Refusal, NotAllowed, allowed, decide
from portal.desk.casework.unlocking import NoSuchCase, Unlocked, case_for, unlock
from portal.desk.desk import Desk
from portal.desk.officers.actions import reply_key
from portal.desk.officers.rules import Who
from portal.domain.report import Report
from portal.domain.statuses import State, shown
from portal.sealing import FileEntry, Kind, open_file

PAGE = 50


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue; nothing of what the report says."""

    number: str
    received: date
    changed: date
    state: State
    new_letters: int


@dataclass(frozen=True)
class QueuePage:
    """A page of the queue, newest first; `older` is the number to go on from, None on the last page."""

    rows: tuple[QueueRow, ...]
    older: str | None
    counts: dict[State, int]


@dataclass(frozen=True)
class FileView:
    """An attachment as the sealed file list names it, and where to ask for it."""

    sending: int
    entry: FileEntry


@dataclass(frozen=True)
class SentView:
    """Our own copy of something that went to the reporter."""

    day: date
    by: str
    html: str


@dataclass(frozen=True)
class DecisionView:
    """A decision and its reason; None fields stand for a record that cannot be read."""

    day: date | None
    decision: str | None
    reason: str
    text: str
    by: str


@dataclass(frozen=True)
class CaseView:
    """A case as one officer may see it now. `report` is None while unregistered, and when it cannot be read."""

    number: str
    received: date
    state: State
    registered: bool
    report: Report | None
    files: tuple[FileView, ...]
    letters: tuple[LetterView, ...]
    sent: tuple[SentView, ...]
    taken: tuple[DecisionView, ...]
    decisions: tuple[Decision, ...]
    can_answer: bool
    trail: Sequence[Line]


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
    return QueuePage(rows, older, {State(name): number for name, number in counted.tuples()})


def read(session: Session, desk: Desk, who: Who, number: str) -> CaseView:
    """Open the case to read it. An unregistered report stays closed: registering comes first. Raise `NoSuchCase`."""
    case, _ = case_for(session, who, number)
    state = State(case.state)
    if state is State.DELIVERED:
        return _closed_view(session, desk, who, case)
    case, opened = unlock(session, who, number)
    desk.ledger.record(session, actor=who.officer, act=Act.OPEN, case=number)
    case.letters_read = case.letters
    return CaseView(
        number=number,
        received=case.received,
        state=state,
        registered=True,
        report=opened.report,
        files=_files(opened),
        letters=letters_of(session, opened),
        sent=_sent(session, opened),
        taken=_taken(session, opened),
        decisions=allowed(state, who.rights),
        can_answer=opened.correspondent is not None,
        trail=desk.ledger.of_case(session, number),
    )


def take_decision(session: Session, desk: Desk, who: Who, number: str, decision: Decision, grounds: Grounds) -> State:
    """Move the case, seal the reason to it, tell the reporter the public status.

    Raise `NoSuchCase`, or `NotAllowed` with the guard that refused; then nothing has changed.
    """
    case, opened = unlock(session, who, number)
    before = State(case.state)
    after = decide(before, decision, who.rights, grounds)
    day = desk.clock.today()
    case.state, case.changed = after, day
    record = {"decision": decision, "reason": grounds.reason, "text": grounds.text.strip(), "by": who.name}
    filing.put(session, opened, Kind.DECISION, record, day)
    _tell_reporter(session, desk, who, case, opened, decision, grounds)
    act = Act.REGISTER if decision is Decision.REGISTER else Act.DECIDE
    desk.ledger.record(session, actor=who.officer, act=act, case=number, note=f"{before} → {after}")
    return after


def attachment(
    session: Session, desk: Desk, who: Who, number: str, sending: int, slot: int
) -> tuple[FileEntry, Iterator[bytes]]:
    """The file's entry and its content, decrypted as it is read.

    The audit line stands before the first byte leaves. Raise `NoSuchCase` when there is no such file for this officer.
    """
    case, opened = unlock(session, who, number)
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


def _content(source: BinaryIO, chunks: Iterator[bytes]) -> Iterator[bytes]:
    with source:
        yield from chunks


def _tell_reporter(
    session: Session, desk: Desk, who: Who, case: CaseRecord, opened: Unlocked, decision: Decision, grounds: Grounds
) -> None:
    """The public status follows from the state table and nothing else; only a decline says its category (DOMAIN 3.4)."""
    if opened.correspondent is None:
        return
    outside = shown(State(case.state))
    body: dict[str, object] = {"status": outside.status, "sentence": outside.sentence}
    if decision is Decision.DECLINE:
        body["detail"] = {"category": grounds.reason}
    sender = outgoing.Sender(who.office, reply_key(session, who))
    outgoing.send(session, case, opened.correspondent, sender, Kind.STATUS, body, desk.clock.today())


def _closed_view(session: Session, desk: Desk, who: Who, case: CaseRecord) -> CaseView:
    return CaseView(
        number=case.number,
        received=case.received,
        state=State(case.state),
        registered=False,
        report=None,
        files=(),
        letters=(),
        sent=(),
        taken=(),
        decisions=allowed(State(case.state), who.rights),
        can_answer=False,
        trail=desk.ledger.of_case(session, case.number),
    )


def _files(opened: Unlocked) -> tuple[FileView, ...]:
    return tuple(FileView(0, entry) for entry in opened.files.entries) if opened.files else ()


def _sent(session: Session, opened: Unlocked) -> tuple[SentView, ...]:
    return tuple(
        SentView(envelope.day, str(envelope.body.get("by", "")), str(envelope.body.get("html", "")))
        for _, envelope in filing.items(session, opened, Kind.SENT)
        if envelope is not None
    )


def _taken(session: Session, opened: Unlocked) -> tuple[DecisionView, ...]:
    def view(body: dict[str, object], day: date | None) -> DecisionView:
        words = {key: str(body.get(key, "")) for key in ("reason", "text", "by")}
        return DecisionView(day, str(body["decision"]) if "decision" in body else None, **words)

    return tuple(
        view(dict(envelope.body), envelope.day) if envelope else view({}, None)
        for _, envelope in filing.items(session, opened, Kind.DECISION)
    )
