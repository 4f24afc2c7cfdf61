"""The passphrase stanza of age, for identity files only: https://c2sp.org/age, section "scrypt"."""

import hashlib
import os
import re
from collections.abc import Sequence
from enum import IntEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from portal.age.errors import Malformed, WrongPassphrase
from portal.age.header import WRAPPED_KEY_SIZE, Stanza, from_base64, to_base64

# 2^20 needs 1 GiB of memory. Above that, a file made to be opened would rather stop the machine than its reader.
HIGHEST_READ = 20

_TYPE = b"scrypt"
_LABEL = b"age-encryption.org/v1/scrypt"
_SALT = 16
_BLOCK = 8
# The wrapping key serves once: it comes from a salt that is new for each file. So the nonce may stand still.
_NONCE = bytes(12)
_DECIMAL = re.compile(rb"[1-9][0-9]?")


class Cost(IntEnum):
    """Binary logarithm of the scrypt work factor: what one guess at a passphrase costs an attacker, and one use us."""

    REAL = 18
    """The default of age itself: 256 MiB of memory and about a second."""

    TESTS_ONLY = 4
    """Protects nothing."""


class Passphrase:
    """The one key of a file sealed with a passphrase."""

    def __init__(self, words: str) -> None:
        # A lone surrogate has no UTF-8, so nobody seals with it elsewhere: it is merely wrong, and costs the same work.
        self._words = words.encode("utf-8", "surrogatepass")

    def wrap(self, file_key: bytes, cost: Cost) -> Stanza:
        """Wrap a 16-byte file key, with a new salt."""
        salt = os.urandom(_SALT)
        body = self._cipher(salt, cost).encrypt(_NONCE, file_key, None)
        return Stanza((_TYPE, to_base64(salt), b"%d" % cost), body)

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Give the file key; None for a file without a passphrase stanza.

        Raises WrongPassphrase; Malformed for a stanza that breaks the specification or asks for more than 2^20 work.
        """
        stanza = stanzas[0]
        if stanza.args[0] != _TYPE:
            return None
        if len(stanza.args) != 3:  # noqa: PLR2004 — the type, the salt, the work factor
            raise Malformed("a passphrase stanza has three arguments")
        salt = from_base64(stanza.args[1])
        if len(salt) != _SALT or len(stanza.body) != WRAPPED_KEY_SIZE:
            raise Malformed("a passphrase stanza of the wrong size")
        if not _DECIMAL.fullmatch(stanza.args[2]) or int(stanza.args[2]) > HIGHEST_READ:
            raise Malformed("no work factor, or one too high to be opened here")
        try:
            return self._cipher(salt, int(stanza.args[2])).decrypt(_NONCE, stanza.body, None)
        except InvalidTag:
            raise WrongPassphrase("this is not the passphrase") from None

    def __repr__(self) -> str:
        return "<Passphrase>"

    def _cipher(self, salt: bytes, cost: int) -> ChaCha20Poly1305:
        work = 1 << cost
        memory = 128 * _BLOCK * (work + 2) + (1 << 20)
        return ChaCha20Poly1305(
            hashlib.scrypt(self._words, salt=_LABEL + salt, n=work, r=_BLOCK, p=1, maxmem=memory, dklen=32)
        )
