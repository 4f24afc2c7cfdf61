"""Tickets of the street door: what a page was issued for, vouched for by a MAC, checked without remembering it (T10).

A ticket names the level of pressure it was issued at and a random salt. The MAC also covers which form it is for and
the `once` of that form, which is what makes a sending happen once: a ticket used again can only repeat the sending that
it was used for. Whoever reads the key – it lies in the letterbox, for all doors – can flood; nothing else hangs on it.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from secrets import token_bytes, token_hex
from typing import Final

KEY_BYTES: Final = 32
_CONTEXT: Final = b"portal/ticket/v1"
_SEED: Final = b"portal/ticket/v1/question"
_TICKET: Final = re.compile(r"([0-9])-([0-9a-f]{16})-([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True)
class Ticket:
    """One issued ticket: `level` 0 … 9, `text` as it stands in the page, `seed` from which its question is made."""

    level: int
    text: str
    seed: int


def new_key() -> bytes:
    """Make a fresh key for tickets."""
    return token_bytes(KEY_BYTES)


def issue(key: bytes, form: str, once: str, level: int) -> Ticket:
    """Make a ticket for one sending of one form."""
    return _made(key, form, once, level, token_hex(8))


def check(keys: tuple[bytes, ...], form: str, once: str, text: str) -> Ticket | None:
    """Give the ticket that `text` is, if one of `keys` issued it for this sending of this form; None otherwise."""
    parts = _TICKET.fullmatch(text)
    if parts is None:
        return None
    made = (_made(key, form, once, int(parts[1]), parts[2]) for key in keys)
    return next((ticket for ticket in made if hmac.compare_digest(ticket.text, text)), None)


def worked(ticket: Ticket, nonce: str, bits: int) -> bool:
    """Whether SHA-256 of `text:nonce` begins with `bits` zero bits: on average 2^bits hashes were made for it."""
    digest = hashlib.sha256(f"{ticket.text}:{nonce}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0


def _made(key: bytes, form: str, once: str, level: int, salt: str) -> Ticket:
    said = b"\0".join(part.encode() for part in (form, once, str(level), salt))
    mac = hmac.digest(key, _CONTEXT + b"\0" + said, "sha256")
    seed = int.from_bytes(hmac.digest(key, _SEED + b"\0" + said, "sha256"), "big")
    return Ticket(level, f"{level}-{salt}-{mac.hex()}", seed)
