"""A database as of one moment, as a stream, and put back from one: an SQLite file, or what `pg_dump` writes.

Neither keeps anybody from writing meanwhile. An SQLite copy is made by `VACUUM INTO`: compact, so without a byte that
was removed before. A server's own programs dump and restore it (Debian: postgresql-client).
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO
from urllib.parse import quote

from sqlalchemy import URL, inspect, make_url, text

from portal.backup.errors import BackupError, NotGenuine
from portal.blobs.folder import make_folder
from portal.web.database import Database, Unavailable
from portal.whole_files import fsync_folder

_PIECE = 1024 * 1024
_DUMP = ("pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-privileges")
_RESTORE = ("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
_SAID_AT_MOST = 300

Take = Callable[[bytes], object]


def dump(url: str, take: Take) -> None:
    """Give the database at `url` to `take`, piece by piece, as of one moment. Raise `BackupError`, OSError."""
    file = Database(url).file
    if file is None:
        _dump_server(make_url(url), take)
        return
    with _copied(file) as copy:
        while piece := copy.read(_PIECE):
            take(piece)


def size_of(database: Database) -> int:
    """About how many bytes a dump of it has. Raise `Unavailable`."""
    if database.file is not None:
        return database.file.stat().st_size if database.file.exists() else 0
    with database.reading() as session:
        return int(session.scalar(text("SELECT pg_database_size(current_database())")))


def is_there(database: Database) -> bool:
    """Whether something is in the way of putting a database back: a file, or a table. Raise `Unavailable`."""
    if database.file is not None:
        return database.file.exists()
    with database.reading() as session:
        return bool(inspect(session.connection()).get_table_names())


def put_back_file(pieces: Iterator[bytes], target: Path) -> None:
    """Write an SQLite file that was backed up, and look whether it is whole.

    Raise `NotGenuine` when it is no sound database, and what `pieces` raises. The file is not to be used then.
    """
    make_folder(target.parent)
    for old in (target, *(target.with_name(f"{target.name}{end}") for end in ("-wal", "-shm"))):
        old.unlink(missing_ok=True)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    fsync_folder(target.parent)
    try:
        with closing(_connected(target)) as connection:
            (told,) = connection.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.Error as bad:
        raise NotGenuine("what was backed up is no database") from bad
    if told != "ok":
        raise NotGenuine("the database in this backup is damaged")


def put_back_server(pieces: Iterator[bytes], url: str) -> None:
    """Put the tables back into an empty database of a server, all or none. Raise `BackupError`, `NotGenuine`."""
    with _program(_RESTORE, make_url(url), stdin=subprocess.PIPE) as (process, fed, _):
        try:
            for piece in pieces:
                fed.write(piece)
        except BrokenPipeError:
            return  # It says itself why it takes no more.
        except BaseException:
            # Before its input ends: half a dump must not look like a whole one.
            process.kill()
            raise


@contextmanager
def _copied(file: Path) -> Iterator[BinaryIO]:
    """A copy of an SQLite file, beside it and without a name as soon as it is whole. As large as what is in use."""
    if not file.is_file():
        raise Unavailable("no database is there")
    copy = file.with_name(f"{file.name}.snapshot")
    copy.unlink(missing_ok=True)  # what a run that was killed left
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(_connected(file)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        opened = copy.open("rb")
    except sqlite3.Error as refused:
        if refused.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
            raise BackupError(f"no room for a copy of {file.name} in {file.parent}") from None
        raise Unavailable(type(refused).__name__) from refused
    finally:
        copy.unlink()
    with opened:
        yield opened


def _connected(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{quote(str(file))}?mode=rw", uri=True, isolation_level=None, timeout=10)
    connection.execute("PRAGMA trusted_schema=OFF")
    return connection


def _dump_server(url: URL, take: Take) -> None:
    with _program(_DUMP, url, stdout=subprocess.PIPE) as (_, _, given):
        while piece := given.read(_PIECE):
            take(piece)


@contextmanager
def _program(
    words: tuple[str, ...], url: URL, *, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]]:
    """Run one of the server's programs; leaving the block waits for it. Raise `BackupError` when it failed.

    A password goes by its environment, for everybody on the host can read the words of a command.
    """
    program = shutil.which(words[0])
    if program is None:
        raise BackupError(
            f"{words[0]} is not on this host; install the server's programs: apt install postgresql-client"
        )
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    secret = {} if url.password is None else {"PGPASSWORD": str(url.password)}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603  the program's own path, and words from this module
            [program, *words[1:], f"--dbname={address}"],
            stdin=stdin, stdout=stdout, stderr=said, env={**os.environ, **secret},
        )  # fmt: skip
        try:
            nothing: IO[bytes] = open(os.devnull, "r+b")  # noqa: PTH123, SIM115
            with nothing:
                yield process, process.stdin or nothing, process.stdout or nothing
        except BaseException:
            process.kill()
            raise
        finally:
            _close(process)
        if process.returncode:
            said.seek(0)
            told = said.read(_SAID_AT_MOST).decode("utf-8", "replace").strip().splitlines()
            raise BackupError(told[0] if told else f"{words[0]} failed with {process.returncode}")


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    process.wait()
