"""What the reader of workbooks does not tell of an old one (.xls): whether it has a password, and its error cells.

Source: [MS-CFB] 2 (the file system inside the file), [MS-XLS] 2.4.122 (BoolErr), 2.4.127 (Formula), 2.4.117 (FilePass).
"""

import struct
from collections.abc import Iterator

from .faults import CannotRead, Reason

Errors = dict[tuple[int, int], str]
"""Row and column (from 0) of a cell, and what it shows."""

_WORDS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_LAST = 0xFFFFFFFA
_BOUND_SHEET, _FILE_PASS, _BOOL_ERROR, _FORMULA, _EOF = 0x0085, 0x002F, 0x0205, 0x0006, 0x000A


def errors_of(content: bytes) -> list[Errors]:
    """Give the error cells of each sheet, in the order of the file. Raise `CannotRead`: password, or damaged."""
    try:
        book = _workbook(content)
        starts = []
        for kind, body in _records(book, 0):
            if kind == _FILE_PASS:
                raise CannotRead(Reason.PASSWORD)
            if kind == _BOUND_SHEET:
                starts.append(struct.unpack_from("<I", body)[0])
        return [dict(_errors(book, start)) for start in starts]
    except (struct.error, IndexError, ValueError) as error:
        raise CannotRead(Reason.BROKEN) from error


def _errors(book: bytes, start: int) -> Iterator[tuple[tuple[int, int], str]]:
    for kind, body in _records(book, start):
        if kind == _BOOL_ERROR and body[7]:
            yield struct.unpack_from("<HH", body), _WORDS.get(body[6], "#N/A")
        elif kind == _FORMULA and body[6] == 2 and body[12:14] == b"\xff\xff":  # noqa: PLR2004  an error as the result
            yield struct.unpack_from("<HH", body), _WORDS.get(body[8], "#N/A")


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while True:
        kind, size = struct.unpack_from("<HH", book, at)
        if kind == _EOF:
            return
        yield kind, book[at + 4 : at + 4 + size]
        at += 4 + size


def _workbook(content: bytes) -> bytes:
    """The stream of this name. A workbook small enough to lie among the small streams is refused, not half read."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    count, directory = struct.unpack_from("<I", content, 44)[0], struct.unpack_from("<I", content, 48)[0]
    tables = struct.unpack_from(f"<{min(count, 109)}I", content, 76)
    links = [link for table in tables for link in struct.unpack_from(f"<{size // 4}I", content, (table + 1) * size)]
    entries = _chain(content, directory, links, size)
    for at in range(0, len(entries), 128):
        spelled = struct.unpack_from("<H", entries, at + 64)[0]
        if entries[at : at + max(spelled - 2, 0)].decode("utf-16-le").lower() in {"workbook", "book"}:
            start, length = struct.unpack_from("<IQ", entries, at + 116)
            return _chain(content, start, links, size)[: length & 0xFFFFFFFF]
    raise ValueError("no workbook in this file")


def _chain(content: bytes, sector: int, links: list[int], size: int) -> bytes:
    parts: list[bytes] = []
    while sector < _LAST:
        if len(parts) > len(links):
            raise ValueError("a chain without an end")
        parts.append(content[(sector + 1) * size : (sector + 2) * size])
        sector = links[sector]
    return b"".join(parts)
