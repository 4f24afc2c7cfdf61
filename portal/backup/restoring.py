"""Putting a backup back where nothing is: keys, sealed files, and the database last.

All parts are read and compared before the first byte is written. A door opens only with its database, and that comes
last, so nobody meets half a deployment; cut short, the same command goes on. Nothing that is there is overwritten.
"""

import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from portal.age import Identity
from portal.backup import engines, shelf
from portal.backup.errors import BackupError, NotGenuine
from portal.backup.making import Progress
from portal.backup.manifest import DATABASE, KEYS, Manifest, Part
from portal.backup.parts import archive, opened
from portal.backup.shelf import Backup
from portal.backup.side import Side, reading, require_known
from portal.backup.side import opened as database_of
from portal.blobs.contract import is_name
from portal.blobs.folder import make_folder
from portal.web.migrating import upgrade
from portal.whole_files import PRIVATE, PUBLIC, fsync_folder
from portal.whole_files import replace as replace_file

MARK = ".restoring"
_DRAFT = ".restoring"
_PUBLIC = frozenset({".pub", ".json", ".sig"})


class Stage(Enum):
    """How far putting back has come: nothing, files and keys, or the database too."""

    NOTHING = b""
    FILES = b"files\n"
    DATABASE = b"database\n"


After = Callable[[str], None]
"""What is done with the database before a door can open it; it gets the address where it is now."""


@dataclass(frozen=True)
class Restored:
    """What was put back: how many sealed files, and how many that rows name are not in the backup."""

    files: int
    missing: int


def restore(side: Side, backup: Backup, key: Identity, after: After, progress: Progress) -> Restored:
    """Put `backup` back, and do `after` with its database before a door can open it.

    Raise `BackupError` or `NotGenuine` before anything was written, when something is in the way or a part is not as it
    was made; `Unavailable` or OSError later: then the same call goes on.
    """
    manifest = backup.manifest
    _fits(side, manifest)
    stage = _stage(side, manifest)
    _nothing_in_the_way(side, stage)
    with progress("comparing", manifest.size) as seen:
        shelf.verify(backup, seen)
    # The first file that is opened: another's key is found out before anything is written.
    keys = _key_files(side, backup, key)
    make_folder(side.keys)
    _mark(side, manifest, Stage.DATABASE if stage is Stage.DATABASE else Stage.FILES)
    for name, content in keys.items():
        _put_key(side.keys / name, content)
    with progress("files", manifest.files) as seen:
        there = frozenset(side.blobs.names())  # Brought by an earlier try; listed once, for a store may be large.
        files = sum(_put_files(side, backup, part, key, there, seen) for part in manifest.file_parts)
    if files != manifest.files:
        raise NotGenuine(f"the backup says that it has {manifest.files} files, and has {files}")
    with progress("database", _part(manifest, DATABASE).size) as seen:
        _put_database(side, backup, key, after, seen)
    missing = _missing(side)
    (side.keys / MARK).unlink()
    return Restored(files, missing)


def open_all(backup: Backup, key: Identity, progress: Progress) -> None:
    """Open every part with the key, and write nothing. Raise `BackupError` or `NotGenuine` where one does not open."""
    with progress("opening", len(backup.manifest.parts)) as seen:
        for part in backup.manifest.parts:
            for _ in opened(backup.folder, part, key):
                pass
            seen(1)


def _fits(side: Side, manifest: Manifest) -> None:
    if manifest.finished is None:
        raise BackupError("this backup was never finished; take another one")
    if manifest.door != side.door:
        raise BackupError(f"this is a backup of the {manifest.door}, not of the {side.door}")
    if manifest.engine != side.engine:
        raise BackupError(f"this backup is of a {manifest.engine} database, and the settings name a {side.engine} one")
    require_known(side, manifest.revision)
    if missing := [name for name in (DATABASE, KEYS) if manifest.part(name) is None]:
        raise NotGenuine(f"the backup has no {missing[0]}")


def _stage(side: Side, manifest: Manifest) -> Stage:
    """How far an earlier try came. Raise `BackupError` when that was another backup."""
    try:
        mark = (side.keys / MARK).read_bytes()
    except FileNotFoundError:
        return Stage.NOTHING
    for stage in (Stage.FILES, Stage.DATABASE):
        if mark == _marked(manifest, stage):
            return stage
    raise BackupError(
        f"{side.keys / MARK}: another backup is being put back here; remove what it brought, and this file"
    )


def _mark(side: Side, manifest: Manifest, stage: Stage) -> None:
    replace_file(side.keys / MARK, _marked(manifest, stage))


def _marked(manifest: Manifest, stage: Stage) -> bytes:
    return manifest.write() + stage.value


def _nothing_in_the_way(side: Side, stage: Stage) -> None:
    """Raise `BackupError` for a database, a sealed file or a key that is there, unless this very backup brought it."""
    if stage is not Stage.DATABASE and _database_is_there(side):
        raise BackupError(f"[{side.door}] database: something is there already; nothing was written over it")
    if stage is not Stage.NOTHING:
        return
    if side.blobs.names():
        raise BackupError(f"[{side.door}] blobs: sealed files are there already; nothing was written")
    if there := next(iter(side.key_files()), None):
        raise BackupError(f"{side.keys / there}: is there already; nothing was written")


def _database_is_there(side: Side) -> bool:
    with database_of(side) as database:
        return engines.is_there(database)


def _part(manifest: Manifest, name: str) -> Part:
    found = manifest.part(name)
    if found is None:
        raise NotGenuine(f"the backup has no {name}")
    return found


def _key_files(side: Side, backup: Backup, key: Identity) -> dict[str, bytes]:
    found, pieces = dict[str, bytes](), opened(backup.folder, _part(backup.manifest, KEYS), key)
    with archive(pieces, KEYS) as tar:
        for entry in tar:
            if not (entry.isreg() and side.is_key_file(entry.name)):
                raise NotGenuine(f"{KEYS} holds something that is no key file")
            found[entry.name] = _content(tar, entry)
    return found


def _put_key(path: Path, content: bytes) -> None:
    if not path.exists():
        make_folder(path.parent)
        replace_file(path, content, PUBLIC if path.suffix in _PUBLIC else PRIVATE)
    elif path.read_bytes() != content:
        raise BackupError(f"{path}: is there already, and is another one")


def _put_files(
    side: Side, backup: Backup, part: Part, key: Identity, there: frozenset[str], seen: Callable[[int], None]
) -> int:
    """Put the files of one part into the store, but those that are `there`. Tell how many it has."""
    count = 0
    with archive(opened(backup.folder, part, key), part.name) as tar:
        for entry in tar:
            if not (entry.isreg() and is_name(entry.name)):
                raise NotGenuine(f"{part.name} holds something that is no sealed file")
            if entry.name not in there:
                _put_file(side, tar, entry)
            count += 1
            seen(1)
    return count


def _put_file(side: Side, tar: tarfile.TarFile, entry: tarfile.TarInfo) -> None:
    content = tar.extractfile(entry)
    if content is None:  # pragma: no cover  it is a regular file
        raise NotGenuine("an entry without content")
    with side.blobs.back(entry.name) as writer:
        while piece := content.read(1024 * 1024):
            writer.write(piece)
        writer.keep()


def _put_database(side: Side, backup: Backup, key: Identity, after: After, seen: Callable[[int], None]) -> None:
    def pieces() -> Iterator[bytes]:
        for piece in opened(backup.folder, _part(backup.manifest, DATABASE), key):
            seen(len(piece))
            yield piece

    with database_of(side) as database:
        file = database.file
    there = _database_is_there(side)  # An earlier try brought it, and was cut short after that.
    if file is None:
        if not there:
            engines.put_back_server(pieces(), side.url)
            _mark(side, backup.manifest, Stage.DATABASE)
        _brought_up(side, side.url, after)
    elif not there:
        draft = file.with_name(file.name + _DRAFT)
        engines.put_back_file(pieces(), draft)
        _brought_up(side, f"sqlite:///{draft}", after)
        _mark(side, backup.manifest, Stage.DATABASE)
        draft.rename(file)
        fsync_folder(file.parent)


def _brought_up(side: Side, url: str, after: After) -> None:
    """Bring a database that was put back to the newest shape, do what comes after, and leave it in one file."""
    with database_of(replace(side, url=url)) as database:
        upgrade(database, side.history)
        after(url)
        if database.file is not None and not database.scrub():
            raise BackupError("somebody has opened the database that is being put back; stop the doors first")


def _missing(side: Side) -> int:
    """How many sealed files a row names that are not in the store."""
    there = set(side.blobs.names())
    with reading(side) as session:
        return sum(name not in there for name in side.named(session))


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    content = tar.extractfile(entry)
    return b"" if content is None else content.read()
