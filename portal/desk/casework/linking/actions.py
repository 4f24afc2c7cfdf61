"""Marking a case when its office first opens it, and finding others with the same marks.

A mark has 16 bits, so that it is shared by chance too: of the cases that an officer can open, each is looked into
before it is shown. Of the others there is only a count, and only for who leads.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, exists, func, select, tuple_
from sqlalchemy.orm import Session

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


def mark(session: Session, desk: Desk, who: Who, opened: Unlocked) -> None:
    """Write down the marks of a case for `who`'s office, if it has none yet."""
    here = (MarkRecord.case_id == opened.id, MarkRecord.office == who.office)
    if opened.report is None or session.scalar(select(exists().where(*here))):
        return
    texts = named(opened.report)
    marker = marker_for(session, desk, who) if texts else None
    if marker is None:
        return
    marks = {(use, marker.mark(use, text)) for use, text in texts}
    session.add_all(MarkRecord(case_id=opened.id, office=who.office, use=use, mark=value) for use, value in marks)


def links(session: Session, who: Who, opened: Unlocked) -> Links:
    """Find the cases with a mark in common with this one, persons before units, the newest first."""
    own = session.execute(_OWN, {"case": opened.id, "office": who.office}).all()
    if opened.report is None or not own:
        return Links()
    given = {
        "case": opened.id,
        "office": who.office,
        "officer": who.officer,
        "marks": [(use, mark) for use, mark in own],
    }
    near = session.execute(_NEAR, given).all()
    texts, found = named(opened.report), []
    for number, _ in near[:MOST]:
        uses = _in_common(session, who, number, texts)
        found += [Link(number, uses)] if uses else []
    leads = who.rights & {Right.LEAD, Right.ACCEPT}
    closed = (session.scalar(_FAR, given) or 0) if leads else None
    return Links(tuple(found), len(near) > MOST, closed)


def _in_common(session: Session, who: Who, number: str, texts: frozenset[tuple[Use, str]]) -> tuple[Use, ...]:
    try:
        _, opened = unlock(session, who, number)
    except (NoSuchCase, NotDeclared):
        return ()
    theirs = named(opened.report) if opened.report else frozenset()
    return tuple(sorted({use for use, _ in texts & theirs}))
