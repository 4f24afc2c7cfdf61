"""The files of one request: taken or refused while they arrive, treated and kept or removed when the view has decided.

How a view uses them is told in `portal.public.uploads`.
"""

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from portal.age import Identity
from portal.blobs import BlobStore, BlobWriter, remove
from portal.cleaning import CannotClean
from portal.cleaning import Why as Uncleaned
from portal.cleaning.workshop import Workshop
from portal.letterbox.items import SealedFile
from portal.public.arriving import Arriving, Refusal
from portal.public.limits import Limits, Why
from portal.public.treating import Arrived, treated
from portal.sealing import SealingError
from portal.sealing.file_names import clean_name
from portal.sealing.files import FileEntry, FileList, Measure, PaddedSealer, Treatment

FILES, ORIGINALS = "files", "originals"
"""The form fields of files: those that are cleaned, and those that the sender wants to send byte for byte."""


@dataclass(frozen=True)
class Refused:
    """A file that was not taken: its form field, its (cleaned) name, and why."""

    field: str
    name: str
    why: Why | Uncleaned


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
    """The files of one request. The request fills it; a view has them treated, reads what came of it, then keeps them.

    What came as `FILES` lies sealed to an identity that never leaves this object until `treat` opens it, cleans it in
    memory and seals what is left to the files identity. What came as `ORIGINALS` is sealed to that one at once.
    """

    def __init__(self, store: BlobStore, limits: Limits, workshop: Workshop) -> None:
        self._store = store
        self._limits = limits
        self._workshop = workshop
        self._writers: list[BlobWriter] = []
        self._arrived: list[Arrived] = []
        self._taken: list[Upload] = []
        self._refused: list[Refused] = []
        self._durable: list[str] = []
        self._kept = False

    @property
    def any(self) -> bool:
        """Whether at least one file arrived whole and within the limits, treated or not."""
        return bool(self._arrived or self._taken)

    @property
    def taken(self) -> tuple[Upload, ...]:
        """The files that were treated, in the order of the form. Slots count from 1."""
        return tuple(self._taken)

    @property
    def refused(self) -> tuple[Refused, ...]:
        """The files that were not taken; first those that did not arrive, then those that could not be cleaned."""
        return tuple(self._refused)

    @property
    def file_list(self) -> FileList:
        """What the envelope says about the files: the files identity and one entry for each."""
        return FileList(self._identity, self.entries)

    @property
    def entries(self) -> tuple[FileEntry, ...]:
        """What the sealed list says of each file that was treated."""
        return tuple(upload.entry for upload in self._taken)

    @property
    def sealed_files(self) -> tuple[SealedFile, ...]:
        """What the letterbox is told about the files: slot, blob, padded size."""
        return tuple(SealedFile(upload.entry.slot, upload.blob, upload.bucket) for upload in self._taken)

    def treat(self) -> None:
        """Clean what is to be cleaned and seal every file for those who will read it. Look at `refused` afterwards.

        Costs a child process for each picture, PDF and Office file: a view calls this when nothing else is wrong with
        the form. After a file that exhausted its child no other one of this request is tried.
        """
        while self._arrived:
            arrived = self._arrived.pop(0)
            if any(refused.why is Uncleaned.EXHAUSTED for refused in self._refused):
                self._refuse(arrived, Uncleaned.BUSY)
                continue
            try:
                self._taken.append(self._treated(arrived))
            except CannotClean as refusal:
                self._refuse(arrived, refusal.why)
            except (OSError, SealingError):
                # The store is full, or gave back other bytes than it was given.
                self._refuse(arrived, Why.NOT_STORED)

    def keep(self) -> None:
        """Make every blob durable. Raise `NotTaken` when a file was refused, `NoRoom` or another OSError of the store.

        All or none: when it raises, no blob of this request is left. RuntimeError for files that were not treated.
        """
        if self._kept:
            return
        if self._arrived:
            raise RuntimeError("files are treated before they are kept")
        if self._refused:
            self.discard()
            raise NotTaken
        try:
            for writer in self._writers:
                writer.keep()
                self._durable.append(writer.name)
        except BaseException:
            self.discard()
            raise
        self._kept = True

    def discard(self) -> None:
        """Remove every blob of this request, kept or not. `refused` stays to be read.

        A store that cannot remove one either leaves it to the sweep: no row names it, and the page that says what
        happened must not be lost over it.
        """
        for writer in self._writers:
            with suppress(OSError):
                writer.discard()
        remove(self._store, self._durable)
        self._durable.clear()
        self._writers.clear()
        self._arrived.clear()
        self._taken.clear()

    def close(self) -> None:
        """Remove what was not kept. The request calls this when it ends."""
        if not self._kept:
            self.discard()

    def arriving(self, field: str, name: str, media_type: str) -> Arriving:
        """Begin a file of the form; the request's parser calls this."""
        return Arriving(self, field, name, media_type)

    def begin(self, field: str) -> tuple[BlobWriter, PaddedSealer]:
        """Open a blob for the next file of `field`. Raise `Refusal`, or OSError of the store."""
        if any(refused.why is Why.NOT_STORED for refused in self._refused):
            raise Refusal(Why.NOT_STORED)
        if len(self._arrived) >= self._limits.files_at_most:
            raise Refusal(Why.TOO_MANY)
        return self._new_blob(self._identity if field == ORIGINALS else self._passing)

    def check_room(self, size: int) -> None:
        """Raise `Refusal` when the file that is arriving may not grow to `size` bytes."""
        if size > self._limits.file_bytes:
            raise Refusal(Why.TOO_LARGE)
        if size + sum(arrived.measure.size for arrived in self._arrived) > self._limits.request_bytes:
            raise Refusal(Why.TOO_MUCH)

    def arrived(self, claims: tuple[str, str, str], writer: BlobWriter, measure: Measure) -> None:
        """Count a file that arrived whole: field, name and media type as claimed, its blob, and its measure."""
        self._arrived.append(Arrived(*claims, writer, measure))

    def refuse(self, field: str, name: str, why: Why | Uncleaned, writer: BlobWriter | None) -> None:
        """Count a file that was not taken, and remove what was stored of it."""
        self._refused.append(Refused(field, clean_name(name), why))
        if writer is not None:
            self._remove(writer)

    def _refuse(self, arrived: Arrived, why: Why | Uncleaned) -> None:
        self.refuse(arrived.field, arrived.name, why, arrived.writer if arrived.writer in self._writers else None)

    def _treated(self, arrived: Arrived) -> Upload:
        slot = len(self._taken) + 1
        if arrived.field == ORIGINALS:
            told = (arrived.name, arrived.media_type, arrived.measure, Treatment.ORIGINAL)
            return Upload(arrived.field, FileEntry.described(slot, *told), arrived.writer.name, arrived.measure.padded)
        with treated(self._workshop, arrived, self._passing) as now:
            writer, sealer = self._new_blob(self._identity)
            try:
                for piece in now.pieces:
                    sealer.write(piece)
                measure = sealer.finish()
            except BaseException:
                self._remove(writer)
                raise
        self._remove(arrived.writer)
        entry = FileEntry.described(slot, now.name, now.media_type, measure, now.treatment, now.removed)
        return Upload(arrived.field, entry, writer.name, measure.padded)

    def _new_blob(self, identity: Identity) -> tuple[BlobWriter, PaddedSealer]:
        writer = self._store.new()
        self._writers.append(writer)
        return writer, PaddedSealer(writer, identity.recipient)

    def _remove(self, writer: BlobWriter) -> None:
        self._writers.remove(writer)
        # A disk that cannot remove it either leaves it to the sweep; the rest of the form is still read.
        with suppress(OSError):
            writer.discard()

    @cached_property
    def _identity(self) -> Identity:
        """The files identity: it goes into the envelope."""
        return Identity.generate()

    @cached_property
    def _passing(self) -> Identity:
        """What has not been cleaned yet is sealed to this one. It is never written down."""
        return Identity.generate()
