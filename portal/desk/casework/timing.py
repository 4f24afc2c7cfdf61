"""Keeping the terms of a case: what starts, what ends, and which day is next. In clear, so that no key is needed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.orm import Session

from portal.desk.base import plainly
from portal.desk.casework.records import CaseRecord, TermRecord
from portal.domain import deadlines
from portal.domain.deadlines import DEADLINES, Code
from portal.domain.text import Text
from portal.domain.workdays import workdays_between, year_is_known

# Made once: putting it together takes longer than answering it.
_RUNNING = (
    select(TermRecord.code, TermRecord.round, TermRecord.since, TermRecord.due, TermRecord.extended)
    .where(TermRecord.case_id == bindparam("case"), TermRecord.ended.is_(None))
    .order_by(TermRecord.due, TermRecord.code)
)
FOLLOW_UP = "FU"
LARGEST_ROUND = 9999
"""Above every round; what is typed into an address may be larger than a database can even compare."""
FOLLOW_UP_TEXT = Text("后续事项", "Follow-up")


@dataclass(frozen=True)
class Remaining:
    """How a day stands to today. `workdays` left, negative when late; `certain`: every year has its calendar."""

    due: date
    workdays: int
    late: bool
    soon: bool
    certain: bool


@dataclass(frozen=True)
class TermView:
    """A running term as an officer sees it. `term` is None for a follow-up."""

    code: str
    round: int
    since: date
    extended: int
    left: Remaining
    term: deadlines.Term | None
    unknown_years: tuple[int, ...]

    @property
    def may_be_met(self) -> bool:
        """Whether an officer records by hand that it was met."""
        return self.term is not None and self.term.by_hand

    @property
    def may_be_extended(self) -> bool:
        """Whether it can be given a later day."""
        return self.term is not None and self.term.most_months > 0

    @property
    def what(self) -> Text:
        """Name what is due."""
        return self.term.what if self.term else FOLLOW_UP_TEXT


def remaining(due: date, today: date) -> Remaining:
    """Tell how `due` stands to `today`, in working days."""
    counted = workdays_between(today, due)
    return Remaining(due, counted.days, today > due, today <= due <= deadlines.soon(today), counted.certain)


def start(session: Session, case: CaseRecord, code: Code, since: date, until: date | None = None) -> None:
    """Let `code` run from the event on `since`; `until` sets a nearer day. A running one of the same code ends."""
    stop(session, case, (code,), since)
    begin(session, case, code.value, since, until or deadlines.due(code, since).day)


def begin(session: Session, case: CaseRecord, code: str, since: date, until: date, round_: int | None = None) -> None:
    """Write down a term of any code; without `round_`, the next of its code."""
    if round_ is None:
        here = (TermRecord.case_id == case.id, TermRecord.code == code)
        round_ = (session.scalar(select(func.max(TermRecord.round)).where(*here)) or 0) + 1
    session.add(TermRecord(case_id=case.id, code=code, round=round_, since=since, due=until))
    _refresh(session, case)


def stop(session: Session, case: CaseRecord, codes: Iterable[str], day: date, round_: int | None = None) -> None:
    """End the running terms of these codes; those that do not run are left alone."""
    here = [TermRecord.case_id == case.id, TermRecord.code.in_([str(code) for code in codes])]
    if round_ is not None:
        here.append(TermRecord.round == round_)
    session.execute(update(TermRecord).where(*here, TermRecord.ended.is_(None)).values(ended=day))
    _refresh(session, case)


def extend(session: Session, case: CaseRecord, term: TermRecord, until: date) -> None:
    """Give a running term a later day."""
    term.due, term.extended = until, term.extended + 1
    _refresh(session, case)


def running(session: Session, case_id: str, code: str, round_: int) -> TermRecord | None:
    """Find a running term; None when there is none, or it has ended."""
    found = session.get(TermRecord, (case_id, code, round_))
    return found if found is not None and found.ended is None else None


def terms_of(session: Session, case_id: str, today: date) -> tuple[TermView, ...]:
    """The running terms of a case, the next one first."""
    return tuple(_view(row, today) for row in plainly(session, _RUNNING, {"case": case_id}))


def at_delivery(case: CaseRecord) -> TermRecord:
    """Give what begins with delivery: the first opening. Whether somebody gave a name is sealed until then.

    A new case has no other term, so nothing is asked of the database; the caller adds the record.
    """
    case.next_due = deadlines.due(Code.DL12, case.received).day
    return TermRecord(case_id=case.id, code=Code.DL12.value, round=1, since=case.received, due=case.next_due)


def calendar_gap(today: date, days: Iterable[date | None]) -> tuple[int, ...]:
    """List the years up to the latest of `days` whose holidays are not known: working days in them are a guess."""
    last = max((day.year for day in days if day is not None), default=today.year)
    return tuple(year for year in range(today.year, last + 1) if not year_is_known(year))


def _view(record: Row[*tuple[Any, ...]], today: date) -> TermView:
    term = DEADLINES[Code(record.code)] if record.code in set(Code) else None
    unknown = deadlines.unknown_years(Code(record.code), record.since, record.due) if term else ()
    left = remaining(record.due, today)
    return TermView(record.code, record.round, record.since, record.extended, left, term, unknown)


def _refresh(session: Session, case: CaseRecord) -> None:
    session.flush()
    open_ = (TermRecord.case_id == case.id, TermRecord.ended.is_(None))
    case.next_due = session.scalar(select(func.min(TermRecord.due)).where(*open_))
