"""Bytes on their way into a file: in large pieces, and nothing but sealed ones."""

import contextlib
import errno
import os
from collections.abc import Iterator

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


@contextlib.contextmanager
def room() -> Iterator[None]:
    """Give a full disk its name."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM and not isinstance(error, NoRoom):
            raise NoRoom(error.errno, "no room left in the blob store") from error
        raise
