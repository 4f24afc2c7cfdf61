"""The keys of backups: public ones in a file beside the settings, the private one on a stick."""

from pathlib import Path

from portal.age import AgeError, Identity, Recipient, WrongPassphrase, open_with_passphrase
from portal.backup.errors import BackupError
from portal.domain.passphrase import normal_passphrase

_LARGEST = 1024 * 1024


def read_recipients(file: Path) -> list[Recipient]:
    """The public keys in a file, one on a line; lines that begin with # are remarks. Raise `BackupError`."""
    lines = [line.strip() for line in _small(file).decode("utf-8", "replace").splitlines()]
    try:
        found = [Recipient.parse(line) for line in lines if line and not line.startswith("#")]
    except AgeError:
        raise BackupError(f"{file}: holds a line that is no public key of backups") from None
    if not found:
        raise BackupError(f"{file}: names no key to seal to; run: portal backup key")
    return found


def read_identity(file: Path, passphrase: str) -> Identity:
    """Open the private key of backups, as `portal backup key` wrote it. Raise `BackupError`."""
    try:
        text = open_with_passphrase(_small(file), normal_passphrase(passphrase)).decode("ascii")
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        return Identity.parse(lines[0])
    except WrongPassphrase:
        raise BackupError("wrong passphrase") from None
    except (AgeError, ValueError, IndexError):
        raise BackupError(f"{file}: not the private key of backups") from None


def _small(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            return source.read(_LARGEST)
    except OSError as missing:
        raise BackupError(f"{file}: cannot be read ({missing.strerror}); see: portal backup key --help") from None
