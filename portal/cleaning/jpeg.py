"""A JPEG inside a document, cleaned without decoding it: only the segments that paint are copied (ITU-T T.81, B.1).

The document places and turns such a picture itself, and its bytes must decode to exactly the same samples.
"""

from .outcome import CannotClean, Why

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_ADOBE = 0xEE
# Tables, frames, arithmetic conditioning, restart interval, number of lines, hierarchical: what a decoder needs.
_PAINTING = {*range(0xC0, 0xD0), *range(0xDA, 0xE0)} - {0xC8}


def strip_jpeg(raw: bytes) -> bytes:
    """Copy `raw` without application segments, comments and whatever follows its end. Raise `CannotClean` if broken.

    Adobe's segment stays, cut to its defined twelve bytes: without it the colours of a print picture turn over.
    """
    if raw[:2] != bytes([0xFF, _START]):
        raise CannotClean(Why.BROKEN)
    kept = bytearray(raw[:2])
    at = 2
    while True:
        at, marker = _marker(raw, at)
        if marker == _END:
            return bytes(kept + bytes([0xFF, _END]))
        size = int.from_bytes(raw[at : at + 2], "big")
        body = raw[at : at + size]
        if size < 2 or len(body) < size:  # noqa: PLR2004  the length counts its own two bytes
            raise CannotClean(Why.BROKEN)
        if marker in _PAINTING:
            kept += bytes([0xFF, marker]) + body
        elif marker == _ADOBE and body[2:7] == b"Adobe" and size >= 14:  # noqa: PLR2004  two of length, twelve of Adobe
            kept += bytes([0xFF, _ADOBE, 0, 14]) + body[2:14]
        at += size
        if marker == _SCAN:
            end = _scan_end(raw, at)
            kept += raw[at:end]
            at = end


def _marker(raw: bytes, at: int) -> tuple[int, int]:
    if at >= len(raw) or raw[at] != 0xFF:  # noqa: PLR2004
        raise CannotClean(Why.BROKEN)
    while at < len(raw) and raw[at] == 0xFF:  # noqa: PLR2004
        at += 1
    if at >= len(raw):
        raise CannotClean(Why.BROKEN)
    return at + 1, raw[at]


def _scan_end(raw: bytes, at: int) -> int:
    """The next marker that is neither a stuffed byte nor a restart."""
    while (at := raw.find(b"\xff", at)) >= 0 and at + 1 < len(raw):
        if raw[at + 1] != 0 and not 0xD0 <= raw[at + 1] <= 0xD7:  # noqa: PLR2004
            return at
        at += 2
    raise CannotClean(Why.BROKEN)
