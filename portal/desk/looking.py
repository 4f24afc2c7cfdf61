"""The desk's side: the file is decrypted here, drawn apart, and what comes back is checked before it is believed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.apart import MIB, Apart, Ceilings, Exhausted

COVER = 0
"""The page number that asks for the form and the number of pages only, and shows nothing of the content."""

LARGEST = 32 * MIB
"""A file above this is not drawn: it is decrypted into memory for every page that is looked at."""

_DRAWING = Path(__file__).parent / "drawing"
_JPEG = b"\xff\xd8\xff"


class NoPreview(Exception):
    """This file, or this page of it, cannot be shown: no known form, broken, locked, too large, or too much work."""


@dataclass(frozen=True)
class Look:
    """One page of a file: a JPEG of our own making, or text. A cover has an empty one of the two."""

    pages: int
    picture: bytes | None = None
    text: str | None = None


class Looking:
    """Draws files for a desk; at most two at once, others wait their turn."""

    def __init__(self, ceilings: Ceilings | None = None) -> None:
        self._apart = Apart(_DRAWING, ceilings or Ceilings())

    def look(self, size: int, chunks: Iterator[bytes], page: int) -> Look:
        """Draw page `page`, counted from 1, or look at the `COVER`, of a file of `size` bytes.

        Raise `NoPreview`, and what `chunks` raises.
        """
        if size > LARGEST:
            raise NoPreview
        content = b"".join(chunks)
        try:
            answer = self._apart.answer(json.dumps({"page": page}).encode() + b"\n" + content)
        except Exhausted as ended:
            raise NoPreview from ended
        head, _, body = answer.partition(b"\n")
        try:
            return _believed(json.loads(head), body)
        except (ValueError, KeyError, TypeError) as odd:
            raise NoPreview from odd


def _believed(head: dict[str, object], body: bytes) -> Look:
    """Take from the child what a page of ours may hold. A file that took the child over could answer anything."""
    pages = head.get("pages")
    if type(pages) is not int or pages < 1:
        raise NoPreview
    if head["form"] == "text":
        return Look(pages, text=body.decode())
    if head["form"] == "picture" and (body.startswith(_JPEG) or not body):
        return Look(pages, picture=body)
    raise NoPreview
