"""The notes and tasks of a case, read; and what of them waits for an officer, told without opening anything.

Notes are items that only grow: whoever was wrong writes a new one that strikes the old, and both stay readable. They
are written by the room of notes; the register's pages say only how many there are, whose, and until when.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, bindparam, cast, exists, func, null, select, union_all, update
from sqlalchemy.orm import Session

from portal.desk.base import plainly
from portal.desk.casework import timing
from portal.desk.casework.records import CaseRecord, MentionRecord, SlipRecord, TaskRecord
from portal.desk.casework.timing import Remaining
from portal.desk.officers.actions import officer_names
from portal.desk.officers.rules import Right, Who
from portal.domain.deadlines import soon
from portal.domain.statuses import State
from portal.sealing import Envelope

MOST_SHOWN = 20
Read = tuple[date, Envelope | None]
"""An item as `filing.opened_items` gives it."""
# Made once: they are asked whenever a case is opened.
_TASKS = (
    select(TaskRecord.slot, TaskRecord.assignee, TaskRecord.set_by, TaskRecord.due, TaskRecord.done)
    .where(TaskRecord.case_id == bindparam("case"))
    .order_by(TaskRecord.slot)
)
_SEE = (
    update(MentionRecord)
    .where(MentionRecord.case_id == bindparam("case"), MentionRecord.officer == bindparam("reader"))
    .where(MentionRecord.seen.is_(False))
    .values(seen=True)
)


@dataclass(frozen=True)
class NoteView:
    """One note. `text` is None when it cannot be read; `struck_by` the note that corrects it, 0 while none does."""

    slot: int
    day: date
    by: str
    text: str | None
    own: bool = False
    struck_by: int = 0
    strikes: int = 0


@dataclass(frozen=True)
class TaskView:
    """One task. `title` is None when it cannot be read; `left` None once it is done. `may_end`: this officer could."""

    slot: int
    title: str | None
    text: str
    assignee: str
    set_by: str
    due: date
    done: date | None
    left: Remaining | None
    word: str
    may_end: bool = False


@dataclass(frozen=True)
class DueTask:
    """An open task as it is told where nothing is opened: of which case, whose, until when."""

    number: str
    slot: int
    assignee: str
    left: Remaining


@dataclass(frozen=True)
class Awaiting:
    """What waits for an officer: cases in whose notes they were mentioned since they looked, and tasks late or near."""

    mentioned: tuple[tuple[str, int], ...] = ()
    tasks: tuple[DueTask, ...] = ()


def notes_of(who: Who, read: Sequence[Read]) -> tuple[NoteView, ...]:
    """The notes among a case's items of that kind, oldest first. What was brought in from a repeat is no note."""
    views: dict[int, NoteView] = {}
    for slot, (day, envelope) in enumerate(read, 1):
        body: Mapping[str, Any] = envelope.body if envelope else {}
        if envelope is None:
            views[slot] = NoteView(slot, day, "", None)
        elif "author" in body:
            strikes = body.get("strikes")
            own = body["author"] == who.officer
            views[slot] = NoteView(slot, day, str(body.get("by", "")), str(body.get("text", "")), own)
            if type(strikes) is int and strikes in views and not views[strikes].struck_by:
                views[strikes] = replace(views[strikes], struck_by=slot)
                views[slot] = replace(views[slot], strikes=strikes)
    return tuple(views.values())


def tasks_of(session: Session, who: Who, case_id: str, read: Sequence[Read], today: date) -> tuple[TaskView, ...]:
    """Every task of the case, open ones first, the nearest day first; `read` is what was sealed about them."""
    rows = plainly(session, _TASKS, {"case": case_id}).all()
    if not rows:
        return ()
    names, told = officer_names(session), _told(read)
    views = [
        TaskView(
            slot=row.slot,
            title=None if (told_one := told.get(row.slot)) is None else str(told_one.get("title", "")),
            text=str((told_one or {}).get("text", "")),
            assignee=names.get(row.assignee, row.assignee),
            set_by=names.get(row.set_by, row.set_by),
            due=row.due,
            done=row.done,
            left=None if row.done else timing.remaining(row.due, today),
            word=str((told_one or {}).get("word", "")),
            may_end=row.done is None and (who.officer in (row.assignee, row.set_by) or who.may(Right.LEAD)),
        )
        for row in rows
    ]
    return tuple(sorted(views, key=lambda view: (view.done is not None, view.due, view.slot)))


def look(session: Session, who: Who, case: CaseRecord) -> None:
    """Write down that `who` has seen the notes of this case."""
    plainly(session, _SEE, {"case": case.id, "reader": who.officer})


def open_tasks(session: Session, case: CaseRecord, today: date) -> tuple[DueTask, ...]:
    """The open tasks of a case, told without opening it: before a decision that ends it."""
    names = officer_names(session)
    rows = session.scalars(
        select(TaskRecord).where(TaskRecord.case_id == case.id, TaskRecord.done.is_(None)).order_by(TaskRecord.due)
    )
    return tuple(
        DueTask(case.number, row.slot, names.get(row.assignee, row.assignee), timing.remaining(row.due, today))
        for row in rows
    )


def awaiting(session: Session, who: Who, today: date) -> Awaiting:
    """What waits for `who` in the cases they can open. Nothing is opened, and nothing of the words is told."""
    mentions = (
        select(CaseRecord.number, func.count().label("n"), cast(null(), Date).label("due"))
        .join(MentionRecord, MentionRecord.case_id == CaseRecord.id)
        .where(MentionRecord.officer == who.officer, MentionRecord.seen.is_(False), _can_open(who))
        .group_by(CaseRecord.number)
        .order_by(CaseRecord.number.desc())
        .limit(MOST_SHOWN)
        .subquery()
    )
    tasks = (
        select(CaseRecord.number, TaskRecord.slot.label("n"), TaskRecord.due)
        .join(TaskRecord, TaskRecord.case_id == CaseRecord.id)
        .where(TaskRecord.assignee == who.officer, TaskRecord.done.is_(None), TaskRecord.due <= soon(today))
        .where(CaseRecord.state != State.ARCHIVED, _can_open(who))
        .order_by(TaskRecord.due, CaseRecord.number)
        .limit(MOST_SHOWN)
        .subquery()
    )
    # One statement: it is asked with every page of the queue.
    found = session.execute(union_all(select(mentions), select(tasks))).all()
    mentioned = sorted(((number, n) for number, n, day in found if day is None), reverse=True)
    near = sorted((day, number, n) for number, n, day in found if day is not None)
    due = (DueTask(number, slot, who.name, timing.remaining(day, today)) for day, number, slot in near)
    return Awaiting(tuple(mentioned), tuple(due))


def open_task_counts(session: Session, numbers: Sequence[str]) -> dict[str, int]:
    """How many tasks are open in each of these cases; a case without one is left out."""
    counted = select(CaseRecord.number, func.count()).join(TaskRecord, TaskRecord.case_id == CaseRecord.id)
    counted = counted.where(CaseRecord.number.in_(numbers), TaskRecord.done.is_(None)).group_by(CaseRecord.number)
    return {str(number): int(count) for number, count in session.execute(counted)}


def _can_open(who: Who) -> ColumnElement[bool]:
    return exists().where(SlipRecord.case_id == CaseRecord.id, SlipRecord.officer == who.officer)


def _told(read: Sequence[Read]) -> dict[int, dict[str, Any]]:
    """What was sealed about each task: how it was set, and the word with which it was ended."""
    told: dict[int, dict[str, Any]] = {}
    for _, envelope in read:
        if envelope is not None and type(slot := envelope.body.get("task")) is int:
            told.setdefault(slot, {}).update(envelope.body)
    return told
