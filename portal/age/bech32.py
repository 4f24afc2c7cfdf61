"""Bech32 (BIP 173) as age uses it: no limit on the length, so that a hybrid recipient (1,959 characters) fits."""

import base64
import binascii
from functools import reduce
from operator import xor

from portal.age.errors import Malformed

_ALPHABET = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l"
# Base 32 of RFC 4648 packs bits exactly as Bech32 does; only the letters differ.
_RFC4648 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_FROM_RFC4648 = bytes.maketrans(_RFC4648, _ALPHABET)
_TO_RFC4648 = bytes.maketrans(_ALPHABET, _RFC4648)
_NO_LETTER = 0xFF
_VALUES = bytes(_ALPHABET.find(letter) & _NO_LETTER for letter in range(256))
_CHECKSUM_LETTERS = 6
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
# For each value of the five bits that leave the remainder at its top: what they leave behind.
_LEFT_BEHIND = tuple(
    reduce(xor, (generator for bit, generator in enumerate(_GENERATORS) if top >> bit & 1), 0) for top in range(32)
)


def encode(prefix: str, data: bytes) -> str:
    """Write `data` as lower-case Bech32 under the lower-case `prefix`."""
    body = base64.b32encode(data).rstrip(b"=").translate(_FROM_RFC4648)
    rest = _checksum(_spread(prefix) + body.translate(_VALUES) + bytes(_CHECKSUM_LETTERS)) ^ 1
    check = bytes(_ALPHABET[rest >> 5 * (5 - place) & 31] for place in range(_CHECKSUM_LETTERS))
    return f"{prefix}1{(body + check).decode()}"


def decode(prefix: str, text: str) -> bytes:
    """Read what `encode` wrote under the same prefix; raise Malformed for anything else.

    The letters must all be of one case, and it must be the case of `prefix`.
    The message never repeats the text: it may be a secret key.
    """
    wanted = f"{prefix}1"
    lower = text.lower()
    if not text.isascii() or not text.startswith(wanted) or text not in (lower, text.upper()):
        raise Malformed(f"this does not begin with {wanted} or mixes capital and small letters")
    letters = lower[len(wanted) :].encode()
    values = letters.translate(_VALUES)
    if _NO_LETTER in values:
        raise Malformed("a letter that Bech32 does not have")
    if len(values) < _CHECKSUM_LETTERS or _checksum(_spread(prefix.lower()) + values) != 1:
        raise Malformed("the checksum does not fit: a letter is wrong, missing or too many")
    body = letters[:-_CHECKSUM_LETTERS].translate(_TO_RFC4648)
    try:
        data = base64.b32decode(body + b"=" * (-len(body) % 8))
    except binascii.Error:
        raise Malformed("the letters do not make whole bytes") from None
    # Two texts for one key would let a key be listed twice without looking so.
    if base64.b32encode(data).rstrip(b"=") != body:
        raise Malformed("the unused bits are not zero")
    return data


def _spread(prefix: str) -> bytes:
    letters = prefix.encode()
    return bytes([*(letter >> 5 for letter in letters), 0, *(letter & 31 for letter in letters)])


def _checksum(values: bytes) -> int:
    rest = 1
    for value in values:
        rest = (rest & 0x1FFFFFF) << 5 ^ value ^ _LEFT_BEHIND[rest >> 25]
    return rest
