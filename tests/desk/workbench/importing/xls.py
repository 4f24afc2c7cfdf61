"""Old workbooks (.xls, BIFF8 in an OLE file), written byte by byte: no library for it is locked, and offices have them.

Source: [MS-XLS] 2.4 (records) and [MS-CFB] (the file around them). One sheet, small enough for one chain of sectors.
"""

import struct

_SECTOR = 512
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def _record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def _cell(row, column, value):
    at = struct.pack("<HHH", row, column, 0)
    if isinstance(value, int | float):
        return _record(0x0203, at + struct.pack("<d", value))
    if value.startswith("#N/A"):
        return _record(0x0205, at + b"\x2a\x01")
    return _record(0x0204, at + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))


def _stream(name, rows, password):
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    head = _record(0x0809, begin)
    if password:
        # RC4: the reader must see that there is a password, whatever the key is.
        head += _record(0x002F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    head += _record(0x0042, struct.pack("<H", 1200)) + _record(0x0022, struct.pack("<H", 0))
    sheet_name = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    at = len(head) + len(_record(0x0085, bytes(6) + sheet_name)) + len(_record(0x000A))
    head += _record(0x0085, struct.pack("<IH", at, 0) + sheet_name) + _record(0x000A)
    width = max(len(row) for row in rows)
    body = _record(0x0809, begin[:2] + struct.pack("<H", 0x0010) + begin[4:])
    body += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    cells = ((r, c, v) for r, row in enumerate(rows) for c, v in enumerate(row) if v != "")
    return head + body + b"".join(_cell(*one) for one in cells) + _record(0x000A)


def _entry(name, kind, start, size, child=_FREE):
    spelled = (name + "\0").encode("utf-16-le")
    links = struct.pack("<HBBIII", len(spelled), kind, 1, _FREE, _FREE, child)
    return spelled.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)


def xls(name, rows, *, password=False):
    """An old workbook of one sheet; numbers stay numbers, "#N/A" becomes an error cell."""
    stream = _stream(name, rows, password).ljust(4096, b"\0")
    sectors = -(-len(stream) // _SECTOR)
    stream = stream.ljust(sectors * _SECTOR, b"\0")
    chain = [*range(1, sectors), _END, _END, _FAT]  # the workbook, the directory, the table itself
    assert len(chain) <= _SECTOR // 4, "more than one table of sectors would be needed"
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")
    directory = (
        _entry("Root Entry", 5, _END, 0, child=1) + _entry("Workbook", 2, 0, len(stream))
    ).ljust(_SECTOR, b"\0")  # fmt: skip
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, sectors, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<I", sectors + 1).ljust(436, b"\xff")
    return header + stream + directory + table
