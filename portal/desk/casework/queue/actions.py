"""The queue of an officer, and the register of whoever keeps it. Read from what stands in clear; no case is opened.

Beside that the queue shows the officer's own labels of cases that they have opened before (ADR 0054).

A page is four statements, whatever the number of cases: the shelf's counts, one range of an index, the officers' names,
and the officer's saved views.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, exists, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.desk.base import plainly
from portal.desk.casework import labelling, noted, timing
from portal.desk.casework.queue.rules import MINE, NOBODY, Due, Flag, Position, Sort, Wanted, end_of_week
from portal.desk.casework.records import LAST, CaseRecord, LabelRecord, QueueRecord, TallyRecord
from portal.desk.casework.shelving import shelf_of_office
from portal.desk.casework.shown import QueueRow
from portal.desk.casework.unlocking import NoSuchCase
from portal.desk.officers.actions import officer_names
from portal.desk.officers.rules import Who
from portal.domain.deadlines import soon
from portal.domain.statuses import State
from portal.sealing import LabelKey

PAGE = 50
Shown = Row[*tuple[Any, ...]]
# Columns and no records: a page of records takes longer to make than to find.
_SHOWN = select(
    QueueRecord.number, QueueRecord.received, QueueRecord.changed, QueueRecord.due, QueueRecord.state,
    QueueRecord.handler, QueueRecord.waits,
    CaseRecord.version, CaseRecord.open_items, (CaseRecord.letters - CaseRecord.letters_read).label("new_letters"),
).join(CaseRecord, CaseRecord.id == QueueRecord.case_id)  # fmt: skip
_LABELLED = _SHOWN.add_columns(QueueRecord.case_id, LabelRecord.closed).outerjoin(
    LabelRecord, and_(LabelRecord.case_id == QueueRecord.case_id, LabelRecord.officer == QueueRecord.shelf)
)
_TALLIES = select(TallyRecord.key, TallyRecord.n).where(TallyRecord.shelf == bindparam("shelf"), TallyRecord.n > 0)
_COLUMNS: Mapping[Sort, InstrumentedAttribute[Any]] = {
    Sort.DUE: QueueRecord.due,
    Sort.RECEIVED: QueueRecord.received,
    Sort.NUMBER: QueueRecord.number,
    Sort.CHANGED: QueueRecord.changed,
}


@dataclass(frozen=True)
class Counts:
    """How many cases a whole shelf has: by state, by how near the day is, by mark, by handler (id, "" for nobody)."""

    states: Mapping[State, int]
    due: Mapping[Due, int]
    flags: Mapping[Flag, int]
    handlers: Mapping[str, int]

    @property
    def all(self) -> int:
        """Every case of the shelf."""
        return sum(self.states.values())


@dataclass(frozen=True)
class QueuePage:
    """A page of the queue in the order asked for; `onward` is where the next page begins, None on the last.

    `counts` are over all of the queue, `handlers` the people in them by id, with a name. `unknown_years`: years without
    a calendar that a day shown lies in.
    """

    rows: tuple[QueueRow, ...]
    onward: Position | None
    counts: Counts
    handlers: tuple[tuple[str, str], ...]
    unknown_years: tuple[int, ...]


def queue(
    session: Session, who: Who, today: date, wanted: Wanted | None = None, after: Position | None = None
) -> QueuePage:
    """The cases this officer has slips for, `PAGE` at a time."""
    return _page(session, who, who.officer, today, wanted or Wanted(), after, LabelKey.of(who.keys))


def register(
    session: Session, who: Who, today: date, wanted: Wanted | None = None, after: Position | None = None
) -> QueuePage:
    """Every case of this officer's office: those that somebody of it can open. No slip is needed to list."""
    page = _page(session, who, shelf_of_office(who.office), today, wanted or Wanted(), after)
    tasks = noted.open_task_counts(session, [row.number for row in page.rows])
    return replace(page, rows=tuple(replace(row, open_tasks=tasks.get(row.number, 0)) for row in page.rows))


def in_register(session: Session, who: Who, number: str) -> CaseRecord:
    """The case of this number in the register of `who`'s office. Raise `NoSuchCase`, also for another office's."""
    here = (QueueRecord.shelf == shelf_of_office(who.office), QueueRecord.number == number)
    found = session.scalars(
        select(CaseRecord).join(QueueRecord, QueueRecord.case_id == CaseRecord.id).where(*here)
    ).one_or_none()
    if found is None:
        raise NoSuchCase
    return found


def of_office(who: Who) -> ColumnElement[bool]:
    """Whether somebody of this officer's office can open a case: then it stands in their register."""
    return exists().where(QueueRecord.case_id == CaseRecord.id, QueueRecord.shelf == shelf_of_office(who.office))


def _page(
    session: Session,
    who: Who,
    shelf: str,
    today: date,
    wanted: Wanted,
    after: Position | None,
    labels: LabelKey | None = None,
) -> QueuePage:
    column = _COLUMNS[wanted.sort]
    place = (QueueRecord.number,) if wanted.sort is Sort.NUMBER else (column, QueueRecord.number)
    query = (_LABELLED if labels else _SHOWN).where(QueueRecord.shelf == shelf, *_filters(who, today, wanted))
    if after is not None:
        here = (after.number,) if wanted.sort is Sort.NUMBER else (after.day, after.number)
        query = query.where(tuple_(*place) < here if wanted.sort.newest_first else tuple_(*place) > here)
    order = [one.desc() if wanted.sort.newest_first else one for one in place]
    found = plainly(session, query.order_by(*order).limit(PAGE + 1), {}).all()
    names, counts = officer_names(session), _counts(session, shelf, today)
    shown = found[:PAGE]
    rows = (_row(row, names, today) for row in shown)
    return QueuePage(
        rows=tuple(_labelled(rows, shown, who, labels) if labels else rows),
        onward=_position(shown[-1], wanted.sort) if len(found) > PAGE else None,
        counts=counts,
        handlers=tuple((id_, names[id_]) for id_ in sorted(counts.handlers) if id_ in names),
        unknown_years=timing.calendar_gap(today, (None if row.due == LAST else row.due for row in shown)),
    )


def _filters(who: Who, today: date, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        found.append(QueueRecord.state == wanted.state)
    if wanted.due is not None:
        first, last = _days(wanted.due, today)
        found.append(QueueRecord.due.between(first, last))
    if wanted.handler:
        found.append(QueueRecord.handler == {MINE: who.officer, NOBODY: ""}.get(wanted.handler, wanted.handler))
    if wanted.flag is not None:
        found.append((QueueRecord.letters if wanted.flag is Flag.LETTERS else QueueRecord.waits).is_(True))
    return found


def _days(due: Due, today: date) -> tuple[date, date]:
    if due is Due.LATE:
        return date.min, date.fromordinal(today.toordinal() - 1)
    return today, end_of_week(today) if due is Due.WEEK else soon(today)


def _counts(session: Session, shelf: str, today: date) -> Counts:
    parts: dict[str, dict[str, int]] = {"s": {}, "d": {}, "h": {}, Flag.LETTERS: {}, Flag.WAITS: {}}
    for key, number in plainly(session, _TALLIES, {"shelf": shelf}):
        part, _, value = key.partition(":")
        parts[part][value] = number
    spans = {due: tuple(day.isoformat() for day in _days(due, today)) for due in Due}
    near = {
        due: sum(n for day, n in parts["d"].items() if first <= day <= last) for due, (first, last) in spans.items()
    }
    return Counts(
        states={state: parts["s"][state] for state in State if state in parts["s"]},
        due=near,
        flags={flag: sum(parts[flag].values()) for flag in Flag},
        handlers=parts["h"],
    )


def _position(row: Shown, sort: Sort) -> Position:
    value = "" if sort is Sort.NUMBER else getattr(row, sort.value).isoformat()
    return Position(value, row.number)


def _labelled(rows: Iterable[QueueRow], found: Sequence[Shown], who: Who, labels: LabelKey) -> Iterator[QueueRow]:
    for row, one in zip(rows, found, strict=True):
        yield replace(row, label=labelling.shown(labels, who, one.case_id, one.closed))


def _row(row: Shown, names: Mapping[str, str], today: date) -> QueueRow:
    return QueueRow(
        number=row.number,
        received=row.received,
        changed=row.changed,
        state=State(row.state),
        version=row.version,
        new_letters=row.new_letters,
        handler=names.get(row.handler, ""),
        open_items=row.open_items,
        left=timing.remaining(row.due, today) if row.due != LAST else None,
        waits=row.waits,
    )
