"""Since when an officer has had a right, as the signed rosters tell it.

Who was enrolled or promoted a moment ago cannot yet be the second person: whoever could make an account, or change the
roles in the register, would otherwise be two persons at once (T5). The register is anybody's who can write the
database; the rosters are signed by the authority, and the audit chain knows which is the newest.
"""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.age import Recipient
from portal.desk.desk import Desk
from portal.desk.keys import KeysError, authority_of
from portal.desk.officers.records import RosterRecord
from portal.desk.officers.rules import Right, Who, rights_of
from portal.desk.officers.vouching import newest_signed
from portal.domain.roles import Role
from portal.sealing import Roster, RosterOfficer, SealingError, UnknownOffice


def seasoned(session: Session, desk: Desk, who: Who, right: Right) -> bool:
    """Whether the newest roster gives `who` this right, and every one before it back to the day that counts."""
    return who.officer in seasoned_keys(session, desk, who.office, right)


def seasoned_keys(session: Session, desk: Desk, office: str, right: Right) -> dict[str, Recipient]:
    """The keys, as `keys_of`, of those officers of `office` who have had `right` back to the day that counts."""
    settled = desk.clock.today() - timedelta(days=desk.policy.new_second_days)
    found: dict[str, Recipient] | None = None
    for roster in _rosters(session, desk):
        here = {one.id: one.recipient for one in _officers(roster, office) if right in _rights_in(one)}
        found = here if found is None else {id_: key for id_, key in found.items() if id_ in here}
        if roster.issued <= settled or not found:
            return found
    return {}


def parents_of(session: Session, desk: Desk) -> dict[str, str | None]:
    """The tree of the newest roster: the office above each; empty when there is no roster."""
    newest = next(_rosters(session, desk), None)
    return {one.id: one.parent for one in newest.offices} if newest else {}


def keys_of(session: Session, desk: Desk, office: str, right: Right) -> dict[str, Recipient]:
    """The keys of the officers of `office` who have `right` by the newest roster, by id; none when there is none."""
    newest = next(_rosters(session, desk), None)
    if newest is None:
        return {}
    return {one.id: one.recipient for one in _officers(newest, office) if right in _rights_in(one)}


def key_of(session: Session, desk: Desk, office: str, officer: str) -> Recipient | None:
    """The key that the newest roster gives this officer of `office`; None when it does not know them."""
    newest = next(_rosters(session, desk), None)
    found = (one.recipient for one in _officers(newest, office) if one.id == officer) if newest else ()
    return next(iter(found), None)


def first_with(session: Session, desk: Desk, who: Who, recipient: Recipient) -> Roster | None:
    """The oldest of the newest rosters that all give this officer `recipient`; None when the newest does not."""
    found = None
    for roster in _rosters(session, desk):
        if all(one.id != who.officer or one.recipient != recipient for one in _officers(roster, who.office)):
            break
        found = roster
    return found


def _rosters(session: Session, desk: Desk) -> Iterator[Roster]:
    """Every roster from the newest back, as long as none is missing in between and all are the authority's.

    A gap ends it: whoever deletes the roster in which somebody had no right must not lengthen the time they had it.
    """
    due = newest_signed(session, desk.ledger)
    for record in session.scalars(select(RosterRecord).order_by(RosterRecord.version.desc())):
        try:
            roster = Roster.published(record.document, record.signature, authority_of(desk.keys))
        except (SealingError, KeysError):
            return
        if roster.version != due or record.version != due:
            return
        yield roster
        due -= 1


def _rights_in(officer: RosterOfficer) -> frozenset[Right]:
    known = set(Role)
    return rights_of(Role(code) for code in officer.roles if code in known)


def _officers(roster: Roster, office: str) -> tuple[RosterOfficer, ...]:
    try:
        return roster.office(office).officers
    except UnknownOffice:
        return ()
