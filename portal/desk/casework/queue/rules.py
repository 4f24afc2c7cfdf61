"""Which part of a queue somebody asks to see, as it stands in an address and in a saved view. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self

from portal.domain.statuses import State

LONGEST = 32
_HEX = frozenset("0123456789abcdef")
MINE, NOBODY = "mine", "none"
"""Words in place of an officer's id: the one who asks, and no handler."""


class Due(StrEnum):
    """By when a term ends. `WEEK`: from today to Sunday; `SOON`: within the days that count as soon."""

    LATE = "late"
    WEEK = "week"
    SOON = "soon"


class Flag(StrEnum):
    """What is marked: new letters; somebody waits for a second person."""

    LETTERS = "letters"
    WAITS = "waits"


class Sort(StrEnum):
    """By what the queue is sorted; `DUE` begins with the nearest day, the others with the newest."""

    DUE = "due"
    RECEIVED = "received"
    NUMBER = "number"
    CHANGED = "changed"

    @property
    def newest_first(self) -> bool:
        """Whether the largest value stands first."""
        return self is not Sort.DUE


@dataclass(frozen=True)
class Wanted:
    """A choice of filters and an order. None filters nothing. `handler`: an officer's id, `MINE` or `NOBODY`."""

    state: State | None = None
    due: Due | None = None
    handler: str = ""
    flag: Flag | None = None
    sort: Sort = Sort.DUE

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """Read what an address, or a saved view, says; nonsense filters nothing."""
        state, due, flag, sort = (str(given.get(name) or "") for name in ("state", "due", "flag", "sort"))
        return cls(
            state=State(state) if state in set(State) else None,
            due=Due(due) if due in set(Due) else None,
            handler=_handler(str(given.get("handler") or "")),
            flag=Flag(flag) if flag in set(Flag) else None,
            sort=Sort(sort) if sort in set(Sort) else Sort.DUE,
        )

    def but(self, **changed: Any) -> dict[str, str]:
        """Give the arguments of an address that asks for this with something changed; empty ones left out."""
        return replace(self, **changed).written()

    def written(self) -> dict[str, str]:
        """Give this as the arguments of an address; what is usual is left out."""
        said = {field.name: str(getattr(self, field.name) or "") for field in fields(self)}
        return {name: value for name, value in said.items() if value and (name, value) != ("sort", Sort.DUE)}


@dataclass(frozen=True)
class Position:
    """Where a page goes on: after the row with this value of the sorted column and this number."""

    value: str
    number: str

    @classmethod
    def read(cls, typed: str | None, sort: Sort) -> "Position | None":
        """Read `value~number`; None, which is the first page, for anything else."""
        value, _, number = (typed or "").partition("~")
        if not number or len(number) > LONGEST or (sort is Sort.NUMBER) != (value == ""):
            return None
        return cls(value, number) if sort is Sort.NUMBER or _day(value) else None

    @property
    def day(self) -> date:
        """The value as a day, which it is for every order but that by number."""
        return date.fromisoformat(self.value)

    def __str__(self) -> str:
        return f"{self.value}~{self.number}"


def end_of_week(today: date) -> date:
    """Give the Sunday of the week that `today` lies in."""
    return today + timedelta(days=6 - today.weekday())


def _handler(typed: str) -> str:
    is_id = len(typed) == LONGEST and set(typed) <= _HEX
    return typed if is_id or typed in (MINE, NOBODY) else ""


def _day(typed: str) -> bool:
    try:
        return date.fromisoformat(typed).isoformat() == typed
    except ValueError:
        return False
