"""What every store of blobs promises, and how it refuses."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO, Protocol, Self

_NAME = re.compile(r"[0-9a-f]{32}")


class BadName(ValueError):
    """Not the name of a blob: 32 lower-case hex digits and nothing else. Nothing was touched."""


class NotSealed(ValueError):
    """The bytes do not begin as something sealed does. None of them reached a disk or a network."""


class NoRoom(OSError):
    """The store is full. What was being written is gone; every kept blob is untouched."""


class StoreUnavailable(OSError):
    """The store cannot be reached, does not answer in time, or does not do what it says. What was written is gone."""


class BlobWriter(Protocol):
    """One blob on its way. Nothing of it stays unless `keep` returned. Leaving its `with` block discards it if not."""

    @property
    def name(self) -> str:
        """The 32 hex digits under which the blob will be found."""

    def write(self, data: bytes, /) -> int:
        """Add bytes, any number at a time. Return how many.

        Raise `NoRoom` or another OSError, or `NotSealed`; the blob is gone then.
        """

    def again(self) -> BinaryIO:
        """Open what was written so far, to be read from its beginning; the caller closes. Raise like `write`."""

    def keep(self) -> None:
        """Make the blob durable and visible. Raise like `write`."""

    def discard(self) -> None:
        """Remove what was written. Nothing happens after `keep`, or the second time."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


class BlobStore(Protocol):
    """A place for blobs, shared by any number of processes. Every name is checked before use; `BadName` otherwise."""

    def new(self) -> BlobWriter:
        """Begin a blob under a fresh random name. Raise OSError."""

    def back(self, name: str) -> BlobWriter:
        """Begin a blob under the name it had: a backup is put back. One process at a time; never over a kept blob.

        Raise FileExistsError (a bucket: when it is kept) or another OSError.
        """

    def open(self, name: str) -> BinaryIO:
        """Open a kept blob for reading; the caller closes. Raise FileNotFoundError or another OSError."""

    def size(self, name: str) -> int:
        """Tell the size of a kept blob in bytes. Raise like `open`."""

    def delete(self, name: str) -> None:
        """Remove a blob. Nothing happens when there is none."""

    def names(self) -> list[str]:
        """List every kept blob, in no order."""

    def sweep(self, older_than: datetime, wanted: Callable[[str], bool]) -> int:
        """Remove what is older than the (aware) instant and not `wanted`, and half-written leavings. Tell how many.

        A blob is up to a day older than it looks.
        """


def is_name(name: object) -> bool:
    """Whether `name` can be that of a blob."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None


def checked(name: str) -> str:
    """The same name. Raise `BadName` when it is none."""
    if not is_name(name):
        raise BadName("not the name of a blob")
    return name


def aware(instant: datetime) -> datetime:
    """The same instant. Raise ValueError when it has no zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone")
    return instant
