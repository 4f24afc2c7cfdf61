"""What every record says about one person's days. Pure: records in, plain values out."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Protocol, TypeVar

from portal.desk.workbench.rows import (
    AttendanceRow,
    ObservationRow,
    Records,
    Status,
    TravelRow,
)
from portal.desk.workbench.words import STATUSES
from portal.domain.options import SEEN
from portal.domain.text import Text
from portal.domain.workdays import is_workday


class _OfSomebody(Protocol):
    @property
    def person(self) -> str: ...


R = TypeVar("R", bound=_OfSomebody)
Shown = TypeVar("Shown")

_ONE = timedelta(days=1)
_LONGEST = 400
NONE = Text("无记录", "No record")

SHAPES = {
    Status.PRESENT: "●",
    Status.OFFICIAL_OUT: "▲",
    Status.LEAVE: "◆",
    Status.OFF: "○",
    Status.ABSENT: "✕",
    Status.SECONDED: "■",
    Status.HALF: "◐",
    Status.UNKNOWN: "?",
}
"""A shape for each class, so that nothing is told by colour alone."""


@dataclass(frozen=True)
class Track:
    """One unit's record of one day; `status` None when it has none."""

    status: Status | None = None
    word: str = ""
    times: str = ""
    place: str = ""

    @property
    def shape(self) -> str:
        """The shape of its class."""
        return SHAPES[self.status] if self.status else "–"

    @property
    def text(self) -> Text:
        """Its class in words."""
        return STATUSES[self.status] if self.status else NONE

    @property
    def look(self) -> str:
        """The name of its class in the stylesheet."""
        return self.status.value if self.status else "none"


@dataclass(frozen=True)
class Day:
    """One day: both tracks, everything else, the codes of findings that concern it, and whether it is a working day."""

    day: date
    sending: Track = Track()
    receiving: Track = Track()
    observed: tuple[tuple[str, Text, str], ...] = ()
    trips: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    logs: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    workday: bool = True
    lit: bool = False

    @property
    def layers(self) -> tuple[Text, ...]:
        """One short word for each layer that has something on this day."""
        found = (
            (self.observed, Text("观", "obs")), (self.trips, Text("差", "trip")), (self.meetings, Text("会", "mtg")),
            (self.leave, Text("假", "lv")), (self.logs, Text("志", "log")),
        )  # fmt: skip
        return tuple(text for there, text in found if there)


@dataclass
class _Layers:
    sending: dict[date, list[AttendanceRow]] = field(default_factory=dict)
    receiving: dict[date, list[AttendanceRow]] = field(default_factory=dict)
    observed: dict[date, list[tuple[str, Text, str]]] = field(default_factory=dict)
    trips: dict[date, list[str]] = field(default_factory=dict)
    meetings: dict[date, list[str]] = field(default_factory=dict)
    leave: dict[date, list[str]] = field(default_factory=dict)
    logs: dict[date, list[str]] = field(default_factory=dict)


def span(first: date, last: date) -> list[date]:
    """Give every day from `first` to `last`, at most 400."""
    return [first + _ONE * step for step in range(min((last - first).days + 1, _LONGEST))]


def days_of(
    records: Records, person: str, days: Iterable[date], codes: Mapping[date, Iterable[str]], lit: Collection[date] = ()
) -> tuple[Day, ...]:
    """Give each of `days` with what the records of `person` say about it.

    `codes` are those of findings, by day; `lit` are the days of the one finding that is being looked at.
    """
    layers = _layers(records, person)
    return tuple(
        Day(
            day,
            _track(layers.sending.get(day, [])),
            _track(layers.receiving.get(day, [])),
            tuple(layers.observed.get(day, [])),
            tuple(layers.trips.get(day, [])),
            tuple(layers.meetings.get(day, [])),
            tuple(layers.leave.get(day, [])),
            tuple(layers.logs.get(day, [])),
            tuple(sorted(set(codes.get(day, ())))),
            is_workday(day),
            day in lit,
        )
        for day in days
    )


def months_of(records: Records, person: str) -> tuple[date, ...]:
    """Give the first day of every month of which some record of `person` speaks."""
    layers = _layers(records, person)
    found = {day.replace(day=1) for layer in vars(layers).values() for day in layer}
    return tuple(sorted(found))


def _layers(records: Records, person: str) -> _Layers:
    made = _Layers()
    for rows, track in ((records.sending, made.sending), (records.receiving, made.receiving)):
        _lay(track, rows, person, lambda row: [row.day], lambda row: row)
    _lay(made.observed, records.observations, person, _observed_days, _seen)
    _lay(made.trips, records.travel, person, lambda row: span(row.depart, row.back), _trip)
    _lay(made.leave, records.leave, person, lambda row: span(row.start, row.end), lambda row: row.type)
    _lay(made.meetings, records.meetings, person, lambda row: [row.day], lambda row: f"{row.title} {row.unit}".strip())
    _lay(made.logs, records.worklog, person, lambda row: [row.day], lambda row: row.content)
    return made


def _lay(
    layer: dict[date, list[Shown]],
    rows: Iterable[R],
    person: str,
    days: Callable[[R], Iterable[date]],
    shown: Callable[[R], Shown],
) -> None:
    for row in rows:
        if row.person == person:
            for day in days(row):
                layer.setdefault(day, []).append(shown(row))


def _observed_days(row: ObservationRow) -> list[date]:
    return [] if row.whole_month else span(row.first, row.last)


def _trip(row: TravelRow) -> str:
    return f"{row.origin}→{row.destination}"


def _seen(row: ObservationRow) -> tuple[str, Text, str]:
    return row.label, SEEN.text(row.seen), f"{_times(row.time_from, row.time_to)} {row.place}".strip()


def _track(rows: list[AttendanceRow]) -> Track:
    if not rows:
        return Track()
    words = "/".join(dict.fromkeys(row.word for row in rows if row.word))
    places = "/".join(dict.fromkeys(row.place for row in rows if row.place))
    times = "; ".join(dict.fromkeys(filter(None, (_times(row.time_in, row.time_out) for row in rows))))
    return Track(rows[0].status if len({row.status for row in rows}) == 1 else Status.UNKNOWN, words, times, places)


def _times(first: time | None, last: time | None) -> str:
    if first and last:
        return f"{first:%H:%M}–{last:%H:%M}"
    return f"{first or last:%H:%M}" if first or last else ""
