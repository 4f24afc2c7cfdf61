"""Checks of databases and blob folders."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from portal.blobs import Bucket
from portal.doctor.complaint import Complaint
from portal.doctor.files import closed_to_others
from portal.settings import Settings
from portal.web.database import Database, Unavailable
from portal.web.schema import History, WrongSchema, require_current


def apart(settings: Settings) -> Iterator[Complaint]:
    """Two doors, two databases: whoever takes the street host must not find the cases there (T1)."""
    if settings.letterbox.database == settings.desk.database:
        yield Complaint("[desk] database", "the same database as the letterbox", "Give the desk its own database")
    ours, theirs = settings.desk.place, settings.letterbox.place
    if isinstance(ours, Bucket) and isinstance(theirs, Bucket):
        if (ours.endpoint, ours.name) == (theirs.endpoint, theirs.name):
            yield Complaint("[desk] blobs", "the same bucket as the letterbox", "Give the desk its own bucket and keys")
        elif ours.credentials is not None and ours.credentials == theirs.credentials:
            yield Complaint(
                "[desk] bucket_credentials", "the keys of the letterbox's bucket", "Give the desk keys of its own"
            )
    elif ours == theirs:
        yield Complaint("[desk] blobs", "the same folder as the letterbox", "Give the desk its own folder")


def letterbox_schema(settings: Settings) -> Iterator[Complaint]:
    """The letterbox must be in the shape this version writes."""
    from portal.public.history import HISTORY  # noqa: PLC0415  each door's history only where it is asked for

    yield from _schema("letterbox", settings.letterbox.database, HISTORY)


def desk_schema(settings: Settings) -> Iterator[Complaint]:
    """The desk's database must be in the shape this version writes."""
    from portal.desk.history import HISTORY  # noqa: PLC0415  the street host must never load the desk

    yield from _schema("desk", settings.desk.database, HISTORY)


def letterbox_files(settings: Settings) -> Iterator[Complaint]:
    """Sealed or not, nobody else on the host has business there."""
    yield from _files(settings.letterbox.database, settings.letterbox.place)


def desk_files(settings: Settings) -> Iterator[Complaint]:
    """The register holds officers' names and case numbers in clear (T2)."""
    yield from _files(settings.desk.database, settings.desk.place)


def _schema(door: str, address: str, history: History) -> Iterator[Complaint]:
    remedy = f"Run: portal db upgrade --door {door}"
    try:
        with closing(Database(address)) as database:
            require_current(database, history)
    except WrongSchema as old:
        yield Complaint(f"[{door}] database", str(old), remedy)
    except (Unavailable, ValueError) as gone:
        yield Complaint(f"[{door}] database", f"cannot be used ({type(gone).__name__})", remedy)


def _files(address: str, place: Path | Bucket) -> Iterator[Complaint]:
    file = Database(address).file
    if file is not None:
        for name in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
            yield from closed_to_others(name)
    yield from closed_to_others(place.spool if isinstance(place, Bucket) else place)
