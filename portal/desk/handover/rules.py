"""Which way a hand-over goes, which decision that is, and who may end it how. Pure.

Source: DOMAIN 3.1 and 3.5; 《纪检监察机关处理检举控告工作规则》 articles 15 and 16,
《监察法实施条例》(2021) article 169.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.officers.rules import Right
from portal.domain.decisions import Decision
from portal.domain.handing import Handing


class Way(StrEnum):
    """Where the receiving office stands, seen from the one that sends."""

    UP = "up"
    ACROSS = "across"
    DOWN = "down"


Parents = Mapping[str, str | None]
"""The office above each office; None at the top."""


def way(parents: Parents, sender: str, receiver: str) -> Way:
    """Tell which way `receiver` lies. Raise `NotAllowed` for the office itself, and for one that is not there."""
    if receiver == sender or receiver not in parents or sender not in parents:
        raise NotAllowed(Refusal.RECEIVER)
    if receiver in _above(parents, sender):
        return Way.UP
    return Way.DOWN if sender in _above(parents, receiver) else Way.ACROSS


def lower(parents: Parents, office: str) -> tuple[str, ...]:
    """The offices anywhere below `office`, in order."""
    return tuple(one for one in sorted(parents) if office in _above(parents, one))


def decision(towards: Way) -> Decision:
    """The decision of the table that a hand-over this way is."""
    return Decision.REFER_UP if towards is Way.UP else Decision.HAND_ON


def may_end(status: Handing, rights: Collection[Right]) -> None:
    """Pass when an offer can still be taken, refused or withdrawn by somebody with these rights. Raise `NotAllowed`."""
    if status is not Handing.OFFERED:
        raise NotAllowed(Refusal.OVER)
    if Right.REGISTER not in rights:
        raise NotAllowed(Refusal.RIGHT)


def chosen(receiving: Collection[str], barred: Collection[str], eligible: Collection[str]) -> None:
    """Pass when somebody receives, all who do may, and nobody both receives and is barred. Raise `NotAllowed`."""
    if not receiving or not set(receiving) <= set(eligible) or set(receiving) & set(barred):
        raise NotAllowed(Refusal.PERSON)


def _above(parents: Parents, office: str) -> tuple[str, ...]:
    found: list[str] = []
    above = parents.get(office)
    while above is not None and above not in found:
        found.append(above)
        above = parents.get(above)
    return tuple(found)
