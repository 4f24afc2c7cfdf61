"""The receipt code: the one thing a reporter keeps, and everything that follows from it."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from typing import Final, Self, final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.age import Identity, Recipient
from portal.sealing.errors import BadReceipt
from portal.sealing.secrets import Secret
from portal.sealing.signing import SigningKey

SECRET_SIZE: Final = 16
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS: Final = 7
GROUP: Final = 4
CHECK_BITS: Final = 12
LONGEST_INPUT: Final = 200

_CHECK_LABEL: Final = b"portal receipt v1"
_LETTERS: Final = str.maketrans("abcdefghijklmnopqrstuvwxyzOIL", "ABCDEFGH1JK1MN0PQRSTUVWXYZ011")
_DIGITS: Final = {letter: value for value, letter in enumerate(ALPHABET)}
# Marks people put between groups that Unicode does not call a space, a dash or invisible: minus sign, long-vowel
# mark, middle dots, underscore, full stops and commas.
_BETWEEN: Final = frozenset("\u2212\u30fc\u00b7\u30fb_.,\u3002\u3001")
_INVISIBLE: Final = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"})
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
        if number & ((1 << CHECK_BITS) - 1) != _check(secret):
            raise BadReceipt("the checksum does not fit")
        return cls.from_secret(secret)

    @property
    def code(self) -> str:
        """The code as it is shown: seven groups of four, `7K3Q-M9XD-…`."""
        secret = self.secret.reveal()
        number = int.from_bytes(secret, "big") << CHECK_BITS | _check(secret)
        letters = "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (GROUPS * GROUP - 1), -1, -5))
        return "-".join(letters[start : start + GROUP] for start in range(0, GROUPS * GROUP, GROUP))

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


def _check(secret: bytes) -> int:
    return int.from_bytes(hashlib.sha256(_CHECK_LABEL + secret).digest()[:2], "big") >> 4


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
