"""Marking a case when its office first opens it, and finding others with the same marks.

A mark has 16 bits, so that it is shared by chance too: of the cases that an officer can open, each is looked into
before it is shown. Of the others there is only a count, and only for who leads.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, exists, func, select, tuple_
from sqlalchemy.orm import Session

from portal.desk.base import plainly
from portal.desk.casework.linking.keys import marker_for
from portal.desk.casework.linking.rules import Use, named
from portal.desk.casework.records import CaseRecord, MarkRecord, SlipRecord
from portal.desk.casework.unlocking import NoSuchCase, NotDeclared, Unlocked, unlock
from portal.desk.desk import Desk
from portal.desk.officers.rules import Right, Who

MOST = 12
# Made once: putting these together takes longer than answering them.
_OWN = select(MarkRecord.use, MarkRecord.mark).where(
    MarkRecord.case_id == bindparam("case"), MarkRecord.office == bindparam("office")
)
_SHARED = (
    MarkRecord.office == bindparam("office"),
    tuple_(MarkRecord.use, MarkRecord.mark).in_(bindparam("marks", expanding=True)),
    MarkRecord.case_id != bindparam("case"),
)
_MINE = exists().where(SlipRecord.case_id == MarkRecord.case_id, SlipRecord.officer == bindparam("officer"))
_NEAR = (
    select(CaseRecord.number, func.min(MarkRecord.use))
    .join(CaseRecord, CaseRecord.id == MarkRecord.case_id)
    .where(*_SHARED, _MINE)
    .group_by(CaseRecord.number)
    .order_by(func.min(MarkRecord.use), CaseRecord.number.desc())
    .limit(MOST + 1)
)
_FAR = select(func.count(MarkRecord.case_id.distinct())).where(*_SHARED, ~_MINE)


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
    marks = [(use, value) for use, value in own] or _mark(session, desk, who, opened)
    if not marks:
        return Links()
    given = {
        "case": opened.id,
        "office": who.office,
        "officer": who.officer,
        "marks": marks,
    }
    near = plainly(session, _NEAR, given).all()
    texts, found = named(opened.report), []
    for number, _ in near[:MOST]:
        uses = _in_common(session, who, number, texts)
        found += [Link(number, uses)] if uses else []
    leads = who.rights & {Right.LEAD, Right.ACCEPT}
    closed = int(plainly(session, _FAR, given).scalar_one()) if leads else None
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
