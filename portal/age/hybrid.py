"""The post-quantum hybrid key pair of age: https://c2sp.org/age, section "mlkem768x25519".

Breaking it takes breaking both ML-KEM-768 and X25519 (the X-Wing KEM, inside HPKE of RFC 9180, base mode).
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Sequence
from functools import cached_property
from typing import Final, NoReturn, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from portal.age import bech32
from portal.age.errors import Malformed
from portal.age.header import WRAPPED_KEY_SIZE, Stanza, from_base64, to_base64

RECIPIENT_SIZE: Final = 1216
SEED_SIZE: Final = 32

_TYPE = b"mlkem768x25519"
_INFO = b"age-encryption.org/mlkem768x25519"
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_MLKEM_SEED = 64
_MLKEM_PUBLIC = 1184
_MLKEM_ENC = 1088
_X25519 = 32
_ENC = _MLKEM_ENC + _X25519
_RECIPIENT_PREFIX = "age1pq"
_IDENTITY_PREFIX = "AGE-SECRET-KEY-PQ-"
_FINGERPRINT_LETTERS = 20
# Every X25519 scalar is a multiple of 8, so each of them takes a point of low order to zero; this one will do.
_PROBE = X25519PrivateKey.from_private_bytes(bytes(_X25519))


class Recipient:
    """A public key to seal to. Equal and hashable by its bytes; parsed once, so keep it rather than its text."""

    def __init__(self, raw: bytes) -> None:
        """Take the 1,216 bytes of a recipient: ML-KEM-768 encapsulation key, then X25519 public key.

        Raises Malformed for any other length, for numbers out of range and for an X25519 point of low order.
        """
        if len(raw) != RECIPIENT_SIZE:
            raise Malformed(f"a recipient has {RECIPIENT_SIZE} bytes")
        self.raw: Final = bytes(raw)
        point = X25519PublicKey.from_public_bytes(self.raw[_MLKEM_PUBLIC:])
        try:
            _PROBE.exchange(point)
            self._key = MLKEM768X25519PublicKey(MLKEM768PublicKey.from_public_bytes(self.raw[:_MLKEM_PUBLIC]), point)
        except ValueError:
            raise Malformed("these bytes are no recipient") from None

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Take the 1,216 bytes of a recipient; raises Malformed."""
        return cls(raw)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `age1pq1…` (1,959 characters, small letters, nothing around them); raises Malformed."""
        return cls(bech32.decode(_RECIPIENT_PREFIX, text))

    @cached_property
    def fingerprint(self) -> str:
        """What people compare: the first 100 bits of SHA-256 of `raw` in base 32 (RFC 4648), five groups of four."""
        letters = base64.b32encode(hashlib.sha256(self.raw).digest()).decode()[:_FINGERPRINT_LETTERS]
        return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))

    def wrap(self, file_key: bytes) -> Stanza:
        """Wrap a 16-byte file key so that only this recipient's identity can unwrap it."""
        sealed = _SUITE.encrypt(file_key, self._key, _INFO)
        return Stanza((_TYPE, to_base64(sealed[:_ENC])), sealed[_ENC:])

    @cached_property
    def _text(self) -> str:
        return bech32.encode(_RECIPIENT_PREFIX, self.raw)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"<Recipient {self.fingerprint}>"

    def __eq__(self, other: object) -> bool:
        return self.raw == other.raw if isinstance(other, Recipient) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.raw)


class Identity:
    """A private key: a 32-byte seed and what grows from it. Only `str()` and `.seed` show the secret."""

    def __init__(self, seed: bytes) -> None:
        """Grow the key from its seed, which must be 32 random (or derived and secret) bytes; else ValueError."""
        if len(seed) != SEED_SIZE:
            raise ValueError(f"a seed has {SEED_SIZE} bytes")
        self.seed: Final = bytes(seed)

    @classmethod
    def generate(cls) -> Self:
        """Make a new key from 32 random bytes of the operating system."""
        return cls(os.urandom(SEED_SIZE))

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """Grow the key of a 32-byte seed; raises ValueError for another length."""
        return cls(seed)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `AGE-SECRET-KEY-PQ-1…` (capital letters, nothing around them); raises Malformed, without the text."""
        seed = bech32.decode(_IDENTITY_PREFIX, text)
        if len(seed) != SEED_SIZE:
            raise Malformed(f"an identity has {SEED_SIZE} bytes")
        return cls(seed)

    @cached_property
    def recipient(self) -> Recipient:
        """The public half."""
        mlkem, x25519 = self._halves
        return Recipient(mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw())

    @cached_property
    def _halves(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        # Grown when first used: the files identity of a report without files is only written down.
        grown = hashlib.shake_256(self.seed).digest(_MLKEM_SEED + _X25519)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(grown[:_MLKEM_SEED])
        return mlkem, X25519PrivateKey.from_private_bytes(grown[_MLKEM_SEED:])

    @cached_property
    def _key(self) -> MLKEM768X25519PrivateKey:
        return MLKEM768X25519PrivateKey(*self._halves)

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Give the file key, or None when no stanza is for this identity.

        Raises Malformed for a hybrid stanza that breaks the specification, one with an X25519 share of low order too.
        """
        for args, body in stanzas:
            if args[0] != _TYPE:
                continue
            if len(args) != 2:  # noqa: PLR2004 — the type and the encapsulated key
                raise Malformed("a hybrid stanza has two arguments")
            enc = from_base64(args[1])
            if len(enc) != _ENC:
                raise Malformed(f"the encapsulated key has {_ENC} bytes")
            # Checked before opening: a longer body could be made to open under several keys, which tells who tried.
            if len(body) != WRAPPED_KEY_SIZE:
                raise Malformed(f"a wrapped file key has {WRAPPED_KEY_SIZE} bytes")
            try:
                return _SUITE.decrypt(enc + body, self._key, _INFO)
            except InvalidTag:
                self._refuse_low_order(enc)
        return None

    def _refuse_low_order(self, enc: bytes) -> None:
        """Raise Malformed when HPKE refused the stanza because the X25519 secret would be zero.

        HPKE answers "does not open" for that as for a foreign stanza, but the specification wants it fatal. Asking
        afterwards is as safe as asking before: the exchange inside HPKE refuses a zero secret itself, so a share of
        low order never opens; and it spares the exchange in every file that does open.
        """
        try:
            self._halves[1].exchange(X25519PublicKey.from_public_bytes(enc[_MLKEM_ENC:]))
        except ValueError:
            raise Malformed("the X25519 share is of low order") from None

    def __str__(self) -> str:
        return bech32.encode(_IDENTITY_PREFIX.lower(), self.seed).upper()

    def __repr__(self) -> str:
        return f"<Identity of {self.recipient.fingerprint}>"

    def __eq__(self, other: object) -> bool:
        return hmac.compare_digest(self.seed, other.seed) if isinstance(other, Identity) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.recipient)

    def __reduce__(self) -> NoReturn:
        raise TypeError("an identity is not pickled: write str(identity) where a secret key belongs, and nowhere else")
