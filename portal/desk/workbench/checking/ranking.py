"""A whole roster: whose records need a look first, by how many inconsistencies nobody has explained.

A number of records, never a score, label or grade of a person (DOMAIN 5.1).
"""

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass

from portal.desk.workbench.rows import Records

from .days import Window
from .findings import Bearing, Code, Finding, Level
from .rules import Rules
from .whole import check_each


@dataclass(frozen=True)
class Standing:
    """What was found in one person's records, in numbers of findings.

    `unexplained` are inconsistencies of level high or medium that nobody has explained, `high` those of them at high;
    `by_code` counts them by check. `settled` were explained or not confirmed. `hints` are at level info, `in_favour`
    speak for the person, `gaps` are what is missing or cannot be compared.
    """

    person: str
    name: str
    unexplained: int
    high: int
    by_code: tuple[tuple[Code, int], ...]
    settled: int
    hints: int
    in_favour: int
    gaps: int


def ranked(
    records: Records, rules: Rules, window: Window | None = None, settled: Container[str] = frozenset()
) -> tuple[Standing, ...]:
    """Check everybody, one after the other, and give the most unexplained inconsistencies first.

    Only the numbers are kept: open the person's own check for the findings. Equal numbers stand in the order of keys.
    """
    told = [
        standing(one.person, one.dossier.name, one.findings, settled)
        for one in check_each(records, rules, window, settled)
    ]
    return tuple(sorted(told, key=lambda one: (-one.unexplained, -one.high, one.person)))


def standing(person: str, name: str, findings: Iterable[Finding], settled: Container[str]) -> Standing:
    """Count one person's findings; `settled` are ids marked explained or not confirmed."""
    every = list(findings)
    questions = [one for one in every if one.is_open_question]
    left = [one for one in questions if one.id not in settled]
    bearings = Counter(one.bearing for one in every)
    return Standing(
        person, name, len(left), sum(one.level is Level.HIGH for one in left),
        tuple(sorted(Counter(one.code for one in left).items())), len(questions) - len(left),
        bearings[Bearing.INCONSISTENT] - len(questions), bearings[Bearing.IN_FAVOUR], bearings[Bearing.NEUTRAL],
    )  # fmt: skip
