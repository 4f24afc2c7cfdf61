"""The parts of a backup: age files of at most some hundred MiB, written whole or not at all.

Inside, the database is one stream, and keys and files are a tar archive. So `age --decrypt` and `tar` read a backup
without this program, too.
"""

import io
import os
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from portal.age import AgeError, Identity, NotForThisKey, Recipient, SealWriter, open_stream
from portal.backup.digesting import Witnessed
from portal.backup.errors import BackupError, NotGenuine
from portal.backup.manifest import Part
from portal.whole_files import fsync_folder

CHUNK = 64 * 1024
PIECE = 256 * 1024
_DRAFT = ".part"


class PartWriter:
    """One part on its way: `with PartWriter(…) as draft: draft.write(…); part = draft.keep()`."""

    def __init__(self, folder: Path, name: str, to: Sequence[Recipient]) -> None:
        self._at, self._name = folder / f"{name}{_DRAFT}", name
        self._at.unlink(missing_ok=True)  # what a run that was cut short left
        fd = os.open(self._at, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        self._file: BinaryIO = os.fdopen(fd, "wb", buffering=PIECE)
        self._witnessed = Witnessed(self._file)
        self._sealer = SealWriter(self._witnessed, to)

    def write(self, data: bytes, /) -> int:
        """Seal more of the content. Raise OSError."""
        return self._sealer.write(data)

    def keep(self) -> Part:
        """Make the part durable under its name. Raise OSError."""
        self._sealer.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._at.rename(self._at.with_name(self._name))
        fsync_folder(self._at.parent)
        return Part(name=self._name, size=self._witnessed.size, sha256=self._witnessed.digest)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._file.close()
        self._at.unlink(missing_ok=True)


def add(tar: tarfile.TarFile, name: str, size: int, content: BinaryIO) -> None:
    """Add one file, without owner or time. Raise OSError when it has not `size` bytes."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    tar.addfile(entry, content)


def opened(folder: Path, part: Part, key: Identity) -> Iterator[bytes]:
    """Give the content of a part in authenticated pieces.

    Raise `BackupError` for another's key, `NotGenuine` where it is not what was sealed: what was given until then is
    only a beginning.
    """
    try:
        with (folder / part.name).open("rb") as source:
            yield from open_stream(source, [key])
    except FileNotFoundError:
        raise NotGenuine(f"{part.name} is missing") from None
    except NotForThisKey:
        raise BackupError("this backup is sealed to another key") from None
    except AgeError as bad:
        raise NotGenuine(f"{part.name} is damaged: {bad}") from None


@contextmanager
def archive(pieces: Iterator[bytes], name: str) -> Iterator[tarfile.TarFile]:
    """Read a part as an archive, entry by entry, and the rest of it at the end. Raise as `opened`."""
    flow = _Flow(pieces)
    try:
        with tarfile.open(fileobj=io.BufferedReader(flow, CHUNK), mode="r|", bufsize=CHUNK) as tar:
            yield tar
    except tarfile.TarError:
        raise NotGenuine(f"{name} is no archive of a backup") from None
    for _ in pieces:  # Only its regular end says that the part was whole.
        pass


class _Flow(io.RawIOBase):
    """Pieces as a file that is read once."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview", /) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = memoryview(next(self._pieces, b""))
        taken = min(len(buffer), len(self._rest))
        buffer[:taken] = self._rest[:taken]
        self._rest = self._rest[taken:]
        return taken
