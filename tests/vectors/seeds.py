"""Fixed keys for known answers. They are public, so nothing real may ever be sealed to them."""

import hashlib
from datetime import date

from portal.age import Identity
from portal.sealing import Receipt, SigningKey

DAY = date(2026, 11, 22)
PARCEL = "00112233445566778899aabbccddeeff"


def seed(name: str, size: int = 32) -> bytes:
    """SHA-256 of `portal vectors: <name>`, shortened to `size` bytes."""
    return hashlib.sha256(f"portal vectors: {name}".encode()).digest()[:size]


def identity(name: str) -> Identity:
    return Identity.from_seed(seed(name))


def signing_key(name: str) -> SigningKey:
    return SigningKey.from_seed(seed(name))


def receipt(name: str) -> Receipt:
    return Receipt.from_secret(seed(name, 16))
