"""An officer's key file: a standard age identity file, sealed by the officer's passphrase.

Opened with any age tool it reads

    # portal officer 5f0c…            the officer's id
    # login zhao
    # totp JBSWY3DPEHPK3PXP…         the second factor's secret: it is nowhere else, least of all in the database
    # passkey <id> <public key> …    one line for each passkey, if there are any
    # public key: age1pq1…
    AGE-SECRET-KEY-PQ-1…

While an officer changes keys the second one follows, with its public key above it. Which of the two counts, the
register says: the file need not be touched when the roster changes.
"""

from dataclasses import dataclass, field, replace
from typing import Self

from portal.age import AgeError, Identity, Recipient
from portal.desk.officers.passkeys import Passkey

_OFFICER, _LOGIN, _TOTP, _PASSKEY = "# portal officer ", "# login ", "# totp ", "# passkey "
_SECRET = "AGE-SECRET-KEY-"  # noqa: S105  how such a line begins


class NotAnIdentity(Exception):
    """The file opened, but it is no officer's identity file."""


@dataclass(frozen=True)
class OfficerIdentity:
    """What is inside the file. Neither an identity nor the second factor's secret shows in a repr."""

    officer: str
    login: str
    totp: str = field(repr=False)
    identity: Identity = field(repr=False)
    other: Identity | None = field(default=None, repr=False)
    passkeys: tuple[Passkey, ...] = ()

    @property
    def keys(self) -> tuple[Identity, ...]:
        """Both keys while they are being changed, else the one."""
        return (self.identity, self.other) if self.other else (self.identity,)

    def with_key_of(self, recipient: str) -> Self | None:
        """The same with the key of `recipient` first; None when neither key is that one. Raise `AgeError`."""
        wanted = Recipient.parse(recipient)
        if self.identity.recipient == wanted:
            return self
        if self.other is not None and self.other.recipient == wanted:
            return replace(self, identity=self.other, other=self.identity)
        return None

    def write(self) -> bytes:
        """Return the file's content in clear; the caller seals it."""
        lines = [f"{_OFFICER}{self.officer}", f"{_LOGIN}{self.login}", f"{_TOTP}{self.totp}"]
        lines += [f"{_PASSKEY}{passkey.write()}" for passkey in self.passkeys]
        for key in self.keys:
            lines += [f"# public key: {key.recipient}", str(key)]
        return "".join(f"{line}\n" for line in lines).encode("ascii")


def read_identity(content: bytes) -> OfficerIdentity:
    """Read the file's content in clear. Raise `NotAnIdentity`, which quotes nothing of it."""
    try:
        lines = content.decode("ascii").splitlines()
        officer, login, totp = (_after(prefix, lines) for prefix in (_OFFICER, _LOGIN, _TOTP))
        keys = [Identity.parse(line) for line in lines if line.startswith(_SECRET)]
        first, *more = keys
        if len(more) > 1:
            raise NotAnIdentity("more than two keys")
        own = (Passkey.read(line.removeprefix(_PASSKEY)) for line in lines if line.startswith(_PASSKEY))
        return OfficerIdentity(officer, login, totp, first, more[0] if more else None, tuple(own))
    except (ValueError, AgeError):
        raise NotAnIdentity("not an officer's identity file") from None


def _after(prefix: str, lines: list[str]) -> str:
    for line in lines:
        if line.startswith(prefix):
            return line.removeprefix(prefix)
    raise ValueError("a line is missing")
