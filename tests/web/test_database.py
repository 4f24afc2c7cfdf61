"""What every caller of the database relies on: one moment to read, one writer, whole commits, errors with names."""

import os
import stat
import threading
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from portal.web.database import Busy, Database, Full, Unavailable, _named_errors
from tests import databases
from tests.web.writers import die_while_writing, increase

SECRET = "云岭省的一句话"
NUMBERED = "SERIAL PRIMARY KEY" if databases.on_postgresql() else "INTEGER PRIMARY KEY"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return databases.empty(tmp_path / "var" / "test.sqlite")


@pytest.fixture
def database(url: str) -> Database:
    database = Database(url)
    database.create_file()
    with database.altering() as connection:
        connection.execute(text("CREATE TABLE parents (id INTEGER PRIMARY KEY)"))
        connection.execute(
            text(f"CREATE TABLE notes (id {NUMBERED}, words TEXT UNIQUE, parent INTEGER REFERENCES parents)")
        )
    return database


def write(database: Database, words: str) -> None:
    with database.writing() as session:
        session.execute(text("INSERT INTO notes (words) VALUES (:words)"), {"words": words})


def everything(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(text("SELECT words FROM notes ORDER BY id")))


def bytes_on_disk(database: Database) -> bytes:
    assert database.file
    return b"".join(path.read_bytes() for path in database.file.parent.iterdir())


class Stop(Exception):
    pass


def stop_after(connection: Connection | Session, statement: str) -> None:
    connection.execute(text(statement))
    raise Stop


@pytest.mark.sqlite_only
def test_a_missing_file_is_an_error_and_is_not_made(url: str, tmp_path: Path) -> None:
    with pytest.raises(Unavailable), Database(url).reading():
        pytest.fail("opened")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.sqlite_only
def test_file_and_folder_are_for_the_owner_only(database: Database) -> None:
    write(database, "a")
    assert database.file
    assert stat.S_IMODE(database.file.parent.stat().st_mode) == 0o700
    with database.reading() as session:
        session.execute(text("SELECT 1"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in database.file.parent.iterdir()}
    assert set(modes.values()) == {0o600}
    assert set(modes) == {"test.sqlite", "test.sqlite-wal", "test.sqlite-shm"}


@pytest.mark.sqlite_only
def test_a_file_that_is_no_database_is_unavailable(url: str) -> None:
    database = Database(url)
    database.create_file()
    assert database.file
    database.file.write_bytes(b"not a database" * 1000)
    with pytest.raises(Unavailable):
        everything(database)


@pytest.mark.sqlite_only
def test_a_path_cannot_smuggle_in_another_mode(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/odd%3Fmode=memory name.sqlite")
    assert database.file
    database.create_file()
    with database.writing() as session:
        session.execute(text("CREATE TABLE t (x)"))
    database.close()
    assert database.file.stat().st_size > 0


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:////tmp/a.sqlite?mode=ro"])
def test_anything_but_a_plain_file_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="is a file"):
        Database(url)


def test_return_commits_and_raise_rolls_back(database: Database) -> None:
    write(database, "kept")
    with pytest.raises(Stop), database.writing() as session:
        stop_after(session, "INSERT INTO notes (words) VALUES ('lost')")
    assert everything(database) == ["kept"]


def test_a_reading_session_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), database.reading() as session:
        session.execute(text("INSERT INTO notes (words) VALUES ('a')"))
    write(database, "b")
    assert everything(database) == ["b"]


def test_a_reading_session_sees_one_moment(database: Database) -> None:
    count = text("SELECT count(*) FROM notes")
    with database.reading() as session:
        assert session.scalar(count) == 0
        write(database, "meanwhile")
        assert session.scalar(count) == 0
    assert everything(database) == ["meanwhile"]


@pytest.mark.sqlite_only
def test_the_safe_settings_hold_in_every_session(database: Database) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "temp_store": 2, "trusted_schema": 0}
    with database.reading() as one, database.writing() as other:
        for session in (one, other):
            assert {name: session.scalar(text(f"PRAGMA {name}")) for name in wanted} == wanted
        assert other.scalar(text("PRAGMA foreign_keys")) == 1


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(text("INSERT INTO notes (parent) VALUES (7)"))


def test_values_do_not_show_in_errors(database: Database) -> None:
    write(database, SECRET)
    with pytest.raises(IntegrityError) as caught:
        write(database, SECRET)
    assert SECRET not in str(caught.value)


def test_a_second_writer_waits_then_is_told_busy(database: Database, url: str) -> None:
    impatient = Database(url, busy_seconds=0.05)
    with database.writing() as session:
        session.execute(text("INSERT INTO notes (words) VALUES ('first')"))
        with pytest.raises(Busy), impatient.writing():
            pytest.fail("two writers")
        with impatient.reading() as reader:
            assert reader.scalar(text("SELECT count(*) FROM notes")) == 0
    write(impatient, "second")
    assert everything(database) == ["first", "second"]


@pytest.mark.sqlite_only
def test_a_full_disk_has_a_name_and_stores_nothing(database: Database) -> None:
    write(database, "before")
    with database.writing() as session:
        # The limit belongs to the connection, which the pool gives to the next writer.
        session.execute(text("PRAGMA max_page_count = 8"))
    with pytest.raises(Full):
        write(database, "x" * 100_000)
    database.close()
    assert everything(database) == ["before"]
    write(database, "after")


def test_threads_share_it_and_no_write_is_lost(database: Database) -> None:
    write(database, "0")
    threads = [threading.Thread(target=increase, args=(database, 20)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert everything(database) == ["120"]


def test_processes_share_it_and_no_write_is_lost(database: Database, url: str) -> None:
    write(database, "0")
    with get_context("spawn").Pool(3) as pool:
        pool.starmap(increase, [(url, 30)] * 3)
    assert everything(database) == ["90"]


def test_a_writer_that_dies_leaves_nothing_and_blocks_nobody(database: Database, url: str) -> None:
    process = get_context("spawn").Process(target=die_while_writing, args=(url,))
    process.start()
    process.join()
    assert process.exitcode == 9
    assert everything(database) == []
    write(database, "next")


def test_a_forked_child_opens_its_own_connection(database: Database) -> None:
    write(database, "parent")
    opened: list[int] = []

    @event.listens_for(database.engine, "connect")
    def count(_connection: object, _record: object) -> None:
        opened.append(os.getpid())

    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if everything(database) == ["parent"] and opened == [os.getpid()] else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    write(database, "still here")
    assert opened == []


@pytest.mark.sqlite_only
def test_removed_bytes_are_gone_after_scrub(database: Database) -> None:
    write(database, SECRET)
    write(database, "x" * 50_000 + SECRET)
    assert SECRET.encode() in bytes_on_disk(database)
    with database.writing() as session:
        session.execute(text("DELETE FROM notes"))
    assert database.scrub()
    assert SECRET.encode() not in bytes_on_disk(database)


@pytest.mark.sqlite_only
def test_without_scrub_the_log_still_shows_them(database: Database) -> None:
    # The control of the test above: it would find the bytes if they were there.
    with database.reading():
        write(database, SECRET)
        with database.writing() as session:
            session.execute(text("DELETE FROM notes"))
        assert SECRET.encode() in bytes_on_disk(database)


@pytest.mark.sqlite_only
def test_scrub_says_so_when_a_reader_is_in_the_way(database: Database) -> None:
    write(database, SECRET)
    with database.reading() as session:
        session.execute(text("SELECT * FROM notes"))
        write(database, "more")
        assert not database.scrub(patience=0.01)
    assert database.scrub()


def test_altering_is_one_transaction(database: Database) -> None:
    with pytest.raises(Stop), database.altering() as connection:
        stop_after(connection, "CREATE TABLE half (x INTEGER)")
    with database.reading() as session:
        assert not inspect(session.connection()).has_table("half")


@pytest.mark.sqlite_only
def test_altering_may_rebuild_a_table_others_point_to(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("INSERT INTO parents VALUES (1)"))
        session.execute(text("INSERT INTO notes (words, parent) VALUES ('a', 1)"))

    def rebuild(connection: Connection, copied: str) -> None:
        connection.execute(text("CREATE TABLE rebuilt (id INTEGER PRIMARY KEY)"))
        connection.execute(text(f"INSERT INTO rebuilt SELECT id FROM parents {copied}"))  # noqa: S608  two constants
        connection.execute(text("DROP TABLE parents"))
        connection.execute(text("ALTER TABLE rebuilt RENAME TO parents"))

    with pytest.raises(Unavailable, match="point to nothing"), database.altering() as connection:
        rebuild(connection, "WHERE id > 1")
    with database.altering() as connection:
        rebuild(connection, "")
    assert everything(database) == ["a"]


@pytest.mark.sqlite_only
def test_a_database_that_goes_away_is_unavailable(database: Database) -> None:
    assert database.file
    database.close()
    database.file.rename(database.file.with_suffix(".away"))
    with pytest.raises(Unavailable), database.writing():
        pytest.fail("opened")
    with pytest.raises(Exception, match="unable to open"), closing(database._connect(1)):
        pytest.fail("opened")


class ServerError(Exception):
    """What a PostgreSQL driver raises: an error with a number (its appendix A) beside the words."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__(f"words with {SECRET}")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "lost", "name"),
    [
        ("55P03", False, Busy),
        ("40P01", False, Busy),
        ("53100", False, Full),
        ("57P01", True, Unavailable),
        (None, False, Unavailable),
        ("42601", False, OperationalError),
    ],
)
def test_a_servers_errors_get_the_same_names_by_their_numbers(
    sqlstate: str | None, lost: bool, name: type[Exception]
) -> None:
    raised = OperationalError("SELECT 1", None, ServerError(sqlstate), connection_invalidated=lost)
    with pytest.raises(name) as caught, _named_errors():
        raise raised
    assert caught.type is name
    assert isinstance(caught.value, OperationalError) or SECRET not in str(caught.value)
