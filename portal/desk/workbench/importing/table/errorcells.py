"""The error cells of an .xlsx, which the reader of workbooks gives as empty ones: a formula error is not nothing.

Source: ECMA-376-1, 18.3.1.4 (cell, `t="e"`), 18.2.19 (sheet), and part 2, 9.3 (relationships).
"""

import re
from io import BytesIO
from posixpath import normpath
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from .biff import Errors

_CELL = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*\st\s*=\s*[\"']e[\"'])[^>]*?\sr\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>(.*?)</(?:\w+:)?c>",
    re.DOTALL,
)
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]*)<")
_SHEET = re.compile(r"\{[^}]*\}sheet")
_ID = re.compile(r"\{[^}]*relationships\}id")


def errors_of(content: bytes) -> dict[str, Errors]:
    """Give the error cells by sheet name. `content` went through `check_workbook`: bounded, and without a DOCTYPE."""
    with ZipFile(BytesIO(content)) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        found = {}
        for name, path in _sheets(archive, names):
            if path in names:
                found[name] = dict(map(_error, _CELL.findall(archive.read(names[path]))))
        return found


def _sheets(archive: ZipFile, names: dict[str, str]) -> list[tuple[str, str]]:
    links = names.get("xl/_rels/workbook.xml.rels")
    targets = {
        link.get("Id", ""): link.get("Target", "")
        for link in (ET.fromstring(archive.read(links)) if links else ())  # noqa: S314  no DOCTYPE gets here
    }
    book = ET.fromstring(archive.read(names["xl/workbook.xml"]))  # noqa: S314  as above
    listed = []
    for sheet in book.iter():
        if isinstance(sheet.tag, str) and (sheet.tag == "sheet" or _SHEET.fullmatch(sheet.tag)):
            own = next((value for key, value in sheet.attrib.items() if _ID.fullmatch(key)), "")
            target = targets.get(own, "")
            path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
            listed.append((sheet.get("name", ""), path.lower()))
    return listed


def _error(cell: tuple[bytes, bytes, bytes]) -> tuple[tuple[int, int], str]:
    letters, digits, inside = cell
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    value = _VALUE.search(inside)
    return (int(digits) - 1, column - 1), value[1].decode("utf-8", "replace") if value else "#N/A"
