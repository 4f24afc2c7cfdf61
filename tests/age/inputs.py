"""Sources, sinks and contents the tests of portal/age share."""

import random
from io import BytesIO

from portal.age.header import parse
from portal.age.stream import CHUNK, NONCE_SIZE, TAG

SIZES = (0, 1, 15, 16, 17, 2048, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 1, 3 * CHUNK)


def content(size: int) -> bytes:
    return random.Random(size).randbytes(size)  # noqa: S311  content, not a key


def payload_start(sealed: bytes) -> int:
    """Where the first chunk begins."""
    _, size = parse(sealed)
    return size + NONCE_SIZE


def chunks(sealed: bytes) -> tuple[bytes, list[bytes]]:
    """What stands before the first chunk, and the sealed chunks."""
    start = payload_start(sealed)
    step = CHUNK + TAG
    return sealed[:start], [sealed[at : at + step] for at in range(start, len(sealed), step)]


class Dripping:
    """A source that gives less than it is asked for, as sockets and pipes do."""

    def __init__(self, data: bytes, most: int) -> None:
        self._data, self._most = BytesIO(data), most
        self.given = 0

    def read(self, size: int, /) -> bytes:
        assert size > 0
        piece = self._data.read(min(size, self._most))
        self.given += len(piece)
        return piece


class Sipping:
    """A sink that takes only a part of what it is given and says so, as a raw file may."""

    def __init__(self, most: int, room: int = 1 << 40) -> None:
        self.taken, self._most, self._room = b"", most, room

    def write(self, data: bytes, /) -> int:
        piece = bytes(data[: min(self._most, self._room - len(self.taken))])
        self.taken += piece
        return len(piece)


class Failing:
    """A sink on a disk that is full for a while: it takes `good` writes, then fails once, then works again."""

    def __init__(self, good: int) -> None:
        self.taken: list[bytes] = []
        self._good = good

    def write(self, data: bytes, /) -> None:
        self._good -= 1
        if self._good == -1:
            raise OSError("no space left")
        self.taken.append(bytes(data))
