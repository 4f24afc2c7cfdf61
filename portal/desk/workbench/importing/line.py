"""One row under its header, asked key by key; what it cannot answer is noted or refuses the row."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import NoReturn

from portal.desk.workbench.rows import Source

from . import cells
from .plain import Noted
from .reasons import Reason


class Refused(Exception):
    """The row cannot be used. `detail` is the header it concerns."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(reason)


@dataclass
class Line:
    """A row while it is being read. `texts` are its cells by key, `headers` the headers as typed, by key."""

    source: Source
    texts: dict[str, str]
    headers: dict[str, str]
    year: int | None = None
    notes: list[Noted] = field(default_factory=list)
    unusable: dict[str, Reason] = field(default_factory=dict)
    """Keys whose cell holds something that is no value (a formula error, a merge), and why: not empty, not known."""

    def text(self, key: str) -> str:
        """Give the words of a cell, "" for an empty one."""
        return self.texts.get(key, "")

    def note(self, reason: Reason, key: str = "") -> None:
        """Keep something to know about this row."""
        self.notes.append(Noted(self.source.row, reason, self.headers.get(key, key)))

    def needed(self, key: str) -> str:
        """Give the words of a cell that must not be empty. Raise `Refused`."""
        if not self.text(key):
            self.lacks(key)
        return self.text(key)

    def lacks(self, key: str) -> NoReturn:
        """Refuse the row for a cell that is needed and has no value. Raise `Refused`."""
        raise Refused(self.unusable.get(key, Reason.MISSING_VALUE), self.headers.get(key, key))

    def day(self, key: str) -> date:
        """Give the day of a cell that must have one. Raise `Refused`."""
        day = cells.as_day(self.needed(key), self.year)
        if day is None:
            raise Refused(Reason.BAD_DATE, self.headers.get(key, key))
        return day

    def edge(self, key: str, *, last: bool = False) -> date | None:
        """Give the day of a period's edge; a month means its first or `last` day. None for an empty cell."""
        text = self.text(key)
        if cells.is_nothing(text) or (last and cells.tidy(text) in {"至今", "长期", "在任", "未定"}):
            return None
        day = cells.as_day(text, self.year)
        month = None if day else cells.as_month(text, self.year)
        if day is None and month is None:
            raise Refused(Reason.BAD_DATE, self.headers.get(key, key))
        return day or (month and (cells.last_of(month) if last else month))

    def month(self, key: str) -> date:
        """Give the first day of the month of a cell that must have one. Raise `Refused`."""
        month = cells.as_month(self.needed(key), self.year)
        if month is None:
            raise Refused(Reason.BAD_MONTH, self.headers.get(key, key))
        return month

    def time(self, key: str) -> time | None:
        """Give a time; one that cannot be read counts as missing and is noted."""
        text = self.text(key)
        at = None if cells.is_nothing(text) else cells.as_time(text)
        if at is None and not cells.is_nothing(text):
            self.note(Reason.BAD_TIME, key)
        return at

    def moment(self, key: str) -> datetime | None:
        """Give a day with a time; one that cannot be read counts as missing and is noted."""
        text = self.text(key)
        at = None if cells.is_nothing(text) else cells.as_moment(text)
        if at is None and not cells.is_nothing(text):
            self.note(Reason.BAD_TIME, key)
        return at

    def number(self, key: str) -> Decimal | None:
        """Give a number; one that cannot be read counts as missing and is noted."""
        text = self.text(key)
        number = None if cells.is_nothing(text) else cells.as_number(text)
        if number is None and not cells.is_nothing(text):
            self.note(Reason.BAD_NUMBER, key)
        return number
