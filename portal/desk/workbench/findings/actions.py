"""Checking the records of a case, and marking what was found."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework import filing
from portal.desk.casework.unlocking import NoSuchCase
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who
from portal.desk.workbench.assembling import left_out, records_of
from portal.desk.workbench.bench import Bench, Stale, enter
from portal.desk.workbench.findings.marks import folded
from portal.desk.workbench.findings.rules import Judgement, check_mark
from portal.desk.workbench.findings.shown import LEVELS, Board, Shown
from portal.desk.workbench.rows import RosterRow, Status
from portal.sealing import Kind


def board_of(bench: Bench, found: Iterable[Shown], roster: Sequence[RosterRow], *, alone: bool = False) -> Board:
    """Lay out what was found: people in the order of the register, the weightiest first.

    `alone`: only one person was looked at, so that marks of others' findings are not marks of findings that are gone.
    """
    people = {row.person: row.name for row in roster}
    order = {person: at for at, person in enumerate(people)}
    placed = sorted(
        found,
        key=lambda one: (
            order.get(one.person, len(order)),
            one.in_favour,
            LEVELS.index(one.level),
            one.code,
            one.dates,
        ),
    )
    return Board(people, tuple(placed), folded(bench.marks), _basis(bench), left_out(bench, roster), alone)


def _basis(bench: Bench) -> tuple[int, int, int]:
    return bench.imports.version, len(bench.rules), len(bench.visits)


def found(board: Board, key: str) -> Shown:
    """The finding of a key. Raise `NoSuchCase`: what is not there is answered as what may not be seen."""
    one = board.at(key)
    if one is None:
        raise NoSuchCase
    return one


def mark(session: Session, desk: Desk, who: Who, number: str, board: Board, what: tuple[str, int, Judgement]) -> None:
    """Keep what an officer made of a finding. `what`: its key, how many marks the page showed, the judgement.

    Raise like `enter`; `NoSuchCase` for no such finding, `MarkRefused`, `Stale` when records or marks changed since.
    """
    key, seen, judgement = what
    bench, one = enter(session, desk, who, number), found(board, key)
    if _basis(bench) != board.basis or len(folded(bench.marks).of(key)) != seen:
        raise Stale
    check_mark(judgement, [key for key, _ in one.explanations], in_favour=one.in_favour)
    body = {
        "key": key,
        "mark": judgement.mark,
        "ruled_out": sorted(judgement.ruled_out),
        "note": judgement.note.strip(),
        "code": one.code,
        "statement": one.statement.zh,
        "by": who.name,
    }
    filing.put(session, bench.opened, Kind.FINDING, body, bench.today)
    desk.ledger.record(session, actor=who.officer, act=Act.VERIFY, case=number, note=f"mark {len(bench.marks) + 1}")


def days_so_far(bench: Bench) -> tuple[set[date], set[date]]:
    """Give the days on which both units claim the same person, and all days the receiving unit claims. Raise `Lost`."""
    records = records_of(bench)
    claimed = {(row.person, row.day) for row in records.receiving if row.status is Status.PRESENT}
    at_home = {(row.person, row.day) for row in records.sending if row.status is Status.PRESENT}
    return {day for _, day in claimed & at_home}, {day for _, day in claimed}
