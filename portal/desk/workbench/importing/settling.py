"""What attendance rows of one person and day say together: two halves are a day, contradictions leave it unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from portal.desk.workbench.rows import AttendanceRow, Status

from .halves import joined
from .plain import Noted
from .reasons import Reason

Halves = Mapping[int, str]
"""Row number (from 1) to "am" or "pm", for the rows that are half a day."""


def settled(rows: Sequence[AttendanceRow], halves: Halves) -> tuple[list[AttendanceRow], list[Noted]]:
    """Join halves and mark contradictions. Give the rows in their order, and what is to be known about them."""
    days: dict[tuple[str, object], list[AttendanceRow]] = {}
    for row in rows:
        days.setdefault((row.person, row.day), []).append(row)
    kept, notes = [], []
    for same in days.values():
        told, more = _day(same, halves)
        kept += told
        notes += more
    kept.sort(key=lambda row: row.source.row)
    notes.sort(key=lambda note: note.row)
    return kept, notes


def _day(same: list[AttendanceRow], halves: Halves) -> tuple[list[AttendanceRow], list[Noted]]:
    at = {half: [row for row in same if halves.get(row.source.row) == half] for half in ("am", "pm")}
    if len(same) == 2 and len(at["am"]) == len(at["pm"]) == 1:  # noqa: PLR2004  one of each
        return [joined(at["am"][0], at["pm"][0])], []
    if len(same) == 1 and any(at.values()):
        return [replace(same[0], status=Status.UNKNOWN)], [_note(same[0], Reason.HALF_MISSING)]
    if len({row.status for row in same}) > 1:
        return [replace(row, status=Status.UNKNOWN) for row in same], [_note(r, Reason.CONTRADICTION) for r in same]
    return same, []


def _note(row: AttendanceRow, reason: Reason) -> Noted:
    return Noted(row.source.row, reason, row.day.isoformat())
