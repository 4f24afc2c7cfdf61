"""Giving the roles of a database server exactly the rights that a door's table of grants says (docs/adr/0046).

Run by the owner of the database, after every change of its shape. Roles are made without a password: how each of them
signs in (a client's certificate, `peer` on the same host, a password set by hand) is for the server's own settings.
"""

import re
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.exc import ProgrammingError

from portal.web.database import Database

Grants = Mapping[str, Mapping[str, tuple[str, ...]]]

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,50}")
_STRONG = ("rolsuper", "rolcreaterole", "rolcreatedb", "rolreplication", "rolbypassrls")
_FOUND = text(f"SELECT {', '.join(_STRONG)} FROM pg_roles WHERE rolname = :role")  # noqa: S608  column names from here
_INHERITS = text(
    "SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member"
    " WHERE r.rolname = :role"
)
_OWNED = text(
    "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = :role"
).bindparams(bindparam("role"))


class NotGranted(Exception):
    """The roles were left as they were; the text says why, and what to do."""


def grant(database: Database, grants: Grants, prefix: str) -> list[str]:
    """Make the roles that are missing (`prefix` and the role's word) and give each what `grants` says, and no more.

    All or nothing, and the same when it is done again. Return what was done, one line each. Raise `NotGranted` where
    there are no roles, the caller may not make them, or one of them can do more than a table can grant; `Unavailable`.
    """
    if database.file is not None:
        raise NotGranted("an SQLite file has no roles: its file mode says who may use it")
    if not _NAME.fullmatch(prefix):
        raise NotGranted("names of roles begin with small letters, digits and underscores")
    try:
        with database.altering() as connection:
            return list(_granted(connection, {f"{prefix}{word}": tables for word, tables in grants.items()}))
    except ProgrammingError as refused:
        raise NotGranted(
            f"the server refused: {refused.orig}; is it upgraded (portal db upgrade), and is this its owner?"
        ) from refused


def _granted(connection: Connection, roles: Grants) -> Iterator[str]:
    name = connection.scalar(text("SELECT quote_ident(current_database())"))
    for statement in (
        f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC",
    ):
        connection.exec_driver_sql(statement)
    for role, tables in roles.items():
        made = _made(connection, role)
        connection.exec_driver_sql(f"REVOKE ALL ON DATABASE {name} FROM {role}")
        connection.exec_driver_sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
        connection.exec_driver_sql(f"GRANT CONNECT ON DATABASE {name} TO {role}")
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA public TO {role}")
        for table, rights in tables.items():
            connection.exec_driver_sql(f"GRANT {', '.join(rights)} ON {table} TO {role}")
        yield f"{role}: {'made, without a password' if made else 'was there'}; rights on {len(tables)} tables"


def _made(connection: Connection, role: str) -> bool:
    """Make the role unless it is there. Raise `NotGranted` for one whose power does not come from grants."""
    found = connection.execute(_FOUND, {"role": role}).one_or_none()
    if found is None:
        connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN")
        return True
    powers = [name.removeprefix("rol") for name, has in zip(_STRONG, found, strict=True) if has]
    inherits = connection.scalars(_INHERITS, {"role": role}).all()
    if powers or inherits or connection.scalar(_OWNED, {"role": role}):
        raise NotGranted(
            f"{role} can do more than is granted here ({', '.join([*powers, *inherits]) or 'it owns tables'});"
            " take that from it, or use another --prefix"
        )
    return False
