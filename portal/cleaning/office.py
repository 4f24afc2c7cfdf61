"""Office files (docx, xlsx, pptx): the zip is taken apart and made anew from the parts we understand."""

import re
from collections.abc import Mapping
from posixpath import dirname, join, normpath

from . import office_words as words
from .archive import Bounds, pack, unpack
from .images import clean_image
from .office_xml import Drops, clean_xml, keep_all
from .outcome import CannotClean, Cleaned, Kind, Why

TYPES = "[Content_Types].xml"
BODIES = {"word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"}
_ACTIVE = re.compile(rb"macroEnabled|vbaProject|activeX", re.IGNORECASE)


def clean_office(content: bytes, bounds: Bounds | None = None) -> Cleaned:
    """Make a docx, xlsx or pptx anew without authors, times, revision ids, previews and own folders.

    Raise `CannotClean` for macros, embedded files, resources fetched from outside, parts of an unknown kind, and bombs.
    What is visible in the document stays, tracked deletions included.
    """
    parts = unpack(content, bounds or Bounds())
    if TYPES not in parts or not BODIES & parts.keys():
        raise CannotClean(Why.UNKNOWN)
    if _ACTIVE.search(parts[TYPES]) or any(words.MACROS.fullmatch(name) for name in parts):
        raise CannotClean(Why.MACROS)
    removed: set[Kind] = set()
    kept: dict[str, bytes] = {}
    dropped = {name: kind for name in parts if (kind := _dropped(name)) is not None}
    removed.update(dropped.values())
    for name, part in parts.items():
        if name not in dropped:
            kept[name], found = _part(name, part, dropped)
            removed |= found
    return Cleaned(pack(kept), tuple(sorted(removed)))


def _dropped(name: str) -> Kind | None:
    owner = re.sub(r"_rels/([^/]*)\.rels$", r"\1", name)
    return next((kind for pattern, kind in words.DROPPED if pattern.fullmatch(name) or pattern.fullmatch(owner)), None)


def _part(name: str, content: bytes, dropped: Mapping[str, Kind]) -> tuple[bytes, set[Kind]]:
    if words.EMBEDDED.fullmatch(name):
        raise CannotClean(Why.EMBEDDED)
    if words.EXTERNAL.fullmatch(name):
        raise CannotClean(Why.EXTERNAL)
    if words.PICTURE.fullmatch(name):
        # As it lies: office programs place pictures themselves and give no heed to the camera's orientation.
        picture = clean_image(content, upright=False)
        return picture.content, set(picture.removed)
    if not words.XML.fullmatch(name):
        raise CannotClean(Why.STRANGE_PART)
    return clean_xml(content, _drops(name, dropped))


def _drops(name: str, dropped: Mapping[str, Kind]) -> Drops:
    if name == TYPES:
        return lambda element, told: dropped.get(told.get("PartName", "")[1:]) if element == "Override" else None
    if not name.endswith(".rels"):
        return keep_all
    base = dirname(dirname(name))

    def relation(element: str, told: Mapping[str, str]) -> Kind | None:
        if element != "Relationship":
            return None
        kind, target = told.get("Type", ""), told.get("Target", "")
        if told.get("TargetMode") == "External":
            return _outside(kind, target)
        return dropped.get(normpath(join("/", base, target))[1:])

    return relation


def _outside(kind: str, target: str) -> Kind | None:
    if kind.endswith(words.DROPPED_LINKS):
        return Kind.FOLDER
    # Visible links into the net are content; anything else is the reporter's own folder or is fetched on opening.
    if not (kind.endswith("/hyperlink") and words.LINK_OUT.match(target)):
        raise CannotClean(Why.EXTERNAL)
    return None
