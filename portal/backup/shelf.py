"""The folder of backups: finished ones under door and moment, one unfinished one a door. Old ones are removed."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from portal.backup.digesting import digest_of
from portal.backup.errors import BackupError, NotGenuine
from portal.backup.manifest import LONGEST, Door, Manifest, read_manifest
from portal.blobs.folder import make_folder
from portal.whole_files import fsync_folder, replace

MANIFEST = "manifest.json"
_GOING = ".going-"


@dataclass(frozen=True)
class Backup:
    """A backup that lies in a folder."""

    folder: Path
    manifest: Manifest


def read(folder: Path) -> Backup:
    """Read a backup's manifest. Raise `BackupError` when there is none, `NotGenuine` when it is damaged."""
    try:
        with (folder / MANIFEST).open("rb") as file:
            content = file.read(LONGEST)
    except OSError as missing:
        raise BackupError(f"{folder}: no backup is here ({missing.strerror})") from None
    return Backup(folder, read_manifest(content))


def finished(shelf: Path, door: Door) -> list[Backup]:
    """The finished backups of a door that lie in the folder whole, oldest first; damaged manifests are none."""
    found = []
    for folder in sorted(shelf.glob(f"{door}-*")):
        try:
            backup = read(folder)
        except BackupError:
            continue
        if backup.manifest.finished and backup.manifest.name == folder.name and _has_its_parts(backup):
            found.append(backup)
    return found


def write(backup: Backup) -> None:
    """Put the manifest in its place; a power cut leaves the old or the new one. Raise OSError."""
    replace(backup.folder / MANIFEST, backup.manifest.write())


@contextmanager
def unfinished(shelf: Path, door: Door) -> Iterator[Path]:
    """The folder in which this door's next backup is made, for one process at a time. Raise `BackupError`, OSError."""
    make_folder(shelf)
    folder = shelf / f"{door}.unfinished"
    make_folder(folder)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(f"{folder}: a backup is being made already") from None
        yield folder
    finally:
        os.close(handle)


def begun(folder: Path) -> Manifest | None:
    """What was made of an unfinished backup; None when nothing can be used, and then nothing lies there any more."""
    try:
        manifest = read(folder).manifest
        for part in manifest.parts:
            if (folder / part.name).stat().st_size != part.size:
                raise NotGenuine(f"{part.name} is cut short")
    except (BackupError, OSError):
        clear(folder)
        return None
    return manifest


def clear(folder: Path) -> None:
    """Remove what was made of an unfinished backup."""
    for path in folder.iterdir():
        path.unlink()


def place(unfinished_folder: Path, manifest: Manifest) -> Backup:
    """Give a finished backup its name. Raise `BackupError` when there is one of that moment, OSError."""
    target = unfinished_folder.with_name(manifest.name)
    if target.exists():
        raise BackupError(f"{target}: is there already")
    unfinished_folder.rename(target)
    fsync_folder(target.parent)
    return Backup(target, manifest)


def verify(backup: Backup, seen: Callable[[int], None]) -> None:
    """Read every part and compare. Raise `NotGenuine` naming the first that is not as it was made."""
    for part in backup.manifest.parts:
        try:
            found = digest_of(backup.folder / part.name, seen)
        except OSError as missing:
            raise NotGenuine(f"{backup.folder / part.name}: cannot be read ({missing.strerror})") from None
        if found != part.sha256:
            raise NotGenuine(f"{backup.folder / part.name}: is not as it was made; take another backup")


def prune(shelf: Path, door: Door, now: datetime, keep_days: int) -> int:
    """Remove backups older than `keep_days`, never the newest. Return how many."""
    old = [found for found in finished(shelf, door)[:-1] if found.manifest.begun < now - timedelta(days=keep_days)]
    for backup in old:
        # Under another name first: cut short here, nobody takes the rest for a backup, and the next run removes it.
        backup.folder.rename(backup.folder.with_name(f"{_GOING}{backup.folder.name}"))
    for folder in shelf.glob(f"{_GOING}{door}-*"):
        shutil.rmtree(folder)
    return len(old)


def _has_its_parts(backup: Backup) -> bool:
    try:
        return all((backup.folder / part.name).stat().st_size == part.size for part in backup.manifest.parts)
    except OSError:
        return False
