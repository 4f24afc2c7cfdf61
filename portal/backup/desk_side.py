"""What a backup of the desk needs of the desk itself. Imported only where the desk is backed up or put back."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from portal.backup.errors import BackupError
from portal.desk import open_desk
from portal.desk.audit.actions import COMMAND, Act, ChainBroken
from portal.desk.desk import Desk
from portal.desk.keys import KeysError, make_cookie_key
from portal.desk.preparing import prepare
from portal.desk.retention.again import NotTheList, write_burials
from portal.desk.returning import Returned, make_safe
from portal.settings import Settings


def burials(settings: Settings) -> bytes:
    """What was destroyed until now, as a list that the desk vouches for. Raise `BackupError`, `Unavailable`."""
    with _desk(settings) as desk, desk.database.reading() as session:
        return write_burials(session, desk)


def record_backup(settings: Settings, note: str) -> None:
    """Write into the audit chain that a backup was made. Raise `BackupError`, `Unavailable`."""
    with _desk(settings) as desk, desk.database.writing() as session:
        desk.ledger.record(session, actor=COMMAND, act=Act.COMMAND, note=f"backup {note}")


def returned(settings: Settings, url: str, made: str, lists: list[bytes]) -> Returned:
    """Make a desk that was put back safe to open; its database is at `url` now. Raise `BackupError`, `Unavailable`."""
    make_cookie_key(settings.desk.keys)
    there = settings.model_copy(update={"desk": settings.desk.model_copy(update={"database": url})})
    with _desk(there) as desk:
        prepare(desk)
        return make_safe(desk, made, lists)


@contextmanager
def _desk(settings: Settings) -> Iterator[Desk]:
    with _spoken(), closing(open_desk(settings)) as desk:
        yield desk


@contextmanager
def _spoken() -> Iterator[None]:
    """Say what the desk refuses in the word of this room, which the street host knows, too."""
    try:
        yield
    except (KeysError, ChainBroken, NotTheList) as refused:
        raise BackupError(str(refused)) from refused
