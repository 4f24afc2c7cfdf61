"""One declarative base for every table of the desk; the letterbox has its own and never sees this one."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, Executable, MetaData
from sqlalchemy.orm import DeclarativeBase, Session


class DeskBase(DeclarativeBase):
    """Tables of the desk's database. Every constraint has a name, so that a migration can take it back."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def plainly(session: Session, statement: Executable, given: Mapping[str, Any]) -> CursorResult[*tuple[Any, ...]]:
    """Ask for columns in the session's own transaction, after what it has still to write.

    The mapper, which takes longer than SQLite to answer, is left out; so rows come back and never records.
    """
    session.flush()
    return session.connection().execute(statement, given)
