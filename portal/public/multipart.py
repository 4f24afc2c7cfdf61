"""Reading a form with files piece by piece: text into memory up to a limit, files straight to whoever seals them.

Werkzeug's own reader of the events is not used for three reasons: it puts a file of more than 500 KB into a plaintext
temporary file, it bounds each text field but not all of them together, and it answers a broken body with an empty form,
which the reporter would see as everything typed being gone without a word. Its decoder (the bytes of RFC 7578) is.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, Protocol
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.sansio.multipart import Data, Event, Field, File, MultipartDecoder, NeedData, State

CHUNK = 64 * 1024
MOST_PARTS = 2000
# What the decoder may hold back while it looks for the end of a header or a boundary.
HELD_BACK = 4 * CHUNK
# What may stand between a boundary and the end of what has come while its line is not whole.
_OPEN_END = re.compile(rb"-|[^\S\n\r]*\r?")


class PartSink(Protocol):
    """Where the bytes of one file go."""

    def write(self, data: bytes, /) -> None:
        """Take the next bytes. Must not raise for what is wrong with this file only: the text after it must survive."""

    def end(self) -> None:
        """All bytes of this file have been written."""


class WholeBoundaries(MultipartDecoder):
    """Werkzeug's decoder, to which it makes no difference where the pieces of a body begin and end.

    Its own (3.1) takes the CR before a boundary for content when a piece ends within the boundary's last bytes: one
    part in some twenty thousand has a byte too many, and a parcel that a browser has sealed never opens again.
    """

    def next_event(self) -> Event:
        """Give the next event, as Werkzeug's; `NeedData` when more has to come first."""
        # It goes on searching where a boundary with blanks behind it might have begun before. What is held is bounded.
        self._search_position = 0
        return super().next_event()

    def _last_partial_boundary_index(self, data: bytes | bytearray) -> int:
        mark = b"--" + self.boundary
        found = data.rfind(mark)
        start = found - (2 if data[max(0, found - 2) : max(0, found)] == b"\r\n" else 1)
        if start >= 0 and data[start] in b"\r\n" and _OPEN_END.fullmatch(data, found + len(mark)):
            return start
        return super()._last_partial_boundary_index(data)


OpenPart = Callable[[str, str, str], PartSink]


class StreamingForm(FormDataParser):
    """Werkzeug's form parser with the two encodings of a form, both bounded, and files given to `open_part`.

    `open_part(field, file name, media type)` is called when a file begins; name and type are the browser's claims.
    Raise `BadRequest` for a body that is broken or breaks off, `RequestEntityTooLarge` for too much text or too many
    parts, and whatever the stream raises.
    """

    def __init__(self, open_part: OpenPart, text_bytes: int, cls: type[MultiDict[str, Any]]) -> None:
        super().__init__(cls=cls, silent=False)
        self._open_part = open_part
        self._text_bytes = text_bytes

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,  # noqa: ARG002  the stream ends there
        options: Mapping[str, str] | None = None,
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, Any]]:
        """Read the form from `stream`. Return stream, text fields, and no files: those went to `open_part`."""
        try:
            if mimetype == "multipart/form-data":
                boundary = (options or {}).get("boundary", "").encode("ascii")
                return stream, self.cls(self._parts(stream, boundary)), self.cls()
            if mimetype == "application/x-www-form-urlencoded":
                return stream, self.cls(self._pairs(stream)), self.cls()
        except ValueError as broken:
            raise BadRequest("the form is broken") from broken
        return stream, self.cls(), self.cls()

    def _pairs(self, stream: IO[bytes]) -> list[tuple[str, str]]:
        text = bytearray()
        while piece := stream.read(CHUNK):
            text += piece
            if len(text) > self._text_bytes:
                raise RequestEntityTooLarge
        # The number of pairs is limited too: four million empty ones fit into few bytes and take much memory.
        return parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="replace", max_num_fields=MOST_PARTS)

    def _parts(self, stream: IO[bytes], boundary: bytes) -> list[tuple[str, str]]:
        if not boundary:
            raise BadRequest("a form without a boundary")
        fields: list[tuple[str, str]] = []
        part: PartSink = _Text("", fields, 0)
        room = room_for_names = self._text_bytes
        for event in self._events(stream, boundary):
            if isinstance(event, Data):
                part.write(event.data)
                if not event.more_data:
                    part.end()
                    room -= part.taken if isinstance(part, _Text) else 0
            elif isinstance(event, File):
                part = self._open_part(_named(event), event.filename, event.headers.get("content-type", ""))
            elif isinstance(event, Field):
                # Names stay in memory like the text does, and a form's own are short.
                room_for_names -= len(_named(event))
                if room_for_names < 0:
                    raise RequestEntityTooLarge
                part = _Text(_named(event), fields, room)
        return fields

    def _events(self, stream: IO[bytes], boundary: bytes) -> Iterator[Event]:
        # A header or a preamble that never ends must not fill the memory.
        decoder = WholeBoundaries(boundary, max_form_memory_size=HELD_BACK, max_parts=MOST_PARTS)
        while True:
            decoder.receive_data(stream.read(CHUNK) or None)
            while not isinstance(event := decoder.next_event(), NeedData):
                yield event
                if decoder.state is State.COMPLETE:
                    return


class _Text:
    """One text field. A field of the form that is longer than the room left ends the whole request."""

    def __init__(self, name: str, fields: list[tuple[str, str]], room: int) -> None:
        self._name = name
        self._fields = fields
        self._room = room
        self._pieces: list[bytes] = []
        self.taken = 0

    def write(self, data: bytes, /) -> None:
        self.taken += len(data)
        if self.taken > self._room:
            raise RequestEntityTooLarge
        self._pieces.append(data)

    def end(self) -> None:
        self._fields.append((self._name, b"".join(self._pieces).decode("utf-8", "replace")))


def _named(part: Field | File) -> str:
    # The decoder promises a string and hands on None for a part without a name.
    if not isinstance(part.name, str):
        raise BadRequest("a part without a name")
    return part.name
