"""One database, two ways in: `reading()` and `writing()`. Return commits, raise rolls back; nobody else commits.

SQLite files and PostgreSQL keep the same promises here:
- a reading session sees one moment and cannot write (SQLite: `query_only`; PostgreSQL: a read-only snapshot);
- one writer at a time (SQLite: `BEGIN IMMEDIATE`; PostgreSQL: an advisory lock until the transaction ends), so what a
  writer read cannot change under it. `one_writer=False` gives that up on PostgreSQL for code that does not need it;
- a commit that returned survives a power cut (SQLite: WAL with `synchronous=FULL`);
- statements never appear with their values in an error (`hide_parameters`).

Only an SQLite file has bytes we can really remove: see `Database.scrub`.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, ExceptionContext, Pool, create_engine, event, make_url
from sqlalchemy.exc import DataError, DBAPIError, DisconnectionError
from sqlalchemy.orm import Session

BUSY_SECONDS = 10.0
SCRUB_SECONDS = 2.0

_MODE = "portal_mode"
_FRESH = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
)
_SQLITE_BEGIN = {
    "read": ("PRAGMA query_only=ON", "BEGIN"),
    "write": ("PRAGMA query_only=OFF", "PRAGMA foreign_keys=ON", "BEGIN IMMEDIATE"),
    "alter": ("PRAGMA query_only=OFF", "PRAGMA foreign_keys=OFF", "BEGIN IMMEDIATE"),
}
# Idle connections that are kept. There are never more than threads, and a new one has its settings and schema to learn.
_KEPT = 64
# Any number will do, as long as every writer of the same database takes the same one.
_WRITER_LOCK = 0x706F7274616C


class Unavailable(Exception):
    """The database cannot serve now: missing, unreachable, broken. Nothing was stored unless a commit had returned.

    If the connection was lost *during* a commit, only asking again can tell; every write of the portal may be repeated.
    """


class Busy(Unavailable):
    """Another writer held the database for longer than the patience given. Trying again is safe."""


class Full(Unavailable):
    """No room is left on the database's disk. Nothing was stored."""


class Database:
    """The database at `url` (`sqlite:////absolute/file` or `postgresql+psycopg://…`). Connects only when first used.

    A missing SQLite file is an error, not a reason to make one (a mistyped path must not look like an empty letterbox);
    `create_file` makes it, and `portal.web.migrating.upgrade` calls that.

    Safe to share between threads; after a fork the child opens its own connections.
    """

    def __init__(self, url: str, *, busy_seconds: float = BUSY_SECONDS, one_writer: bool = True) -> None:
        self._url = make_url(url)
        self._busy_seconds = busy_seconds
        self._one_writer = one_writer
        self.engine = self._sqlite_engine() if self.file is not None else self._server_engine()
        _refuse_after_fork(self.engine.pool)
        self._modes = {mode: self.engine.execution_options(**{_MODE: mode}) for mode in ("read", "write", "alter")}
        if self.file is None:
            self._modes["read"] = self._modes["read"].execution_options(
                postgresql_readonly=True, isolation_level="REPEATABLE READ"
            )

    def __repr__(self) -> str:
        return f"Database({self._url.render_as_string(hide_password=True)!r})"

    @property
    def file(self) -> Path | None:
        """The SQLite file, or None for a database server."""
        if self._url.get_backend_name() != "sqlite":
            return None
        if not self._url.database or self._url.database == ":memory:" or self._url.query:
            raise ValueError("an SQLite database is a file that processes share; its address says nothing else")
        return Path(self._url.database)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one moment and cannot write. What it loaded stays readable after the block.

        Raise `Unavailable` (or `Busy`).
        """
        with _named_errors(), Session(self._modes["read"]) as session:
            session.connection()
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session holding the write lock from the start. Leaving commits durably; raising rolls back.

        Raise `Busy` when the lock could not be had in time, `Full`, `Unavailable`.
        """
        with _named_errors(), Session(self._modes["write"], expire_on_commit=False) as session, session.begin():
            session.connection()
            yield session

    @contextmanager
    def altering(self) -> Iterator[Connection]:
        """Give a connection for migrations: the write lock, one transaction, foreign keys judged only at its end.

        Rebuilding a table would otherwise set off its `ON DELETE CASCADE`. Raise like `writing`, and `Unavailable` when
        the change left a row without the row it points to (nothing is kept then).
        """
        with _named_errors(), self._modes["alter"].begin() as connection:
            yield connection
            if self.file is not None and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise Unavailable("the change would leave rows that point to nothing; rolled back")

    def create_file(self) -> None:
        """Make the SQLite file (0600) and its folder (0700) where missing. Does nothing for a database server."""
        if self.file is None or self.file.exists():
            return
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))

    def scrub(self, patience: float = SCRUB_SECONDS) -> bool:
        """Drive removed bytes out of the SQLite files. True when none is left in the file or its write-ahead log.

        `secure_delete` zeroes a removed row inside its page; the page's older image lies in the write-ahead log until a
        checkpoint that also truncates. False while someone is reading (try again later) and always for a database
        server, which decides itself when old pages go: there, only sealed bytes may ever have been stored. Raise
        `Unavailable` when the file cannot be reached.
        """
        if self.file is None:
            return False
        try:
            with closing(self._connect(patience)) as connection:
                busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error as gone:
            raise Unavailable(type(gone).__name__) from gone
        return not busy

    def close(self) -> None:
        """Close every idle connection. The database stays usable."""
        self.engine.dispose()

    def _connect(self, patience: float) -> sqlite3.Connection:
        # isolation_level=None: we say BEGIN ourselves; the driver would start write transactions late and unlocked.
        # The path is quoted whole, so a "?" in it cannot switch on another mode.
        connection = sqlite3.connect(
            f"file:{quote(str(self.file))}?mode=rw",
            uri=True,
            timeout=patience,
            isolation_level=None,
            check_same_thread=False,
        )
        # Text that is not UTF-8 is read with replacement characters: one spoilt value must not hide all others.
        connection.text_factory = _lenient_text
        try:
            for pragma in _FRESH:
                connection.execute(pragma).fetchall()
        except BaseException:
            connection.close()
            raise
        return connection

    def _sqlite_engine(self) -> Engine:
        engine = create_engine(
            self._url,
            creator=lambda: self._connect(self._busy_seconds),
            hide_parameters=True,
            pool_timeout=self._busy_seconds,
            pool_size=_KEPT,
        )

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            # On the driver's own connection: they run before every transaction, and SQLAlchemy's way to execute one
            # takes many times as long as SQLite does.
            driver = connection.connection.dbapi_connection
            for statement in _SQLITE_BEGIN[connection.get_execution_options().get(_MODE, "read")]:
                driver.execute(statement)  # type: ignore[union-attr]

        return engine

    def _server_engine(self) -> Engine:
        engine = create_engine(
            self._url, hide_parameters=True, pool_pre_ping=True, pool_timeout=self._busy_seconds, pool_size=_KEPT
        )

        event.listen(engine, "handle_error", _without_values)

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            if connection.get_execution_options().get(_MODE, "read") == "read":
                return
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(self._busy_seconds * 1000)}")
            if self._one_writer:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")

        return engine


def _without_values(context: ExceptionContext) -> None:
    """Take the values out of what a server says: its details quote whole rows, which no log of ours may hold.

    What it says of statements and of constraints names tables and columns only, and stays.
    """
    said = context.original_exception
    state = getattr(said, "sqlstate", None)
    if state is None:
        return
    words = said.diag.message_primary if state[:2] in _NAMES_ONLY else f"SQLSTATE {state}"  # type: ignore[attr-defined]
    said.args = (words,)
    if context.sqlalchemy_exception is not None:
        kind = type(said)
        context.sqlalchemy_exception.args = (f"({kind.__module__}.{kind.__name__}) {words}",)


def _lenient_text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _refuse_after_fork(pool: Pool) -> None:
    """Make a forked child open its own connections: used on both sides of a fork, one corrupts what it carries.

    The child keeps the parent's ones unused and unclosed, for closing is a use.
    """
    untouched: list[object] = []

    @event.listens_for(pool, "connect")
    def remember(_connection: object, record: object) -> None:
        record.info["pid"] = os.getpid()  # type: ignore[attr-defined]

    @event.listens_for(pool, "checkout")
    def check(connection: object, record: object, fairy: object) -> None:
        if record.info["pid"] != os.getpid():  # type: ignore[attr-defined]
            untouched.append(connection)
            record.dbapi_connection = fairy.dbapi_connection = None  # type: ignore[attr-defined]
            raise DisconnectionError("this connection belongs to the process before the fork")


_SQLITE_NAMES: dict[int, type[Unavailable]] = {
    sqlite3.SQLITE_BUSY: Busy,
    sqlite3.SQLITE_LOCKED: Busy,
    sqlite3.SQLITE_FULL: Full,
    sqlite3.SQLITE_IOERR: Unavailable,
    sqlite3.SQLITE_CANTOPEN: Unavailable,
    sqlite3.SQLITE_NOTADB: Unavailable,
    sqlite3.SQLITE_CORRUPT: Unavailable,
}
# Integrity constraints, a transaction's state, syntax and rights (PostgreSQL, appendix A, the first two characters).
_NAMES_ONLY = frozenset({"23", "25", "42"})
# lock_not_available, deadlock_detected; disk_full (PostgreSQL, appendix A)
_SQLSTATE_NAMES: dict[str, type[Unavailable]] = {"55P03": Busy, "40P01": Busy, "53100": Full}


@contextmanager
def _named_errors() -> Iterator[None]:
    """Turn what the driver says, by number and never by words, into the three errors of this module."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        if isinstance(error, DataError):  # a value that no database takes: nothing is wrong with this one
            raise
        said = error.orig if isinstance(error, DBAPIError) else error
        name = _name_of(said, lost=isinstance(error, DBAPIError) and error.connection_invalidated)
        if name is None:
            raise
        raise name(type(said).__name__) from error


def _name_of(said: BaseException | None, *, lost: bool) -> type[Unavailable] | None:
    code = getattr(said, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE_NAMES.get(code & 0xFF)
    state = getattr(said, "sqlstate", None)
    if state in _SQLSTATE_NAMES:
        return _SQLSTATE_NAMES[state]
    return Unavailable if lost or state is None else None
