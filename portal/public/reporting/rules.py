"""Decisions about a report on the way in: who opens it, which answers fit together, what would still help."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import time
from typing import Protocol

from portal.domain.fields import UNKNOWN, is_day, is_month
from portal.domain.report import Report

HINTS_AT_MOST = 3

_COUNTY_ZH = re.compile(r"[\u4e00-\u9fff]{1,8}?[县区旗]")
_COUNTY_EN = re.compile(r"(?:[A-Z][\w'-]*(?: [A-Z][\w'-]*)?) (?:County|District|Banner)")


class InTree(Protocol):
    """An office as far as the rules look at it: its id, and the id of the office above it or None."""

    @property
    def id(self) -> str:
        """Which office."""

    @property
    def parent(self) -> str | None:
        """The office above, or None."""


class Named(InTree, Protocol):
    """An office with the names by which a county can be recognised."""

    @property
    def name_zh(self) -> str:
        """Its Chinese name."""

    @property
    def name_en(self) -> str:
        """Its English name."""


def opening(
    offices: Sequence[InTree], chosen: Iterable[str], *, within: bool, local: Collection[str] = ()
) -> tuple[str, ...]:
    """Tell which of the chosen offices get the key, by id, sorted.

    `within`: the person concerned works in one of them; which one, the form does not ask. Then only offices with nobody
    above them and somebody below them keep it (DOMAIN 2.7). `local`: offices that shall not handle it because they are
    of the county concerned. No office is ever added that was not chosen.
    """
    picked = (set(chosen) & {office.id for office in offices}) - set(local)
    if within:
        picked &= set(uppermost(offices))
    return tuple(sorted(picked))


def uppermost(offices: Sequence[InTree]) -> tuple[str, ...]:
    """List the offices that have nobody above them and somebody below them, by id."""
    with_offices_below = {office.parent for office in offices}
    return tuple(office.id for office in offices if office.parent is None and office.id in with_offices_below)


def of_the_county(offices: Iterable[Named], where: str) -> frozenset[str]:
    """List the offices, by id, whose own county or district is named in `where`: the receiving unit and its region.

    Only a name can tell, so what is not recognised is left for the reporter to see. An office that is named after a
    whole city or province is of no county.
    """
    place = where.casefold()
    return frozenset(office.id for office in offices if any(name.casefold() in place for name in _counties(office)))


def _counties(office: Named) -> list[str]:
    # Of a name such as 云岭省望溪市青禾县纪检监察机关 only what follows the last 省 or 市 is the county's own.
    found = [re.sub(r"^.+[省市](?=[^省市]{2,}$)", "", name) for name in _COUNTY_ZH.findall(office.name_zh)]
    return found + _COUNTY_EN.findall(office.name_en)


def is_unknown(text: str | None) -> bool:
    """Whether a text says nothing: empty, or the word that stands for "unknown" in a report."""
    return not text or text == UNKNOWN


def fault_of_start(kind: str, first: str) -> str | None:
    """Find what is wrong with the (first) date of a row of `kind`; None when nothing is."""
    if not first:
        return "required"
    if kind == "month":
        return None if is_month(first) else "not_a_month"
    if kind == "range":
        return None if is_day(first) or is_month(first) else "not_a_date"
    return None if is_day(first) else "not_a_date"


def fault_of_end(kind: str, first: str, last: str) -> str | None:
    """Find what is wrong with the second date of a row of `kind`; None when nothing is."""
    if kind != "range":
        return None if last in ("", first) else "only_for_range"
    if not last:
        return "required"
    if not (is_day(last) or is_month(last)):
        return "not_a_date"
    if fault_of_start(kind, first):
        return None
    if is_day(first) != is_day(last):
        return "both_alike"
    return "dates_reversed" if last < first else None


def fault_of_time(text: str) -> str | None:
    """Find what is wrong with a time of day such as 09:30; no time at all is fine."""
    if not text:
        return None
    try:
        return None if time.fromisoformat(text).strftime("%H:%M") == text else "not_a_time"
    except ValueError:
        return "not_a_time"


def fault_of_own(named: bool, text: str, least: int) -> str | None:  # noqa: FBT001  one plain fact
    """Find what is wrong with a name or contact: missing or too short beside "named", there beside "anonymous".

    What stands there beside "anonymous" is neither sealed nor silently dropped: the reporter says which of both holds.
    """
    if not named:
        return "only_named" if text else None
    if not text:
        return "required"
    return None if len(text) >= least else f"too_short:{least}"


def fault_of_detail(asked: bool, given: bool) -> str | None:  # noqa: FBT001  two plain facts
    """Find what is wrong with details that belong to one answer only: missing beside it, or ticked beside another."""
    if asked == given:
        return None
    return "choose_some" if asked else "mismatch"


def hints(report: Report) -> tuple[str, ...]:
    """Tell what would still help, as codes, the most useful first and never more than three.

    Hints, no score (DOMAIN 2.5): only the writer sees them, and nothing of them travels with the report.
    """
    rows = report.observations
    days = [row for row in rows if row.date_kind == "day"]
    few_know = report.reporter.circle in ("le3", "4_10") or report.safety.fear != "none"
    wanted = {
        "reveal": few_know and not report.identifying_details,
        "exact_day": not days,
        "record": not report.record_pointers and not any(row.record_hint for row in rows),
        "place": bool(rows) and not any(row.place for row in rows),
        "hours": bool(days) and not any(row.time_from for row in days),
        "money": any(code.startswith("M") for code in report.indicators) and not report.money,
    }
    return tuple(code for code, helps in wanted.items() if helps)[:HINTS_AT_MOST]
