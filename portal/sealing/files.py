"""The files that travel with one report or letter: their sealed list, their filling, and the way back."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, NamedTuple, Protocol, Self, final

from portal.age import AgeError, Identity, Recipient, SealWriter, open_stream
from portal.sealing.encoding import has_exactly
from portal.sealing.errors import AlteredFile, BadFileList, NotOpened
from portal.sealing.file_names import clean_media_type, clean_name
from portal.sealing.padding import padme

MOST_FILES: Final = 200
LARGEST_FILE: Final = 2**40
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_ZEROS: Final = bytes(64 * 1024)


class Sink(Protocol):
    """Where sealed bytes go."""

    def write(self, data: bytes, /) -> object:
        """Take all of `data`."""


class Source(Protocol):
    """Where sealed bytes come from."""

    def read(self, size: int, /) -> bytes:
        """Give at most `size` bytes, and none only at the end."""


class Measure(NamedTuple):
    """The true size (bytes) and SHA-256 (64 hex digits) of a file's content, and the size it was padded to."""

    size: int
    sha256: str
    padded: int


@dataclass(frozen=True)
class FileEntry:
    """One file: its slot (from 1), the name shown to officers, its media type, true size in bytes, and SHA-256 in hex.

    Raises ValueError for a name or type that `clean_name` or `clean_media_type` would change, and for absurd numbers.
    """

    slot: int
    name: str = field(repr=False)
    media_type: str
    size: int
    sha256: str = field(repr=False)

    def __post_init__(self) -> None:
        if type(self.slot) is not int or not 1 <= self.slot <= MOST_FILES:
            raise ValueError("slots count from 1, and there are not that many files")
        if type(self.size) is not int or not 0 <= self.size <= LARGEST_FILE:
            raise ValueError("not the size of a file")
        if clean_name(self.name) != self.name or clean_media_type(self.media_type) != self.media_type:
            raise ValueError("not a clean name and type")
        if not _SHA256.fullmatch(self.sha256):
            raise ValueError("not a SHA-256 in hex")

    @classmethod
    def described(cls, slot: int, raw_name: str, raw_type: str, measure: Measure) -> Self:
        """Make the entry of an upload whose name and type a browser claimed; both are cleaned, neither is believed."""
        return cls(slot, clean_name(raw_name), clean_media_type(raw_type), measure.size, measure.sha256)


@dataclass(frozen=True)
class FileList:
    """The files of one sending and the identity that opens them, fresh for this sending and sealed inside it.

    Raises ValueError unless the slots rise.
    """

    key: Identity = field(repr=False)
    entries: Sequence[FileEntry]

    def __post_init__(self) -> None:
        if any(earlier.slot >= later.slot for earlier, later in pairwise(self.entries)):
            raise ValueError("slots rise")

    def to_body(self) -> dict[str, Any]:
        """Return the value that stands under "files" in the body of a report or letter."""
        return {
            "key": str(self.key),
            "entries": [
                {"slot": e.slot, "name": e.name, "type": e.media_type, "size": e.size, "sha256": e.sha256}
                for e in self.entries
            ],
        }

    @classmethod
    def from_body(cls, value: object) -> Self:
        """Read what `to_body` wrote. Raises BadFileList."""
        if not has_exactly(value, ("key", "entries")) or not isinstance(value["entries"], list):
            raise BadFileList("not a list of files")
        try:
            return cls(Identity.parse(value["key"]), tuple(map(_read_entry, value["entries"])))
        except (AgeError, AttributeError, TypeError, ValueError):
            raise BadFileList("not a list of files") from None


@final
class PaddedSealer:
    """Seals one file while it arrives and fills it up to its Padmé size.

    `write` the content in pieces of any size, then `finish`, which gives the measure. A file never finished has no last
    chunk and opens nowhere, so whatever interrupts the upload leaves nothing that passes for a whole file.
    """

    def __init__(self, sink: Sink, recipient: Recipient) -> None:
        self._writer = SealWriter(sink, [recipient])
        self._hash = hashlib.sha256()
        self._size = 0

    @property
    def size(self) -> int:
        """How many bytes of content were written so far."""
        return self._size

    def write(self, data: bytes) -> None:
        """Seal the next piece of content. Errors of the sink come through unchanged."""
        self._hash.update(data)
        self._size += len(data)
        self._writer.write(data)

    def finish(self) -> Measure:
        """Fill up, close, and return size, SHA-256 and padded size."""
        padded = padme(self._size)
        for start in range(self._size, padded, len(_ZEROS)):
            self._writer.write(_ZEROS[: padded - start])
        self._writer.close()
        return Measure(self._size, self._hash.hexdigest(), padded)


def open_file(source: Source, key: Identity, entry: FileEntry) -> Iterator[bytes]:
    """Open one sealed file: exactly the content that `entry` describes, in pieces, each authenticated.

    Raises NotOpened at once when the key does not fit; the iterator raises NotOpened or AlteredFile where the content
    is not the one that was sealed. Only its regular end says that the file was whole.
    """
    try:
        chunks = open_stream(source, [key])
    except AgeError as error:
        raise NotOpened("age could not open this file") from error
    return unpad_stream(_opened(chunks), entry)


def unpad_stream(chunks: Iterable[bytes], entry: FileEntry) -> Iterator[bytes]:
    """Yield exactly `entry.size` bytes of authenticated chunks, in pieces; raises AlteredFile for another content.

    The last piece is held back until the filling and the SHA-256 have been checked: a file put in another's place is
    recognised only at its end, and so it never arrives whole. Do not keep what an error cut short.
    """
    digest, held = hashlib.sha256(), b""
    left, filling = entry.size, padme(entry.size) - entry.size
    for chunk in chunks:
        content, zeros = chunk[:left], chunk[left:]
        left, filling = left - len(content), filling - len(zeros)
        digest.update(content)
        if filling < 0 or zeros != bytes(len(zeros)):
            raise AlteredFile("not filled with zeros up to its one size")
        if content:
            if held:
                yield held
            held = content
    if left or filling or digest.hexdigest() != entry.sha256:
        raise AlteredFile("not the content that was sealed")
    if held:
        yield held


def _opened(chunks: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from chunks
    except AgeError as error:
        raise NotOpened("age could not open the rest of this file") from error


def _read_entry(value: object) -> FileEntry:
    if not has_exactly(value, ("slot", "name", "type", "size", "sha256")):
        raise BadFileList("not the description of a file")
    return FileEntry(value["slot"], value["name"], value["type"], value["size"], value["sha256"])
