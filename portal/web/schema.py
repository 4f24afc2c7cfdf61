"""What shape a database has, and whether it is the one its door needs. Does without alembic, which changes shapes.

A door asks once, when it opens; the tool for the changes is large, and no process that serves needs it in memory.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import MetaData, column, inspect, select, table

from portal.web.database import Database

_VERSIONS = table("alembic_version", column("version_num"))
_FILE = re.compile(r"([0-9]{4})_[a-z0-9_]+\.py")


class WrongSchema(Exception):
    """The database is not in the shape this version of the portal needs; the text says which and what to do."""


@dataclass(frozen=True)
class History:
    """One door's migrations: the folder holding env.py and versions/, and the tables they must arrive at."""

    folder: Path
    metadata: MetaData


def current(database: Database) -> str | None:
    """Tell the revision the database is at; None for an empty one. Raise `Unavailable` when there is no database."""
    with database.reading() as session:
        if not inspect(session.connection()).has_table(_VERSIONS.name):
            return None
        return session.scalar(select(_VERSIONS.c.version_num))


def head(history: History) -> str | None:
    """Tell the newest revision of the history, by the names of its files: `0001_what_it_does.py`, rising."""
    found = (_FILE.fullmatch(file.name) for file in (history.folder / "versions").iterdir())
    return max((name[1] for name in found if name), default=None)


def require_current(database: Database, history: History) -> None:
    """Raise `WrongSchema` unless the database is at the newest revision (T14: a door that refuses, with the reason)."""
    at, needed = current(database), head(history)
    if at != needed:
        raise WrongSchema(
            f"{database!r} is at revision {at or 'none'}, this portal needs {needed}: run the upgrade command"
        )
