"""The child's side of `workshop`: one file in, one answer out, through `portal.apart`.

The question is a line of JSON (the file's name) and the file. The answer is a line of JSON and, if it could be cleaned,
the cleaned file: {"why": code}, or {"removed": [codes], "made_into": "" or an ending, "size": bytes}.
"""

import json
from contextlib import suppress

from .by_kind import clean, load
from .outcome import CannotClean
from .sniffing import sniff


def ready(given: bytes) -> None:
    """Load what `answer` will need for this file: afterwards the child can open nothing."""
    with suppress(CannotClean):
        load(sniff(*_read(given)))


def answer(given: bytes) -> bytes:
    """Clean the file, or tell why it cannot be cleaned."""
    try:
        cleaned = clean(*_read(given))
    except CannotClean as refusal:
        return json.dumps({"why": refusal.why}).encode() + b"\n"
    told = {"removed": cleaned.removed, "made_into": cleaned.made_into, "size": len(cleaned.content)}
    return json.dumps(told).encode() + b"\n" + cleaned.content


def _read(given: bytes) -> tuple[str, bytes]:
    name, _, content = given.partition(b"\n")
    return json.loads(name), content
