"""Bytes on their way into a file: in large pieces, nothing but sealed ones, all of them or none."""

import contextlib
import errno
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Self

from portal.blobs.contract import NoRoom, NotSealed

CHUNK = 128 * 1024

_SEALED_BEGINS = b"age-encryption.org/v1\n"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class SealedFile:
    """Writes to an open file descriptor, which it owns. `size` counts what was written, flushed or not."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.size = 0
        self._pending = bytearray()
        self._begun = False

    def write(self, data: bytes) -> None:
        """Add bytes. Raise like `flush`."""
        self._pending += data
        self.size += len(data)
        if len(self._pending) >= CHUNK:
            self.flush()

    def flush(self) -> None:
        """Hand everything to the system. Raise `NoRoom`, another OSError, or `NotSealed` before any byte is written."""
        if not self._begun and not self._pending.startswith(_SEALED_BEGINS):
            raise NotSealed("only sealed bytes are stored")
        self._begun = True
        with memoryview(self._pending) as view, room():
            done = 0
            while done < len(view):
                done += os.write(self.fd, view[done:])
        self._pending.clear()

    def close(self) -> None:
        """Let go of the file and of what was not flushed."""
        self._pending.clear()
        os.close(self.fd)


class SealedWriter(ABC):
    """One blob on its way, as every store begins it: sealed bytes in a file of their own, which any failing ends.

    A store says what makes the blob durable (`_deliver`) and what is to be removed when it was not (`_remove`).
    """

    def __init__(self, name: str, file: SealedFile) -> None:
        self.name = name
        self._file = file
        self._open = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()

    def write(self, data: bytes, /) -> int:
        """Add bytes; see `BlobWriter`."""
        with self._or_nothing():
            self._file.write(data)
        return len(data)

    def keep(self) -> None:
        """Make the blob durable and visible; see `BlobWriter`."""
        with self._or_nothing():
            self._file.flush()
            self._deliver()
        self._end()

    def discard(self) -> None:
        """Remove what was written; see `BlobWriter`."""
        if self._open:
            self._end()
            self._remove()

    @abstractmethod
    def _deliver(self) -> None: ...

    @abstractmethod
    def _remove(self) -> None: ...

    def _end(self) -> None:
        self._open = False
        self._file.close()

    @contextlib.contextmanager
    def _or_nothing(self) -> Iterator[None]:
        if not self._open:
            raise ValueError("this blob is finished")
        try:
            with room():
                yield
        except BaseException:
            self.discard()
            raise


@contextlib.contextmanager
def room() -> Iterator[None]:
    """Give a full disk its name."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM and not isinstance(error, NoRoom):
            raise NoRoom(error.errno, "no room left in the blob store") from error
        raise
