"""An officer's key file: a standard age identity file, sealed by the officer's passphrase.

Opened with any age tool it reads

    # portal officer 5f0c…            the officer's id
    # login zhao
    # totp JBSWY3DPEHPK3PXP…         the second factor's secret: it is nowhere else, least of all in the database
    # public key: age1pq1…
    AGE-SECRET-KEY-PQ-1…
"""

from dataclasses import dataclass, field

from portal.age import AgeError, Identity

_OFFICER, _LOGIN, _TOTP = "# portal officer ", "# login ", "# totp "
_SECRET = "AGE-SECRET-KEY-"  # noqa: S105  how such a line begins


class NotAnIdentity(Exception):
    """The file opened, but it is no officer's identity file."""


@dataclass(frozen=True)
class OfficerIdentity:
    """What is inside the file. Neither the identity nor the second factor's secret shows in a repr."""

    officer: str
    login: str
    totp: str = field(repr=False)
    identity: Identity = field(repr=False)

    def write(self) -> bytes:
        """Return the file's content in clear; the caller seals it."""
        lines = (
            f"{_OFFICER}{self.officer}",
            f"{_LOGIN}{self.login}",
            f"{_TOTP}{self.totp}",
            f"# public key: {self.identity.recipient}",
            str(self.identity),
        )
        return "".join(f"{line}\n" for line in lines).encode("ascii")


def read_identity(content: bytes) -> OfficerIdentity:
    """Read the file's content in clear. Raise `NotAnIdentity`, which quotes nothing of it."""
    try:
        lines = content.decode("ascii").splitlines()
        officer, login, totp = (_after(prefix, lines) for prefix in (_OFFICER, _LOGIN, _TOTP))
        return OfficerIdentity(officer, login, totp, Identity.parse(_SECRET + _after(_SECRET, lines)))
    except (ValueError, AgeError):
        raise NotAnIdentity("not an officer's identity file") from None


def _after(prefix: str, lines: list[str]) -> str:
    for line in lines:
        if line.startswith(prefix):
            return line.removeprefix(prefix)
    raise ValueError("a line is missing")
