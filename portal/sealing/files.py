"""The files that travel with one report or letter: their sealed list, their filling, and the way back."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final, NamedTuple, Protocol, Self, final

from portal.age import AgeError, Identity, Recipient, SealWriter, open_stream
from portal.sealing.encoding import has_exactly
from portal.sealing.errors import AlteredFile, BadFileList, NotOpened
from portal.sealing.file_names import clean_media_type, clean_name
from portal.sealing.padding import padme

MOST_FILES: Final = 200
MOST_REMOVED: Final = 40
LARGEST_FILE: Final = 2**40
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_CODE: Final = re.compile(r"[a-z_]{1,30}")
_PLAIN: Final = ("slot", "name", "type", "size", "sha256")
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


class Treatment(StrEnum):
    """What was done with a file before it was sealed.

    `CLEANED`: what says who made it, where and when was taken out. `PASSED`: of a kind from which nothing is taken out
    (text, sound, film). `ORIGINAL`: byte for byte, at the sender's wish. `NOT_SAID`: entries from before this was said,
    and files of an office.
    """

    NOT_SAID = ""
    CLEANED = "cleaned"
    PASSED = "passed"
    ORIGINAL = "original"


@dataclass(frozen=True)
class FileEntry:
    """One file: its slot (from 1), the name shown to officers, its media type, true size in bytes, and SHA-256 in hex.

    `treated` says what was done with it, `removed` (sorted codes, each once) what was taken out of a cleaned one.

    Raises ValueError for a name or type that `clean_name` or `clean_media_type` would change, and for absurd numbers.
    """

    slot: int
    name: str = field(repr=False)
    media_type: str
    size: int
    sha256: str = field(repr=False)
    treated: Treatment = Treatment.NOT_SAID
    removed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if type(self.slot) is not int or not 1 <= self.slot <= MOST_FILES:
            raise ValueError("slots count from 1, and there are not that many files")
        if type(self.size) is not int or not 0 <= self.size <= LARGEST_FILE:
            raise ValueError("not the size of a file")
        if clean_name(self.name) != self.name or clean_media_type(self.media_type) != self.media_type:
            raise ValueError("not a clean name and type")
        if not _SHA256.fullmatch(self.sha256):
            raise ValueError("not a SHA-256 in hex")
        _check_treatment(self.treated, self.removed)

    @classmethod
    def described(
        cls,
        slot: int,
        raw_name: str,
        raw_type: str,
        measure: Measure,
        treated: Treatment = Treatment.NOT_SAID,
        removed: Sequence[str] = (),
    ) -> Self:
        """Make the entry of an upload whose name and type a browser claimed; both are cleaned, neither is believed."""
        told = (clean_name(raw_name), clean_media_type(raw_type), measure.size, measure.sha256)
        return cls(slot, *told, treated, tuple(removed))

    def to_body(self) -> dict[str, Any]:
        """Return the value that stands in the "entries" of a list; what was not said is left out."""
        told = {"slot": self.slot, "name": self.name, "type": self.media_type, "size": self.size, "sha256": self.sha256}
        said = {"treated": self.treated.value, "removed": list(self.removed)}
        return told if self.treated is Treatment.NOT_SAID else told | said


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
            "entries": [entry.to_body() for entry in self.entries],
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


def _check_treatment(treated: Treatment, removed: tuple[str, ...]) -> None:
    if len(removed) > MOST_REMOVED or not all(map(_CODE.fullmatch, removed)):
        raise ValueError("not codes of what was removed")
    if any(earlier >= later for earlier, later in pairwise(removed)):
        raise ValueError("what was removed is sorted, each once")
    if removed and treated is not Treatment.CLEANED:
        raise ValueError("nothing is removed from a file that is not cleaned")


def _read_entry(value: object) -> FileEntry:
    treated, removed = Treatment.NOT_SAID, []
    if has_exactly(value, (*_PLAIN, "treated", "removed")):
        treated, removed = Treatment(value["treated"]), value["removed"]
        if treated is Treatment.NOT_SAID or not isinstance(removed, list):
            raise BadFileList("what was not said is left out")
    elif not has_exactly(value, _PLAIN):
        raise BadFileList("not the description of a file")
    told = (value["slot"], value["name"], value["type"], value["size"], value["sha256"])
    return FileEntry(*told, treated, tuple(removed))
