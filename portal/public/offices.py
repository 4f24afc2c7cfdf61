"""Offices as a reporter sees them: by name, in the order of the tree."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from portal.domain.roles import FIRST_HALF, SECOND_HALF
from portal.domain.text import Text
from portal.sealing import Office, Roster


def name_of(office: Office, lang: str) -> str:
    """Give the office's name in `lang`, typeset."""
    return Text(office.name_zh, office.name_en).of(lang)


def in_tree_order(offices: Iterable[Office]) -> tuple[Office, ...]:
    """List each office after the one above it, and before its neighbours' offices."""
    listed = tuple(offices)
    present = {office.id for office in listed}
    under: dict[str | None, list[Office]] = defaultdict(list)
    for office in listed:
        under[office.parent if office.parent in present else None].append(office)

    def below(parent: str | None) -> Iterable[Office]:
        for office in under.get(parent, ()):
            yield office
            yield from below(office.id)

    return tuple(below(None))


@dataclass(frozen=True)
class Openers:
    """By name: the offices that will be able to open a report, and those that will not."""

    will: tuple[str, ...]
    will_not: tuple[str, ...]


def can_keep_names(roster: Roster, chosen: Iterable[str]) -> bool:
    """Whether one of these offices has two persons between whom a name can be divided."""
    return bool(roster.keepers(chosen, FIRST_HALF, SECOND_HALF)[0])


def keeping_names(roster: Roster, chosen: Iterable[str], lang: str) -> tuple[str, ...]:
    """Name the offices among `chosen` in which two persons together can open a name."""
    picked = set(chosen)
    listed = in_tree_order(office for office in roster.offices if office.id in picked)
    return tuple(name_of(office, lang) for office in listed if can_keep_names(roster, [office.id]))


def openers(roster: Roster, chosen: Iterable[str], lang: str) -> Openers:
    """Say who will be able to open a report sealed to `chosen`."""
    picked = set(chosen)
    listed = in_tree_order(office for office in roster.offices if office.receives)
    will = tuple(name_of(office, lang) for office in listed if office.id in picked)
    return Openers(will, tuple(name_of(office, lang) for office in listed if office.id not in picked))
