"""The lists of days that units are asked about. Chosen once, kept sealed, and never chosen again.

Choosing anew would mix other days among those that matter: whoever holds two prints has just these in common (0026).
What comes up later makes a list of its own, among days that were in no list before.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from random import SystemRandom
from typing import Any

from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework import filing
from portal.desk.casework.unlocking import NoSuchCase
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who
from portal.desk.workbench.bench import Bench, Stale, enter
from portal.desk.workbench.checking.asking import AskedDay, Request, days_to_explain, own_rows
from portal.desk.workbench.checking.findings import DAY_BY_DAY
from portal.desk.workbench.checking.whole import PersonChecked
from portal.sealing import Kind

_LEAST_CONTROLS = 2


@dataclass(frozen=True)
class Chosen:
    """Days of one person to ask about, those that could not be hidden among others, and whether there are any."""

    person: str
    days: tuple[date, ...]
    withheld: tuple[date, ...]

    def __bool__(self) -> bool:
        return bool(self.days or self.withheld)


@dataclass(frozen=True)
class AskedList:
    """One list: its place in the case (from 1), whom it is about, its days, and those that could not be hidden."""

    place: int
    person: str
    days: tuple[date, ...]
    withheld: tuple[date, ...]
    made: date
    by: str


@dataclass(frozen=True)
class AskedLists:
    """Every list of a case in order. `unreadable` counts items that could not be read."""

    all: tuple[AskedList, ...] = ()
    unreadable: int = 0

    def of(self, person: str) -> tuple[AskedList, ...]:
        """The lists about one person."""
        return tuple(one for one in self.all if one.person == person)

    def at(self, place: int) -> AskedList:
        """The list of a place. Raise `NoSuchCase`: what is not there is answered as what may not be seen."""
        found = next((one for one in self.all if one.place == place), None)
        if found is None:
            raise NoSuchCase
        return found


def folded(items: Iterable[tuple[date, Mapping[str, Any] | None]]) -> AskedLists:
    """Fold the sealed bodies in order; None is one that could not be read."""
    lists, unreadable = [], 0
    for place, (day, body) in enumerate(items, 1):
        try:
            told = body or {}
            days, withheld = (tuple(map(date.fromisoformat, told[name])) for name in ("days", "withheld"))
            lists.append(AskedList(place, told["person"], days, withheld, day, told["by"]))
        except (KeyError, TypeError, ValueError):
            unreadable += 1
    return AskedLists(tuple(lists), unreadable)


def choice_for(person: PersonChecked, before: Iterable[AskedList], settled: Container[str]) -> Chosen:
    """Choose days among those in no list before, by chance; findings in `settled` (ids) were explained, ask nothing."""
    known = {day for one in before for day in (*one.days, *one.withheld)}
    dossier = replace(person.dossier, days=tuple(day for day in person.dossier.days if day.day not in known))
    findings = [one for one in person.findings if one.code in DAY_BY_DAY and one.id not in settled]
    chosen, chance = days_to_explain(replace(person, dossier=dossier), SystemRandom(), findings), SystemRandom()
    matter = {day for one in findings for day in one.dates}
    days = {one.day for one in chosen.days}
    # Where every day that looks like a disputed one is disputed too, days of another look stand beside them.
    others = [day.day for day in dossier.days if day.day not in matter | days and own_rows(day)]
    short = max(_LEAST_CONTROLS, len(days & matter)) - len(days - matter) if days else 0
    more = chance.sample(others, min(max(short, 0), len(others)))
    return Chosen(person.person, tuple(sorted({*days, *more})), chosen.withheld)


def keep(session: Session, desk: Desk, who: Who, number: str, chosen: Chosen, seen: int) -> None:
    """Keep a list; `seen` is how many lists the case had when the days were chosen.

    Raise like `enter`; `Stale` when another list was made since.
    """
    bench = enter(session, desk, who, number)
    if len(bench.papers) != seen:
        raise Stale
    body = {
        "person": chosen.person,
        "days": [day.isoformat() for day in chosen.days],
        "withheld": [day.isoformat() for day in chosen.withheld],
        "by": who.name,
    }
    filing.put(session, bench.opened, Kind.PAPER, body, bench.today)
    desk.ledger.record(session, actor=who.officer, act=Act.VERIFY, case=number, note=f"days to ask about {seen + 1}")


def request_of(one: AskedList, person: PersonChecked) -> Request:
    """A kept list with the rows that the records hold of its days now."""
    rows = {day.day: own_rows(day) for day in person.dossier.days}
    days = tuple(AskedDay(day, rows[day]) for day in one.days if rows.get(day))
    return Request(days, one.withheld)


def lists_of(bench: Bench) -> AskedLists:
    """The lists of a case."""
    return folded(bench.papers)
