"""What each door's host has to back up. The street host loads nothing of the desk for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, exists, make_url, select
from sqlalchemy.orm import Session

from portal.backup.errors import BackupError, NotGenuine
from portal.backup.manifest import Door, Engine
from portal.blobs import BlobStore, open_store
from portal.settings import Settings
from portal.web.database import Database
from portal.web.schema import History, current, head

# Not `cookie.key`: a desk that is put back gets a new one, and so no sign-in of before holds.
_DESK_KEYS = ("audit.key", "authority.pub", "decoy.age", "officers/*.age")
_STREET_KEYS = ("authority.pub", "roster.json", "roster.sig")
_LARGEST_KEY = 64 * 1024 * 1024
# What it names may be gone, and mostly is.
_NOT_WANTED = frozenset({"condemned"})


@dataclass(frozen=True)
class Side:
    """One door's host: database, sealed files, and the key files below `keys` that match one of `patterns`."""

    door: Door
    url: str
    history: History
    blobs: BlobStore
    keys: Path
    patterns: tuple[str, ...]

    @property
    def engine(self) -> Engine:
        """Which kind of database it has."""
        return "sqlite" if make_url(self.url).get_backend_name() == "sqlite" else "postgresql"

    def revision(self) -> str | None:
        """The shape of its database; None for an empty one. Raise `Unavailable` when there is none."""
        with opened(self) as database:
            return current(database)

    @property
    def newest(self) -> str:
        """The newest shape of the database that this portal knows."""
        return str(head(self.history))

    def key_files(self) -> dict[str, bytes]:
        """The key files that are there, by their path below the folder. Raise OSError."""
        found = sorted({path for pattern in self.patterns for path in self.keys.glob(pattern)})
        return {path.relative_to(self.keys).as_posix(): _small(path) for path in found}

    def is_key_file(self, name: str) -> bool:
        """Whether a file of this name can be one of the key files, and lies where they lie."""
        return ".." not in name and any(
            Path(name).match(pattern) and _as_deep(name, pattern) for pattern in self.patterns
        )

    def named(self, session: Session) -> Iterator[str]:
        """Every sealed file that a row of the database names."""
        for column in self._columns:
            wanted = select(column).where(column.is_not(None)).execution_options(yield_per=1000)
            yield from session.scalars(wanted)

    def names(self, session: Session, blob: str) -> bool:
        """Whether a row of the database names this sealed file."""
        return any(session.scalar(select(exists().where(column == blob))) for column in self._columns)

    @property
    def _columns(self) -> list[Column[str]]:
        """The columns that name sealed files."""
        tables = self.history.metadata.sorted_tables
        return [table.c.blob for table in tables if "blob" in table.c and table.name not in _NOT_WANTED]


def side_of(settings: Settings, door: Door) -> Side:
    """What this host has for a door."""
    if door == "letterbox":
        from portal.public.history import HISTORY as LETTERBOX  # noqa: PLC0415  each door's history only where asked for

        section = settings.letterbox
        return Side(door, section.database, LETTERBOX, open_store(section.place), settings.public.keys, _STREET_KEYS)
    from portal.desk.history import HISTORY as DESK  # noqa: PLC0415  the street host must never load the desk

    office = settings.desk
    return Side(door, office.database, DESK, open_store(office.place), office.keys, _DESK_KEYS)


@contextmanager
def opened(side: Side) -> Iterator[Database]:
    """The database of a side for the length of the block."""
    database = Database(side.url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def reading(side: Side) -> Iterator[Session]:
    """A session that reads the database of a side. Raise `Unavailable`."""
    with opened(side) as database, database.reading() as session:
        yield session


def require_known(side: Side, revision: str) -> None:
    """Raise `BackupError` when a backup's database has a shape that this portal does not know yet."""
    if revision > side.newest:
        raise BackupError(
            f"this backup is of a newer portal (database {revision}; this one knows {side.newest}): upgrade first"
        )


def _as_deep(name: str, pattern: str) -> bool:
    return name.count("/") == pattern.count("/")


def _small(path: Path) -> bytes:
    if path.is_symlink() or path.stat().st_size > _LARGEST_KEY:
        raise NotGenuine(f"{path}: not a key file")
    return path.read_bytes()
