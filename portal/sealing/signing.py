"""Ed25519 signatures, each made for one purpose."""

import base64
import hashlib
from enum import StrEnum
from functools import cached_property
from typing import Final, Self, final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from portal.sealing.encoding import read_base64, write_base64
from portal.sealing.errors import BadKey, BadSignature

SIGNATURE_SIZE: Final = 64
KEY_SIZE: Final = 32


class Context(StrEnum):
    """What a signature is for. A signature for one purpose never passes for another, even under the same key."""

    ROSTER = "portal/signature/v1/roster"
    LETTER = "portal/signature/v1/letter"
    REPLY = "portal/signature/v1/reply"
    STATUS = "portal/signature/v1/status"
    FILING = "portal/signature/v1/filing"
    DESTROYED = "portal/signature/v1/destroyed"


def _framed(context: Context, message: bytes) -> bytes:
    # The zero byte cannot occur in a context, so no message can shift the boundary between the two.
    return context.encode("ascii") + b"\x00" + message


@final
class VerifyKey:
    """The public half: 32 bytes, written as 44 characters of base64. Hashable, comparable, safe to show."""

    __slots__ = ("_key", "raw")

    def __init__(self, raw: bytes) -> None:
        """Take the 32 bytes of RFC 8032. Raises ValueError for any other length."""
        self._key = Ed25519PublicKey.from_public_bytes(raw)
        self.raw = raw

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the base64 form. Raises BadKey."""
        try:
            return cls(read_base64(text, KEY_SIZE))
        except ValueError:
            raise BadKey("not the text of a verify key") from None

    @property
    def fingerprint(self) -> str:
        """Five groups of four characters of base32 of SHA-256: what people compare, as for recipients."""
        short = base64.b32encode(hashlib.sha256(self.raw).digest())[:20].decode("ascii")
        return " ".join(short[start : start + 4] for start in range(0, 20, 4))

    def verify(self, context: Context, message: bytes, signature: bytes) -> None:
        """Return if `signature` (64 bytes) was made by this key over `message` for `context`. Raises BadSignature."""
        try:
            self._key.verify(signature, _framed(context, message))
        except InvalidSignature:
            raise BadSignature("not signed by the key that may speak here") from None

    def __str__(self) -> str:
        return write_base64(self.raw)

    def __repr__(self) -> str:
        return f"VerifyKey({self})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VerifyKey) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash((VerifyKey, self.raw))


@final
class SigningKey:
    """The private half. Neither repr nor pickle shows it."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @classmethod
    def generate(cls) -> Self:
        """Make a fresh key from the system's randomness."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """Make the key of a 32-byte seed (RFC 8032, section 5.1.5). Raises ValueError for any other length."""
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def seed(self) -> bytes:
        """The 32 secret bytes, for sealing them away."""
        return self._key.private_bytes_raw()

    @cached_property
    def verify_key(self) -> VerifyKey:
        """The public half."""
        return VerifyKey(self._key.public_key().public_bytes_raw())

    def sign(self, context: Context, message: bytes) -> bytes:
        """Return the 64-byte signature over `message` for one purpose. The same message always gives the same bytes."""
        return self._key.sign(_framed(context, message))

    def __repr__(self) -> str:
        return "SigningKey(…)"
