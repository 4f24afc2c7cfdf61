"""When the last good backup was made, and what is wrong with how backups are made here."""

from collections.abc import Iterator
from datetime import timedelta

from portal.backup.errors import BackupError
from portal.backup.keys import read_recipients
from portal.backup.manifest import Door, moment
from portal.backup.restoring import MARK
from portal.backup.shelf import Backup, finished
from portal.doctor.complaint import Complaint
from portal.doctor.files import closed_to_others, not_written_by_others
from portal.settings import Settings


def letterbox_backup(settings: Settings) -> Iterator[Complaint]:
    """The street host's: what was handed in and not collected is nowhere else."""
    yield from _backup(settings, "letterbox")


def desk_backup(settings: Settings) -> Iterator[Complaint]:
    """The desk's: every case."""
    yield from _backup(settings, "desk")


def half_restored(settings: Settings) -> Iterator[Complaint]:
    """A backup that was put back only half."""
    for folder in {settings.public.keys, settings.desk.keys}:
        if (folder / MARK).exists():
            yield Complaint(
                str(folder / MARK), "a backup is only half put back", "Run the same portal restore again, to its end"
            )


def last_good(settings: Settings, door: Door) -> str:
    """One line about the last good backup of a door."""
    last = _last(settings, door)
    if last is None:
        return f"last good backup of the {door}: none"
    return f"last good backup of the {door}: {moment(last.manifest.begun)} ({last.folder})"


def _last(settings: Settings, door: Door) -> Backup | None:
    if not settings.backup.folder.name:
        return None
    return next(reversed(finished(settings.backup.folder, door)), None)


def _backup(settings: Settings, door: Door) -> Iterator[Complaint]:
    again = f"Run, and from a timer: portal backup make --door {door}"
    if not settings.backup.folder.name:
        yield Complaint("[backup] folder", "no backups are made here", "Set it; then: portal backup key")
        return
    yield from _sealed_to_somebody(settings)
    yield from closed_to_others(settings.backup.folder)
    last, oldest = _last(settings, door), timedelta(hours=settings.backup.at_most_hours)
    if last is None:
        yield Complaint(str(settings.backup.folder), f"holds no good backup of the {door}", again)
    elif settings.clock().now() - last.manifest.begun > oldest:
        yield Complaint(str(last.folder), f"the last good backup of the {door} is too old", again)
    elif last.manifest.lost:
        yield Complaint(
            str(last.folder),
            f"{last.manifest.lost} sealed files that rows name were not in the store",
            f"Look at the store behind [{door}] blobs, and for the files in an older backup",
        )


def _sealed_to_somebody(settings: Settings) -> Iterator[Complaint]:
    """Who can exchange the public keys reads the next backup – sealed reports, but also the audit key."""
    file = settings.backup.recipients
    yield from not_written_by_others(file)
    try:
        read_recipients(file)
    except BackupError as bad:
        yield Complaint("[backup] recipients", str(bad), "Run portal backup key, or carry its public key over again")
