"""The code with which an officer gets a key back: what finds the request, and the key the halves are sealed to."""

import hashlib
import secrets
from functools import cached_property
from typing import Final, Self, final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.age import Identity
from portal.sealing.codes import SECRET_SIZE, read_code, write_code
from portal.sealing.secrets import Secret

_LABEL: Final = b"portal recovery v1"


@final
class RecoveryCode:
    """128 random bits that an officer writes down, and what is derived from them. It is stored nowhere.

    `mark` (64 hex digits) finds the request; `identity` is the temporary key to which the halves are handed over. The
    one says nothing of the other.
    """

    def __init__(self, secret: Secret[bytes]) -> None:
        if len(secret.reveal()) != SECRET_SIZE:
            raise ValueError("the secret of a recovery code has 16 bytes")
        self.secret = secret

    @classmethod
    def new(cls) -> Self:
        """Make a fresh code from the system's randomness."""
        return cls(Secret(secrets.token_bytes(SECRET_SIZE)))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code as people type it, as forgiving as for a receipt. Raises BadReceipt, also for a receipt code."""
        return cls(Secret(read_code(text, _LABEL)))

    @property
    def code(self) -> str:
        """The code as it is shown: seven groups of four."""
        return write_code(self.secret.reveal(), _LABEL)

    @cached_property
    def mark(self) -> str:
        """What the desk keeps of the code: hex of SHA-256 of bytes derived from it."""
        return hashlib.sha256(self._derive(b"portal/recovery/v1/mark")).hexdigest()

    @cached_property
    def identity(self) -> Identity:
        """The temporary key of this recovery."""
        return Identity.from_seed(self._derive(b"portal/recovery/v1/identity"))

    def _derive(self, label: bytes) -> bytes:
        # No slow function: 128 random bits cannot be guessed, and a slow one would be a lever for flooding.
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=label).derive(self.secret.reveal())

    def __repr__(self) -> str:
        return "RecoveryCode(…)"
