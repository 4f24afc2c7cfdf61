"""Keys that may stand in an address: ids of findings and keys of persons hold names and words of records. Pure."""

from collections.abc import Collection

from portal.sealing.digest import sha256_of


def key_of(finding: str) -> str:
    """Give the key under which a finding is marked, of its id: "v01-" and 24 hex."""
    return f"{finding.replace(' ', '/').partition('/')[0]}-{sha256_of(finding.encode())[:24]}".lower()


def person_key(person: str) -> str:
    """Give a person's key for addresses, 16 hex: the key of the register may be a name."""
    return sha256_of(person.encode())[:16]


class Settled:
    """The findings that officers marked explained or not confirmed: tells it of an id, and knows their keys only."""

    def __init__(self, keys: Collection[str]) -> None:
        self._keys = frozenset(keys)

    def __contains__(self, finding: object) -> bool:
        return isinstance(finding, str) and key_of(finding) in self._keys
