"""Searching: an officer's entries are brought up to date and a line is written, then they are read one by one.

The line says how many cases are looked through. What was looked for is kept nowhere.

An entry lies beside the slip and goes with it, so nobody finds anything in a case they can no longer open (ADR 0037).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest

from sqlalchemy import ColumnElement, Row, Select, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework import labelling
from portal.desk.casework.labelling import LabelView
from portal.desk.casework.records import (
    CaseRecord,
    ItemRecord,
    LabelRecord,
    SearchEntryRecord,
    SlipRecord,
    StatementRecord,
)
from portal.desk.casework.unlocking import NoSuchCase, unlock
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who
from portal.desk.searching.reading import KINDS, parts_of
from portal.desk.searching.rules import Context, context, haystack, matches, words_of
from portal.domain.statuses import State
from portal.sealing import LabelKey, NotUnwrapped, SearchEntry, SearchKey

AT_ONCE = 400
"""Cases whose words are read in one request; the next goes on."""
SHOWN = 50
_ROWS = 200
_PLACES = 3


@dataclass(frozen=True)
class Prepared:
    """How many cases are searched, and how many of the officer's are not yet ready to be."""

    looked: int
    left: int


@dataclass(frozen=True)
class Hit:
    """A case with every word in it, and the first places where one stands: (where, line). `label` as in the queue."""

    number: str
    state: State
    label: LabelView | None
    places: tuple[tuple[str, Context], ...]


@dataclass(frozen=True)
class Found:
    """The newest `SHOWN` cases, and how many there are in all."""

    hits: tuple[Hit, ...]
    all: int


def prepare(session: Session, desk: Desk, who: Who) -> Prepared:
    """Read the words of up to `AT_ONCE` cases that are new or have more in them; write down that a search was made."""
    stale = session.execute(_stale(who)).all()
    key = SearchKey.of(who.keys)
    entries = list(_entries(session, who, key, stale[:AT_ONCE]))
    old = (SearchEntryRecord.officer == who.officer, SearchEntryRecord.case_id.in_([one["case_id"] for one in entries]))
    session.execute(delete(SearchEntryRecord).where(*old))
    if entries:
        session.execute(insert(SearchEntryRecord), entries)
    looked = session.scalar(select(func.count()).select_from(SearchEntryRecord).where(_mine(who))) or 0
    desk.ledger.record(session, actor=who.officer, act=Act.SEARCH, note=f"{looked} cases")
    return Prepared(looked, len(stale[AT_ONCE:]))


def search(session: Session, who: Who, typed: str) -> Found:
    """Find the cases in which every word that was typed stands somewhere. Nothing typed finds nothing."""
    words = words_of(typed)
    needles, key = [word.encode("utf-8") for word in words], SearchKey.of(who.keys)
    found = [(number, entry) for number, entry in _read(session, who, key) if words and matches(entry.folded, needles)]
    newest = dict(nlargest(SHOWN, found, key=lambda one: one[0]))
    hits = (Hit(*standing, _places(newest[standing[0]], words)) for standing in _standing(session, who, newest))
    return Found(tuple(hits), len(found))


def _standing(session: Session, who: Who, numbers: Iterable[str]) -> Iterator[tuple[str, State, LabelView | None]]:
    """Number, state and the officer's own label of these cases, the newest first."""
    own = (LabelRecord.case_id == CaseRecord.id) & (LabelRecord.officer == who.officer)
    rows = select(CaseRecord.number, CaseRecord.state, CaseRecord.id, LabelRecord.closed).outerjoin(LabelRecord, own)
    rows, key = rows.where(CaseRecord.number.in_(numbers)).order_by(CaseRecord.number.desc()), LabelKey.of(who.keys)
    for number, state, case_id, closed in session.execute(rows):
        yield number, State(state), labelling.shown(key, who, case_id, closed)


def _read(session: Session, who: Who, key: SearchKey) -> Iterator[tuple[str, SearchEntry]]:
    """Every entry of the officer, a few at a time in memory; one that does not open is as if it were not there."""
    rows = select(CaseRecord.number, SearchEntryRecord.case_id, SearchEntryRecord.closed)
    rows = rows.join(CaseRecord, CaseRecord.id == SearchEntryRecord.case_id)
    rows = rows.join(SlipRecord, _same_slip()).where(_mine(who))
    for number, case_id, closed in session.execute(rows.execution_options(yield_per=_ROWS)):
        try:
            yield number, key.open(closed, who.officer, case_id)
        except NotUnwrapped:
            continue


def _places(entry: SearchEntry, words: Sequence[str]) -> tuple[tuple[str, Context], ...]:
    try:
        parts = entry.parts
    except NotUnwrapped:
        # The case is found all the same; which lines it is cannot be told.
        return ()
    shown = ((where, context(text, words)) for where, text in parts)
    return tuple((where, line) for where, line in shown if line is not None)[:_PLACES]


def _stale(who: Who) -> Select[str, str, int]:
    counted = (
        select(func.count())
        .where(ItemRecord.case_id == CaseRecord.id, ItemRecord.kind.in_(KINDS))
        .correlate(CaseRecord)
        .scalar_subquery()
    )
    mine = (SlipRecord.officer == who.officer, CaseRecord.batch.is_(False), CaseRecord.state != State.DELIVERED)
    query = select(CaseRecord.id, CaseRecord.number, counted).join(SlipRecord, SlipRecord.case_id == CaseRecord.id)
    stated = (StatementRecord.case_id == CaseRecord.id) & (StatementRecord.officer == who.officer)
    query = query.join(StatementRecord, stated).outerjoin(SearchEntryRecord, _same_slip()).where(*mine)
    return query.where(or_(SearchEntryRecord.items.is_(None), SearchEntryRecord.items != counted))


def _entries(
    session: Session, who: Who, key: SearchKey, stale: Sequence[Row[str, str, int]]
) -> Iterator[dict[str, object]]:
    for case_id, number, items in stale:
        try:
            _, opened = unlock(session, who, number)
        except NoSuchCase:
            continue
        parts = parts_of(session, opened)
        entry = SearchEntry.of(opened.key, haystack([text for _, text in parts]), parts)
        closed = key.close(entry, who.officer, case_id)
        yield {"officer": who.officer, "case_id": case_id, "items": items, "closed": closed}


def _same_slip() -> ColumnElement[bool]:
    same_officer = SearchEntryRecord.officer == SlipRecord.officer
    return same_officer & (SearchEntryRecord.case_id == SlipRecord.case_id)


def _mine(who: Who) -> ColumnElement[bool]:
    return SearchEntryRecord.officer == who.officer
