"""Where one office stands seen from another, by the tree of the signed roster. Pure."""

from collections.abc import Mapping
from enum import StrEnum


class NoWay(ValueError):
    """The same office twice, or one that is not in the tree."""


class Way(StrEnum):
    """Where the receiving office stands, seen from the one that sends."""

    UP = "up"
    ACROSS = "across"
    DOWN = "down"


Parents = Mapping[str, str | None]
"""The office above each office; None at the top."""


def way(parents: Parents, sender: str, receiver: str) -> Way:
    """Tell which way `receiver` lies. Raise `NoWay`."""
    if receiver == sender or receiver not in parents or sender not in parents:
        raise NoWay(receiver)
    if receiver in above(parents, sender):
        return Way.UP
    return Way.DOWN if sender in above(parents, receiver) else Way.ACROSS


def lower(parents: Parents, office: str) -> tuple[str, ...]:
    """The offices anywhere below `office`, in order."""
    return tuple(one for one in sorted(parents) if office in above(parents, one))


def above(parents: Parents, office: str) -> tuple[str, ...]:
    """The offices above `office`, the nearest first."""
    found: list[str] = []
    upper = parents.get(office)
    while upper is not None and upper not in found:
        found.append(upper)
        upper = parents.get(upper)
    return tuple(found)
