"""Wrapping a secret under a key that lives elsewhere: the desk's session rows, whose key is only in the cookie."""

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from portal.sealing.errors import NotUnwrapped

KEY_SIZE: Final = 32
NONCE_SIZE: Final = 12
_LABEL: Final = b"portal/wrapping/v1\x00"


def wrap(secret: bytes, key: bytes, context: bytes) -> bytes:
    """Encrypt `secret` under a 32-byte key; 28 bytes longer than it. Raises ValueError for a key of another length.

    `context` says what and whose it is (for example the session's id): the result opens in no other context. The nonce
    is random, which is safe for as many wraps under one key as a session makes (far below 2**32).
    """
    return wrap_with_nonce(secret, key, context, os.urandom(NONCE_SIZE))


def wrap_with_nonce(secret: bytes, key: bytes, context: bytes, nonce: bytes) -> bytes:
    """Wrap as `wrap` does with a nonce (12 bytes) of the caller's choice.

    For known-answer vectors only: two different secrets under one key and nonce give both away.
    """
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, secret, _LABEL + context)


def unwrap(wrapped: bytes, key: bytes, context: bytes) -> bytes:
    """Return the secret. Raises NotUnwrapped for a wrong key, context or bytes, ValueError for no key at all."""
    cipher = ChaCha20Poly1305(key)
    try:
        return cipher.decrypt(wrapped[:NONCE_SIZE], wrapped[NONCE_SIZE:], _LABEL + context)
    except (InvalidTag, ValueError):
        raise NotUnwrapped("wrong key, wrong context or altered bytes") from None
