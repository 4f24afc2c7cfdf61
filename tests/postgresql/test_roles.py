"""Every role tries everything that it was not given, on the real server, one by one (docs/adr/0046)."""

from dataclasses import dataclass

import psycopg
import pytest
from click.testing import CliRunner
from psycopg import sql
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import MetaData

from portal.commands import main
from portal.desk.audit.actions import COMMAND, Act
from portal.desk.grants import GRANTS as DESK_GRANTS
from portal.desk.history import HISTORY as DESK
from portal.letterbox.grants import GRANTS as LETTERBOX_GRANTS
from portal.public.history import HISTORY as LETTERBOX
from portal.web.database import Database
from portal.web.granting import Grants, NotGranted, grant
from portal.web.migrating import differences, upgrade
from portal.web.schema import History
from tests import databases

pytestmark = pytest.mark.postgresql_only

# Written out, not read from the grants: what the street door must never be able to ask for, whoever changes the table.
NEVER_ON_THE_STREET = [
    "SELECT sealed FROM parcels",
    "SELECT packet FROM parcels",
    "SELECT * FROM parcels",
    "SELECT sealed FROM slips",
    "SELECT parcel FROM slips",
    "SELECT officer FROM slips",
    "SELECT sealed FROM letters",
    "COPY parcels TO STDOUT",
    "DELETE FROM parcels",
    "DELETE FROM slips",
    "UPDATE parcels SET sealed = ''",
    "UPDATE letters SET sealed = ''",
    "UPDATE mailboxes SET case_recipient = ''",
    "UPDATE mailboxes SET offices = ''",
]
NEVER_AT_THE_DESK = [
    "UPDATE audit_lines SET note = ''",
    "DELETE FROM audit_lines",
    "DELETE FROM audit_head",
    "DELETE FROM officers",
    "DELETE FROM offices",
    "DELETE FROM rosters",
]
NEVER_AT_ALL = [
    "CREATE TABLE mine (x integer)",
    "CREATE TEMPORARY TABLE mine (x integer)",
    "CREATE SCHEMA mine",
    "DROP TABLE {table}",
    "TRUNCATE {table}",
    "ALTER TABLE {table} ADD COLUMN mine text",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "CREATE INDEX mine ON {table} (({column}))",
    "UPDATE alembic_version SET version_num = '0'",
    "SELECT rolpassword FROM pg_authid",
    "SELECT pg_read_file('postgresql.conf')",
    "COPY alembic_version TO PROGRAM 'true'",
    "SET session_replication_role = replica",
    "SET ROLE owner",
    "CREATE ROLE mine",
]


@dataclass
class Door:
    """A database as a role enters it."""

    name: str
    metadata: MetaData
    grants: Grants
    address: str

    def enter(self, role):
        return psycopg.connect(databases.conninfo(databases.as_role(self.address, role)), autocommit=True)


def _door(tmp_path, name, history: History, grants):
    address = databases.shaped(tmp_path / f"{name}.sqlite", history)
    # A copy of a database keeps the rights on its tables, but not those on the database itself.
    grant(Database(address), grants, databases.ROLES)
    return Door(name, history.metadata, grants, address)


@pytest.fixture
def doors(tmp_path):
    return {
        "letterbox": _door(tmp_path, "letterbox", LETTERBOX, LETTERBOX_GRANTS),
        "desk": _door(tmp_path, "desk", DESK, DESK_GRANTS),
    }


ENTERING = [
    (door, role) for door, grants in (("letterbox", LETTERBOX_GRANTS), ("desk", DESK_GRANTS)) for role in grants
]


def refused(connection, statement):
    try:
        connection.execute(statement)
    except InsufficientPrivilege:
        return True
    return False


def may(rights, verb, column):
    """Whether these rights let a role do this to a column."""
    for right in rights:
        word, _, columns = right.partition(" (")
        if word == verb and (not columns or column in columns.rstrip(")").split(", ")):
            return True
    return False


TRIES = {
    "SELECT": "SELECT {column} FROM {table} LIMIT 0",
    "INSERT": "INSERT INTO {table} ({column}) SELECT NULL WHERE false",
    "UPDATE": "UPDATE {table} SET {column} = NULL WHERE false",
    "DELETE": "DELETE FROM {table} WHERE false",
}


@pytest.mark.parametrize(("name", "role"), ENTERING)
def test_a_role_can_do_what_it_was_given_and_nothing_else(doors, name, role):
    door = doors[name]
    wrong = []
    with door.enter(role) as connection:
        for table in door.metadata.sorted_tables:
            rights = door.grants[role].get(table.name, ())
            for column in table.columns:
                for verb, words in TRIES.items():
                    said = sql.SQL(words).format(table=sql.Identifier(table.name), column=sql.Identifier(column.name))
                    if refused(connection, said) is may(rights, verb, column.name):
                        wrong.append((verb, table.name, column.name))
    assert wrong == []


@pytest.mark.parametrize("statement", NEVER_ON_THE_STREET)
def test_the_street_door_cannot_ask_for_what_is_sealed_nor_change_it(doors, statement):
    with doors["letterbox"].enter("public") as connection, pytest.raises(InsufficientPrivilege):
        connection.execute(statement)


@pytest.mark.parametrize("role", DESK_GRANTS)
@pytest.mark.parametrize("statement", NEVER_AT_THE_DESK)
def test_nobody_shortens_the_chain_or_the_register(doors, role, statement):
    with doors["desk"].enter(role) as connection, pytest.raises(InsufficientPrivilege):
        connection.execute(statement)


@pytest.mark.parametrize(("name", "role"), ENTERING)
@pytest.mark.parametrize("statement", NEVER_AT_ALL)
def test_no_process_changes_shapes_or_rights_or_leaves_its_database(doors, name, role, statement):
    table = doors[name].metadata.sorted_tables[0]
    said = statement.format(table=table.name, column=next(iter(table.columns)).name)
    with doors[name].enter(role) as connection, pytest.raises(InsufficientPrivilege):
        connection.execute(said)


def test_the_street_door_does_not_even_enter_the_desks_database(doors):
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        doors["desk"].enter("public")


def test_granting_again_changes_nothing_and_takes_back_what_was_added_by_hand(doors):
    door = doors["letterbox"]
    owner = Database(door.address)
    before = rights(door)
    with owner.altering() as connection:
        connection.exec_driver_sql("GRANT SELECT ON parcels TO portal_public")
        connection.exec_driver_sql("GRANT SELECT ON slips TO PUBLIC")
    assert rights(door) != before
    said = grant(owner, door.grants, databases.ROLES)
    assert [line.split(":")[0] for line in said] == ["portal_public", "portal_collector", "portal_desk"]
    assert rights(door) == before


def rights(door):
    """Every right on every table and column, as the server has it."""
    with psycopg.connect(databases.conninfo(door.address)) as connection:
        tables = connection.execute(
            "SELECT relname, relacl::text FROM pg_class WHERE relkind = 'r' ORDER BY 1"
        ).fetchall()
        columns = connection.execute(
            "SELECT attrelid::regclass::text, attname, attacl::text FROM pg_attribute"
            " WHERE attacl IS NOT NULL ORDER BY 1, 2"
        ).fetchall()
    return tables, columns


@pytest.mark.parametrize("power", ["SUPERUSER", "CREATEROLE", "CREATEDB", "BYPASSRLS", "IN ROLE pg_read_all_data"])
def test_a_role_that_can_do_more_by_itself_is_refused_and_nothing_is_changed(doors, power):
    door, before = doors["letterbox"], rights(doors["letterbox"])
    with databases.extra_role(f"strong_public {power}"), pytest.raises(NotGranted, match="strong_public can do more"):
        grant(Database(door.address), door.grants, "strong_")
    assert rights(door) == before


def test_an_owner_who_may_do_nothing_else_makes_both_databases_and_their_roles(tmp_path):
    """As docs/deploy.md has it: the owner of the databases is no administrator of the server."""
    with databases.extra_role("plain_owner LOGIN CREATEROLE"):
        for name, history, grants in (("letterbox", LETTERBOX, LETTERBOX_GRANTS), ("desk", DESK, DESK_GRANTS)):
            address = databases.given_to("plain_owner", tmp_path / f"{name}.sqlite")
            database = Database(address)
            upgrade(database, history)
            assert differences(database, history) == []
            first = grant(database, grants, "plain_")
            assert ["made" in line for line in first] == [
                role not in ("desk", "collector") or name == "letterbox" for role in grants
            ]
            assert not any("made" in line for line in grant(database, grants, "plain_"))
            databases.drop(tmp_path / f"{name}.sqlite")
        for role in LETTERBOX_GRANTS:
            databases.drop_role(f"plain_{role}")


def test_only_the_owner_can_give_rights(doors):
    door = doors["letterbox"]
    with pytest.raises(NotGranted, match="its owner"):
        grant(Database(databases.as_role(door.address, "collector")), door.grants, databases.ROLES)


@pytest.mark.parametrize("prefix", ["Portal_", "", "x; DROP TABLE parcels --", "ü"])
def test_a_prefix_that_is_no_name_is_refused(doors, prefix):
    with pytest.raises(NotGranted, match="names of roles"):
        grant(Database(doors["letterbox"].address), doors["letterbox"].grants, prefix)


def test_the_command_says_what_it_did_and_the_desk_writes_it_down(world):
    def run(*args):
        done = CliRunner().invoke(main, ["--config", str(world.folder / "config.toml"), "db", "roles", *args])
        return done.exit_code, done.output

    for door, grants in (("letterbox", LETTERBOX_GRANTS), ("desk", DESK_GRANTS)):
        code, said = run("--door", door)
        assert code == 0
        assert [line.split(":")[0] for line in said.splitlines()] == [f"portal_{role}" for role in grants]
    with world.desk.database.reading() as session:
        assert "db roles portal_" in list(world.desk.ledger.notes(session, COMMAND, Act.COMMAND))
    code, said = run("--door", "desk", "--prefix", "9")
    assert code == 1
    assert len(said.splitlines()) == 1


def test_the_collector_finishes_what_was_agreed_to_be_destroyed_in_its_own_role(world):
    from portal.desk.retention.finishing import finish
    from tests.desk.retention.ending import TEN_YEARS, destroys, files_away

    _, number = files_away(world)
    world.passes(days=TEN_YEARS)
    destroys(world, number)
    world.collects()
    assert finish(world.collector).erased == 1
    assert world.collects().left == 0
