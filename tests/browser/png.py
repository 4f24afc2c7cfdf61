"""Pictures of pages made small: 256 colours are plenty for ink on paper, and 16 will do (PNG, third edition)."""

import struct
import zlib
from collections import Counter

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {2: 3, 6: 4}
"""Bytes a pixel, by colour type: what a browser's screenshots are made of."""


def smaller(png: bytes, colours: int = 256) -> bytes:
    """The same picture with a palette: its most frequent colours (256 or 16), every other one as the nearest of them.

    Takes what Chromium makes: 8 bits a channel, RGB or RGBA (seen as opaque), not interlaced; else ValueError.
    """
    width, height, depth, kind, *_, interlaced = struct.unpack(">IIBBBBB", _chunk(png, b"IHDR"))
    if depth != 8 or kind not in _CHANNELS or interlaced:
        raise ValueError("not a screenshot of Chromium")
    step = _CHANNELS[kind]
    lines = _lines(zlib.decompress(_chunk(png, b"IDAT")), width * step, step)
    pixels = [[line[at : at + 3] for at in range(0, len(line), step)] for line in lines]
    palette, index = _palette(pixels, colours)
    depth = 8 if colours > 16 else 4
    packed = zlib.compress(b"".join(b"\0" + _line([index[pixel] for pixel in line], depth) for line in pixels), 9)
    header = struct.pack(">IIBBBBB", width, height, depth, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", b"".join(palette)), (b"IDAT", packed), (b"IEND", b""))
    return _SIGNATURE + b"".join(_written(name, content) for name, content in parts)


def _line(places, depth):
    if depth == 8:
        return bytes(places)
    pairs = zip(places[::2], [*places[1::2], 0], strict=False)
    return bytes(left << 4 | right for left, right in pairs)


def _palette(pixels, colours):
    found = Counter(pixel for line in pixels for pixel in line)
    palette = [colour for colour, _ in found.most_common(colours)]
    index = {colour: place for place, colour in enumerate(palette)}
    for colour in found.keys() - index.keys():
        index[colour] = min(range(len(palette)), key=lambda place: _distance(colour, palette[place]))
    return palette, index


def _distance(one, other):
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _lines(filtered, length, step):
    """Undo the filter of every line (section 9 of the specification)."""
    above = bytes(length)
    for at in range(0, len(filtered), length + 1):
        line = bytearray(filtered[at + 1 : at + 1 + length])
        undo = filtered[at]
        for x in range(length) if undo else ():
            left = line[x - step] if x >= step else 0
            corner = above[x - step] if x >= step else 0
            line[x] = (line[x] + _guess(undo, left, above[x], corner)) & 255
        above = bytes(line)
        yield above


def _guess(undo, left, up, corner):
    if undo < 4:
        return (0, left, up, (left + up) // 2)[undo]
    paeth = left + up - corner
    return min((left, up, corner), key=lambda one: abs(paeth - one))


def _chunk(png, wanted):
    """The content of all chunks of one name, joined."""
    at, found = len(_SIGNATURE), []
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        if name == wanted:
            found.append(png[at + 8 : at + 8 + length])
        at += length + 12
    return b"".join(found)


def _written(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
