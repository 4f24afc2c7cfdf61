"""Migrations run whole or not at all, from any number of processes at once, and a door refuses the wrong shape."""

from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, inspect, text
from sqlalchemy.exc import DBAPIError

from portal.web.database import Database, Unavailable
from portal.web.migrating import differences, downgrade, draft, upgrade
from portal.web.schema import History, WrongSchema, current, head, require_current
from tests import databases
from tests.web.writers import upgrade_in

ENV = """
from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["metadata"],
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
"""
FIRST = """
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("notes", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("notes")
"""
BROKEN = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("INSERT INTO notes (id) VALUES (1)")
    op.execute("INSERT INTO nowhere VALUES (1)")


def downgrade():
    op.drop_table("half")
"""


@pytest.fixture
def history(tmp_path: Path) -> History:
    folder = tmp_path / "a folder, 100%"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text(ENV, encoding="utf-8")
    (folder / "script.py.mako").write_text(
        'revision = "${up_revision}"\ndown_revision = "${down_revision}"\n'
        "import sqlalchemy as sa\nfrom alembic import op\n"
        "def upgrade():\n    ${upgrades}\ndef downgrade():\n    ${downgrades}\n",
        encoding="utf-8",
    )
    (folder / "versions" / "0001_first.py").write_text(FIRST, encoding="utf-8")
    metadata = MetaData()
    Table("notes", metadata, Column("id", Integer, primary_key=True))
    return History(folder, metadata)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(databases.empty(tmp_path / "test.sqlite"))


def tables(database: Database) -> set[str]:
    with database.reading() as session:
        return set(inspect(session.connection()).get_table_names())


def test_up_down_and_up_again(database: Database, history: History) -> None:
    upgrade(database, history)
    assert current(database) == head(history) == "0001"
    assert differences(database, history) == []
    require_current(database, history)
    upgrade(database, history)
    downgrade(database, history, "base")
    assert current(database) is None
    assert tables(database) == {"alembic_version"}
    upgrade(database, history)
    assert tables(database) == {"alembic_version", "notes"}


def test_a_migration_that_fails_leaves_everything_as_it_was(database: Database, history: History) -> None:
    upgrade(database, history)
    (history.folder / "versions" / "0002_broken.py").write_text(BROKEN, encoding="utf-8")
    with pytest.raises(DBAPIError, match="nowhere"):
        upgrade(database, history)
    assert current(database) == "0001"
    assert tables(database) == {"alembic_version", "notes"}
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM notes")) == 0


def test_a_door_refuses_another_shape_and_says_which(database: Database, history: History) -> None:
    if database.file is not None:
        with pytest.raises(Unavailable):
            require_current(database, history)
    database.create_file()
    with pytest.raises(WrongSchema, match=r"at revision none, .*0001"):
        require_current(database, history)
    upgrade(database, history)
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0007'"))
    with pytest.raises(WrongSchema, match="at revision 0007"):
        require_current(database, history)


def test_models_that_ran_ahead_show(database: Database, history: History) -> None:
    upgrade(database, history)
    Table("more", history.metadata, Column("name", String(3), primary_key=True))
    assert [change[0] for change in differences(database, history)] == ["add_table"]
    made = draft(database, history, "more", "0002")
    assert "create_table('more'" in made.read_text(encoding="utf-8")
    upgrade(database, history)
    assert differences(database, history) == []


def test_several_processes_may_upgrade_at_once(database: Database, history: History) -> None:
    url = str(database.engine.url)
    with get_context("spawn").Pool(3) as pool:
        pool.starmap(upgrade_in, [(url, str(history.folder))] * 3)
    require_current(database, history)
    assert tables(database) == {"alembic_version", "notes"}
