"""Writing a note, striking one of one's own, setting a task, ending it. Words are sealed to the case key."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework import access, filing, noted
from portal.desk.casework.access import Person
from portal.desk.casework.noted import NoteView, TaskView
from portal.desk.casework.records import CaseRecord, MentionRecord, SlipRecord, TaskRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.unlocking import NoSuchCase, Unlocked, unlock
from portal.desk.desk import Desk
from portal.desk.notes import rules
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Right, Who
from portal.domain.statuses import State
from portal.sealing import Kind

LARGEST_SLOT = 19_999
"""Above every slot; what is typed into an address may be larger than a database can even compare."""


@dataclass(frozen=True)
class Colleague:
    """Somebody who can open the case, as a note mentions them."""

    login: str
    name: str


@dataclass(frozen=True)
class Notebook:
    """The notes and tasks of a case, and whom they may name."""

    number: str
    state: State
    notes: tuple[NoteView, ...]
    tasks: tuple[TaskView, ...]
    colleagues: tuple[Colleague, ...]
    people: tuple[Person, ...]
    writable: bool


@dataclass(frozen=True)
class NewTask:
    """A task as it was typed; `assignee` is an officer's id."""

    title: str
    text: str
    assignee: str
    due: date | None


def read(session: Session, desk: Desk, who: Who, number: str) -> Notebook:
    """Open the notes and tasks; mentions of this officer count as seen. Raise `NoSuchCase`, `NotAllowed`."""
    case, opened = _opened(session, who, number)
    desk.ledger.record(session, actor=who.officer, act=Act.OPEN, case=number, note="notes")
    noted.look(session, who, case)
    notes, tasks = (filing.items(session, opened, kind) for kind in (Kind.NOTE, Kind.TASK))
    return Notebook(
        number=number,
        state=State(case.state),
        notes=noted.notes_of(who, notes),
        tasks=noted.tasks_of(session, who, case.id, tasks, desk.clock.today()),
        colleagues=tuple(Colleague(record.login, record.name) for record in _holders(session, case.id)),
        people=_people(session, who, case.id),
        writable=State(case.state) in rules.WRITABLE,
    )


def write(session: Session, desk: Desk, who: Who, number: str, text: str, *, strikes: int = 0) -> int:
    """Write a note; with `strikes` it corrects an earlier one of this officer's own, which stays. Return its slot.

    Raise `NoSuchCase`; `Unmentionable` for a name that is nobody's who can open the case; `NotAllowed`.
    """
    case, opened = _opened(session, who, number)
    rules.may_write(State(case.state))
    named = rules.mentions(text, {record.login: record.id for record in _holders(session, case.id)})
    if strikes and not _may_strike(session, who, opened, strikes):
        raise NotAllowed(Refusal.STRIKE)
    body: dict[str, object] = {"author": who.officer, "by": who.name, "text": text.strip()}
    body |= {"strikes": strikes} if strikes else {}
    slot = filing.put(session, opened, Kind.NOTE, body, desk.clock.today())
    others = [officer for officer in dict.fromkeys(named) if officer != who.officer]
    session.add_all(MentionRecord(case_id=case.id, note=slot, officer=officer) for officer in others)
    desk.ledger.record(session, actor=who.officer, act=Act.NOTE, case=number, note=f"note {slot}")
    return slot


def set_task(session: Session, desk: Desk, who: Who, number: str, given: NewTask) -> int:
    """Set a task for somebody who can open the case. Return its slot. Raise `NoSuchCase`, `NotAllowed`."""
    case, opened = _opened(session, who, number)
    rules.may_write(State(case.state))
    today = desk.clock.today()
    holders = {record.id for record in _holders(session, case.id)}
    due = rules.may_set(given.title, given.due, given.assignee, holders, today)
    slot = (session.scalar(select(func.max(TaskRecord.slot)).where(TaskRecord.case_id == case.id)) or 0) + 1
    session.add(TaskRecord(case_id=case.id, slot=slot, assignee=given.assignee, set_by=who.officer, due=due))
    body = {"task": slot, "by": who.name, "title": given.title.strip(), "text": given.text.strip()}
    filing.put(session, opened, Kind.TASK, body, today)
    desk.ledger.record(session, actor=who.officer, act=Act.TASK, case=number, note=f"task {slot} open")
    return slot


def end_task(session: Session, desk: Desk, who: Who, number: str, slot: int, word: str) -> None:
    """End a task with a word on how it was done, or why it is not needed. Raise `NoSuchCase`, `NotAllowed`."""
    case, opened = _opened(session, who, number)
    found = session.get(TaskRecord, (case.id, slot)) if slot <= LARGEST_SLOT else None
    if found is None:
        raise NoSuchCase
    theirs = who.officer in (found.assignee, found.set_by) or who.may(Right.LEAD)
    rules.may_end(word, theirs=theirs, open_=found.done is None)
    found.done = desk.clock.today()
    filing.put(session, opened, Kind.TASK, {"task": slot, "ended_by": who.name, "word": word.strip()}, found.done)
    desk.ledger.record(session, actor=who.officer, act=Act.TASK, case=number, note=f"task {slot} done")


def _opened(session: Session, who: Who, number: str) -> tuple[CaseRecord, Unlocked]:
    case, opened = unlock(session, who, number)
    if State(case.state) is State.DELIVERED:
        raise NotAllowed(Refusal.STATE)
    return case, opened


def _may_strike(session: Session, who: Who, opened: Unlocked, slot: int) -> bool:
    """Whether a note is this officer's own and not struck yet: nobody unsays what another one wrote."""
    notes = noted.notes_of(who, filing.items(session, opened, Kind.NOTE))
    return any(note.slot == slot and note.own and not note.struck_by for note in notes)


def _holders(session: Session, case_id: str) -> list[OfficerRecord]:
    """The active officers who hold a slip, by sign-in name."""
    mine = select(OfficerRecord).join(SlipRecord, SlipRecord.officer == OfficerRecord.id)
    active = mine.where(SlipRecord.case_id == case_id, OfficerRecord.revoked.is_(None))
    return list(session.scalars(active.order_by(OfficerRecord.login)))


def _people(session: Session, who: Who, case_id: str) -> tuple[Person, ...]:
    return tuple(person for person in access.access(session, who, case_id).holders if person.active)
