"""A sheet with a column for each day of a month: one row of it is a person's month."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from portal.desk.workbench.rows import AttendanceRow, Status

from .cells import as_month
from .halves import joined
from .layout import day_of
from .line import Line, Refused
from .making import Making
from .plain import Noted
from .reasons import Reason
from .words import status_of


def days_of(line: Line, making: Making, month: str) -> Iterator[AttendanceRow]:
    """Give the days that hold a mark: an empty one is unknown. `month` "2026-05" serves rows without a month of theirs.

    Raise `Refused` when the month is not known or no day holds a mark. A mark on the 31st of a short month is noted.
    """
    first = line.month("year_month") if line.text("year_month") or "year_month" in line.unusable else as_month(month)
    marked = [(key, text) for key, text in line.texts.items() if key.startswith("day:")]
    if not marked:
        bad = [why for key, why in line.unusable.items() if key.startswith("day:")]
        raise Refused(bad[0] if bad else Reason.NO_MARKS)
    if first is not None and all(day_of(key, first) is None for key, _ in marked):
        raise Refused(Reason.NO_SUCH_DAY)
    halves: dict[date, dict[str, AttendanceRow]] = {}
    for key, text in marked:
        day = day_of(key, first)
        if day is None and first is None:
            raise Refused(Reason.NO_MONTH)
        if day is None:
            line.note(Reason.NO_SUCH_DAY, key)
            continue
        status, remark = status_of(text, sending=making.sending, mapped=making.words)
        note = " ".join(filter(None, (line.text("note"), remark)))
        named = tuple((line.headers[own], line.text(own)) for own in ("person_id", "name") if line.text(own))
        source = replace(line.source, cells=(*named, (line.headers[key], text)))
        row = AttendanceRow(source, making.person, day, status, text, line.text("name"), note=note)
        if half := key.split(":")[2:]:
            halves.setdefault(day, {})[half[0]] = row
        else:
            yield row
    for day, told in halves.items():
        yield from _whole(line, day, told)


def _whole(line: Line, day: date, halves: dict[str, AttendanceRow]) -> Iterator[AttendanceRow]:
    if len(halves) == 2:  # noqa: PLR2004  morning and afternoon
        yield joined(halves["am"], halves["pm"])
        return
    line.notes.append(Noted(line.source.row, Reason.HALF_MISSING, day.isoformat()))
    yield from (replace(row, status=Status.UNKNOWN) for row in halves.values())
