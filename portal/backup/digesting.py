"""By what a part of a backup is known again: SHA-256 of its sealed bytes.

It finds what a disk or a network spoilt, without any key. Against a person it helps only as far as the manifest's own
digest was written down elsewhere: whoever can exchange parts can write another manifest, and everybody can seal to a
public key. That is why `portal backup make` prints it, and `portal restore --expect` takes it.
"""

from base64 import b32encode
from collections.abc import Callable
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import BinaryIO

_PIECE = 1024 * 1024
_LETTERS = 20


class Witnessed:
    """An open file that counts and digests what is written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = sha256()
        self.size = 0

    def write(self, data: bytes, /) -> int:
        """Write all of `data`."""
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)
        return len(data)

    @property
    def digest(self) -> str:
        """SHA-256 of everything so far, 64 hex digits."""
        return self._digest.hexdigest()


def digest_of(path: str | PathLike[str], seen: Callable[[int], None]) -> str:
    """Read a file from its beginning and give its SHA-256; `seen` hears of each piece's length. Raise OSError."""
    found = sha256()
    with Path(path).open("rb", buffering=0) as file:
        while piece := file.read(_PIECE):
            found.update(piece)
            seen(len(piece))
    return found.hexdigest()


def words_of(content: bytes) -> str:
    """What people compare: the first 100 bits of SHA-256 in base 32 (RFC 4648), five groups of four."""
    letters = b32encode(sha256(content).digest()).decode()[:_LETTERS]
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))
