"""What is done with a file between its arrival and its sealing."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain

from portal.age import Identity
from portal.blobs import BlobWriter
from portal.cleaning import MOST_BYTES, CannotClean, Why, passes
from portal.cleaning.workshop import Workshop
from portal.sealing.file_names import clean_name
from portal.sealing.files import FileEntry, Measure, Treatment, open_file

_MEDIA_TYPES = {"jpg": "image/jpeg"}


@dataclass(frozen=True)
class Arrived:
    """A file that arrived whole: form field, name and media type as claimed, its unfinished blob, its measure."""

    field: str
    name: str
    media_type: str
    writer: BlobWriter
    measure: Measure


@dataclass(frozen=True)
class Treated:
    """A file as it is sent: name, media type, what was done with it, codes of what was removed, and its bytes."""

    name: str
    media_type: str
    treatment: Treatment
    removed: tuple[str, ...]
    pieces: Iterable[bytes]


@contextmanager
def treated(workshop: Workshop, arrived: Arrived, key: Identity) -> Iterator[Treated]:
    """Open what `arrived` sealed to `key` and clean it. Read the pieces inside: they may come while they are read.

    Sound and film pass piece by piece; anything else is in memory whole, in turns, so that all requests together hold
    no more than the workshop has benches for. Raise `CannotClean`, SealingError, OSError.
    """
    name = clean_name(arrived.name)
    with arrived.writer.again() as source:
        pieces = open_file(source, key, FileEntry.described(1, name, "", arrived.measure))
        head = next(pieces, b"")
        if passes(name, head):
            yield Treated(name, arrived.media_type, Treatment.PASSED, (), chain([head], pieces))
            return
        if arrived.measure.size > MOST_BYTES:
            raise CannotClean(Why.TOO_LARGE)
        with workshop.turn():
            cleaned = workshop.clean(name, head + b"".join(pieces))
            yield Treated(
                cleaned.named(name),
                _MEDIA_TYPES.get(cleaned.made_into, arrived.media_type),
                Treatment.PASSED if cleaned.as_it_was else Treatment.CLEANED,
                cleaned.removed,
                [cleaned.content],
            )
