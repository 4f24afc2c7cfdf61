"""Keys that grow from an officer's identity, one for each use, and are stored nowhere (ADR 0037).

Were such a key kept in the database, sealed to the officer, whoever can write there could put a key of their own in its
place, and would be handed what is encrypted under it from then on.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import ClassVar, Self

from portal.age import Identity
from portal.sealing.envelope import Keys
from portal.sealing.errors import NotUnwrapped
from portal.sealing.wrapping import unwrap, wrap


@dataclass(frozen=True)
class GrownKey:
    """One officer's key for what lies beside the slips of cases: for which use, and in what rows, a subclass names.

    `former` only opens: the officer is changing keys.
    """

    USE: ClassVar[bytes]
    ROW: ClassVar[str]

    key: bytes = field(repr=False)
    former: tuple[bytes, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, identity: Keys) -> Self:
        """Grow the key of an officer; of several identities the first is the one that closes."""
        own = [identity] if isinstance(identity, Identity) else identity
        first, *rest = (hmac.new(one.seed, cls.USE, hashlib.sha256).digest() for one in own)
        return cls(first, tuple(rest))

    def wrapped(self, content: bytes, officer: str, case_id: str) -> bytes:
        """Encrypt the content of one row; it opens in no other."""
        return wrap(content, self.key, self._row(officer, case_id))

    def unwrapped(self, closed: bytes, officer: str, case_id: str) -> bytes:
        """Decrypt what any of the keys has closed for this row. Raises NotUnwrapped for all else."""
        row = self._row(officer, case_id)
        for key in self.former:
            try:
                return unwrap(closed, key, row)
            except NotUnwrapped:
                continue
        return unwrap(closed, self.key, row)

    def _row(self, officer: str, case_id: str) -> bytes:
        return f"{self.ROW} {officer} {case_id}".encode("ascii")
