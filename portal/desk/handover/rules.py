"""Which decision a hand-over is, and who may end it how. Pure.

Source: DOMAIN 3.1 and 3.5; 《纪检监察机关处理检举控告工作规则》 articles 15 and 16,
《监察法实施条例》(2021) article 169.
"""

from collections.abc import Collection

from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.officers.rules import Right
from portal.desk.officers.tree import Way
from portal.domain.decisions import Decision
from portal.domain.handing import Handing


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
