"""The child's side of `workshop`: one file in, one answer out."""

import json
from typing import BinaryIO

from . import clean
from .outcome import CannotClean


def main(source: BinaryIO, sink: BinaryIO) -> None:
    """Read a line of JSON (the name) and the file; write a line of JSON and, if it was cleaned, the cleaned file."""
    name = json.loads(source.readline())
    try:
        cleaned = clean(name, source.read())
    except CannotClean as refusal:
        sink.write(json.dumps({"why": refusal.why}).encode() + b"\n")
        return
    told = {"removed": cleaned.removed, "size": len(cleaned.content)}
    sink.write(json.dumps(told).encode() + b"\n")
    sink.write(cleaned.content)
