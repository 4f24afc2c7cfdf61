"""The sealed files of imports: the original as it came, what was read of it, and the rows that were accepted."""

import zlib

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.age import Identity
from portal.blobs import BlobStore, StoreUnavailable
from portal.desk.sealed_blobs import sealed_blob
from portal.desk.workbench.records import WorkbenchFileRecord
from portal.sealing import FileEntry, FileList, SealingError, open_file

ORIGINAL, READ = 1, 2
"""Slots of an import's files; accepted rows come behind."""

_MOST = 256 * 1024 * 1024


class Lost(Exception):
    """A sealed file is not there, or is not the one that was sealed. Nothing of it is shown."""


def put(
    session: Session, blobs: BlobStore, key: Identity, at: tuple[str, int, int], name: str, content: bytes
) -> FileEntry:
    """Seal one file under `at`: case id, place, slot. Durable when it returns; the row is the caller's commit."""
    case_id, place, slot = at
    blob, measure = sealed_blob(blobs, key.recipient, content)
    session.add(WorkbenchFileRecord(case_id=case_id, place=place, slot=slot, blob=blob))
    return FileEntry.described(slot, name, "application/octet-stream", measure)


def forget(session: Session, case_id: str, place: int, slot: int) -> None:
    """Let go of one file: no row names its blob any more, so the sweep will remove it."""
    session.execute(
        delete(WorkbenchFileRecord).where(
            WorkbenchFileRecord.case_id == case_id, WorkbenchFileRecord.place == place, WorkbenchFileRecord.slot == slot
        )
    )


def whole(blobs: BlobStore, blob: str | None, files: FileList, slot: int) -> bytes:
    """Open one file and give all of it. Raise `Lost`, or `StoreUnavailable` when it may be there at another time."""
    entry = next((entry for entry in files.entries if entry.slot == slot), None)
    if blob is None or entry is None:
        raise Lost
    try:
        with blobs.open(blob) as source:
            return b"".join(open_file(source, files.key, entry))
    except StoreUnavailable:
        raise
    except (SealingError, OSError) as error:
        raise Lost from error


def packed(content: bytes) -> bytes:
    """Press tables together before they are sealed: every row repeats the headers that it quotes."""
    return zlib.compress(content, 3)


def unpacked(content: bytes) -> bytes:
    """Give what was `packed`. Raise `Lost` for anything else, and for more than 256 MiB."""
    press = zlib.decompressobj()
    try:
        plain = press.decompress(content, _MOST)
    except zlib.error as error:
        raise Lost from error
    if not press.eof:
        raise Lost
    return plain
