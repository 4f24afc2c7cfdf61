"""What a unit is asked to explain: days of its own records, so chosen that none can be told to come from a reporter.

Source: DOMAIN 5.1 (6), 1.4 (findings sheet per unit), 9 (small circle). An exact date can unmask who reported it. So a
request carries every day alike – no code, no reason, no count – and, for each day that matters, a control day that
looks the same in the unit's own records, three at least where only an observation disputes it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from random import Random

from portal.desk.workbench.rows import FileKind, Source

from .days import Day
from .findings import DAY_BY_DAY, Bearing, Code, Finding
from .planning import control_days
from .whole import PersonChecked

SENDING_SIDE = frozenset({FileKind.SENDING, FileKind.TRAVEL})
RECEIVING_SIDE = frozenset({FileKind.RECEIVING, FileKind.WORKLOG, FileKind.LEAVE})
"""Which records each unit keeps as a rule (DOMAIN 4.3). Observations are nobody's, meetings their organiser's."""


_LEAST_CONTROLS = 3


@dataclass(frozen=True)
class AskedDay:
    """One day of a request: the unit's own rows of it. Nothing tells why it is asked about."""

    day: date
    rows: tuple[tuple[FileKind, Source], ...]


@dataclass(frozen=True)
class Request:
    """The days to ask about, in order of date, and, for the desk only, days that could not be hidden among others."""

    days: tuple[AskedDay, ...]
    withheld: tuple[date, ...] = ()

    def for_unit(self, kinds: Collection[FileKind]) -> tuple[AskedDay, ...]:
        """Give what one unit gets to see: its own records, and the days of which it has any."""
        own = (AskedDay(one.day, tuple(row for row in one.rows if row[0] in kinds)) for one in self.days)
        return tuple(one for one in own if one.rows)


def days_to_explain(
    person: PersonChecked,
    chance: Random,
    findings: Iterable[Finding] | None = None,
    kinds: Collection[FileKind] = SENDING_SIDE | RECEIVING_SIDE,
) -> Request:
    """Choose the days that units are asked about, once for all of them: `for_unit` gives each its own part.

    Two requests with control days of their own would have just the days in common that matter. So also keep the answer
    and never choose again. `findings` (None: every inconsistency of `DAY_BY_DAY`) are those to be explained. A day of
    which no unit has a row is left out: it could only have come from somewhere else. A day that only an observation
    disputes is withheld when the records hold fewer than three other days like it. `chance` is
    `random.SystemRandom()` outside tests. Raise ValueError for `OBSERVATIONS`.
    """
    if FileKind.OBSERVATIONS in kinds:
        raise ValueError("observations never leave the desk for a unit")
    chosen = [one for one in person.findings if one.code in DAY_BY_DAY] if findings is None else list(findings)
    asked = _dates(chosen)
    seen_only = asked - _dates(one for one in chosen if one.code is not Code.V03)
    alike: dict[object, list[date]] = {}
    held = {day.day: rows for day in person.dossier.days if (rows := own_rows(day, kinds))}
    for day in person.dossier.days:
        if day.day in held:
            alike.setdefault(_look(day, kinds), []).append(day.day)
    days: list[date] = []
    withheld: list[date] = []
    for group in alike.values():
        wanted, others = [day for day in group if day in asked], [day for day in group if day not in asked]
        bare = [day for day in wanted if day in seen_only]
        least = max(len(bare), _LEAST_CONTROLS) if bare else 0
        if len(others) < least:
            withheld += bare
            wanted = [day for day in wanted if day not in seen_only]
        days += control_days(wanted, others, least, chance)
    return Request(tuple(AskedDay(day, held[day]) for day in sorted(days)), tuple(sorted(withheld)))


def _dates(findings: Iterable[Finding]) -> set[date]:
    return {day for one in findings if one.bearing is Bearing.INCONSISTENT for day in one.dates}


def _look(day: Day, kinds: Collection[FileKind]) -> object:
    """What the units themselves see of a day in their records, apart from the date."""
    return (
        day.sending.status if FileKind.SENDING in kinds else None,
        day.receiving.status if FileKind.RECEIVING in kinds else None,
        bool(day.trips) and FileKind.TRAVEL in kinds,
        bool(day.slips) and FileKind.LEAVE in kinds,
        bool(day.logs) and FileKind.WORKLOG in kinds,
        bool(day.meetings) and FileKind.MEETINGS in kinds,
    )


def own_rows(
    day: Day, kinds: Collection[FileKind] = SENDING_SIDE | RECEIVING_SIDE
) -> tuple[tuple[FileKind, Source], ...]:
    """Give the rows of a day that stand in records of these kinds, which must not be observations."""
    rows = (
        *((FileKind.SENDING, row.source) for row in day.sending.rows),
        *((FileKind.RECEIVING, row.source) for row in day.receiving.rows),
        *((FileKind.WORKLOG, row.source) for row in day.logs),
        *((FileKind.TRAVEL, row.source) for row in day.trips),
        *((FileKind.LEAVE, row.source) for row in day.slips),
        *((FileKind.MEETINGS, row.source) for row in day.meetings),
    )
    return tuple((kind, source) for kind, source in rows if kind in kinds)
