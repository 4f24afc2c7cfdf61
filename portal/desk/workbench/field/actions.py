"""Noting what was seen, planning visits, counting answers. Each is sealed to the case and stands in the audit chain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import SystemRandom
from typing import Any, Final

from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework import filing
from portal.desk.casework.unlocking import NoSuchCase
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who
from portal.desk.workbench.bench import Bench, Stale, enter
from portal.desk.workbench.checking.planning import plan_visits
from portal.desk.workbench.field.noted import Noted, Visit, folded
from portal.domain.workdays import is_workday
from portal.sealing import Kind

MOST_VISITS: Final = 20
FARTHEST: Final = timedelta(days=92)


@dataclass(frozen=True)
class Ahead:
    """Between which days to visit, and how often."""

    first: date
    last: date
    visits: int


def noted(bench: Bench) -> Noted:
    """Everything noted in the field for this case."""
    return folded(bench.visits)


def note_visit(session: Session, desk: Desk, who: Who, number: str, seen: Mapping[str, Any], key: str) -> None:
    """Keep one visit. `seen` is a visit's body; `key` is the page's own, so that sending it twice keeps one.

    Raise like `enter`; `NoSuchCase` for a person who is not in the register, `Stale` for a day to come.
    """
    bench = enter(session, desk, who, number)
    if any(body and body.get("key") == key for _, body in bench.visits):
        return
    if seen["person"] not in {row.person for row in bench.roster()}:
        raise NoSuchCase
    if date.fromisoformat(seen["day"]) > bench.today:
        raise Stale
    _keep(session, desk, who, bench, {"act": "visit", **seen, "key": key})


def visit_at(bench: Bench, slot: int) -> Visit:
    """The visit in a slot. Raise `NoSuchCase`: what is not there is answered as what may not be seen."""
    found = next((visit for visit in noted(bench).visits if visit.slot == slot), None)
    if found is None:
        raise NoSuchCase
    return found


def strike(session: Session, desk: Desk, who: Who, number: str, slot: int, reason: str) -> None:
    """Let a visit no longer count, with a reason; it stays readable. Raise like `enter`; `NoSuchCase`, `Stale`."""
    bench = enter(session, desk, who, number)
    if visit_at(bench, slot).struck:
        raise Stale
    _keep(session, desk, who, bench, {"act": "strike", "slot": slot, "reason": reason})


def make_plan(session: Session, desk: Desk, who: Who, number: str, ahead: Ahead, shares: Mapping[int, float]) -> None:
    """Choose days and keep them; `shares` are those of disputed days by weekday. Raise like `enter`; `Stale`."""
    bench = enter(session, desk, who, number)
    first = max(ahead.first, bench.today)
    if ahead.last < first or ahead.last - first > FARTHEST:
        raise Stale
    all_days = [first + timedelta(days=one) for one in range((ahead.last - first).days + 1)]
    candidates = [day for day in all_days if is_workday(day)]
    chosen = plan_visits(candidates, shares, ahead.visits, SystemRandom())
    _keep(session, desk, who, bench, {"act": "plan", "days": [day.isoformat() for day in chosen]})


def count(session: Session, desk: Desk, who: Who, number: str, tally: Mapping[str, Any], key: str) -> None:
    """Keep a count of answers. Raise like `enter`."""
    bench = enter(session, desk, who, number)
    if not any(body and body.get("key") == key for _, body in bench.visits):
        _keep(session, desk, who, bench, {"act": "tally", **tally, "key": key})


def _keep(session: Session, desk: Desk, who: Who, bench: Bench, body: Mapping[str, Any]) -> None:
    filing.put(session, bench.opened, Kind.VISIT, {**body, "by": who.name}, bench.today)
    note = f"{body['act']} {len(bench.visits) + 1}"
    desk.ledger.record(session, actor=who.officer, act=Act.VERIFY, case=bench.number, note=note)
