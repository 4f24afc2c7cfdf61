"""One file while it is parsed: sealed piece by piece, or refused while the rest of the form is still read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from portal.blobs import BlobWriter
from portal.public.limits import Why
from portal.sealing.files import Measure, PaddedSealer


class Refusal(Exception):
    """This file is not taken; `why` says for which of the known reasons."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class Taker(Protocol):
    """Who opens a blob for each file, counts it, and decides whether it may grow."""

    def begin(self, field: str) -> tuple[BlobWriter, PaddedSealer]:
        """Open a blob for the next file of a form field. Raise `Refusal`, or OSError of the store."""

    def check_room(self, size: int) -> None:
        """Raise `Refusal` when the file that is arriving may not grow to `size` bytes."""

    def arrived(self, claims: tuple[str, str, str], writer: BlobWriter, measure: Measure) -> None:
        """Count a file that arrived whole: field, name and media type as claimed, its blob, and its measure."""

    def refuse(self, field: str, name: str, why: Why, writer: BlobWriter | None) -> None:
        """Count a file that was not taken, and remove what was stored of it."""


class Arriving:
    """One file while it is parsed. Never raises for what concerns this file only: the text after it must survive."""

    def __init__(self, taker: Taker, field: str, name: str, media_type: str) -> None:
        self._taker = taker
        self._claims = (field, name, media_type)
        self._blob: tuple[BlobWriter, PaddedSealer] | None = None
        self._refused = False

    def write(self, data: bytes, /) -> None:
        """Seal the next bytes, or let them go when the file has been refused."""
        if self._refused or not data:
            return
        with self._refusing():
            if self._blob is None:
                # Not before the first byte: the empty file input of a form without attachments must cost nothing.
                self._blob = self._taker.begin(self._claims[0])
            sealer = self._blob[1]
            self._taker.check_room(sealer.size + len(data))
            sealer.write(data)

    def end(self) -> None:
        """Finish the file. An input without name and byte is no file; one with a name and no byte is refused."""
        if self._refused:
            return
        with self._refusing():
            if self._blob is not None:
                writer, sealer = self._blob
                self._taker.arrived(self._claims, writer, sealer.finish())
            elif self._claims[1]:
                raise Refusal(Why.EMPTY)

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except (Refusal, OSError) as error:
            self._refused = True
            why = error.why if isinstance(error, Refusal) else Why.NOT_STORED
            self._taker.refuse(*self._claims[:2], why, self._blob[0] if self._blob else None)
