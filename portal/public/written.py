"""What a page carries of the pages before it: every name and value in one hidden input.

Forty-seven inputs of their own would be forty-seven parts of a body to take apart each time the form comes back, and
the page that sends a report would spend more on that than on sealing it.
"""

import json
from collections.abc import Iterable

from pydantic import TypeAdapter, ValidationError
from werkzeug.datastructures import MultiDict

from portal.public.multipart import MOST_PARTS

WRITTEN = "written"
"""The name of the hidden input."""

_PAIRS = TypeAdapter(list[tuple[str, str]])


def packed(pairs: Iterable[tuple[str, str]]) -> str:
    """Put names and values into one text for a hidden input."""
    return json.dumps(list(pairs), ensure_ascii=False, separators=(",", ":"))


def unpacked(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """Give what was sent together with what it carries. What the page itself asked for stands before what it carries.

    A text that is none of `packed` carries nothing: the forms then say what is missing.
    """
    whole = MultiDict((name, value) for name, value in sent.items(multi=True) if name != WRITTEN)
    asked = set(whole)
    for text in sent.getlist(WRITTEN):
        for name, value in _pairs(text):
            if name not in asked:
                whole.add(name, value)
    return whole


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return _PAIRS.validate_json(text)[:MOST_PARTS]
    except ValidationError:
        return []
