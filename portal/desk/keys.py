"""The desk's key folder: what lies in it, how it is made, and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes, token_hex

from portal import whole_files
from portal.age import Cost, seal_with_passphrase
from portal.sealing import SigningKey, VerifyKey
from portal.whole_files import PRIVATE, PUBLIC

AUDIT_KEY, COOKIE_KEY, DECOY, AUTHORITY_PUB = "audit.key", "cookie.key", "decoy.age", "authority.pub"
OFFICERS = "officers"
INVENTED = "people.json"
"""Where a demonstration keeps the passphrases of its invented officers, in clear; no real desk has such a file."""
_PART = 32
_FOLDER = 0o700


class KeysError(Exception):
    """A key file is missing, malformed, or in the way; the text names it."""


@dataclass(frozen=True)
class CookieKeys:
    """Three keys of 32 bytes: Flask's form tokens, the device cookies, the blind names of throttle buckets."""

    forms: bytes
    devices: bytes
    buckets: bytes


@dataclass(frozen=True)
class KeyRing:
    """What the desk needs from its key folder to open."""

    audit: bytes
    cookies: CookieKeys
    decoy: bytes


def load_keys(folder: Path) -> KeyRing:
    """Read the folder. Raise `KeysError` naming the first file that is missing, unreadable or of the wrong length."""
    audit = _read(folder / AUDIT_KEY, _PART)
    cookies = _read(folder / COOKIE_KEY, 3 * _PART)
    parts = CookieKeys(*(cookies[at : at + _PART] for at in range(0, 3 * _PART, _PART)))
    return KeyRing(audit, parts, _read(folder / DECOY, None))


def authority_of(folder: Path) -> VerifyKey:
    """Return the pinned authority key. Raise `KeysError`."""
    path = folder / AUTHORITY_PUB
    try:
        return VerifyKey.parse(_read(path, None).decode("ascii").strip())
    except ValueError as bad:
        raise KeysError(f"{path}: not an authority key") from bad


def identity_path(folder: Path, login: str) -> Path:
    """Where the identity of `login` lies. The caller has checked the form of `login`: it becomes a file name."""
    return folder / OFFICERS / f"{login}.age"


def make_keys(folder: Path, authority_file: Path, passphrase: str, cost: Cost) -> VerifyKey:
    """Make the desk's keys and the authority's; return the authority's public half.

    Refuses to overwrite: raise `KeysError` before the first file is written when one of them exists. The private half
    goes to `authority_file`, sealed by `passphrase`, to be carried away.
    """
    wanted = [folder / name for name in (AUDIT_KEY, COOKIE_KEY, DECOY, AUTHORITY_PUB)] + [authority_file]
    if there := next((path for path in wanted if path.exists()), None):
        raise KeysError(f"{there}: is there already; nothing was written")
    authority = SigningKey.generate()
    make_private_folder(folder)
    make_private_folder(folder / OFFICERS)
    written: list[Path] = []
    try:
        for path, content, mode in (
            (folder / AUDIT_KEY, token_bytes(_PART), PRIVATE),
            (folder / COOKIE_KEY, token_bytes(3 * _PART), PRIVATE),
            # What a sign-in under an unknown name is checked against: it costs what a wrong passphrase costs.
            (folder / DECOY, seal_with_passphrase(token_bytes(_PART), token_hex(_PART), cost), PRIVATE),
            (folder / AUTHORITY_PUB, f"{authority.verify_key}\n".encode("ascii"), PUBLIC),
            (authority_file, seal_with_passphrase(authority.seed, passphrase, cost), PRIVATE),
        ):
            write_new(path, content, mode)
            written.append(path)
    except BaseException:
        # Half a set of keys would stand in the way of the next attempt.
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return authority.verify_key


def make_cookie_key(folder: Path) -> None:
    """Make new keys for cookies and form tokens in the place of what is there: nothing that browsers hold counts."""
    whole_files.replace(folder / COOKIE_KEY, token_bytes(3 * _PART))


def open_authority(path: Path, passphrase: str, opener: Callable[[bytes, str], bytes]) -> SigningKey:
    """Open the authority's private half. Raise `KeysError` for a missing or foreign file, age's errors otherwise."""
    try:
        return SigningKey.from_seed(opener(_read(path, None), passphrase))
    except ValueError as bad:
        raise KeysError(f"{path}: not an authority key") from bad


def make_private_folder(path: Path) -> None:
    """Make `path` for this user alone; folders missing above it get the host's usual mode."""
    path.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    path.chmod(_FOLDER)


def write_new(path: Path, content: bytes, mode: int = PRIVATE) -> None:
    """Write a file that must not exist. Raise `KeysError` when it does, also when another process was faster."""
    path.parent.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    try:
        whole_files.write_new(path, content, mode)
    except FileExistsError as there:
        raise KeysError(f"{path}: is there already; nothing was written") from there


def _read(path: Path, length: int | None) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as missing:
        raise KeysError(
            f"{path}: cannot be read ({missing.strerror}); is this desk set up? run: portal init"
        ) from missing
    if length is not None and len(content) != length:
        raise KeysError(f"{path}: {length} bytes expected, {len(content)} found")
    return content
