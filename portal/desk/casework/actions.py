"""What an officer does with a case. Each function is one act; its audit line is written in the same transaction."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework import filing, labelling, noted, timing
from portal.desk.casework.access import access
from portal.desk.casework.filing import Stored, opened_items
from portal.desk.casework.letters import LetterView, letters_among, sending_of
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
    decision_view,
    errand_view,
)
from portal.desk.casework.trailing import trail_of
from portal.desk.casework.unlocking import NoSuchCase, Unlocked, file_list, unlock, unlock_registered
from portal.desk.desk import Desk
from portal.desk.officers.actions import officer_names
from portal.desk.officers.rules import Who
from portal.domain.reading import read as in_words
from portal.domain.statuses import State
from portal.sealing import FileEntry, FileList, Kind, open_file

LARGEST_NUMBER = 19_999
"""Above every sending and slot; what is typed into an address may be larger than a database can even compare."""
_SHOWN = (Kind.LETTER, Kind.COPY, Kind.NOTE, Kind.TASK, Kind.DECISION, Kind.ASSIGNMENT)


def read(session: Session, desk: Desk, who: Who, number: str, *, whole_trail: bool = False) -> CaseView:
    """Open the case to read it. An unregistered report stays closed: registering comes first. Raise `NoSuchCase`."""
    case, unlocked = unlock_registered(session, who, number)
    opened, found = None, Links()
    if unlocked is not None:
        desk.ledger.record(session, actor=who.officer, act=Act.OPEN, case=number)
        if case.letters_read != case.letters:
            case.letters_read = case.letters
        noted.look(session, who, case)
        labelling.keep(session, who, unlocked)
        opened = _opened(session, desk, who, unlocked)
        found = linking.links(session, desk, who, unlocked)
    names = officer_names(session)
    return CaseView(
        number=number,
        received=case.received,
        state=State(case.state),
        version=case.version,
        open_items=case.open_items,
        named=case.named,
        away=case.away,
        handler=names.get(case.handler or "", ""),
        decisions=_decisions(case, who, opened),
        terms=timing.terms_of(session, case.id, desk.clock.today()),
        access=access(session, who, case.id),
        trail=trail_of(session, desk, number, names, whole=whole_trail),
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
    there = filing.stored(session, opened.id, _SHOWN)
    notes, tasks = (opened_items(opened, kind, there[kind]) for kind in (Kind.NOTE, Kind.TASK))
    talk: list[LetterView | SentView] = [*letters_among(opened, there[Kind.LETTER]), *_sent(opened, there[Kind.COPY])]
    return Opened(
        reading=in_words(opened.report) if opened.report else None,
        files=tuple(opened.files.entries) if opened.files else (),
        # Days are the finest time there is; within one day letters stand before answers, each in its own order.
        conversation=tuple(sorted(talk, key=lambda entry: entry.day)),
        taken=tuple(_taken(opened, there[Kind.DECISION])),
        supplements=tuple(_supplements(notes)),
        errands=tuple(
            errand_view(one) for _, one in opened_items(opened, Kind.ASSIGNMENT, there[Kind.ASSIGNMENT]) if one
        ),
        can_answer=opened.correspondent is not None,
        notes=noted.notes_of(who, notes),
        tasks=noted.tasks_of(session, who, opened.id, tasks, desk.clock.today()),
    )


def _sent(opened: Unlocked, there: Sequence[Stored]) -> Iterator[SentView]:
    for day, envelope in filing.opened_items(opened, Kind.COPY, there):
        if envelope is None:
            yield SentView(day, "", None)
        else:
            by, html = (str(envelope.body.get(key, "")) for key in ("by", "html"))
            listed, answer = file_list(envelope.body), envelope.body.get("answer")
            files = tuple(listed.entries) if listed and type(answer) is int else ()
            asks = envelope.body.get("question") is True
            yield SentView(day, by, html, asks, files, sending=OURS + answer if type(answer) is int else 0)


def _supplements(notes: Sequence[noted.Read]) -> Iterator[SupplementView]:
    for day, envelope in notes:
        if envelope is not None and "from" in envelope.body:
            words = {key: str(envelope.body.get(key, "")) for key in ("text", "by")}
            yield SupplementView(day, source=str(envelope.body["from"]), **words)


def _taken(opened: Unlocked, there: Sequence[Stored]) -> Iterator[DecisionView]:
    for _, envelope in filing.opened_items(opened, Kind.DECISION, there):
        yield decision_view(envelope) if envelope else DecisionView()
