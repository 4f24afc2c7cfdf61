"""The payload of an age file: 64 KiB chunks of ChaCha20-Poly1305 (https://c2sp.org/age, section "Payload").

A chunk's nonce is its number and a last byte that says whether it is the final one. So chunks cannot change places,
and a file that was cut short, even between two chunks, has no final chunk and is refused.
"""

from collections.abc import Iterator
from types import TracebackType
from typing import Protocol, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from portal.age.errors import Malformed, Tampered
from portal.age.header import derive

CHUNK = 64 * 1024
TAG = 16
NONCE_SIZE = 16

_SEALED_CHUNK = CHUNK + TAG
_NOT_FINAL = b"\x00"
_FINAL = b"\x01"
# What fits into one chunk is sealed and opened without a writer or reader: most of what there is.
ONLY_CHUNK = bytes(11) + _FINAL


class Readable(Protocol):
    """Where sealed bytes come from: gives at most `size` of them, and none only at the end."""

    def read(self, size: int, /) -> bytes: ...


class Writable(Protocol):
    """Where sealed bytes go. One that takes only a part says how much, as `io.RawIOBase` does."""

    def write(self, data: bytes, /) -> object: ...


def payload_cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    """Make the cipher of one file's chunks from its file key and the 16 random bytes after its header."""
    return ChaCha20Poly1305(derive(file_key, nonce, b"payload"))


class ChunkWriter:
    """Seals a payload of any length in constant memory: at most one chunk is held."""

    def __init__(self, sink: Writable, head: bytes, cipher: ChaCha20Poly1305) -> None:
        """Write `head`, all that stands before the first chunk, to `sink`; `cipher` must serve no other file."""
        self._sink = sink
        self._cipher = cipher
        self._number = 0
        self._held: bytes | memoryview = b""
        self._buffer = memoryview(b"")
        self._finished = False
        self._broken = False
        self._pass_on(head)

    def write(self, data: bytes | bytearray | memoryview, /) -> int:
        """Seal more content; return its length. Raises ValueError when closed, and what the sink raises."""
        if self._finished or self._broken:
            raise ValueError("this sealed file is closed")
        rest = memoryview(data).cast("B")
        size = len(rest)
        if not size:
            return 0
        if 0 < len(self._held) < CHUNK:
            rest = self._top_up(rest)
        # A full chunk waits until more follows: only then is it known not to be the final one.
        if rest:
            if self._held:
                self._seal(self._held, _NOT_FINAL)
            while len(rest) > CHUNK:
                self._seal(rest[:CHUNK], _NOT_FINAL)
                rest = rest[CHUNK:]
            # The caller's own bytes cannot change behind our back and need no copy; any other buffer can.
            self._held = data if isinstance(data, bytes) and len(rest) == size else self._copy(rest)
        return size

    def close(self) -> None:
        """Write the final chunk. Without it every reader refuses the file. Does not close the sink."""
        if self._broken:
            raise ValueError("this sealed file was given up and cannot be finished")
        if not self._finished:
            self._seal(self._held, _FINAL)
            self._finished = True
            self._held = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Half a content must never look like a whole one: after an error the final chunk is not written.
        if kind is None:
            self.close()
        else:
            self._broken = True

    def _copy(self, piece: bytes | memoryview) -> memoryview:
        """Keep a piece of up to one chunk in the writer's own buffer, made when first needed and used again."""
        if not self._buffer:
            self._buffer = memoryview(bytearray(CHUNK))
        self._buffer[: len(piece)] = piece
        return self._buffer[: len(piece)]

    def _top_up(self, more: memoryview) -> memoryview:
        """Fill what is held up to one chunk; give what found no room."""
        have = len(self._held)
        if isinstance(self._held, bytes):
            self._copy(self._held)
        taken = min(CHUNK - have, len(more))
        self._buffer[have : have + taken] = more[:taken]
        self._held = self._buffer[: have + taken]
        return more[taken:]

    def _seal(self, chunk: bytes | memoryview, last: bytes) -> None:
        nonce = self._number.to_bytes(11, "big") + last
        # The number moves on first: should the sink fail, the same nonce can never meet other content.
        self._number += 1
        self._pass_on(self._cipher.encrypt(nonce, chunk, None))

    def _pass_on(self, sealed: bytes) -> None:
        try:
            _write_all(self._sink, sealed)
        except BaseException:
            self._broken = True
            raise


def _write_all(sink: Writable, data: bytes) -> None:
    taken = sink.write(data)
    while isinstance(taken, int) and taken < len(data):
        if taken == 0:
            raise OSError("the sink takes no more bytes")
        data = data[taken:]
        taken = sink.write(data)


def open_chunks(source: Readable, beginning: bytes, file_key: bytes) -> Iterator[bytes]:
    """Open the payload that begins with `beginning`, already read, and goes on in `source`.

    Raises Malformed at once when even the payload's nonce is missing. The iterator gives authenticated chunks, never
    an empty one, and raises Tampered at the first thing amiss; only its regular end says that the content was whole.
    """
    beginning += _read(source, NONCE_SIZE - len(beginning))
    if len(beginning) < NONCE_SIZE:
        raise Malformed("the file ends before its payload")
    return _authentic(source, beginning[NONCE_SIZE:], payload_cipher(file_key, beginning[:NONCE_SIZE]))


def _authentic(source: Readable, beginning: bytes, cipher: ChaCha20Poly1305) -> Iterator[bytes]:
    number = 0
    while True:
        sealed = beginning + _read(source, _SEALED_CHUNK - len(beginning))
        beginning = b""
        nonce = number.to_bytes(11, "big")
        if len(sealed) == _SEALED_CHUNK:
            try:
                chunk = cipher.decrypt(nonce + _NOT_FINAL, sealed, None)
            except InvalidTag:
                pass  # The final chunk may be a full one, too.
            else:
                yield chunk
                number += 1
                continue
        # An empty final chunk after others would be a second spelling of the same content.
        if number and len(sealed) <= TAG:
            raise Tampered("the content is cut short")
        try:
            chunk = cipher.decrypt(nonce + _FINAL, sealed, None)
        except InvalidTag:
            raise Tampered("the content was altered or cut short") from None
        if chunk:
            yield chunk
        if len(sealed) == _SEALED_CHUNK and source.read(1):
            raise Tampered("something follows the final chunk")
        return


def _read(source: Readable, size: int) -> bytes:
    piece = source.read(size) if size > 0 else b""
    if not piece or len(piece) == size:
        return piece
    pieces = [piece]
    while piece and (size := size - len(piece)):
        piece = source.read(size)
        pieces.append(piece)
    return b"".join(pieces)
