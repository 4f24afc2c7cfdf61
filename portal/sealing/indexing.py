"""Keys for finding again: an office's key for marks, an officer's key for searching, and what is kept under that.

A mark says "the same text again" to who has the office's key and, cut to 16 bits, little to who has not (ADR 0038). A
search entry is one case's words and its key, under a key that only one officer's identity opens (ADR 0037).
"""

import json
import os
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Final, Self, final

from portal.age import Identity, Recipient, Sealed
from portal.sealing.blind import MOST_BITS, blind_mark
from portal.sealing.case_key import CaseKey
from portal.sealing.encoding import has_exactly, read_base64, write_base64
from portal.sealing.envelope import Envelope, Keys, open_envelope, seal_envelope
from portal.sealing.errors import BadEnvelope, NotUnwrapped, WrongPlace
from portal.sealing.grown import GrownKey
from portal.sealing.places import Kind, Place
from portal.sealing.wrapping import KEY_SIZE

MARK_BITS: Final = 16
_SMALLEST_ENTRY: Final = 4096
_HEAD: Final = struct.Struct(">32sII")


@final
@dataclass(frozen=True)
class Marker:
    """An office's key for marks: 32 random bytes that its officers share and no database holds open."""

    key: bytes = field(repr=False)

    @classmethod
    def fresh(cls) -> Self:
        """Make the key of an office."""
        return cls(os.urandom(KEY_SIZE))

    @property
    def commitment(self) -> str:
        """What may stand in clear to tell this key from another: 64 bits, by which nothing can be looked up."""
        return f"{blind_mark(self.key, 'commitment', '', MOST_BITS):016x}"

    def mark(self, use: str, text: str) -> int:
        """The mark of a normalised text, below 65,536. The same text under another `use` has another mark."""
        return blind_mark(self.key, use, text, MARK_BITS)


def seal_marker(marker: Marker, office: str, officer: str, to: Recipient, day: date) -> Sealed:
    """Seal an office's key for marks to one of its officers. Raises ValueError for a bad office id."""
    body = {"officer": officer, "key": write_base64(marker.key)}
    return seal_envelope(Envelope(_marker_place(office), day, "desk", body), to)


def open_marker(sealed: bytes, identity: Keys, office: str, officer: str) -> Marker:
    """Open the office's key. Raises a SealingError when it is not theirs or not this office's.

    Everybody can seal to an officer: compare `commitment` with what the desk vouches for before using it.
    """
    body = open_envelope(sealed, identity, _marker_place(office)).body
    if not has_exactly(body, ("officer", "key")):
        raise BadEnvelope("not the body of a key for marks")
    if body["officer"] != officer:
        raise WrongPlace("a key for another officer")
    try:
        return Marker(read_base64(body["key"], KEY_SIZE))
    except (AttributeError, ValueError):
        raise BadEnvelope("no key for marks in this item") from None


def _marker_place(office: str) -> Place:
    return Place(Kind.INDEX_KEY, "office", office)


@final
@dataclass(frozen=True)
class SearchEntry:
    """What searching needs of one case: its key, its words brought into one form, and the same as they were written.

    `parts` are (where, text) pairs; `folded` is the UTF-8 of all of them, normalised.
    """

    case_key: CaseKey = field(repr=False)
    folded: bytes = field(repr=False)
    pressed: bytes = field(repr=False)

    @classmethod
    def of(cls, case_key: CaseKey, folded: bytes, parts: Sequence[tuple[str, str]]) -> Self:
        """Make an entry; the written words are pressed together, as they are read only where something was found."""
        return cls(
            case_key,
            folded,
            zlib.compress(json.dumps([list(part) for part in parts], ensure_ascii=False).encode("utf-8"), 6),
        )

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The words as they were written, by where they stand. Raises NotUnwrapped for bytes that `of` did not make."""
        try:
            read: list[list[str]] = json.loads(zlib.decompress(self.pressed))
            parts = [(where, text) for where, text in read]
        except (zlib.error, ValueError, TypeError, RecursionError):
            # Not chained: a message of these errors may quote what it found.
            raise NotUnwrapped("no words in this search entry") from None
        if not all(isinstance(word, str) for part in parts for word in part):
            raise NotUnwrapped("no words in this search entry")
        return parts


@final
@dataclass(frozen=True)
class SearchKey(GrownKey):
    """One officer's key for search entries, and so for the keys of the cases in them."""

    USE: ClassVar[bytes] = b"portal/search/v1"
    ROW: ClassVar[str] = "search entry"

    def close(self, entry: SearchEntry, officer: str, case_id: str) -> bytes:
        """Encrypt an entry for its row, filled to 4 KiB or a power of two above it: the length tells little."""
        head = _HEAD.pack(entry.case_key.identity.seed, len(entry.folded), len(entry.pressed))
        content = head + entry.folded + entry.pressed
        size = max(_SMALLEST_ENTRY, 1 << (len(content) - 1).bit_length())
        return self.wrapped(content.ljust(size, b"\x00"), officer, case_id)

    def open(self, closed: bytes, officer: str, case_id: str) -> SearchEntry:
        """Decrypt the entry of a row. Raises NotUnwrapped for another key, another row or other bytes."""
        content, (seed, folded, pressed) = self._content(closed, officer, case_id)
        middle = _HEAD.size + folded
        key = CaseKey(Identity.from_seed(seed))
        return SearchEntry(key, content[_HEAD.size : middle], content[middle : middle + pressed])

    def case_key(self, closed: bytes, officer: str, case_id: str) -> CaseKey:
        """Decrypt the entry of a row for the case's key alone. Raises NotUnwrapped, as `open` does."""
        return CaseKey(Identity.from_seed(self._content(closed, officer, case_id)[1][0]))

    def _content(self, closed: bytes, officer: str, case_id: str) -> tuple[bytes, tuple[bytes, int, int]]:
        content = self.unwrapped(closed, officer, case_id)
        if len(content) < _HEAD.size:
            raise NotUnwrapped("no search entry")
        seed, folded, pressed = _HEAD.unpack_from(content)
        if _HEAD.size + folded + pressed > len(content):
            raise NotUnwrapped("a search entry that is cut short")
        return content, (seed, folded, pressed)
