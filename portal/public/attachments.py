"""The files of one request: taken or refused while they arrive, kept or removed when the view has decided.

How a view uses them is told in `portal.public.uploads`.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from portal.age import Identity
from portal.blobs import BlobStore, BlobWriter
from portal.letterbox.items import SealedFile
from portal.sealing.file_names import clean_name
from portal.sealing.files import FileEntry, FileList, Measure, PaddedSealer

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How much one request may bring: number of files, bytes a file, bytes of all files, bytes of all text fields.

    A file above a limit is thrown away while it is read and the rest of the form is still understood. Above `ceiling`
    nothing is read at all.
    """

    files_at_most: int = 10
    file_bytes: int = 100 * MIB
    request_bytes: int = 200 * MIB
    text_bytes: int = 4 * MIB

    @property
    def ceiling(self) -> int:
        """Bytes above which a request is answered 413 at once: five times what may be kept, and the text."""
        return 5 * self.request_bytes + self.text_bytes


class Why(StrEnum):
    """Why a file was not taken."""

    EMPTY = "file_empty"
    TOO_LARGE = "file_too_large"
    TOO_MUCH = "files_too_much"
    TOO_MANY = "files_too_many"
    NOT_STORED = "file_not_stored"


@dataclass(frozen=True)
class Refused:
    """A file that was not taken: its form field, its (cleaned) name, and why."""

    field: str
    name: str
    why: Why


@dataclass(frozen=True)
class Upload:
    """A file that was taken: its form field, its entry for the sealed list, its blob, the padded size in bytes."""

    field: str
    entry: FileEntry
    blob: str
    bucket: int


class NotTaken(Exception):
    """`keep` was asked for although a file was refused. Nothing is kept; `Uploads.refused` says which and why."""


class Uploads:
    """The files of one request. The request fills it; views read `taken` and `refused`, then `keep` or `discard`."""

    def __init__(self, store: BlobStore, limits: Limits) -> None:
        self._store = store
        self._limits = limits
        self._writers: list[BlobWriter] = []
        self._taken: list[Upload] = []
        self._refused: list[Refused] = []
        self._kept = False

    @property
    def taken(self) -> tuple[Upload, ...]:
        """The files that arrived whole and within the limits, in the order of the form. Slots count from 1."""
        return tuple(self._taken)

    @property
    def refused(self) -> tuple[Refused, ...]:
        """The files that were not taken, in the order of the form."""
        return tuple(self._refused)

    @property
    def file_list(self) -> FileList:
        """What the envelope says about the files: the files identity and one entry for each."""
        return FileList(self._identity, tuple(upload.entry for upload in self._taken))

    @property
    def sealed_files(self) -> tuple[SealedFile, ...]:
        """What the letterbox is told about the files: slot, blob, padded size."""
        return tuple(SealedFile(upload.entry.slot, upload.blob, upload.bucket) for upload in self._taken)

    def keep(self) -> None:
        """Make every blob durable. Raise `NotTaken` when a file was refused, `NoRoom` or another OSError of the store.

        All or none: when it raises, no blob of this request is left.
        """
        if self._kept:
            return
        if self._refused:
            self.discard()
            raise NotTaken
        try:
            for writer in self._writers:
                writer.keep()
        except BaseException:
            self.discard()
            raise
        self._kept = True

    def discard(self) -> None:
        """Remove every blob of this request, kept or not. `refused` stays to be read."""
        with ExitStack() as each_even_if_one_fails:
            for writer in self._writers:
                each_even_if_one_fails.callback(self._store.delete, writer.name)
                each_even_if_one_fails.callback(writer.discard)
        self._writers.clear()
        self._taken.clear()

    def close(self) -> None:
        """Remove what was not kept. The request calls this when it ends."""
        if not self._kept:
            self.discard()

    def arriving(self, field: str, name: str, media_type: str) -> "Arriving":
        """Begin a file of the form; the request's parser calls this."""
        return Arriving(self, field, name, media_type)

    def begin(self) -> tuple[BlobWriter, PaddedSealer]:
        """Open a blob for the next file. Raise `_Refusal`, or OSError of the store."""
        if any(refused.why is Why.NOT_STORED for refused in self._refused):
            raise _Refusal(Why.NOT_STORED)
        if len(self._taken) >= self._limits.files_at_most:
            raise _Refusal(Why.TOO_MANY)
        writer = self._store.new()
        self._writers.append(writer)
        return writer, PaddedSealer(writer, self._identity.recipient)

    def check_room(self, size: int) -> None:
        """Raise `_Refusal` when the file that is arriving may not grow to `size` bytes."""
        if size > self._limits.file_bytes:
            raise _Refusal(Why.TOO_LARGE)
        if size + sum(upload.entry.size for upload in self._taken) > self._limits.request_bytes:
            raise _Refusal(Why.TOO_MUCH)

    def take(self, field: str, name: str, media_type: str, writer: BlobWriter, measure: Measure) -> None:
        """Count a file that arrived whole."""
        entry = FileEntry.described(len(self._taken) + 1, name, media_type, measure)
        self._taken.append(Upload(field, entry, writer.name, measure.padded))

    def refuse(self, field: str, name: str, why: Why, writer: BlobWriter | None) -> None:
        """Count a file that was not taken, and remove what was stored of it."""
        self._refused.append(Refused(field, clean_name(name), why))
        if writer is not None:
            self._writers.remove(writer)
            # A disk that cannot remove it either leaves it to the sweep; the rest of the form is still read.
            with suppress(OSError):
                writer.discard()

    @cached_property
    def _identity(self) -> Identity:
        return Identity.generate()


class _Refusal(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class Arriving:
    """One file while it is parsed. Never raises for what concerns this file only: the text after it must survive."""

    def __init__(self, uploads: Uploads, field: str, name: str, media_type: str) -> None:
        self._uploads = uploads
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
                self._blob = self._uploads.begin()
            sealer = self._blob[1]
            self._uploads.check_room(sealer.size + len(data))
            sealer.write(data)

    def end(self) -> None:
        """Finish the file. An input without name and byte is no file; one with a name and no byte is refused."""
        if self._refused:
            return
        field, name, media_type = self._claims
        with self._refusing():
            if self._blob is not None:
                writer, sealer = self._blob
                self._uploads.take(field, name, media_type, writer, sealer.finish())
            elif name:
                raise _Refusal(Why.EMPTY)

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except (_Refusal, OSError) as error:
            self._refused = True
            why = error.why if isinstance(error, _Refusal) else Why.NOT_STORED
            self._uploads.refuse(*self._claims[:2], why, self._blob[0] if self._blob else None)
