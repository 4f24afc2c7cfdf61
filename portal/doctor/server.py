"""Checks of a PostgreSQL server, asked through the door's own connection: what it keeps, what it logs, who may do what.

A server that cannot be reached is named by the check of its schema, and only there.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.doctor.complaint import Complaint
from portal.doctor.street_host import on_loopback
from portal.settings import Settings
from portal.web.database import Database, Unavailable

_SETTINGS = text("SELECT name, setting FROM pg_settings")
_WHERE = text(
    "SELECT pg_encoding_to_char(encoding) AS encoding, datcollate AS collation,"
    " pg_has_role(current_user, datdba, 'MEMBER') AS owner FROM pg_database WHERE datname = current_database()"
)
_WHO = text(
    "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls FROM pg_roles"
    " WHERE rolname = current_user"
)
_READS = text("SELECT has_column_privilege(current_user, :table, 'sealed', 'SELECT')")

# Sorting by the bytes: the order of another collation changes with the operating system, and its indexes break.
_BY_BYTES = frozenset({"C", "POSIX", "C.UTF-8", "C.utf8"})
_LASTS = {
    "fsync": {"on"},
    "full_page_writes": {"on"},
    "synchronous_commit": {"on", "local", "remote_write", "remote_apply"},
}
# With any of them the server's log would quote what somebody sent: a row, a parameter, or when and what was asked.
_SILENT = {
    "log_statement": {"none"},
    "log_min_duration_statement": {"-1"},
    "log_min_duration_sample": {"-1"},
    "log_transaction_sample_rate": {"0"},
    "log_parameter_max_length_on_error": {"0"},
    "log_error_verbosity": {"terse"},
}


def letterbox_server(settings: Settings) -> Iterator[Complaint]:
    """The server under the letterbox, as either door meets it."""
    yield from _server("letterbox", settings.letterbox.database)


def desk_server(settings: Settings) -> Iterator[Complaint]:
    """The server under the desk."""
    yield from _server("desk", settings.desk.database)


def street_reads_nothing_sealed(settings: Settings) -> Iterator[Complaint]:
    """Whoever takes over the street door must not be able to ask for a report, even a sealed one (T1)."""
    database = Database(settings.letterbox.database)
    if database.file is not None:
        return
    try:
        with database.reading() as session:
            seen = [table for table in ("parcels", "slips", "letters") if session.scalar(_READS, {"table": table})]
    except Unavailable:
        return
    finally:
        database.close()
    if seen:
        yield Complaint(
            "[letterbox] database",
            f"the street door's role may read what is sealed in {', '.join(seen)}",
            "As the owner run: portal db roles --door letterbox; enter as portal_public",
        )


def _server(section: str, address: str) -> Iterator[Complaint]:
    database = Database(address)
    if database.file is not None:
        return
    where = f"[{section}] database"
    try:
        with database.reading() as session:
            yield from (Complaint(where, wrong, remedy) for wrong, remedy in _found(session))
    except Unavailable:
        return
    finally:
        database.close()


def _found(session: Session) -> Iterator[tuple[str, str]]:
    """What is unsafe (what is wrong, what to do)."""
    if not private(*_way(session)):
        yield "the way to the server is not verified TLS", "Add ?sslmode=verify-full&sslrootcert=… to the address"
    place = session.execute(_WHERE).one()
    if session.scalar(_WHO) or place.owner:
        yield "entered as an owner or administrator", "Run as the owner: portal db roles; enter as the door's own role"
    if place.encoding != "UTF8":
        yield f"the encoding is {place.encoding}", "Make the database anew with: createdb --encoding UTF8"
    if place.collation not in _BY_BYTES:
        yield f"sorts as {place.collation}", "Make the database anew with: createdb --locale C --template template0"
    has = {row.name: row.setting for row in session.execute(_SETTINGS)}
    for name, good in _LASTS.items():
        if has.get(name) not in good:
            yield f"{name} = {has.get(name)}: what was committed can be lost", f"Set {name} = on in postgresql.conf"
    for name, good in _SILENT.items():
        # A setting that an older server does not have writes nothing.
        if has.get(name, *good) not in good:
            yield f"{name} = {has.get(name)}: its log would quote what was sent", f"Set {name} = {next(iter(good))}"


def _way(session: Session) -> tuple[str, str]:
    """The host and `sslmode` of a connection, wherever they were said: address, environment, libpq's service file."""
    driver: Any = session.connection().connection.dbapi_connection
    said = {option.keyword: option.val for option in driver.pgconn.info}
    return driver.info.host, (said.get(b"sslmode") or b"").decode()


def private(host: str, mode: str) -> bool:
    """Whether a way to a server stays on this machine, or checks whom it speaks to."""
    return host.startswith("/") or on_loopback(f"{host}:1") or mode == "verify-full"
