"""Files of an office on their way to the reporter: cleaned like anybody's, sealed for the case and for the mailbox."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.age import Identity
from portal.blobs import BlobStore
from portal.cleaning import CannotClean, Why
from portal.cleaning.workshop import Workshop
from portal.desk.casework.outgoing import OURS
from portal.desk.casework.records import FileRecord
from portal.desk.sealed_blobs import sealed_blob
from portal.sealing import FileEntry, FileList, Treatment, clean_name

MOST_FILES = 5


@dataclass(frozen=True)
class Enclosed:
    """A file that may be sent: its name, its bytes, what was done with it and what was taken out."""

    name: str
    content: bytes
    treated: Treatment
    removed: tuple[str, ...] = ()


class NotEnclosed(Exception):
    """A file was refused; `name` is its cleaned name, `why` the reason. Nothing was sent."""

    def __init__(self, name: str, why: Why) -> None:
        super().__init__(why)
        self.name = name
        self.why = why


def prepared(workshop: Workshop, name: str, content: bytes, *, as_it_is: bool = False) -> Enclosed:
    """Take out what names the officer who wrote it, unless it goes as it is: a seal or signature would not hold.

    Raise `NotEnclosed`.
    """
    name = clean_name(name)
    if as_it_is:
        return Enclosed(name, content, Treatment.ORIGINAL)
    try:
        with workshop.turn():
            cleaned = workshop.clean(name, content)
    except CannotClean as refusal:
        raise NotEnclosed(name, refusal.why) from refusal
    treated = Treatment.PASSED if cleaned.as_it_was else Treatment.CLEANED
    return Enclosed(cleaned.named(name), cleaned.content, treated, cleaned.removed)


def enclose(session: Session, blobs: BlobStore, case_id: str, answer: int, files: Sequence[Enclosed]) -> FileList:
    """Seal the files of the answer in slot `answer`; durable when it returns, the rows are the caller's commit.

    Both the case and the mailbox keep the list, so both can open them. Killed in between, the sweep removes the blobs.
    """
    key = Identity.generate()
    numbered = enumerate(files, start=1)
    return FileList(key, [_sealed(session, blobs, key, (case_id, answer, slot), file) for slot, file in numbered])


def _sealed(session: Session, blobs: BlobStore, key: Identity, at: tuple[str, int, int], file: Enclosed) -> FileEntry:
    case_id, answer, slot = at
    blob, measure = sealed_blob(blobs, key.recipient, file.content)
    session.add(FileRecord(case_id=case_id, sending=OURS + answer, slot=slot, blob=blob))
    return FileEntry.described(slot, file.name, "", measure, file.treated, file.removed)
