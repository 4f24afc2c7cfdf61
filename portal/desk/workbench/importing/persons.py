"""Who a row is about. Source: DOMAIN 5.2 (person key), 5.7."""

import re
from collections import Counter
from collections.abc import Iterable

from portal.desk.workbench.rows import RosterRow

from .cells import tidy
from .headers import plain
from .reasons import CannotRead, Reason

_BRACKETED = re.compile(r"[(\[{].*?[)\]}]")


def key_of(person_id: str, name: str, unit: str) -> str:
    """Give the key of a person: the number, else name and sending unit."""
    return tidy(person_id) or f"{_name(name)} / {tidy(unit)}"


def _name(name: str) -> str:
    # Two characters are often set wide apart, so that they are as long as three.
    return "".join(tidy(name).split())


def _unit(unit: str) -> str:
    return plain(_BRACKETED.sub("", tidy(unit)))


def _alike(told: str, known: str) -> bool:
    """A unit is often written shorter in one file than in another: 数据事务厅 for 云岭省数据事务厅."""
    return told in known or known in told


class Persons:
    """The persons of a roster, found by number, by name and sending unit, or by a name that only one of them has."""

    def __init__(self, roster: Iterable[RosterRow]) -> None:
        self._ids: dict[str, str] = {}
        self._named: dict[str, set[str]] = {}
        self._units: dict[str, set[str]] = {}
        for row in roster:
            name = _name(row.name)
            if row.person_id:
                self._ids[tidy(row.person_id)] = name
            self._named.setdefault(name, set()).add(row.person)
            self._units.setdefault(row.person, set()).add(_unit(row.sending_unit))
        self._keys = {key for keys in self._named.values() for key in keys}

    def find(self, person_id: str, name: str, unit: str, otherwise: str = "") -> str | Reason:
        """Give the person's key, or the reason why the row fits nobody. `otherwise` is whom a row without a name means.

        Without a roster a row is its own witness: number, or name and unit as they stand.
        """
        number, bare = tidy(person_id), _name(name)
        if not number and not bare:
            only = next(iter(self._keys)) if len(self._keys) == 1 else ""
            return otherwise or only or Reason.NO_PERSON
        if not self._keys:
            return number or (key_of("", name, unit) if tidy(unit) else bare)
        if number:
            return number if number in self._ids else self._unnumbered(bare, unit)
        return self._one(self._named.get(bare, set()), unit)

    def _unnumbered(self, name: str, unit: str) -> str | Reason:
        """A number that the roster does not hold is another person's, unless the roster has this one without any."""
        return self._one({key for key in self._named.get(name, set()) if key not in self._ids}, unit)

    def _one(self, keys: set[str], unit: str) -> str | Reason:
        """Of several persons of one name the unit tells which; a unit that none of them has is another person's."""
        told = _unit(unit)
        fit = {key for key in keys if any(_alike(told, known) for known in self._units[key])} if told else keys
        fit = {key for key in fit if told in self._units[key]} or fit
        if len(fit) == 1:
            return next(iter(fit))
        if fit:
            return Reason.NAME_FITS_TWO
        return Reason.OTHER_UNIT if keys else Reason.NOT_IN_ROSTER

    def is_other_unit(self, person: str, unit: str) -> bool:
        """Tell whether a row gives its person a sending unit that is spelled otherwise than the roster's."""
        return bool(unit and self._units.get(person)) and _unit(unit) not in self._units[person]

    def is_other_name(self, person_id: str, name: str) -> bool:
        """Tell whether a known number stands with a name that is not the roster's."""
        known = self._ids.get(tidy(person_id))
        return bool(known and _name(name) and known != _name(name))


def check_roster(rows: Iterable[tuple[str, str, str]]) -> None:
    """Raise `CannotRead` when two rows (number, name, unit) of one name cannot be told to be one person or two."""
    named: dict[str, list[tuple[str, str]]] = {}
    for number, name, unit in rows:
        named.setdefault(_name(name), []).append((tidy(number), tidy(unit)))
    for same in named.values():
        counted = Counter(bool(number) or bool(unit) for number, unit in same)
        if len(same) > 1 and counted[False]:
            raise CannotRead(Reason.SAME_NAME)
