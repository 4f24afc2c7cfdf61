"""Mornings and afternoons that stand in rows of their own: two rows of one person are one day.

Source: DOMAIN 5.7 (`half` is half a day of presence; what is missing is unknown, never absence).
"""

from collections.abc import Sequence
from dataclasses import replace

from portal.desk.workbench.rows import AttendanceRow, Status

from .cells import tidy

_HALVES = {"am": "上午 上 早 早上 午前 am", "pm": "下午 下 午 午后 pm"}
_OF = {word: half for half, words in _HALVES.items() for word in words.split()}
_ON_DUTY = frozenset({Status.PRESENT, Status.OFFICIAL_OUT})


def half_of(text: str) -> str:
    """Give "am" or "pm" for a word that means one half of a day, "" for anything else."""
    return _OF.get(tidy(text).casefold(), "")


def says_halves(texts: Sequence[str]) -> bool:
    """Tell whether a column holds both halves of days and nothing else."""
    return {half_of(text) for text in texts if text} == {"am", "pm"}


def together(first: Status, second: Status) -> Status:
    """Give the class of a day from its two halves.

    Present and away on duty count as away on duty: a whole day of presence would be more than the record says, and half
    a day less. Present beside anything else is half a day. What stays open is unknown.
    """
    both = {first, second}
    if len(both) == 1:
        return first
    if Status.UNKNOWN in both:
        return Status.UNKNOWN
    if both in (_ON_DUTY, {Status.OFFICIAL_OUT, Status.OFF}):
        return Status.OFFICIAL_OUT
    if both & _ON_DUTY:
        return Status.HALF
    return Status.LEAVE if both == {Status.LEAVE, Status.OFF} else Status.UNKNOWN


def joined(morning: AttendanceRow, afternoon: AttendanceRow) -> AttendanceRow:
    """Make one row of two; it stands where the first stood and quotes both."""
    source = replace(
        morning.source,
        cells=(*morning.source.cells, *(c for c in afternoon.source.cells if c not in morning.source.cells)),
    )
    return replace(
        morning,
        source=source,
        status=together(morning.status, afternoon.status),
        word=morning.word if morning.word == afternoon.word else f"{morning.word}/{afternoon.word}",
        time_in=morning.time_in or afternoon.time_in,
        time_out=afternoon.time_out or morning.time_out,
        recorded=max(filter(None, (morning.recorded, afternoon.recorded)), default=None),
        note=" ".join(dict.fromkeys(filter(None, (morning.note, afternoon.note)))),
    )
