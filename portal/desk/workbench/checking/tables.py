"""From rows to day tables, one person at a time, so that a whole roster never stands in memory as days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from portal.desk.workbench.rows import AttendanceRow, FileKind, LogRow, MeetingRow, Records

from .days import NO_RECORD, Day, Dossier, PersonRows, R, Window, post_on, track_of, unique
from .rules import Rules

_TEN_YEARS, _LAST = timedelta(days=3652), date(9980, 12, 31)
Dated = TypeVar("Dated", AttendanceRow, LogRow, MeetingRow)
_FIELDS = tuple(vars(PersonRows()))


@dataclass(frozen=True)
class Sorted:
    """The rows of a case by kind and person, and what is known of the case as a whole.

    `asked` is the window as it was asked for, `window` the part of it in which there is anything to look at.
    """

    rows: Mapping[str, Mapping[str, list[object]]]
    persons: tuple[str, ...]
    imported: frozenset[FileKind]
    sheet_months: dict[FileKind, frozenset[date]]
    asked: Window | None
    window: Window | None
    worked: dict[date, bool] = field(default_factory=dict)


def sorted_out(records: Records, rules: Rules, window: Window | None = None) -> Sorted:
    """Sort the rows by person. `window` None: the span of the attendance files, else of all dated records (5.7)."""
    rows: dict[str, dict[str, list[object]]] = {}
    for kind in _FIELDS:
        by_person: dict[str, list[object]] = defaultdict(list)
        for row in getattr(records, kind):
            by_person[row.person].append(row)
        rows[kind] = by_person
    persons = {person for by_person in rows.values() for person in by_person}
    months = {FileKind.SENDING: _months(records.sending), FileKind.RECEIVING: _months(records.receiving)}
    asked = window or _span(records)
    looked_at = _bounded(asked, records)
    worked = {day: rules.calendar.works(day) for day in looked_at.days()} if looked_at else {}
    held = frozenset(kind for kind in FileKind if getattr(records, _FIELD_OF.get(kind, kind)))
    return Sorted(rows, tuple(sorted(persons)), records.imported | held, months, asked, looked_at, worked)


_FIELD_OF = {FileKind.SENDING: "sending", FileKind.RECEIVING: "receiving"}


def _months(sheet: Iterable[AttendanceRow]) -> frozenset[date]:
    return frozenset({day.replace(day=1) for day in {row.day for row in sheet}})


def _span(records: Records) -> Window | None:
    days = [row.day for row in records.sending] + [row.day for row in records.receiving]
    if not days:
        days = [row.day for row in records.worklog] + [row.day for row in records.meetings]
        days += [day for trip in records.travel for day in (trip.depart, trip.back)]
        days += [day for slip in records.leave for day in (slip.start, slip.end)]
        days += [day for one in records.observations for day in (one.first, one.last)]
    return Window(min(days), max(days)) if days else None


def _bounded(window: Window | None, records: Records) -> Window | None:
    """Cut to what the secondments span, and to ten years: one mistyped year must not make millions of days."""
    if window is None:
        return None
    first, last = window.first, min(window.last, _LAST)
    if records.roster:
        first = max(first, min(post.start for post in records.roster))
        last = min(last, max(post.end or _LAST for post in records.roster))
    return Window(first, min(last, first + _TEN_YEARS)) if first <= last else None


def dossiers(case: Sorted) -> Iterator[Dossier]:
    """Give one person's day table after the other, in the order of their keys."""
    for person in case.persons:
        yield dossier_of(case, person)


def dossier_of(case: Sorted, person: str) -> Dossier:
    """Give one person's day table; an empty one for somebody the rows do not know."""
    told = {kind: unique(case.rows[kind].get(person, ())) for kind in _FIELDS}
    rows = PersonRows(**told)  # type: ignore[arg-type]
    names = sorted(post.name for post in rows.roster)
    nothing = Window(date.max, date.min)
    days = tuple(_days(rows, case.window or nothing, case.worked))
    return Dossier(
        person, names[0] if names else person, days, rows, case.asked or nothing, case.imported, case.sheet_months,
    )  # fmt: skip


def _days(rows: PersonRows, window: Window, worked: Mapping[date, bool]) -> Iterator[Day]:
    sending, receiving = _by_day(rows.sending), _by_day(rows.receiving)
    logs = _by_day(sorted(rows.worklog, key=lambda row: (row.day, row.content)))
    trips = _spread(((row, row.depart, row.back) for row in rows.travel), window)
    slips = _spread(((row, row.start, row.end) for row in rows.leave), window)
    meetings = _by_day(rows.meetings)
    seen = _spread(((row, row.first, row.last) for row in rows.observations), window)
    for day in worked:
        post = post_on(rows.roster, day)
        if post is None and rows.roster:
            continue
        home, away = sending.get(day), receiving.get(day)
        yield Day(
            day, worked[day], post,
            track_of(home) if home else NO_RECORD, track_of(away) if away else NO_RECORD,
            tuple(logs.get(day, ())), tuple(trips.get(day, ())), tuple(slips.get(day, ())),
            tuple(meetings.get(day, ())), tuple(seen.get(day, ())),
        )  # fmt: skip


def _by_day(rows: Iterable[Dated]) -> dict[date, list[Dated]]:
    by_day: dict[date, list[Dated]] = defaultdict(list)
    for row in rows:
        by_day[row.day].append(row)
    return by_day


def _spread(spans: Iterable[tuple[R, date, date]], window: Window) -> dict[date, list[R]]:
    """Lay rows on every day they speak of, within the window."""
    by_day: dict[date, list[R]] = defaultdict(list)
    for row, first, last in spans:
        part = Window(max(first, window.first), min(last, window.last))
        for day in part.days():
            by_day[day].append(row)
    return by_day
