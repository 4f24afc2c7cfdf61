"""The queue of an officer, and the register of whoever keeps it. Read from what stands in clear; nothing is opened."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypedDict

from sqlalchemy import ColumnElement, case, exists, func, select
from sqlalchemy.orm import Session

from portal.desk.casework import timing
from portal.desk.casework.noted import awaiting
from portal.desk.casework.records import CaseRecord, SlipRecord, TaskRecord
from portal.desk.casework.shown import QueuePage, QueueRow
from portal.desk.casework.unlocking import NoSuchCase
from portal.desk.officers.actions import officer_names
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Who
from portal.domain.deadlines import soon
from portal.domain.statuses import State

PAGE = 50
LATE, SOON = "late", "soon"


class Wanted(TypedDict):
    """Which part of the queue to show."""

    state: State | None
    due: str
    before: str | None


def queue(
    session: Session, who: Who, today: date, *, state: State | None = None, due: str = "", before: str | None = None
) -> QueuePage:
    """The cases this officer has slips for, newest first, `PAGE` at a time. `due` is "late", "soon" or "" for all."""
    mine = exists().where(SlipRecord.case_id == CaseRecord.id, SlipRecord.officer == who.officer)
    page = _page(session, mine & CaseRecord.batch.is_(False), today, state, due, before)
    return replace(page, awaiting=awaiting(session, who, today))


def register(
    session: Session, who: Who, today: date, *, state: State | None = None, due: str = "", before: str | None = None
) -> QueuePage:
    """Every case of this officer's office: those that somebody of it can open. No slip is needed to list."""
    return _page(session, of_office(who), today, state, due, before)


def in_register(session: Session, who: Who, number: str) -> CaseRecord:
    """The case of this number in the register of `who`'s office. Raise `NoSuchCase`, also for another office's."""
    found = session.scalars(select(CaseRecord).where(CaseRecord.number == number, of_office(who))).one_or_none()
    if found is None:
        raise NoSuchCase
    return found


def of_office(who: Who) -> ColumnElement[bool]:
    """Whether somebody of this officer's office can open a case: then it stands in their register."""
    ours = exists().where(
        SlipRecord.case_id == CaseRecord.id,
        SlipRecord.officer == OfficerRecord.id,
        OfficerRecord.office == who.office,
    )
    return ours & CaseRecord.batch.is_(False)


def _page(
    session: Session, whose: ColumnElement[bool], today: date, state: State | None, due: str, before: str | None
) -> QueuePage:
    limit, late, near = soon(today), CaseRecord.next_due < today, CaseRecord.next_due >= today
    near_too = near & (CaseRecord.next_due <= limit)
    counted = session.execute(
        select(CaseRecord.state, func.count(), _number_where(late), _number_where(near_too))
        .where(whose)
        .group_by(CaseRecord.state)
    ).all()
    wanted = select(CaseRecord).where(whose).order_by(CaseRecord.number.desc()).limit(PAGE + 1)
    if state is not None:
        wanted = wanted.where(CaseRecord.state == state)
    if due in (LATE, SOON):
        wanted = wanted.where(late if due == LATE else near_too)
    if before is not None:
        wanted = wanted.where(CaseRecord.number < before)
    found = session.scalars(wanted).all()
    return QueuePage(
        rows=_rows(session, found[:PAGE], today),
        older=found[PAGE - 1].number if len(found) > PAGE else None,
        counts={State(name): number for name, number, _, _ in counted},
        late=sum(int(number) for _, _, number, _ in counted),
        soon=sum(int(number) for _, _, _, number in counted),
        unknown_years=timing.calendar_gap(today, (one.next_due for one in found[:PAGE])),
    )


def _number_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _rows(session: Session, found: Sequence[CaseRecord], today: date) -> tuple[QueueRow, ...]:
    names = officer_names(session)
    of_these = (TaskRecord.case_id.in_([one.id for one in found]), TaskRecord.done.is_(None))
    counted = select(TaskRecord.case_id, func.count()).where(*of_these).group_by(TaskRecord.case_id)
    tasks = {str(case_id): int(count) for case_id, count in session.execute(counted)}
    return tuple(
        QueueRow(
            number=one.number,
            received=one.received,
            changed=one.changed,
            state=State(one.state),
            new_letters=one.letters - one.letters_read,
            handler=names.get(one.handler or "", ""),
            open_items=one.open_items,
            open_tasks=tasks.get(one.id, 0),
            left=timing.remaining(one.next_due, today) if one.next_due else None,
        )
        for one in found
    )
