"""The marks of a case, folded from sealed items: the last one of each finding counts, all of them can be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.desk.workbench.checking import Mark
from portal.desk.workbench.checking.marks import SETTLED
from portal.desk.workbench.findings.rules import Judgement


@dataclass(frozen=True)
class Marked:
    """One mark: which finding, what was made of it, when and by whom; `statement` is what the finding said then."""

    key: str
    judgement: Judgement
    day: date
    by: str
    statement: str


@dataclass(frozen=True)
class Marks:
    """Every mark in order. `unreadable` counts items that could not be read."""

    all: tuple[Marked, ...] = ()
    unreadable: int = 0

    def of(self, key: str) -> tuple[Marked, ...]:
        """The marks of one finding, the newest last."""
        return tuple(one for one in self.all if one.key == key)

    @property
    def settled(self) -> frozenset[str]:
        """The keys of findings whose last mark says that they are explained or not confirmed."""
        last = {one.key: one.judgement.mark for one in self.all}
        return frozenset(key for key, mark in last.items() if mark in SETTLED)

    def orphans(self, keys: Iterable[str]) -> tuple[Marked, ...]:
        """The last mark of each finding that is not there any more: its records changed since."""
        here = set(keys)
        return tuple({one.key: one for one in self.all if one.key not in here}.values())


def folded(items: Iterable[tuple[date, Mapping[str, Any] | None]]) -> Marks:
    """Fold the sealed bodies in order; None is one that could not be read."""
    made, unreadable = [], 0
    for day, body in items:
        try:
            made.append(_mark(day, body or {}))
        except (KeyError, TypeError, ValueError):
            unreadable += 1
    return Marks(tuple(made), unreadable)


def _mark(day: date, body: Mapping[str, Any]) -> Marked:
    judgement = Judgement(Mark(body["mark"]), frozenset(map(str, body["ruled_out"])), body["note"])
    return Marked(body["key"], judgement, day, body["by"], body["statement"])
