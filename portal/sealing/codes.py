"""Codes that people write down and type: 128 bits and a checksum as seven groups of four letters, `7K3Q-M9XD-…`."""

import hashlib
import unicodedata
from typing import Final

from portal.sealing.errors import BadReceipt

SECRET_SIZE: Final = 16
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS: Final = 7
GROUP: Final = 4
CHECK_BITS: Final = 12
LONGEST_INPUT: Final = 200

_LETTERS: Final = str.maketrans("abcdefghijklmnopqrstuvwxyzOIL", "ABCDEFGH1JK1MN0PQRSTUVWXYZ011")
_DIGITS: Final = {letter: value for value, letter in enumerate(ALPHABET)}
# Marks people put between groups that Unicode does not call a space, a dash or invisible: minus sign, long-vowel
# mark, middle dots, underscore, full stops and commas.
_BETWEEN: Final = frozenset("\u2212\u30fc\u00b7\u30fb_.,\u3002\u3001")
_INVISIBLE: Final = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"})


def write_code(secret: bytes, label: bytes) -> str:
    """Write 16 secret bytes as a code. `label` says what it is for: a code of another kind fails its checksum."""
    number = int.from_bytes(secret, "big") << CHECK_BITS | _check(secret, label)
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (GROUPS * GROUP - 1), -1, -5))
    return "-".join(letters[start : start + GROUP] for start in range(0, GROUPS * GROUP, GROUP))


def read_code(text: str, label: bytes) -> bytes:
    """Read a code as people type it. Raises BadReceipt.

    Forgives letter case, full-width characters, anything that separates (spaces, dashes, dots, commas, invisible
    characters), the letter O for zero, and I or L for one.
    """
    if len(text) > LONGEST_INPUT:
        raise BadReceipt("too long for a code")
    digits = _digits(text)
    if len(digits) != GROUPS * GROUP:
        raise BadReceipt("not as many letters as a code has")
    number = 0
    for digit in digits:
        number = number << 5 | digit
    secret = (number >> CHECK_BITS).to_bytes(SECRET_SIZE, "big")
    if number & ((1 << CHECK_BITS) - 1) != _check(secret, label):
        raise BadReceipt("the checksum does not fit")
    return secret


def _check(secret: bytes, label: bytes) -> int:
    return int.from_bytes(hashlib.sha256(label + secret).digest()[:2], "big") >> 4


def _digits(text: str) -> list[int]:
    plain = (
        letter
        for letter in unicodedata.normalize("NFKC", text)
        if letter not in _BETWEEN and unicodedata.category(letter) not in _INVISIBLE
    )
    try:
        return [_DIGITS[letter] for letter in "".join(plain).translate(_LETTERS)]
    except KeyError:
        raise BadReceipt("a letter that no code has") from None
