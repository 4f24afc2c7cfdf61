"""Proof of filing: an office's signed word that a sealed parcel reached it on a day. It says nothing of the content.

The text is what a reporter keeps and hands to whom they like. It names no mailbox, so it opens nothing and leads nobody
there; but it does show that its holder reported something, and the page that gives it says so.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from portal.sealing.encoding import read_base64, write_base64
from portal.sealing.errors import BadFiling, BadKey, BadSignature
from portal.sealing.places import OFFICE_ID
from portal.sealing.signing import SIGNATURE_SIZE, Context, SigningKey, VerifyKey

LONGEST: Final = 4096
_FIRST: Final = "portal filing v1"
_NAMES: Final = ("office", "received", "sha256", "key", "signature")
_HEX: Final = frozenset("0123456789abcdef")
_DIGEST: Final = 64


def parcel_digest(sealed_report: bytes) -> str:
    """Return the 64 hex digits that stand for one sealed report: SHA-256 over its bytes as the letterbox had them."""
    return hashlib.sha256(sealed_report).hexdigest()


def check_words(digest: str) -> str:
    """Shorten a digest to five groups of four characters, for copying by hand: its first 100 bits in base32."""
    short = base64.b32encode(bytes.fromhex(digest))[:20].decode("ascii")
    return " ".join(short[start : start + 4] for start in range(0, 20, 4))


@dataclass(frozen=True)
class Filing:
    """A statement with its signature. `key` is only a claim until `check` was given a key that is trusted."""

    office: str
    received: date
    digest: str
    key: VerifyKey
    signature: bytes

    @classmethod
    def signed(cls, office: str, received: date, digest: str, signer: SigningKey) -> Self:
        """Make the statement of `office` with its reply key. Raises ValueError for what cannot be stated."""
        if not OFFICE_ID.fullmatch(office) or len(digest) != _DIGEST or not set(digest) <= _HEX:
            raise ValueError("not an office and a digest")
        if type(received) is not date:
            raise TypeError("a day and nothing finer")
        message = _message(office, received, digest, signer.verify_key)
        return cls(office, received, digest, signer.verify_key, signer.sign(Context.FILING, message))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text that `str` gives, with any line ends and spaces around the lines. Raises BadFiling."""
        if len(text) > LONGEST:
            raise BadFiling("too long for a proof of filing")
        lines = [line.strip() for line in text.lstrip("\ufeff").splitlines() if line.strip()]
        pairs = [line.partition(" ") for line in lines[1:]]
        if lines[:1] != [_FIRST] or tuple(name for name, _, _ in pairs) != _NAMES:
            raise BadFiling("not the lines of a proof of filing")
        office, received, digest, key, signature = (value.strip() for _, _, value in pairs)
        try:
            day = date.fromisoformat(received)
            found = cls(office, day, digest, VerifyKey.parse(key), read_base64(signature, SIGNATURE_SIZE))
        except (BadKey, ValueError):
            raise BadFiling("a line of the proof is not in its form") from None
        if not OFFICE_ID.fullmatch(office) or day.isoformat() != received:
            raise BadFiling("a line of the proof is not in its form")
        if len(digest) != _DIGEST or not set(digest) <= _HEX:
            raise BadFiling("a line of the proof is not in its form")
        return found

    def check(self, key: VerifyKey) -> None:
        """Return if the holder of `key` signed exactly this. Raises BadSignature."""
        if key != self.key:
            raise BadSignature("not signed by the key that may speak here")
        key.verify(Context.FILING, _message(self.office, self.received, self.digest, self.key), self.signature)

    @property
    def check_words(self) -> str:
        """The digest as a person compares it."""
        return check_words(self.digest)

    def __str__(self) -> str:
        message = _message(self.office, self.received, self.digest, self.key).decode("ascii")
        return f"{message}signature {write_base64(self.signature)}\n"


def _message(office: str, received: date, digest: str, key: VerifyKey) -> bytes:
    lines = (_FIRST, f"office {office}", f"received {received.isoformat()}", f"sha256 {digest}", f"key {key}")
    return "".join(f"{line}\n" for line in lines).encode("ascii")
