"""Passkeys (WebAuthn level 2): a second factor that no page but this desk's can ask for. Values only; nothing is kept.

What is known of a passkey lies in the officer's key file, beside the other second factor's secret: who can write the
database can put none to an officer (ADR 0044). The name of the desk's site comes from the
settings; no header is believed.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date
from typing import Self

from portal.sealing import parcel_digest

LONGEST_ANSWER = 16_384


class NotThisPasskey(Exception):
    """What the browser sent is no answer of a passkey to this challenge on this site."""


@dataclass(frozen=True)
class Site:
    """The desk as passkeys know it: `id` is the host's name, `origin` scheme, host and port."""

    id: str
    origin: str


@dataclass(frozen=True)
class Passkey:
    """One passkey: its id and public key (COSE), what its officer calls it, and since when."""

    id: bytes
    key: bytes
    name: str
    since: date

    @property
    def mark(self) -> str:
        """What names it on pages and in the database: 32 hex digits of a hash."""
        return parcel_digest(self.id)[:32]

    def write(self) -> str:
        """One line for the key file."""
        name = self.name.encode("utf-8")
        return " ".join((_text(self.id), _text(self.key), self.since.isoformat(), _text(name)))

    @classmethod
    def read(cls, line: str) -> Self:
        """Read what `write` wrote. Raise `ValueError`."""
        own, key, since, name = line.split(" ")
        return cls(_raw(own), _raw(key), _raw(name).decode("utf-8"), date.fromisoformat(since))


def write_all(known: tuple[Passkey, ...]) -> str:
    """Several as one text, for the wrapped secrets of a sign-in."""
    return "\n".join(one.write() for one in known)


def read_all(text: str) -> tuple[Passkey, ...]:
    """Read what `write_all` wrote."""
    return tuple(Passkey.read(line) for line in text.splitlines())


def whose(known: tuple[Passkey, ...], answer: str) -> Passkey:
    """Which of the officer's passkeys says it answered; nothing is checked yet. Raise `NotThisPasskey`."""
    try:
        wanted = _raw(json.loads(short(answer))["id"])
    except (ValueError, TypeError, KeyError, AttributeError) as bad:
        raise NotThisPasskey from bad
    found = next((one for one in known if one.id == wanted), None)
    if found is None:
        raise NotThisPasskey
    return found


def short(answer: str) -> str:
    """Give an answer back. Raise `ValueError` for one that is longer than any passkey's."""
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("longer than any answer")
    return answer


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
