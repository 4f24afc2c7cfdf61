"""What an officer does with a case. Each function is one act; its audit line is written in the same transaction."""

from collections.abc import Iterator
from typing import BinaryIO

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework import filing, noted, timing
from portal.desk.casework.access import access
from portal.desk.casework.deciding import WAY
from portal.desk.casework.letters import LetterView, letters_of, sending_of
from portal.desk.casework.linking import actions as linking
from portal.desk.casework.linking.actions import Links
from portal.desk.casework.outgoing import OURS
from portal.desk.casework.records import CaseRecord, FileRecord
from portal.desk.casework.rules import Decision, NotAllowed, Refusal, allowed
from portal.desk.casework.shown import (
    CaseView,
    DecisionView,
    Opened,
    SentView,
    SupplementView,
    TrailLine,
    decision_view,
    errand_view,
)
from portal.desk.casework.trailing import note_text
from portal.desk.casework.unlocking import NoSuchCase, Unlocked, case_for, file_list, unlock
from portal.desk.desk import Desk
from portal.desk.officers.actions import officer_names
from portal.desk.officers.rules import Who
from portal.domain.reading import read as in_words
from portal.domain.statuses import State
from portal.domain.text import Text
from portal.sealing import FileEntry, FileList, Kind, open_file

LARGEST_NUMBER = 19_999
"""Above every sending and slot; what is typed into an address may be larger than a database can even compare."""


def read(session: Session, desk: Desk, who: Who, number: str) -> CaseView:
    """Open the case to read it. An unregistered report stays closed: registering comes first. Raise `NoSuchCase`."""
    case, _ = case_for(session, who, number)
    opened, found = None, Links()
    if State(case.state) is not State.DELIVERED:
        case, unlocked = unlock(session, who, number)
        desk.ledger.record(session, actor=who.officer, act=Act.OPEN, case=number)
        case.letters_read = case.letters
        noted.look(session, who, case)
        opened = _opened(session, desk, who, unlocked)
        linking.mark(session, desk, who, unlocked)
        found = linking.links(session, who, unlocked)
    return CaseView(
        number=number,
        received=case.received,
        state=State(case.state),
        version=case.version,
        open_items=case.open_items,
        named=case.named,
        away=case.away,
        handler=officer_names(session).get(case.handler or "", ""),
        decisions=_decisions(case, who, opened),
        terms=timing.terms_of(session, case.id, desk.clock.today()),
        access=access(session, who, case.id),
        trail=_trail(session, desk, number),
        opened=opened,
        links=found,
    )


def attachment(
    session: Session, desk: Desk, who: Who, number: str, sending: int, slot: int, *, act: Act | None = Act.DOWNLOAD
) -> tuple[FileEntry, Iterator[bytes]]:
    """The file's entry and its content, decrypted as it is read.

    The audit line stands before the first byte leaves; `act` is None where nothing of the content is shown. Raise
    `NoSuchCase` when there is no such file for this officer, `NotAllowed` while the report is unregistered.
    """
    case, opened = unlock(session, who, number)
    if max(sending, slot) > LARGEST_NUMBER:
        raise NoSuchCase
    if State(case.state) is State.DELIVERED:
        raise NotAllowed(Refusal.STATE)
    listed = _listed(session, opened, sending)
    entry = next((e for e in listed.entries if e.slot == slot), None) if listed else None
    row = session.get(FileRecord, (case.id, sending, slot))
    if listed is None or entry is None or row is None:
        raise NoSuchCase
    source = desk.blobs.open(row.blob)
    if act is not None:
        desk.ledger.record(session, actor=who.officer, act=act, case=number, note=f"{sending}/{slot}")
    return entry, _content(source, open_file(source, listed.key, entry))


def _decisions(case: CaseRecord, who: Who, opened: Opened | None) -> tuple[Decision, ...]:
    """What the officer may decide now. A task from another office has no reporter who could be asked."""
    found = allowed(State(case.state), who.rights, named=case.named)
    return tuple(one for one in found if not (opened and opened.is_task and one is Decision.ASK))


def _listed(session: Session, opened: Unlocked, sending: int) -> FileList | None:
    if sending == 0:
        return opened.files
    if sending <= OURS:
        return sending_of(session, opened, sending)
    copies = (envelope.body for _, envelope in filing.items(session, opened, Kind.COPY) if envelope)
    return next((file_list(body) for body in copies if body.get("answer") == sending - OURS), None)


def note_refused(session: Session, desk: Desk, who: Who, number: str) -> None:
    """Put into the audit chain that `who` asked for a case they cannot open; `number` only if there is such a case."""
    known = session.scalar(select(exists().where(CaseRecord.number == number)))
    desk.ledger.record(session, actor=who.officer, act=Act.DENIED, case=number if known else "")


def _content(source: BinaryIO, chunks: Iterator[bytes]) -> Iterator[bytes]:
    with source:
        yield from chunks


def _opened(session: Session, desk: Desk, who: Who, opened: Unlocked) -> Opened:
    talk: list[LetterView | SentView] = [*letters_of(session, opened), *_sent(session, opened)]
    return Opened(
        reading=in_words(opened.report) if opened.report else None,
        files=tuple(opened.files.entries) if opened.files else (),
        # Days are the finest time there is; within one day letters stand before answers, each in its own order.
        conversation=tuple(sorted(talk, key=lambda entry: entry.day)),
        taken=tuple(_taken(session, opened)),
        supplements=tuple(_supplements(session, opened)),
        errands=tuple(errand_view(one) for _, one in filing.items(session, opened, Kind.ASSIGNMENT) if one),
        can_answer=opened.correspondent is not None,
        notes=noted.notes_of(session, who, opened),
        tasks=noted.tasks_of(session, who, opened, desk.clock.today()),
    )


def _sent(session: Session, opened: Unlocked) -> Iterator[SentView]:
    for day, envelope in filing.items(session, opened, Kind.COPY):
        if envelope is None:
            yield SentView(day, "", None)
        else:
            by, html = (str(envelope.body.get(key, "")) for key in ("by", "html"))
            listed, answer = file_list(envelope.body), envelope.body.get("answer")
            files = tuple(listed.entries) if listed and type(answer) is int else ()
            asks = envelope.body.get("question") is True
            yield SentView(day, by, html, asks, files, sending=OURS + answer if type(answer) is int else 0)


def _supplements(session: Session, opened: Unlocked) -> Iterator[SupplementView]:
    for day, envelope in filing.items(session, opened, Kind.NOTE):
        if envelope is not None and "from" in envelope.body:
            words = {key: str(envelope.body.get(key, "")) for key in ("text", "by")}
            yield SupplementView(day, source=str(envelope.body["from"]), **words)


def _taken(session: Session, opened: Unlocked) -> Iterator[DecisionView]:
    for _, envelope in filing.items(session, opened, Kind.DECISION):
        yield decision_view(envelope) if envelope else DecisionView()


def _trail(session: Session, desk: Desk, number: str) -> tuple[TrailLine, ...]:
    names = officer_names(session)
    return tuple(
        TrailLine(
            line.at.astimezone(desk.clock.zone),
            line.day_only,
            names.get(line.actor, line.actor),
            line.act,
            note_text(line.note) or Text(*(2 * (names.get(line.note, line.note),))),
            _way(line.note),
        )
        for line in desk.ledger.of_case(session, number)
    )


def _way(note: str) -> tuple[State, State] | None:
    """Read back what `take_decision` wrote into the note."""
    before, _, after = note.partition(WAY)
    return (State(before), State(after)) if before in set(State) and after in set(State) else None
