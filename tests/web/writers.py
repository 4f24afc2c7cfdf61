"""What the other processes of the database tests do; a module of its own, so that a fresh interpreter can import it."""

import os
from pathlib import Path

from sqlalchemy import MetaData, text

from portal.web.database import Database
from portal.web.migrating import upgrade
from portal.web.schema import History


def increase(database: Database | str, times: int) -> None:
    """Read a number, add one, write it back, `times` times: a lost update would show."""
    shared = Database(database) if isinstance(database, str) else database
    for _ in range(times):
        with shared.writing() as session:
            number = int(session.scalars(text("SELECT words FROM notes")).one())
            session.execute(text("UPDATE notes SET words = :words"), {"words": str(number + 1)})


def die_while_writing(url: str) -> None:
    """Write without committing and end without a word, as after a power cut."""
    with Database(url).writing() as session:
        session.execute(text("INSERT INTO notes (words) VALUES ('half')"))
        os._exit(9)


def upgrade_in(url: str, folder: str) -> None:
    """Upgrade, as a worker that starts does."""
    upgrade(Database(url), History(Path(folder), MetaData()))
