"""What a target is, and the one thing all of them say: this must hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


class Finding(AssertionError):
    """Something that must hold of every input does not hold of this one."""


@dataclass(frozen=True)
class Target:
    """A reader under test: `run` takes any bytes; `seeds` are valid inputs to begin from, made anew at each call."""

    run: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]]


def hold(holds: object, what: str) -> None:
    """Raise `Finding` unless it holds. Not `assert`: an optimised run would look for nothing."""
    if not holds:
        raise Finding(what)
