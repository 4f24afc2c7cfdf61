"""Who keeps which half of an officer's key, when a recovery may go on, and when it is over. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

KEEPERS_EACH: Final = 2
"""So many keep each half where there are enough: one may be away. More would make more pairs who could act together."""


class State(StrEnum):
    """Where a recovery stands. `BEGUN`: the officer has not taken it up; `WAITING`: for the two halves."""

    BEGUN = "begun"
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


OPEN: Final = frozenset({State.BEGUN, State.WAITING})


class Standing(StrEnum):
    """Whether an officer's key could be got back. `BROKEN`: of one half nobody is left who could hand it over."""

    NONE = "none"
    BROKEN = "broken"
    READY = "ready"


class Why(StrEnum):
    """Why something about a recovery was not done."""

    FEW = "few"
    NOT_SET_UP = "not-set-up"
    OWN = "own"
    OPEN = "open"
    STALE = "stale"
    OVER = "over"
    UNTAKEN = "untaken"
    NEW = "new"
    BEGAN = "began"
    HANDED = "handed"
    DIFFERS = "differs"
    NO_HALF = "no-half"
    UNPROVEN = "unproven"
    TEXT = "text"
    WRONG = "wrong"
    WAITS = "waits"
    LEFT = "left"
    UNFIT = "unfit"
    SHORT = "short"
    MONOTONOUS = "monotonous"
    CONTAINS_LOGIN = "contains-login"
    BUSY = "busy"


class NotRecovered(Exception):
    """Nothing was changed; `why` says what stood in the way."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def divided(keepers: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Deal `keepers`, the nearest first, to the two halves in turn. Raise `NotRecovered` for fewer than two.

    Each is dealt once, so nobody keeps both halves.
    """
    chosen = tuple(dict.fromkeys(keepers))[: 2 * KEEPERS_EACH]
    if len(chosen) < len(("the first half", "the second half")):
        raise NotRecovered(Why.FEW)
    return chosen[::2], chosen[1::2]


def standing(parts: Iterable[int] | None) -> Standing:
    """What an officer has: `parts` are those of which a keeper is left, None when nothing was set up."""
    if parts is None:
        return Standing.NONE
    return Standing.READY if set(parts) == {0, 1} else Standing.BROKEN


def state_now(state: State, begun: date, today: date, days: int) -> State:
    """The state a recovery is in: an open one lapses after its last day."""
    return State.LAPSED if state in OPEN and today > last_day(begun, days) else state


def last_day(begun: date, days: int) -> date:
    """The last day on which a recovery can be completed."""
    return begun + timedelta(days=days)


@dataclass(frozen=True)
class Handing:
    """A keeper who would hand over their half. `taken`: those who handed one over in this recovery already, by part."""

    keeper: str
    part: int | None
    state: State
    begun_by: str
    proven: bool
    seasoned: bool
    taken: dict[int, str]


def may_hand(one: Handing) -> None:
    """Pass when the keeper may hand their half over. Raise `NotRecovered`.

    Whoever began the recovery hands nothing over: it takes three, the officer apart, to get a key (T5).
    """
    if one.state is State.BEGUN:
        raise NotRecovered(Why.UNTAKEN)
    if one.state is not State.WAITING:
        raise NotRecovered(Why.OVER)
    if one.part is None:
        raise NotRecovered(Why.NO_HALF)
    if one.keeper == one.begun_by:
        raise NotRecovered(Why.BEGAN)
    if not one.seasoned:
        raise NotRecovered(Why.NEW)
    if not one.proven:
        raise NotRecovered(Why.UNPROVEN)
    if one.part in one.taken or one.keeper in one.taken.values():
        raise NotRecovered(Why.HANDED)


def same_fingerprint(typed: str, fingerprint: str) -> bool:
    """Whether what a keeper typed is the fingerprint, however it is spaced and written."""
    return _plain(typed) == _plain(fingerprint)


def able(keepers: Collection[tuple[str, int]], there: Collection[str], without: str = "") -> frozenset[int]:
    """The parts of which a keeper is there, `without` left out, by (keeper, part)."""
    return frozenset(part for keeper, part in keepers if keeper in there and keeper != without)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
