"""Hours of a day: whether two spans overlap. A bound that is missing is open: it could be any hour."""

from dataclasses import dataclass
from datetime import time

DAY = 24 * 60


@dataclass(frozen=True)
class Span:
    """Minutes of a day from `start` up to `end`; `told` when both bounds stand in the record."""

    start: int = 0
    end: int = DAY
    told: bool = False

    def overlaps(self, other: "Span") -> bool:
        """Whether both share at least one minute."""
        return min(self.end, other.end) - max(self.start, other.start) >= 1

    def minutes_apart(self, other: "Span") -> int:
        """Give the minutes between two spans, 0 when they touch or overlap."""
        return max(0, max(self.start, other.start) - min(self.end, other.end))


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def claimed(first: time | None, last: time | None) -> Span:
    """Give the hours a sheet claims: without an hour in, from midnight; without an hour out, to midnight.

    An end before the start is a shift over midnight, of which this day holds the first part.
    """
    start = _minute(first) if first else 0
    end = _minute(last) if last else DAY
    told = first is not None and last is not None
    return Span(start, DAY if end <= start else end, told)


def seen(first: time | None, last: time | None) -> Span:
    """Give the hours an observation speaks of: none is the whole day, a single one is that minute."""
    if first is None and last is None:
        return Span()
    if first is None or last is None:
        at = _minute(first or last or time())
        return Span(at, at + 1, told=True)
    return Span(_minute(first), max(_minute(first) + 1, _minute(last)), told=True)


def as_text(first: time | None, last: time | None) -> str:
    """Give the hours for a sentence: "08:23–17:34", one of them alone, or nothing."""
    told = [at.strftime("%H:%M") for at in (first, last) if at]
    return "–".join(told)
