"""Marking a case when its office first opens it, and finding others with the same marks.

A mark has 16 bits, so that it is shared by chance too: of the cases that an officer can open, each is looked into
before it is shown. Of the others there is only a count, and only for who leads.
"""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.desk.base import plainly
from portal.desk.casework.linking.keys import marker_for
from portal.desk.casework.linking.records import MarkRecord
from portal.desk.casework.linking.rules import Use, named
from portal.desk.casework.records import CaseRecord, SlipRecord
from portal.desk.casework.unlocking import NoSuchCase, NotDeclared, Unlocked, unlock
from portal.desk.desk import Desk
from portal.desk.officers.rules import Right, Who

MOST = 12
MOST_MARKS = 8
"""A report names a person and two units; what else stands there, somebody put there."""
# Made once: putting these together takes longer than answering them.
_OWN = select(MarkRecord.use, MarkRecord.mark).where(
    MarkRecord.case_id == bindparam("case"), MarkRecord.office == bindparam("office")
)
_MINE = exists().where(SlipRecord.case_id == MarkRecord.case_id, SlipRecord.officer == bindparam("officer"))


@cache
def _shared(marks: int) -> tuple[Select[str, str], Select[int]]:
    """What is asked for so many marks: the cases of this officer's that share one, and how many others do.

    Each mark is a condition of its own, office and all: else SQLite would go through every mark of the office.
    """
    office = MarkRecord.office == bindparam("office")
    each = ((MarkRecord.use == bindparam(f"use{at}"), MarkRecord.mark == bindparam(f"mark{at}")) for at in range(marks))
    here = (or_(*(and_(office, *one) for one in each)), MarkRecord.case_id != bindparam("case"))
    near = (
        select(CaseRecord.number, func.min(MarkRecord.use))
        .join(CaseRecord, CaseRecord.id == MarkRecord.case_id)
        .where(*here, _MINE)
        .group_by(CaseRecord.number)
        .order_by(func.min(MarkRecord.use), CaseRecord.number.desc())
        .limit(MOST + 1)
    )
    return near, select(func.count(MarkRecord.case_id.distinct())).where(*here, ~_MINE)


@dataclass(frozen=True)
class Link:
    """Another case that names the same person, the same unit or both."""

    number: str
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class Links:
    """Cases that may belong together with one. `closed`: how many more this officer cannot open; None: not told.

    `more`: there are others that were not looked into.
    """

    found: tuple[Link, ...] = ()
    more: bool = False
    closed: int | None = None


def links(session: Session, desk: Desk, who: Who, opened: Unlocked) -> Links:
    """Find the cases with a mark in common with this one, persons before units, the newest first.

    A case that `who`'s office has no marks for yet gets them first.
    """
    if opened.report is None:
        return Links()
    own = plainly(session, _OWN, {"case": opened.id, "office": who.office}).all()
    marks = [(use, value) for use, value in own][:MOST_MARKS] or _mark(session, desk, who, opened)
    if not marks:
        return Links()
    given: dict[str, object] = {"case": opened.id, "office": who.office, "officer": who.officer}
    for at, (use, value) in enumerate(marks):
        given |= {f"use{at}": use, f"mark{at}": value}
    looking_near, looking_far = _shared(len(marks))
    near = plainly(session, looking_near, given).all()
    texts, found = named(opened.report), []
    for number, _ in near[:MOST]:
        uses = _in_common(session, who, number, texts)
        found += [Link(number, uses)] if uses else []
    leads = who.rights & {Right.LEAD, Right.ACCEPT}
    closed = int(plainly(session, looking_far, given).scalar_one()) if leads else None
    return Links(tuple(found), len(near) > MOST, closed)


def _mark(session: Session, desk: Desk, who: Who, opened: Unlocked) -> list[tuple[str, int]]:
    """Write down the marks of a case for `who`'s office; none without its key, or where nobody is named."""
    texts = named(opened.report) if opened.report else frozenset()
    marker = marker_for(session, desk, who) if texts else None
    if marker is None:
        return []
    marks = sorted({(use.value, marker.mark(use, text)) for use, text in texts})
    session.add_all(MarkRecord(case_id=opened.id, office=who.office, use=use, mark=value) for use, value in marks)
    return marks


def _in_common(session: Session, who: Who, number: str, texts: frozenset[tuple[Use, str]]) -> tuple[Use, ...]:
    try:
        _, opened = unlock(session, who, number)
    except (NoSuchCase, NotDeclared):
        return ()
    theirs = named(opened.report) if opened.report else frozenset()
    return tuple(sorted({use for use, _ in texts & theirs}))
