"""What a check gives: an inconsistency, a fact in the person's favour or a gap, with the rows it rests on.

Source: DOMAIN 5.1 (principles), 5.3 (levels), 5.4 (finding record). Never a verdict, never a score of a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from portal.desk.workbench.rows import FileKind, Source
from portal.domain.text import Text

ENGINE = "1"
"""The version of the checks, to be kept beside every stored finding. It changes when a rule's meaning does."""


class Code(StrEnum):
    """The checks of DOMAIN 5.3."""

    V01 = "V01"
    V02 = "V02"
    V03 = "V03"
    V03B = "V03b"
    V04 = "V04"
    V05 = "V05"
    V06 = "V06"
    V07 = "V07"
    V08 = "V08"
    V09 = "V09"
    V10 = "V10"
    V11 = "V11"
    V12 = "V12"
    V13 = "V13"
    V14 = "V14"
    V15 = "V15"
    V16 = "V16"
    V17 = "V17"
    V18 = "V18"


DAY_BY_DAY = frozenset({Code.V01, Code.V02, Code.V03, Code.V04, Code.V08, Code.V10, Code.V13})
"""Checks that speak of single days. The others speak of a sheet, a log or a month; their days stand for its rows."""


class Level(StrEnum):
    """How much a finding asks to be looked at: 重要, 关注, 提示."""

    HIGH = "high"
    MEDIUM = "medium"
    INFO = "info"


class Bearing(StrEnum):
    """Which way it points: records disagree, it speaks for the person, or neither (a gap, nothing to compare)."""

    INCONSISTENT = "inconsistent"
    IN_FAVOUR = "in_favour"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Evidence:
    """One row a finding rests on, and whose file it stands in. `OBSERVATIONS` never leaves the desk for a unit."""

    kind: FileKind
    source: Source


@dataclass(frozen=True)
class Explanation:
    """One innocent explanation. `key` is stable, so that it can be ticked off and stored."""

    key: str
    text: Text


@dataclass(frozen=True)
class Finding:
    """One finding (DOMAIN 5.4). What officers add to it (mark, note, who explained) is kept beside it, under `id`.

    `id` is the same however often the checks run and whatever the order of the rows: code, person, what it is about. It
    holds names and words of records: never put it into an address.
    `dates` are in order and may be empty.
    """

    id: str
    code: Code
    level: Level
    bearing: Bearing
    person: str
    dates: tuple[date, ...]
    evidence: tuple[Evidence, ...]
    statement: Text
    explanations: tuple[Explanation, ...] = ()
    next_steps: tuple[Text, ...] = ()

    @property
    def is_open_question(self) -> bool:
        """Whether it counts when records are ranked: two records disagree, at level high or medium."""
        return self.bearing is Bearing.INCONSISTENT and self.level is not Level.INFO


_LEVELS = {Level.HIGH: 0, Level.MEDIUM: 1, Level.INFO: 2}


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Order by person, code and date, and tell apart ids that would be the same."""
    placed = sorted(
        findings,
        key=lambda one: (one.person, one.code, one.dates, one.id, _LEVELS[one.level], one.statement.zh),
    )
    seen: dict[str, int] = {}
    told = []
    for one in placed:
        seen[one.id] = seen.get(one.id, 0) + 1
        told.append(replace(one, id=f"{one.id} ({seen[one.id]})") if seen[one.id] > 1 else one)
    return tuple(told)
