"""What a file is, by its content, and whether a workbook is small enough to be given to a reader of spreadsheets."""

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from .faults import CannotRead, Reason
from .grid import Form

MIB = 1024 * 1024
MOST_BYTES = 5 * MIB
_ENTRIES, _ENTRY, _ALL = 2000, 64 * MIB, 120 * MIB
_ROWS, _COLUMNS, _CELLS = 100_000, 2_000, 4_000_000
_ENCRYPTED = 0x1
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A cell with something in it: an empty one that only carries a format ends in "/>" and takes no room.
_CELL = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']\s*([A-Za-z]{1,5})(\d{1,9})[\"'][^>]*(?<!/)>")


def form_of(content: bytes) -> Form:
    """Tell by content alone; the name does not matter. Raise `CannotRead` for what is no table."""
    if len(content) > MOST_BYTES:
        raise CannotRead(Reason.TOO_LARGE)
    if not content.strip():
        raise CannotRead(Reason.EMPTY)
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise CannotRead(Reason.PASSWORD)
        return Form.XLS
    if content.startswith(b"PK\x03\x04"):
        return Form.ODS if _ODS in content[:200] else Form.XLSX
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"%pdf", b"{\\rtf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"rar!", b"7z\xbc\xaf")):
        raise CannotRead(Reason.NOT_A_TABLE)
    if start.startswith(b"<"):
        if b"<html" in start or b"<table" in start or b"<!doctype html" in start:
            return Form.HTML
        raise CannotRead(Reason.NOT_A_TABLE)
    return Form.TEXT


def check_workbook(content: bytes) -> None:
    """Refuse an .xlsx by what it unfolds to and by where its cells stand. Raise `CannotRead`."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            names = {entry.filename.lower() for entry in entries}
            if "xl/workbook.xml" not in names:
                raise CannotRead(Reason.BINARY if "xl/workbook.bin" in names else Reason.NOT_A_TABLE)
            for entry in entries:
                unfolded = _unfolded(archive, entry)
                if entry.filename.lower().endswith((".xml", ".rels")) and _may_unfold(unfolded):
                    raise CannotRead(Reason.BROKEN)
                if "worksheets/" in entry.filename.lower():
                    _check_cells(unfolded)
    except (BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError) as error:
        raise CannotRead(Reason.BROKEN) from error


def content_of_ods(content: bytes) -> bytes:
    """Give the `content.xml` of an .ods that is small enough and has no password. Raise `CannotRead`."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            _check_sizes(list(entries.values()))
            if "content.xml" not in entries:
                raise CannotRead(Reason.NOT_A_TABLE)
            manifest = entries.get("META-INF/manifest.xml")
            if manifest and b"encryption-data" in _unfolded(archive, manifest):
                raise CannotRead(Reason.PASSWORD)
            xml = _unfolded(archive, entries["content.xml"])
    except (BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError) as error:
        raise CannotRead(Reason.BROKEN) from error
    if _may_unfold(xml):
        raise CannotRead(Reason.BROKEN)
    return xml


def _may_unfold(xml: bytes) -> bool:
    """Whether entities could make more of it than it is: a document type anywhere, or words that hide one (UTF-16)."""
    return bool(_DOCTYPE.search(xml)) or b"\0" in xml[:64]


def _check_sizes(entries: list[ZipInfo]) -> None:
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise CannotRead(Reason.PASSWORD)
    sizes = [entry.file_size for entry in entries]
    if len(sizes) > _ENTRIES or sum(sizes) > _ALL or max(sizes, default=0) > _ENTRY:
        raise CannotRead(Reason.TOO_MUCH)


def _unfolded(archive: ZipFile, entry: ZipInfo) -> bytes:
    # The directory is believed only for refusing: what unfolds to more than it says is not read further.
    with archive.open(entry) as part:
        unfolded = part.read(entry.file_size + 1)
    if len(unfolded) > entry.file_size:
        raise CannotRead(Reason.TOO_MUCH)
    return unfolded


def _check_cells(xml: bytes) -> None:
    rows = columns = 0
    seen: set[bytes] = set()
    for letters, digits in _CELL.findall(xml):
        rows = max(rows, int(digits))
        seen.add(letters.upper())
    for letters in seen:
        place = 0
        for letter in letters:
            place = place * 26 + letter - 64
        columns = max(columns, place)
    if rows > _ROWS or columns > _COLUMNS or rows * columns > _CELLS:
        raise CannotRead(Reason.TOO_WIDE)
