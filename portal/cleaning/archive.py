"""A zip from a stranger, read within limits; and a zip of ours, which says nothing of when or where it was made."""

import codecs
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from posixpath import normpath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from .outcome import CannotClean, Why

MIB = 1024 * 1024
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Bounds:
    """How much a zip may unfold to: entries, bytes of one, bytes of all, and how many times its packed size."""

    entries: int = 3000
    entry_bytes: int = 48 * MIB
    all_bytes: int = 160 * MIB
    ratio: int = 200
    # Below this size any ratio is harmless: a sheet of equal cells packs very well.
    ratio_from: int = 4 * MIB


def load() -> None:
    """Load the alphabet in which a zip names its entries (APPNOTE.TXT, appendix D)."""
    codecs.lookup("cp437")


def unpack(content: bytes, bounds: Bounds) -> dict[str, bytes]:
    """Read every entry, in the order of the directory. Raise `CannotClean` before anything large is unfolded.

    The sizes of the directory are believed only for refusing: an entry that unfolds to more is not read further.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
            _check(entries, archive.start_dir, bounds)
            return {entry.filename: _read(archive, entry) for entry in entries}
    except (BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError) as error:
        raise CannotClean(Why.BROKEN) from error


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Make a zip of `parts` in their order: one fixed date, no system, no extra fields, no comment."""
    sink = BytesIO()
    with ZipFile(sink, "w") as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            entry.external_attr = 0
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return sink.getvalue()


def _check(entries: list[ZipInfo], directory_at: int, bounds: Bounds) -> None:
    if len(entries) > bounds.entries or sum(entry.file_size for entry in entries) > bounds.all_bytes:
        raise CannotClean(Why.BOMB)
    # Names that differ in case only are one part to an office program; which of the two it shows is its own affair.
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise CannotClean(Why.BROKEN)
    for entry in entries:
        _check_entry(entry, bounds)
    edges = sorted((entry.header_offset, entry.compress_size + len(entry.filename.encode())) for entry in entries)
    following = [start for start, _ in edges[1:]] + [directory_at]
    for (start, size), end in zip(edges, following, strict=True):
        # Two entries over the same bytes unfold the same little data many times (a "better zip bomb").
        if start + _LOCAL_HEADER + size > end:
            raise CannotClean(Why.BOMB)


def _check_entry(entry: ZipInfo, bounds: Bounds) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise CannotClean(Why.LOCKED)
    if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise CannotClean(Why.BROKEN)
    if entry.filename.startswith(("/", "../")) or "\\" in entry.filename or normpath(entry.filename) != entry.filename:
        raise CannotClean(Why.BROKEN)
    steep = entry.file_size > bounds.ratio_from and entry.file_size > bounds.ratio * entry.compress_size
    if steep or entry.file_size > bounds.entry_bytes:
        raise CannotClean(Why.BOMB)


def _read(archive: ZipFile, entry: ZipInfo) -> bytes:
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise CannotClean(Why.BROKEN)
    return content
