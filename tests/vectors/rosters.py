"""A signed roster of three invented offices; and documents that every reader must refuse although they are signed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from portal.sealing import Context, Office, RosterDraft, RosterOfficer, sign_roster
from portal.sealing.encoding import read_json, write_base64, write_json
from tests.vectors.seeds import DAY, identity, signing_key

AUTHORITY = signing_key("authority")
EXPIRES = date(2027, 5, 31)


def officer(name: str, *roles: str, receives: bool = True) -> RosterOfficer:
    return RosterOfficer(f"officer-{name}", identity(f"officer {name}").recipient, frozenset(roles), receives)


def draft() -> RosterDraft:
    both = officer("b", "intake", "intake_lead")
    offices = (
        _office(
            "yunling", "云岭省受理室（虚构）", "Yunling Province (invented)", "province", None, officer("a", "intake")
        ),
        _office("linzhou", "临舟市受理室（虚构）", "Linzhou City (invented)", "city", "yunling", both),
        _office(
            "qinghe-county",
            "青禾县受理室（虚构）",
            "Qinghe County (invented)",
            "county",
            "linzhou",
            both,
            officer("c", "case_mgmt", receives=False),
        ),
    )
    return RosterDraft(7, DAY, EXPIRES, offices)


def _office(office_id: str, zh: str, en: str, level: str, parent: str | None, *officers: RosterOfficer) -> Office:
    key = signing_key(f"office {office_id}").verify_key
    return Office(office_id, zh, en, level, parent, key, officers)


def answers() -> dict[str, Any]:
    document, signature = sign_roster(draft(), AUTHORITY)
    return {
        "authority_seed": AUTHORITY.seed.hex(),
        "authority": str(AUTHORITY.verify_key),
        "document": document.decode("utf-8"),
        "signature": signature.decode("ascii"),
        "first_day": DAY.isoformat(),
        "last_day": EXPIRES.isoformat(),
        "receiving": {
            "yunling": ["officer-a"],
            "qinghe-county": ["officer-b"],
            "qinghe-county linzhou yunling": ["officer-a", "officer-b"],
        },
    }


def refused() -> list[dict[str, Any]]:
    """Each document is the good one with `removed` characters from `start` replaced, and is rightly signed."""
    good = sign_roster(draft(), AUTHORITY)[0].decode("utf-8")
    return [{"why": why, **_edited(good, edit)} for why, edit in _EDITS.items()]


def _edited(good: str, edit: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    value = read_json(good.encode("utf-8"))
    edit(value)
    document = write_json(value, sort_keys=True)
    start, removed, inserted = _splice(good, document.decode("utf-8"))
    signature = write_base64(AUTHORITY.sign(Context.ROSTER, document))
    return {"start": start, "removed": removed, "inserted": inserted, "signature": signature}


def _splice(good: str, other: str) -> tuple[int, int, str]:
    start = _alike(good, other)
    end = _alike(good[start:][::-1], other[start:][::-1])
    return start, len(good) - end - start, other[start : len(other) - end]


def _alike(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _first(value: dict[str, Any]) -> dict[str, Any]:
    return value["offices"][0]


_EDITS: dict[str, Callable[[dict[str, Any]], object]] = {
    "another version of the form": lambda v: v.update(v=2),
    "a version of the form that is not a number": lambda v: v.update(v=True),
    "an unknown field": lambda v: v.update(note="x"),
    "an unknown field in an office": lambda v: _first(v).update(note="x"),
    "a missing field": lambda v: v.pop("issued"),
    "version zero": lambda v: v.update(version=0),
    "a version that is true": lambda v: v.update(version=True),
    "a version that is not a number": lambda v: v.update(version="7"),
    "expires before it is issued": lambda v: v.update(expires="2026-11-21"),
    "a day in another spelling": lambda v: v.update(issued="20261122"),
    "no such day": lambda v: v.update(expires="2027-02-30"),
    "no office": lambda v: v.update(offices=[]),
    "offices that are no list": lambda v: v.update(offices={}),
    "an office twice": lambda v: v["offices"].insert(0, _first(v)),
    "offices out of order": lambda v: v["offices"].reverse(),
    "an unknown parent": lambda v: _first(v).update(parent="nowhere"),
    "its own parent": lambda v: _first(v).update(parent=_first(v)["id"]),
    "a circle of parents": lambda v: v["offices"][2].update(parent="qinghe-county"),
    "an office without a reply key": lambda v: _first(v).update(reply_key=None),
    "a reply key of another form": lambda v: _first(v).update(reply_key="AAAA"),
    "one reply key for two offices": lambda v: _first(v).update(reply_key=v["offices"][1]["reply_key"]),
    "an office id of another form": lambda v: _first(v).update(id="Linzhou"),
    "a name with a line break": lambda v: _first(v)["name"].update(zh="一\n二"),
    "an empty name": lambda v: _first(v)["name"].update(en=""),
    "a name in a third language": lambda v: _first(v)["name"].update(bo="x"),
    "an officer twice": lambda v: _first(v)["officers"].append(_first(v)["officers"][0]),
    "one officer with two keys": lambda v: _first(v)["officers"][0].update(
        recipient=str(identity("another key").recipient)
    ),
    "one key for two officers": lambda v: _first(v)["officers"][0].update(id="officer-z"),
    "a recipient that is not hybrid": lambda v: _first(v)["officers"][0].update(
        recipient="age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
    ),
    "a recipient with one letter changed": lambda v: _first(v)["officers"][0].update(
        recipient=_first(v)["officers"][0]["recipient"][:-1] + "q"
    ),
    "roles out of order": lambda v: _first(v)["officers"][0].update(roles=["intake_lead", "intake"]),
    "a role twice": lambda v: _first(v)["officers"][0].update(roles=["intake", "intake"]),
    "receives that is neither true nor false": lambda v: _first(v)["officers"][0].update(receives=1),
}
