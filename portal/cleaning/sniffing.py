"""What a file is, by its bytes. A name is only ever a second condition, never the reason to believe something."""

import codecs
from enum import Enum, auto
from pathlib import PurePosixPath

from .outcome import CannotClean, Why


class Format(Enum):
    """The formats the door knows."""

    JPEG = auto()
    PNG = auto()
    WEBP = auto()
    HEIC = auto()
    PDF = auto()
    OFFICE = auto()
    TEXT = auto()
    MP3 = auto()
    MP4 = auto()


# Nothing is taken out of these, so their name has to agree as well: an SVG drawing is text too, and carries metadata.
AS_THEY_ARE = {Format.TEXT: {".txt", ".csv"}, Format.MP3: {".mp3"}, Format.MP4: {".mp4", ".m4a"}}

# The longest beginning that any of the tests but that for text looks at.
HEAD = 64
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"mif2"}
# Films of pictures, and pictures packed as AV1.
_NO_READER = {b"hevc", b"hevx", b"msf1", b"avif", b"avis"}
# Eleven bits of synchronisation, then "layer III" (ISO/IEC 11172-3, 2.4.1.3).
_MP3_FRAME_BITS, _MP3_FRAME = 0xFFE6, 0xFFE2
_CONTROL = frozenset(range(32)) - set(b"\t\n\r\f\x1a")


def sniff(name: str, content: bytes) -> Format:
    """Tell what `content` is. Raise `CannotClean` when it is nothing the door knows, or known and not cleanable."""
    found = _image(content) or _container(content) or _sound_or_text(content)
    if found is None:
        raise CannotClean(Why.UNKNOWN)
    if found in AS_THEY_ARE and PurePosixPath(name).suffix.lower() not in AS_THEY_ARE[found]:
        raise CannotClean(Why.UNKNOWN)
    return found


def passes(name: str, head: bytes) -> bool:
    """Whether a file that begins with `head` (at least `HEAD` bytes, or all of it) is sound or film by name and bytes.

    Such a file is passed on without having been in memory whole.
    """
    ending = PurePosixPath(name).suffix.lower()
    try:
        found = _container(head) or (Format.MP3 if _is_sound(head) else None)
    except CannotClean:
        return False
    return found in {Format.MP3, Format.MP4} and ending in AS_THEY_ARE[found]


def _image(content: bytes) -> Format | None:
    if content.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Format.WEBP
    return None


def _container(content: bytes) -> Format | None:
    if content.startswith(b"%PDF-"):
        return Format.PDF
    if content.startswith(b"PK\x03\x04"):
        return Format.OFFICE
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        # Old Office files, and new ones under a password.
        raise CannotClean(Why.LOCKED)
    if content[4:8] == b"ftyp":
        brands = {content[at : at + 4] for at in range(8, min(HEAD, len(content)), 4)}
        if _NO_READER & brands:
            raise CannotClean(Why.NO_READER)
        return Format.HEIC if _HEIC & brands else Format.MP4
    return None


def _is_sound(content: bytes) -> bool:
    frame = int.from_bytes(content[:2], "big") & _MP3_FRAME_BITS == _MP3_FRAME
    return content.startswith(b"ID3") or frame


def _sound_or_text(content: bytes) -> Format | None:
    if _is_sound(content):
        return Format.MP3
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Format.TEXT if _decodes(content, "utf-16") else None
    if content and not _CONTROL & set(content) and (_decodes(content, "utf-8") or _decodes(content, "gb18030")):
        return Format.TEXT
    return None


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        codecs.decode(content, encoding)
    except UnicodeDecodeError:
        return False
    return True
