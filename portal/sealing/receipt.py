"""The receipt code: the one thing a reporter keeps, and everything that follows from it."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from functools import cached_property
from typing import Final, Self, final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.age import Identity, Recipient
from portal.sealing.codes import SECRET_SIZE, read_code, write_code
from portal.sealing.secrets import Secret
from portal.sealing.signing import SigningKey

_LABEL: Final = b"portal receipt v1"
_BOUND_WORD: Final = re.compile(r"[a-z0-9-]+", re.ASCII)


@final
class Receipt:
    """128 random bits and what is derived from them. Nothing here is stored by us; repr and pickle never show it.

    `locator_hash` is the mailbox id (hex of SHA-256 of the locator); `reply_identity` opens replies and status cards,
    never the report; `letter_key` signs the reporter's letters; `bind` and `binds` tie a mailbox to its case.
    """

    def __init__(self, secret: Secret[bytes]) -> None:
        if len(secret.reveal()) != SECRET_SIZE:
            raise ValueError("a receipt secret has 16 bytes")
        self.secret = secret

    @classmethod
    def new(cls) -> Self:
        """Make a fresh receipt from the system's randomness."""
        return cls.from_secret(secrets.token_bytes(SECRET_SIZE))

    @classmethod
    def from_secret(cls, secret: bytes) -> Self:
        """Make the receipt of 16 secret bytes. Raises ValueError for any other length."""
        return cls(Secret(secret))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code as people type it; see `codes.read_code` for what is forgiven. Raises BadReceipt."""
        return cls.from_secret(read_code(text, _LABEL))

    @property
    def code(self) -> str:
        """The code as it is shown: seven groups of four, `7K3Q-M9XD-…`."""
        return write_code(self.secret.reveal(), _LABEL)

    @cached_property
    def locator_hash(self) -> str:
        """The mailbox id: 64 hex digits of SHA-256 of the locator.

        The letterbox keeps this and not the locator, so whoever reads its database cannot ask for a mailbox with it.
        """
        return hashlib.sha256(self._derive(b"portal/receipt/v1/locator", 16)).hexdigest()

    @cached_property
    def reply_identity(self) -> Identity:
        """The key that replies and status cards are sealed to."""
        return Identity.from_seed(self._derive(b"portal/receipt/v1/reply-identity", 32))

    @cached_property
    def letter_key(self) -> SigningKey:
        """The key that signs the reporter's letters; its public half travels inside the sealed report."""
        return SigningKey.from_seed(self._derive(b"portal/receipt/v1/letter-key", 32))

    def bind(self, case_recipient: Recipient | str, parcel_id: str, offices: Iterable[str]) -> bytes:
        """Return the 32-byte MAC that ties this mailbox to one case key, one parcel and the offices that may answer.

        Offices are taken as a set and sorted here. Raises ValueError for an empty set or a word outside a-z, 0-9, "-".
        """
        names = sorted(set(offices))
        words = [str(case_recipient), parcel_id, *names]
        # One word a line, none can hold a line break: no two different lists give the same bytes.
        if not names or not all(_BOUND_WORD.fullmatch(word) for word in words):
            raise ValueError("a binding needs a recipient, a parcel and at least one office, each a plain word")
        message = "".join(f"{word}\n" for word in words).encode("ascii")
        return hmac.digest(self._derive(b"portal/receipt/v1/binding", 32), message, "sha256")

    def binds(self, binding: bytes, case_recipient: Recipient | str, parcel_id: str, offices: Iterable[str]) -> bool:
        """Whether `binding` was made by this receipt for exactly these; constant time, never raises.

        Check it before sealing another letter and before showing an answer: without it whoever can write the letterbox
        could put his own key in place of the case key, or let an office answer that the reporter did not choose.
        """
        try:
            expected = self.bind(case_recipient, parcel_id, offices)
        except ValueError:
            return False
        return hmac.compare_digest(expected, binding)

    def _derive(self, label: bytes, length: int) -> bytes:
        # No salt and no slow function: 128 random bits cannot be guessed, and a slow one would be a lever for flooding.
        return HKDF(algorithm=SHA256(), length=length, salt=None, info=label).derive(self.secret.reveal())

    def __repr__(self) -> str:
        return "Receipt(…)"
