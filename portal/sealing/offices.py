"""What a roster says, before anybody vouches for it: offices, their officers, and the rules between them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from portal.age import AgeError, Recipient
from portal.sealing.encoding import LARGEST_INTEGER, has_exactly
from portal.sealing.errors import BadRoster
from portal.sealing.places import OFFICE_ID
from portal.sealing.signing import VerifyKey

VERSION: Final = 1
LONGEST_NAME: Final = 100

_OFFICER_ID: Final = re.compile(r"[a-z0-9](-?[a-z0-9]){0,63}")
_WORD: Final = re.compile(r"[a-z](_?[a-z0-9]){0,39}")


@dataclass(frozen=True)
class RosterOfficer:
    """One officer without a name: a random id, the key to seal to, role words, and whether reports go to them."""

    id: str
    recipient: Recipient
    roles: frozenset[str]
    receives: bool


@dataclass(frozen=True)
class FormerKey:
    """A reply key an office had: the public half alone, with the first and the last day on which it spoke."""

    key: VerifyKey
    since: date
    until: date


@dataclass(frozen=True)
class Office:
    """One office: names in two languages, level word, parent office or None, reply key and officers.

    `former`: the reply keys before this one, oldest first; answers of those days are still read with them.
    """

    id: str
    name_zh: str
    name_en: str
    level: str
    parent: str | None
    reply_key: VerifyKey
    officers: tuple[RosterOfficer, ...]
    former: tuple[FormerKey, ...] = ()

    def keys_on(self, day: date) -> tuple[VerifyKey, ...]:
        """The keys that may have signed on `day`: the present one, and those that spoke on that day.

        Never a former key for another day: whoever finds one later must not be able to answer with it now.
        """
        return (self.reply_key, *(one.key for one in self.former if one.since <= day <= one.until))

    @property
    def receives(self) -> bool:
        """Whether a report to this office would reach anybody."""
        return any(officer.receives for officer in self.officers)


@dataclass(frozen=True)
class RosterDraft:
    """A roster nobody has signed: version (from 1, only grows), first and last day of use, offices."""

    version: int
    issued: date
    expires: date
    offices: tuple[Office, ...]


def write_draft(draft: RosterDraft) -> dict[str, Any]:
    """Return the draft as the value of the roster document; offices, officers and roles in order."""
    return {
        "v": VERSION,
        "version": draft.version,
        "issued": draft.issued.isoformat(),
        "expires": draft.expires.isoformat(),
        "offices": [_write_office(office) for office in sorted(draft.offices, key=lambda office: office.id)],
    }


def read_draft(value: object) -> RosterDraft:
    """Read what `write_draft` wrote. Raises BadRoster for anything else, and for a broken rule between its parts."""
    _require(isinstance(value, dict) and type(value.get("v")) is int, "a roster has a version of its form")
    _require(isinstance(value, dict) and value["v"] == VERSION, "written by another version")
    try:
        draft = _read_fields(value)
    except (AgeError, AttributeError, KeyError, TypeError, ValueError):
        # Not chained: the messages of these errors quote what they found.
        raise BadRoster("not the fields of a roster, or a key that is not one of ours") from None
    _require_rules(draft)
    return draft


def _write_office(office: Office) -> dict[str, Any]:
    written: dict[str, Any] = {
        "id": office.id,
        "name": {"zh": office.name_zh, "en": office.name_en},
        "level": office.level,
        "parent": office.parent,
        "reply_key": str(office.reply_key),
        "officers": [_write_officer(officer) for officer in sorted(office.officers, key=lambda officer: officer.id)],
    }
    if office.former:
        written["former"] = [
            {"key": str(one.key), "since": one.since.isoformat(), "until": one.until.isoformat()}
            for one in office.former
        ]
    return written


def _write_officer(officer: RosterOfficer) -> dict[str, Any]:
    return {
        "id": officer.id,
        "recipient": str(officer.recipient),
        "roles": sorted(officer.roles),
        "receives": officer.receives,
    }


def _read_fields(value: object) -> RosterDraft:
    fields = _object(value, "v", "version", "issued", "expires", "offices")
    version = fields["version"]
    _require(type(version) is int and 1 <= version <= LARGEST_INTEGER, "versions count from 1")
    offices = tuple(_read_office(office) for office in _list(fields["offices"]))
    return RosterDraft(version, _day(fields["issued"]), _day(fields["expires"]), offices)


def _read_office(value: object) -> Office:
    # An office that always had one key is written as before there were former ones: one roster has one spelling.
    optional = ("former",) if isinstance(value, dict) and "former" in value else ()
    fields = _object(value, "id", "name", "level", "parent", "reply_key", "officers", *optional)
    name = _object(fields["name"], "zh", "en")
    parent = fields["parent"]
    return Office(
        id=_word(fields["id"], OFFICE_ID),
        name_zh=_name(name["zh"]),
        name_en=_name(name["en"]),
        level=_word(fields["level"], _WORD),
        parent=None if parent is None else _word(parent, OFFICE_ID),
        reply_key=VerifyKey.parse(fields["reply_key"]),
        officers=tuple(_read_officer(officer) for officer in _list(fields["officers"])),
        former=_read_former(fields["former"]) if optional else (),
    )


def _read_former(value: object) -> tuple[FormerKey, ...]:
    found = []
    for one in _list(value):
        fields = _object(one, "key", "since", "until")
        found.append(FormerKey(VerifyKey.parse(fields["key"]), _day(fields["since"]), _day(fields["until"])))
    _require(bool(found), "a list of former keys with none in it")
    _require(all(one.since <= one.until for one in found), "a former key that ends before it begins")
    days = [(one.since, one.until) for one in found]
    _require(days == sorted(days), "former keys out of order")
    return tuple(found)


def _read_officer(value: object) -> RosterOfficer:
    fields = _object(value, "id", "recipient", "roles", "receives")
    roles = [_word(role, _WORD) for role in _list(fields["roles"])]
    _require_rising(roles, "roles")
    _require(isinstance(fields["receives"], bool), "receives is true or false")
    recipient = Recipient.parse(fields["recipient"])
    return RosterOfficer(_word(fields["id"], _OFFICER_ID), recipient, frozenset(roles), fields["receives"])


def _require_rules(draft: RosterDraft) -> None:
    _require(draft.issued <= draft.expires, "expires before it is issued")
    _require(bool(draft.offices), "no office")
    _require_rising([office.id for office in draft.offices], "offices")
    reply_keys = [key for office in draft.offices for key in (office.reply_key, *(one.key for one in office.former))]
    _require(len(set(reply_keys)) == len(reply_keys), "one reply key for two offices: each could speak as the other")
    parents = {office.id: office.parent for office in draft.offices}
    for office in draft.offices:
        _require_rising([officer.id for officer in office.officers], "officers")
        _require_top(office.id, parents)
    _require_one_key_each(officer for office in draft.offices for officer in office.officers)


def _require_top(office_id: str, parents: Mapping[str, str | None]) -> None:
    seen: set[str] = set()
    above: str | None = office_id
    while above is not None:
        _require(above in parents, "a parent that is not in the roster")
        _require(above not in seen, "an office above itself")
        seen.add(above)
        above = parents[above]


def _require_one_key_each(officers: Iterable[RosterOfficer]) -> None:
    # One person in two offices is one id with one key. Two ids with one key: a recused officer could open the other's.
    pairs = {(officer.id, officer.recipient) for officer in officers}
    _require(len({officer_id for officer_id, _ in pairs}) == len(pairs), "one officer with two keys")
    _require(len({recipient for _, recipient in pairs}) == len(pairs), "one key for two officers")


def _require_rising(words: list[str], what: str) -> None:
    _require(words == sorted(set(words)), f"{what} repeated or out of order")


def _require(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise BadRoster(otherwise)


def _object(value: object, *keys: str) -> dict[str, Any]:
    if not has_exactly(value, keys):
        raise BadRoster("fields missing or unknown")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise BadRoster("not a list")
    return value


def _word(value: str, form: re.Pattern[str]) -> str:
    _require(form.fullmatch(value) is not None, "a word of another form")
    return value


def _name(value: str) -> str:
    _require(value.isprintable() and 0 < len(value) <= LONGEST_NAME and value == value.strip(), "not a name")
    return value


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    _require(day.isoformat() == text, "a day in another spelling")
    return day
