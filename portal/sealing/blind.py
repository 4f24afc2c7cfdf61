"""A keyed mark that stands for a text without telling it: for counting what must not be written down."""

import hashlib
import hmac
from typing import Final

KEY_SIZE: Final = 32
MOST_BITS: Final = 64
_LABEL: Final = b"portal/blind/v1"


def blind_mark(key: bytes, use: str, text: str, bits: int) -> int:
    """Return a number below 2**bits (1 to 64) that depends on all of `text`. Raises ValueError for another key length.

    A plain hash of a typed login or passphrase would be found by trying words; without the key this one cannot. Few
    bits make it say nothing even to who holds the key: thousands of texts share each mark. `use` keeps two uses of one
    key from being compared.
    """
    if len(key) != KEY_SIZE or not 1 <= bits <= MOST_BITS:
        raise ValueError("a key of 32 bytes and 1 to 64 bits")
    message = b"\x00".join((_LABEL, use.encode("utf-8"), text.encode("utf-8")))
    return int.from_bytes(hmac.new(key, message, hashlib.sha256).digest()[:8]) >> (MOST_BITS - bits)
