"""The rooms an officer may enter, as links. A link is a convenience; the doorkeeper decides again behind it."""

from dataclasses import dataclass

from flask import current_app

from portal.desk.officers.doorkeeper import Needs, mark_of
from portal.desk.officers.rules import Who
from portal.web.language import N_


@dataclass(frozen=True)
class Way:
    """One link: an endpoint and the Chinese word for it."""

    endpoint: str
    label: str


WAYS = (
    Way("casework.queue", N_("办件")),
    Way("searching.search", N_("查找")),
    Way("casework.register", N_("台账")),
    Way("retention.listed", N_("保管")),
    Way("approvals.listed", N_("两人同意")),
    Way("handover.listed", N_("移送")),
    Way("assigning.listed", N_("交办")),
    Way("recovery.halves", N_("找回密钥")),
    Way("batches.listed", N_("批次")),
    Way("ruling.office_rules", N_("核查规则")),
    Way("circle.staff", N_("人员")),
    Way("oversight.trail", N_("留痕")),
    Way("officers.me", N_("我的登录")),
)
"""In the order of the page; the first that an officer may enter is their front page."""


def ways_for(who: Who) -> tuple[Way, ...]:
    """Return the links to the rooms that are there and that `who` may enter."""
    return tuple(way for way in WAYS if _may_enter(who, way.endpoint))


def first_page(who: Who) -> str:
    """Return the endpoint to begin at. Everybody has a page of their own, so there always is one."""
    return ways_for(who)[0].endpoint


def _may_enter(who: Who, endpoint: str) -> bool:
    mark = mark_of(current_app.view_functions[endpoint]) if endpoint in current_app.view_functions else None
    return isinstance(mark, Needs) and who.may(mark.right)
