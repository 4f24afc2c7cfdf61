"""The rules of an office: what its cases start from. Every version stays, with who set it; setting is audited."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.desk import Desk
from portal.desk.officers.actions import officer_names
from portal.desk.officers.rules import Who
from portal.desk.workbench.bench import Stale
from portal.desk.workbench.importing.plain import restored, stored
from portal.desk.workbench.ruling.records import OfficeRulesRecord
from portal.desk.workbench.ruling.rules import Change, RuleBook, changes, shipped


@dataclass(frozen=True)
class Version:
    """One version of an office's rules, who set it and what it changed; version 0 are the templates."""

    version: int
    book: RuleBook
    day: date | None = None
    by: str = ""
    changed: tuple[Change, ...] = ()


def versions(session: Session, office: str) -> tuple[Version, ...]:
    """Every version of an office's rules, the newest first, the templates last. Raise `Stale` for an unreadable one."""
    names = officer_names(session)
    rows = session.scalars(
        select(OfficeRulesRecord).where(OfficeRulesRecord.office == office).order_by(OfficeRulesRecord.version)
    )
    told = [Version(0, shipped())]
    told += [Version(row.version, book_in(row.body), row.day, names.get(row.by, row.by)) for row in rows]
    with_changes = [
        Version(new.version, new.book, new.day, new.by, changes(old.book, new.book)) for old, new in pairwise(told)
    ]
    return (*reversed(with_changes), told[0])


def book_in(body: str) -> RuleBook:
    """Read a stored book. Raise `Stale`: an older or a shipped figure must not pass for one that cannot be read."""
    try:
        return restored(RuleBook, body.encode())
    except ValueError as error:
        raise Stale from error


def settle_office(session: Session, desk: Desk, who: Who, book: RuleBook, seen: int) -> None:
    """Set the rules of `who`'s office; `seen` is the version that the page showed. Raise `Stale`.

    Of two who set them at once the second finds another version: the key of the table is the office and the version.
    """
    newest = versions(session, who.office)[0]
    if newest.version != seen:
        raise Stale
    if newest.version and not changes(newest.book, book):
        return
    body = stored(book).decode()
    row = OfficeRulesRecord(office=who.office, version=seen + 1, day=desk.clock.today(), by=who.officer, body=body)
    session.add(row)
    desk.ledger.record(session, actor=who.officer, act=Act.SET_RULES, note=f"office rules {seen + 1}")
