"""An object read as a file: what breaks off is taken up where it ended, a bounded number of times."""

import io
from contextlib import suppress
from http.client import HTTPException
from time import monotonic
from typing import Any, Protocol

from urllib3.exceptions import HTTPError

from portal.blobs.contract import StoreUnavailable
from portal.blobs.place import Patience
from portal.blobs.service import Service


class Bytes(Protocol):
    """An answer's body while it arrives."""

    def read1(self, amount: int, /) -> bytes:
        """At most so many bytes, as soon as there are any; none at the end."""

    def close(self) -> None:
        """Let go of the connection."""


class Reading(io.RawIOBase):
    """The bytes of one object in order. Raise FileNotFoundError when there is none; `StoreUnavailable` while reading.

    Never ends early without an error: the end is where the bucket first said that it would be.
    """

    def __init__(self, service: Service, key: str, patience: Patience) -> None:
        super().__init__()
        self._service, self._key, self._patience = service, key, patience
        self._at, self._waited = 0, 0.0
        answer = service.ask("get_object", Key=key)
        self._size, self._tag = int(answer["ContentLength"]), str(answer["ETag"])
        self._body = _body(answer)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        with memoryview(buffer).cast("B") as into:
            for _ in range(self._patience.tries):
                if self._at == self._size or not into:
                    return 0
                piece = self._next(len(into))
                if piece:
                    into[: len(piece)] = piece
                    self._at += len(piece)
                    return len(piece)
                self._go_on()
        raise StoreUnavailable("the bucket sent less of a blob than it has")

    def close(self) -> None:
        if not self.closed:
            with suppress(OSError, HTTPError):
                self._body.close()
        super().close()

    def _next(self, most: int) -> bytes:
        """What comes next; nothing when the answer has ended or broken off."""
        began = monotonic()
        try:
            piece = self._body.read1(most)
        except (HTTPError, HTTPException, OSError):
            piece = b""
        # Only the bucket's own time counts: whoever reads may be slow. One byte now and then would hold a thread for
        # ever, because each of them ends a time-out.
        self._waited += monotonic() - began
        if self._waited > self._patience.read * self._patience.tries + self._at / self._patience.slowest:
            raise StoreUnavailable("the bucket is too slow")
        return piece

    def _go_on(self) -> None:
        self._body.close()
        # The same object or none: half of one and half of another would only be found out at the very end.
        answer = self._service.ask("get_object", Key=self._key, Range=f"bytes={self._at}-", IfMatch=self._tag)
        if not str(answer.get("ContentRange", "")).startswith(f"bytes {self._at}-"):
            raise StoreUnavailable("the bucket does not go on where it was asked to")
        self._body = _body(answer)


def _body(answer: dict[str, Any]) -> Bytes:
    # The library's own wrapper has no `read1`, and would wait until a whole piece is there.
    body: Bytes = answer["Body"]._raw_stream  # noqa: SLF001
    return body
