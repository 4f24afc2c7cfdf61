"""Blobs in a folder.

The times of a blob are set to the end of the (UTC) day it was kept on, so that a copy of the folder does not show when
a report came in. To the end, because `sweep` must take a blob for younger than it is rather than for older: one that
was kept a moment ago is not yet in any database.
"""

import errno
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, final

from portal.blobs.contract import aware, checked, is_name
from portal.blobs.sealed_file import SealedFile, SealedWriter, room
from portal.whole_files import fsync_folder

_PART = ".part"
_DAY = 24 * 60 * 60


@final
class FolderStore:
    """A folder of files: kept blobs under their name, unfinished ones with `.part`. Files 0600, the folder 0700."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def new(self) -> "FolderWriter":
        make_folder(self.path)
        return FolderWriter(self.path, token_hex(16))

    def back(self, name: str) -> "FolderWriter":
        make_folder(self.path)
        if (at := self._at(name)).exists():
            raise FileExistsError(errno.EEXIST, "a blob of that name is kept already")
        # What an earlier try left of it; nobody else begins a blob under this name.
        at.with_name(f"{name}{_PART}").unlink(missing_ok=True)
        return FolderWriter(self.path, name)

    def open(self, name: str) -> BinaryIO:
        return os.fdopen(os.open(self._at(name), os.O_RDONLY | os.O_NOFOLLOW), "rb")

    def size(self, name: str) -> int:
        return self._at(name).stat(follow_symlinks=False).st_size

    def delete(self, name: str) -> None:
        self._at(name).unlink(missing_ok=True)

    def names(self) -> list[str]:
        return [entry.name for entry in self._entries() if is_name(entry.name)]

    def sweep(self, older_than: datetime, wanted: Callable[[str], bool]) -> int:
        limit, removed = aware(older_than).timestamp(), 0
        for entry in self._entries():
            part = entry.name.endswith(_PART)
            if not is_name(entry.name.removesuffix(_PART)):
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
        return self.path / checked(name)

    def _entries(self) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self.path) as entries:
                return list(entries)
        except FileNotFoundError:
            return []


@final
class FolderWriter(SealedWriter):
    """One file on its way into a `FolderStore`. At most one fsync for the bytes and one for the name."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._at = folder / f"{name}{_PART}"
        with room():
            fd = os.open(self._at, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        super().__init__(name, SealedFile(fd))

    def again(self) -> BinaryIO:
        with self._or_nothing():
            self._file.flush()
            return os.fdopen(os.open(self._at, os.O_RDONLY | os.O_NOFOLLOW), "rb")

    def _deliver(self) -> None:
        end_of_day = (int(os.fstat(self._file.fd).st_mtime) // _DAY + 1) * _DAY
        os.utime(self._file.fd, (end_of_day, end_of_day))
        os.fsync(self._file.fd)
        self._at = self._at.rename(self._folder / self.name)
        fsync_folder(self._folder)

    def _remove(self) -> None:
        self._at.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder for the owner only, unless it is there."""
    if path.is_dir():
        return
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A folder whose own entry is lost in a power cut takes every blob with it.
    fsync_folder(path.parent)
