"""Where sealed attachments lie: bytes under random names, in a folder. Nobody here knows what they are or whose.

A blob is written once, kept whole or not at all, and never changed. `keep` returns only when a power cut can no longer
take the blob away; whoever refers to a blob in a database commits after that.

The times of a blob are set to the end of the (UTC) day it was kept on, so that a copy of the folder does not show when
a report came in. To the end, because `sweep` must take a blob for younger than it is rather than for older: one that
was kept a moment ago is not yet in any database.
"""

import contextlib
import errno
import os
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Protocol, Self, final

CHUNK = 128 * 1024

_NAME = re.compile(r"[0-9a-f]{32}")
_PART = re.compile(r"[0-9a-f]{32}\.part")
_DAY = 24 * 60 * 60
_SEALED_BEGINS = b"age-encryption.org/v1\n"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class BadName(ValueError):
    """Not the name of a blob: 32 lower-case hex digits and nothing else. Nothing was touched."""


class NotSealed(ValueError):
    """The bytes do not begin as something sealed does. None of them reached the disk."""


class NoRoom(OSError):
    """The store is full. What was being written is gone; every kept blob is untouched."""


class BlobWriter(Protocol):
    """One blob on its way. Nothing of it stays unless `keep` returned. Leaving its `with` block discards it if not."""

    @property
    def name(self) -> str:
        """The 32 hex digits under which the blob will be found."""

    def write(self, data: bytes, /) -> int:
        """Add bytes, any number at a time. Return how many.

        Raise `NoRoom` or another OSError, or `NotSealed`; the blob is gone then.
        """

    def again(self) -> BinaryIO:
        """Open what was written so far, to be read from its beginning; the caller closes. Raise like `write`."""

    def keep(self) -> None:
        """Make the blob durable and visible. Raise like `write`."""

    def discard(self) -> None:
        """Remove what was written. Nothing happens after `keep`, or the second time."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


class BlobStore(Protocol):
    """A place for blobs, shared by any number of processes. Every name is checked before use; `BadName` otherwise."""

    def new(self) -> BlobWriter:
        """Begin a blob under a fresh random name. Raise OSError."""

    def open(self, name: str) -> BinaryIO:
        """Open a kept blob for reading; the caller closes. Raise FileNotFoundError or another OSError."""

    def size(self, name: str) -> int:
        """Tell the size of a kept blob in bytes. Raise like `open`."""

    def delete(self, name: str) -> None:
        """Remove a blob. Nothing happens when there is none."""

    def names(self) -> list[str]:
        """List every kept blob, in no order."""

    def sweep(self, older_than: datetime, wanted: Callable[[str], bool]) -> int:
        """Remove what is older than the (aware) instant and not `wanted`, and half-written leavings. Tell how many.

        A blob is up to a day older than it looks.
        """


@final
class FolderStore:
    """A folder of files: kept blobs under their name, unfinished ones with `.part`. Files 0600, the folder 0700."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def new(self) -> "FolderWriter":
        self._make_folder()
        return FolderWriter(self.path, token_hex(16))

    def open(self, name: str) -> BinaryIO:
        return os.fdopen(os.open(self._at(name), os.O_RDONLY | os.O_NOFOLLOW), "rb")

    def size(self, name: str) -> int:
        return self._at(name).stat(follow_symlinks=False).st_size

    def delete(self, name: str) -> None:
        self._at(name).unlink(missing_ok=True)

    def names(self) -> list[str]:
        return [entry.name for entry in self._entries() if _NAME.fullmatch(entry.name)]

    def sweep(self, older_than: datetime, wanted: Callable[[str], bool]) -> int:
        if older_than.tzinfo is None:
            raise ValueError("an instant without a zone")
        limit, removed = older_than.timestamp(), 0
        for entry in self._entries():
            part = _PART.fullmatch(entry.name)
            if not part and not _NAME.fullmatch(entry.name):
                continue
            try:
                if entry.stat(follow_symlinks=False).st_mtime >= limit or (not part and wanted(entry.name)):
                    continue
                Path(entry).unlink()
            except FileNotFoundError:
                continue  # another sweep, or its owner, was faster
            removed += 1
        return removed

    def _at(self, name: str) -> Path:
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise BadName("not the name of a blob")
        return self.path / name

    def _entries(self) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self.path) as entries:
                return list(entries)
        except FileNotFoundError:
            return []

    def _make_folder(self) -> None:
        if self.path.is_dir():
            return
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A folder whose own entry is lost in a power cut takes every blob with it.
        _fsync_folder(self.path.parent)


@final
class FolderWriter:
    """One file on its way into a `FolderStore`. At most one fsync for the bytes and one for the name."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self.name = name
        self._at = folder / f"{name}.part"
        self._pending = bytearray()
        with _room():
            self._fd = os.open(self._at, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        self._open = True
        self._begun = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()

    def write(self, data: bytes, /) -> int:
        if not self._open:
            raise ValueError("this blob is finished")
        self._pending += data
        if len(self._pending) >= CHUNK:
            with self._or_nothing():
                self._flush()
        return len(data)

    def again(self) -> BinaryIO:
        if not self._open:
            raise ValueError("this blob is finished")
        with self._or_nothing():
            self._flush()
            return os.fdopen(os.open(self._at, os.O_RDONLY | os.O_NOFOLLOW), "rb")

    def keep(self) -> None:
        if not self._open:
            raise ValueError("this blob is finished")
        with self._or_nothing():
            self._flush()
            end_of_day = (int(os.fstat(self._fd).st_mtime) // _DAY + 1) * _DAY
            os.utime(self._fd, (end_of_day, end_of_day))
            os.fsync(self._fd)
            self._at = self._at.rename(self._folder / self.name)
            _fsync_folder(self._folder)
        self._open = False
        os.close(self._fd)

    def discard(self) -> None:
        if not self._open:
            return
        self._open = False
        self._pending.clear()
        os.close(self._fd)
        self._at.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _or_nothing(self) -> Iterator[None]:
        try:
            with _room():
                yield
        except BaseException:
            self.discard()
            raise

    def _flush(self) -> None:
        if not self._begun and not self._pending.startswith(_SEALED_BEGINS):
            raise NotSealed("only sealed bytes are stored")
        self._begun = True
        with memoryview(self._pending) as view:
            done = 0
            while done < len(view):
                done += os.write(self._fd, view[done:])
        self._pending.clear()


@contextlib.contextmanager
def _room() -> Iterator[None]:
    """Give a full disk its name."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM and not isinstance(error, NoRoom):
            raise NoRoom(error.errno, "no room left in the blob store") from error
        raise


def _fsync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
