"""Where the tests' databases are: SQLite files, or with `PORTAL_TEST_DATABASE=postgresql` databases of a real server.

A test names the file that a database has, or would have; what it gets is an address. One file is one database, in
every process of the run. What a test made is dropped when it ends (`tests/conftest.py`).
"""

import os
import sys
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path

import psycopg
from sqlalchemy import event, make_url
from sqlalchemy.pool import Pool

from portal.desk.grants import GRANTS as DESK
from portal.letterbox.grants import GRANTS as LETTERBOX
from portal.web.database import Database
from portal.web.granting import grant
from portal.web.migrating import upgrade
from portal.web.schema import History
from tests.postgresql import server

WANTED = "PORTAL_TEST_DATABASE"
_OWN = "base-"
_MAKERS = ("databases", "World", "Street", "Bureau", "Database")
_GRANTS = {"letterbox": LETTERBOX, "desk": DESK}
ROLES = "portal_"
_SOCKET = "PORTAL_TEST_SOCKET"


def on_postgresql() -> bool:
    return os.environ.get(WANTED) == "postgresql"


@contextmanager
def served(*, durable: bool = False):
    """A server for this process and all that it starts; none for SQLite, or where the run has one already."""
    if not on_postgresql() or _SOCKET in os.environ:
        yield
        return
    started = server.start(durable=durable)
    os.environ[_SOCKET] = str(started.folder)
    # Roles belong to the whole server: two processes that made them at once would stand in each other's way.
    with psycopg.connect(host=str(started.folder), user=server.OWNER, dbname="postgres") as connection:
        for role in {**LETTERBOX, **DESK}:
            connection.execute(f"CREATE ROLE {ROLES}{role} LOGIN")
    connection.close()
    try:
        yield
    finally:
        del os.environ[_SOCKET]
        started.stop()


def data_folder() -> Path:
    """Where the server keeps what it stores."""
    return Path(os.environ[_SOCKET]) / "data"


def conninfo(address: str) -> str:
    """The same address as libpq spells it."""
    url = make_url(address)
    return f"host={url.query['host']} user={url.username} dbname={url.database}"


@contextmanager
def extra_role(words: str):
    """A role of the server with powers of its own, for the length of a test: its name and `CREATE ROLE`'s words."""
    connection, name = _cluster().connection, words.partition(" ")[0]
    connection.execute(f"CREATE ROLE {words}")
    try:
        yield
    finally:
        connection.execute(f"DROP ROLE {name}")


def given_to(role: str, file: Path) -> str:
    """An empty database that belongs to `role`, as that role enters it."""
    empty(file)
    _cluster().connection.execute(f"ALTER DATABASE {_name(file)} OWNER TO {role}")
    return _address(_name(file), role)


def drop(file: Path) -> None:
    """Drop a database before its test ends."""
    _cluster().drop(_name(file))


def drop_role(role: str) -> None:
    _cluster().connection.execute(f"DROP ROLE {role}")


@contextmanager
def closed_to_all(address: str):
    """Nobody can enter a database meanwhile."""
    connection, name = _cluster().connection, make_url(address).database
    connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    yield
    connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def cut(backend: int) -> None:
    """Cut somebody's connection, as a network or an administrator does."""
    _cluster().connection.execute("SELECT pg_terminate_backend(%s, 10000)", (backend,))


def empty(file: Path) -> str:
    """The address of a database without any table. An SQLite file is not made."""
    return _made(file, "template0")


def shaped(file: Path, history: History) -> str:
    """The address of a database in its newest shape; of an SQLite file, which `upgrade` makes and shapes anyway."""
    if not on_postgresql():
        return empty(file)
    return _made(file, _cluster().template(history))


def copied(was: Path, file: Path) -> str:
    """The address of a copy of another database. An SQLite file is copied by who copies its folder."""
    return _made(file, _name(was))


def stored(file: Path):
    """What a server holds of a database, as (name, bytes): its files, and its tables with long values unfolded."""
    if not on_postgresql():
        return
    with psycopg.connect(host=os.environ[_SOCKET], user=server.OWNER, dbname=_name(file)) as connection:
        connection.execute("CHECKPOINT")
        (folder,) = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
        for path in sorted((data_folder() / "base" / str(folder)).iterdir()):
            yield f"{file.name}/{_OWN}{path.name}", path.read_bytes()
        for (table,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall():
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as rows:
                yield f"{file.name}/{table}", b"".join(bytes(row) for row in rows)
    connection.close()


def removed_rows_too(name: str) -> bool:
    """Whether a name that `stored` gave is that of a file of the server's, which keeps removed rows for a while."""
    return f"/{_OWN}" in name


def whole_server():
    """Every file that the server keeps, as (name, bytes); it has written everything down before."""
    _cluster().connection.execute("CHECKPOINT")
    for path in sorted(data_folder().rglob("*")):
        if path.is_file():
            yield path.relative_to(data_folder()).as_posix(), path.read_bytes()


def as_role(address: str, role: str) -> str:
    """The same database, entered by somebody with fewer rights; an SQLite file knows only one owner."""
    return _address(make_url(address).database, ROLES + role) if on_postgresql() else address


def _made(file: Path, template: str) -> str:
    if not on_postgresql():
        return f"sqlite:///{file}"
    name = _name(file)
    _cluster().make(name, template)
    return _address(name)


def _name(file: Path) -> str:
    return f"t_{sha256(os.fsencode(file)).hexdigest()[:24]}"


def _address(name: str, role: str = server.OWNER) -> str:
    return f"postgresql+psycopg://{role}@/{name}?host={os.environ[_SOCKET]}"


class Cluster:
    """The databases that this process made, and the connections that it opened."""

    def __init__(self) -> None:
        self.connection = psycopg.connect(
            host=os.environ[_SOCKET], user=server.OWNER, dbname="postgres", autocommit=True
        )
        self.made: list[str] = []
        # Held until they are closed: one that is forgotten open is a warning, and so an error.
        self.opened: list[psycopg.Connection] = []
        event.listen(Pool, "connect", lambda connection, _record: self.opened.append(connection))

    def make(self, name: str, template: str) -> None:
        if name in self.made or self._is_there(name):
            return
        # The files are copied as they are: three times as fast for small ones as writing each page to the log.
        self.connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        self.made.append(name)

    def let_go(self) -> None:
        """Close every connection that anybody opened: nobody else may be in a database that is copied or dropped."""
        while self.opened:
            self.opened.pop().close()

    def drop_after(self, kept: int) -> None:
        """Drop all but the first `kept` databases."""
        self.let_go()
        for name in self.made[kept:]:
            self.drop(name)

    def drop(self, name: str) -> None:
        self.connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        self.made.remove(name)

    def _is_there(self, name: str) -> bool:
        """Whether another process of this run made it, and will drop it."""
        return bool(self.connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchall())

    @cache  # noqa: B019  one cluster for the whole process
    def template(self, history: History) -> str:
        name = f"shaped_{os.getpid()}_{history.folder.parent.name}"
        self.connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        database = Database(_address(name))
        upgrade(database, history)
        grant(database, _GRANTS[history.folder.parent.name], ROLES)
        self.let_go()
        return name


def let_go() -> None:
    """Leave all databases, so that they can be copied."""
    if on_postgresql():
        _cluster().let_go()


def used_by(item) -> bool:
    """Whether a test uses a database: its module, or that of a fixture it asks for, knows one of their makers.

    What is about a browser is not: no page tells the two kinds apart.
    """
    if item.path.parent.name == "browser":
        return False
    asked = [made.func for made_by in item._fixtureinfo.name2fixturedefs.values() for made in made_by]
    modules = [
        sys.modules[function.__module__] for function in (item.function, *asked) if function.__name__ != "_databases"
    ]
    return any(_knows_a_maker(module) for module in modules)


def _knows_a_maker(module) -> bool:
    return any(getattr(module, name, None) is not None for name in _MAKERS)


@cache
def _cluster() -> Cluster:
    return Cluster()


@contextmanager
def unchecked(database: Database):
    """A connection of somebody who has the files themselves: nobody checks for them what a row points to."""
    with database.engine.connect().execution_options(portal_mode="alter") as connection, connection.begin():
        if on_postgresql():
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield connection


@contextmanager
def dropped_afterwards():
    """Whatever database is made inside is gone outside."""
    if not on_postgresql():
        yield
        return
    kept = len(_cluster().made)
    yield
    _cluster().drop_after(kept)
