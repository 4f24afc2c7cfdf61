"""The letterbox's history, with reports in it."""

import re

import pytest
from sqlalchemy import Connection, create_engine, inspect, text

from portal.letterbox import slot as letterbox
from portal.letterbox.records import metadata
from portal.web.database import Database
from portal.web.migrating import differences, downgrade, upgrade
from portal.web.schema import current, head, require_current
from tests.letterbox.samples import HISTORY, answer, letter, mailbox_for, parcel, shelf_of


def definitions(connection: Connection) -> dict[str, set[str]]:
    """Every table and index as the set of its clauses: their order means nothing."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")).all()
    found = {}
    for name, sql in rows:
        whole = re.fullmatch(r"CREATE \w+ [^(]*\((.*)\)([^)]*)", re.sub(r"\s+", " ", sql).strip())
        assert whole
        found[name] = {part.strip() for part in (*re.split(r",(?![^(]*\))", whole[1]), whole[2])}
    found.pop("alembic_version", None)
    return found


def fill(box: Database) -> str:
    dropped = parcel(files=2)
    mailbox = mailbox_for(dropped)
    with box.writing() as session:
        letterbox.drop(session, dropped, mailbox)
        letterbox.post_letter(session, letter(mailbox.locator_hash, files=1))
        letterbox.answer(session, shelf_of(mailbox.locator_hash), answer())
        letterbox.raise_roster_mark(session, 3)
    return dropped.id


def test_an_empty_database_becomes_a_letterbox(box: Database) -> None:
    require_current(box, HISTORY)
    with box.reading() as session:
        assert letterbox.waiting(session, 1) == []


def test_down_with_data_and_up_again(box: Database) -> None:
    fill(box)
    downgrade(box, HISTORY, "base")
    assert current(box) is None
    with box.reading() as session:
        assert inspect(session.connection()).get_table_names() == ["alembic_version"]
    upgrade(box, HISTORY)
    dropped = fill(box)
    with box.reading() as session:
        assert letterbox.waiting(session, 9) == [dropped]


def test_an_upgrade_that_has_nothing_to_do_keeps_everything(box: Database) -> None:
    dropped = fill(box)
    upgrade(box, HISTORY)
    assert current(box) == head(HISTORY)
    with box.reading() as session:
        assert letterbox.collect(session, dropped) is not None


def test_migrations_and_models_say_the_same(box: Database) -> None:
    assert differences(box, HISTORY) == []


@pytest.mark.sqlite_only
def test_to_the_last_clause(box: Database) -> None:
    # The comparison above does not look at checks, keys' actions, or whether rows are numbered.
    other = create_engine("sqlite://")
    metadata.create_all(other)
    with other.connect() as connection, box.reading() as session:
        modelled, migrated = definitions(connection), definitions(session.connection())
    other.dispose()
    assert migrated == modelled
    assert "WITHOUT ROWID" in migrated["parcels"]
    assert any("CHECK" in clause for clause in migrated["files"])
