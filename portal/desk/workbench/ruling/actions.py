"""Setting the rules of a case."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework import filing
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who
from portal.desk.workbench.bench import Bench, Stale, enter
from portal.desk.workbench.importing.plain import restored_from, stored_in
from portal.desk.workbench.ruling.office import book_in
from portal.desk.workbench.ruling.rules import RuleBook, shipped
from portal.sealing import Kind


@dataclass(frozen=True)
class InForce:
    """What a case is held against: set for it by `by`, else `office_version` of its office's rules (0: templates)."""

    book: RuleBook
    by: str = ""
    office_version: int = 0


def in_force(bench: Bench) -> InForce:
    """The rules of a case; while nobody has set them, its office's, and without these the templates.

    A newest setting that cannot be read raises `Stale`: an older or a shipped figure must not pass for it.
    """
    version, body = bench.office_rules
    if not bench.rules:
        return InForce(book_in(body), "", version) if version else InForce(shipped())
    told = bench.rules[-1][1]
    try:
        return InForce(restored_from(RuleBook, (told or {})["book"]), str((told or {})["by"]), version)
    except (KeyError, ValueError) as error:
        raise Stale from error


def settle(session: Session, desk: Desk, who: Who, number: str, book: RuleBook, seen: int) -> None:
    """Set the rules; `seen` is how often they had been set when the page was made. Raise like `enter`, and `Stale`."""
    bench = enter(session, desk, who, number)
    if len(bench.rules) != seen:
        raise Stale
    filing.put(session, bench.opened, Kind.RULES, {"book": stored_in(book), "by": who.name}, bench.today)
    desk.ledger.record(session, actor=who.officer, act=Act.VERIFY, case=number, note=f"rules {seen + 1}")
