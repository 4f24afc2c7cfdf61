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
    require_current(database, history)      # portal.web.schema: a door asks when it opens
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
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from portal.web.database import Database
from portal.web.schema import History, WrongSchema


def upgrade(database: Database, history: History, to: str = "head") -> None:
    """Bring the database forward to revision `to`. Raise `Unavailable` (nothing changed then)."""
    database.create_file()
    with database.altering() as connection:
        command.upgrade(_config(history, connection), to)


def downgrade(database: Database, history: History, to: str) -> None:
    """Take the database back to revision `to`, or to "base": what later revisions stored is lost."""
    with database.altering() as connection:
        command.downgrade(_config(history, connection), to)


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
