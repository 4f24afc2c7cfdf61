"""Counting what is said to a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from portal.web.database import Database


@contextmanager
def statements(database: Database | None = None) -> Iterator[list[str]]:
    """List the statements said within the block, without those that begin a transaction; without one, to any."""
    said: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SET LOCAL", "SELECT pg_advisory")):
            said.append(statement)

    where = database.engine if database else Engine
    event.listen(where, "before_cursor_execute", listen)
    yield said
    event.remove(where, "before_cursor_execute", listen)
