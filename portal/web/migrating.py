"""Bringing a database to the shape its door expects, and back. Serves both doors; each keeps its own history.

A history is a folder inside the package:

    portal/<door>/migrations/__init__.py
    portal/<door>/migrations/env.py                 the same few lines for every door, see below
    portal/<door>/migrations/versions/0001_….py     revision = "0001", upgrade(), downgrade()

How to use it (the command line, the demonstration and the tests do exactly this):

    history = History(Path(portal.letterbox.migrations.__file__).parent, portal.letterbox.records.metadata)
    history = History(Path(portal.desk.migrations.__file__).parent, DeskBase.metadata)   # every records.py imported

    upgrade(database, history)              # makes a missing SQLite file; safe when several processes start at once
    downgrade(database, history, "0001")    # or "base"
    require_current(database, history)      # a door calls this when it opens: raises WrongSchema, one clear line
    current(database, history), head(history)
    differences(database, history)          # [] when models and migrations agree (a test asks)

`env.py`, whole. It takes connection and models from the caller, so no alembic.ini and no address is written anywhere:

    from alembic import context

    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=context.config.attributes["metadata"],
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()

Everything from the first look at the version to the last statement is one transaction under the write lock: a migration
that fails half-way leaves the database as it was, on SQLite too. Foreign keys are checked at its end.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

from portal.web.database import Database


class WrongSchema(Exception):
    """The database is not in the shape this version of the portal needs; the text says which and what to do."""


@dataclass(frozen=True)
class History:
    """One door's migrations: the folder holding env.py and versions/, and the tables they must arrive at."""

    folder: Path
    metadata: MetaData


def upgrade(database: Database, history: History, to: str = "head") -> None:
    """Bring the database forward to revision `to`. Raise `Unavailable` (nothing changed then)."""
    database.create_file()
    with database.altering() as connection:
        command.upgrade(_config(history, connection), to)


def downgrade(database: Database, history: History, to: str) -> None:
    """Take the database back to revision `to`, or to "base": what later revisions stored is lost."""
    with database.altering() as connection:
        command.downgrade(_config(history, connection), to)


def current(database: Database) -> str | None:
    """Tell the revision the database is at; None for an empty one. Raise `Unavailable` when there is no database."""
    with database.reading() as session:
        return MigrationContext.configure(session.connection()).get_current_revision()


def head(history: History) -> str | None:
    """Tell the newest revision of the history."""
    return ScriptDirectory(str(history.folder)).get_current_head()


def require_current(database: Database, history: History) -> None:
    """Raise `WrongSchema` unless the database is at the newest revision (T14: a door that refuses, with the reason)."""
    at, needed = current(database), head(history)
    if at != needed:
        raise WrongSchema(
            f"{database!r} is at revision {at or 'none'}, this portal needs {needed}: run the upgrade command"
        )


def differences(database: Database, history: History) -> list[Any]:
    """Compare what the migrations made with the models, in alembic's words; [] when they agree."""
    with database.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_server_default": True})
        return list(compare_metadata(context, history.metadata))


def draft(database: Database, history: History, message: str, number: str) -> Path:
    """For developers: write the next revision from what `differences` finds. Read it before you keep it."""
    with database.altering() as connection:
        made = command.revision(_config(history, connection), message, autogenerate=True, rev_id=number)
    if made is None or isinstance(made, list):
        raise WrongSchema("alembic made no single revision")
    return Path(made.path)


def _config(history: History, connection: Connection) -> Config:
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(history.folder).replace("%", "%%"))
    config.attributes.update(connection=connection, metadata=history.metadata)
    return config
