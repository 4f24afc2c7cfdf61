"""Making a backup: the database as of one moment, the keys beside it, then every sealed file, in parts.

The database comes first: every file that its rows name was kept before, so it is found afterwards – unless it was
removed in between, because a report was collected or a case destroyed. Such files are counted as gone; those that rows
still name are lost, and whoever runs this hears of it.

Cut short anywhere, the next run goes on after the last part that is whole. Nothing has the name of a backup before all
of it was read back from the disk and compared.
"""

import os
import tarfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from portal.age import Recipient
from portal.backup import engines, shelf
from portal.backup.errors import BackupError
from portal.backup.manifest import DATABASE, KEYS, Manifest, Part
from portal.backup.parts import PIECE, PartWriter, add
from portal.backup.shelf import Backup
from portal.backup.side import Side, opened, reading
from portal.clock import Clock

MOST = 256 * 1024 * 1024
"""Content of one part, bytes, unless a single file is larger. What a run that is cut short has to do again."""

TRIES = 3
LASTS = timedelta(hours=24)
"""An unfinished backup that is older is begun anew: the database in it is too old to be worth going on with."""

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""Opens a bar of a label and a length; what it gives is told of each step."""


@dataclass(frozen=True)
class Work:
    """One backup being made: of what, where, for whom. `to` are its recipients, `limit` is `MOST`."""

    side: Side
    folder: Path
    to: Sequence[Recipient]
    progress: Progress
    limit: int = MOST


def make(
    side: Side, to: Sequence[Recipient], place: Path, clock: Clock, progress: Progress, limit: int = MOST
) -> Backup:
    """Make a backup of `side` under the folder `place`, or go on with one. Return it when all of it is whole.

    Raise `BackupError`, `Unavailable` or OSError; what was finished by then stays for the next run.
    """
    with shelf.unfinished(place, side.door) as folder:
        work = Work(side, folder, to, progress, limit)
        manifest = _gone_on_with(work, clock.now()) or _begun(work, clock.now())
        manifest = _with_files(work, manifest)
        backup = Backup(folder, manifest.model_copy(update={"finished": clock.now(), "last": ""}))
        _let_go_of_cache(backup)
        with progress("reading back", backup.manifest.size) as seen:
            shelf.verify(backup, seen)
        shelf.write(backup)
        return shelf.place(folder, backup.manifest)


def _gone_on_with(work: Work, now: datetime) -> Manifest | None:
    """The unfinished backup that lies there, if it is one that can be gone on with."""
    manifest = shelf.begun(work.folder)
    if manifest is None:
        return None
    same = manifest.to == _fingerprints(work.to) and manifest.engine == work.side.engine
    if same and now - manifest.begun < LASTS and manifest.finished is None:
        return manifest
    shelf.clear(work.folder)
    return None


def _begun(work: Work, now: datetime) -> Manifest:
    revision = work.side.revision()
    if revision is None:
        raise BackupError(f"the database of the {work.side.door} is empty: there is nothing to back up")
    manifest = Manifest(
        door=work.side.door,
        engine=work.side.engine,
        revision=revision,
        begun=now.replace(microsecond=0),
        to=_fingerprints(work.to),
        parts=_database_and_keys(work),
    )
    shelf.write(Backup(work.folder, manifest))
    return manifest


def _database_and_keys(work: Work) -> tuple[Part, Part]:
    """The database, and the key files that belong to it: none of them changed while it was copied."""
    with opened(work.side) as live:
        size = engines.size_of(live)
    for _ in range(TRIES):
        keys = work.side.key_files()
        with work.progress("database", size) as seen, PartWriter(work.folder, DATABASE, work.to) as draft:

            def take(piece: bytes, draft: PartWriter = draft, seen: Callable[[int], None] = seen) -> None:
                draft.write(piece)
                seen(len(piece))

            engines.dump(work.side.url, take)
            database = draft.keep()
        if work.side.key_files() == keys:
            return database, _keys(work, keys)
    raise BackupError("key files are being changed all the time; try again when nobody changes a key")


def _keys(work: Work, keys: Mapping[str, bytes]) -> Part:
    with PartWriter(work.folder, KEYS, work.to) as draft:
        with _archive(draft) as tar:
            for name, content in keys.items():
                add(tar, name, len(content), BytesIO(content))
        return draft.keep()


def _with_files(work: Work, manifest: Manifest) -> Manifest:
    """Add every sealed file that is not in a part yet, in the order of their names."""
    with reading(work.side) as session:
        wanted = set(work.side.named(session))
    there = work.side.blobs.names()
    missing = wanted.difference(there)
    names = sorted(name for name in there if name > manifest.last)
    with work.progress("files", len(names)) as seen:
        while names:
            part, packed, gone = _packed(work, f"files-{len(list(manifest.file_parts)) + 1:05}.age", names, seen)
            taken, names = names[: packed + len(gone)], names[packed + len(gone) :]
            missing.update(gone)
            manifest = manifest.model_copy(
                update={
                    "parts": (*manifest.parts, part),
                    "files": manifest.files + packed,
                    "last": taken[-1],
                }
            )
            shelf.write(Backup(work.folder, manifest))
    lost = _still_named(work.side, missing)
    return manifest.model_copy(update={"gone": len(missing) - lost, "lost": lost})


def _packed(work: Work, name: str, names: Sequence[str], seen: Callable[[int], None]) -> tuple[Part, int, list[str]]:
    """Fill one part: the part, how many files are in it, and the names of those that are not there any more."""
    packed, gone = 0, list[str]()
    with PartWriter(work.folder, name, work.to) as draft:
        with _archive(draft) as tar:
            for blob, size, content in _contents(work.side, names, gone):
                with content:
                    add(tar, blob, size, content)
                packed += 1
                seen(1)
                if tar.offset >= work.limit:
                    break
        return draft.keep(), packed, gone


def _contents(side: Side, names: Sequence[str], gone: list[str]) -> Iterator[tuple[str, int, BinaryIO]]:
    """Give each file with its size, opened; who takes it closes it. Those that are not there are written to `gone`."""
    for name in names:
        try:
            size, content = side.blobs.size(name), side.blobs.open(name)
        except FileNotFoundError:
            gone.append(name)
            continue
        yield name, size, content


def _still_named(side: Side, missing: Collection[str]) -> int:
    """How many of the files that are not there a row names even now: that is no removal, but a loss."""
    if not missing:
        return 0
    with reading(side) as session:
        return sum(side.names(session, name) for name in missing)


def _archive(draft: PartWriter) -> tarfile.TarFile:
    # Pieces as large as its buffer: it copies what is in the buffer for each piece that it is given.
    return tarfile.open(  # type: ignore[call-overload, no-any-return]
        fileobj=draft, mode="w|", bufsize=PIECE, copybufsize=PIECE, format=tarfile.USTAR_FORMAT
    )


def _fingerprints(to: Sequence[Recipient]) -> tuple[str, ...]:
    return tuple(recipient.fingerprint for recipient in to)


def _let_go_of_cache(backup: Backup) -> None:
    """Ask the system to forget what it holds of the parts, so that reading them back reads the disk."""
    for part in backup.manifest.parts:
        handle = os.open(backup.folder / part.name, os.O_RDONLY)
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)
