"""A finding as the workbench shows it, and everything found in a case together with what was made of it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.desk.workbench.checking import Mark
from portal.desk.workbench.checking.findings import DAY_BY_DAY
from portal.desk.workbench.findings.marks import Marked, Marks
from portal.desk.workbench.rows import Records, Source
from portal.desk.workbench.ruling.rules import RuleBook
from portal.domain.text import Text

LEVELS = ("high", "medium", "info")


@dataclass(frozen=True)
class Shown:
    """One finding (DOMAIN 5.4). `key` is the same whenever the same rows say the same; `level` is one of `LEVELS`.

    `explanations` are innocent ones: a key by which it is ticked off, and its words.
    """

    key: str
    code: str
    level: str
    person: str
    dates: tuple[date, ...]
    evidence: tuple[Source, ...]
    statement: Text
    explanations: tuple[tuple[str, Text], ...]
    next_step: Text
    in_favour: bool = False


Checker = Callable[[Records, RuleBook, Collection[str]], Iterable[Shown]]
"""Runs every check over the records of a case, held against its rules; told which findings (keys) are explained."""


@dataclass(frozen=True)
class Board:
    """Everything found, in the order of the page. `basis` tells whether the records changed since it was made."""

    people: Mapping[str, str]
    found: tuple[Shown, ...]
    marks: Marks
    basis: tuple[int, int, int]
    left_out: int = 0
    alone: bool = False

    def at(self, key: str) -> Shown | None:
        """Find a finding by its key."""
        return next((one for one in self.found if one.key == key), None)

    def newest(self, key: str) -> Marked | None:
        """The mark that counts for a finding; None for one that nobody marked."""
        marks = self.marks.of(key)
        return marks[-1] if marks else None

    def mark(self, key: str) -> Mark:
        """What was made of a finding, open while nobody marked it."""
        newest = self.newest(key)
        return newest.judgement.mark if newest else Mark.PENDING

    @property
    def orphans(self) -> tuple[Marked, ...]:
        """Marks of findings that are gone; nothing while only one person's were looked for."""
        return () if self.alone else self.marks.orphans(one.key for one in self.found)

    def codes(self, person: str) -> dict[date, list[str]]:
        """The checks of single days that found something that does not fit about a person, by day."""
        codes: dict[date, list[str]] = {}
        for one in self.found:
            if one.person == person and one.code in DAY_BY_DAY and not one.in_favour:
                for day in one.dates:
                    codes.setdefault(day, []).append(one.code)
        return codes
