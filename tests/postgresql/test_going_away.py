"""A server that goes, comes back, or cuts a connection: words instead of a crash, and nothing lost."""

from contextlib import contextmanager

import pytest
from sqlalchemy import text

from portal.desk.intake.watching import watch
from portal.web.database import Database, Unavailable
from tests import databases
from tests.desk.intake.test_watching import Rounds

pytestmark = pytest.mark.postgresql_only


@contextmanager
def gone(address):
    """No connection is left, and none can be had."""
    databases.let_go()
    with databases.closed_to_all(address):
        yield


def test_while_it_is_gone_both_doors_say_so_and_afterwards_go_on(world):
    lin = world.officer("lin")
    with gone(world.settings.letterbox.database), gone(world.settings.desk.database):
        world.reporter().goes("report/before")
        answers = [world.public_app.test_client().get(f"/zh/{page}") for page in ("report/before", "mailbox")]
        assert answers[0].status_code == 503
        assert answers[1].status_code == 200, "a page that asks nothing of the database"
        lin.queue()
        assert lin.answer.status_code == 503
    assert world.reporter().reports()
    assert lin.queue() is not None
    assert lin.answer.status_code == 200


def test_a_letterbox_that_goes_and_comes_back_is_collected(world):
    world.reporter().reports()
    away = gone(world.settings.letterbox.database)
    away.__enter__()
    watch(world.collector, 0.0, 24, Rounds(lambda: away.__exit__(None, None, None), lambda: None))
    assert len(world.officer("lin").numbers()) == 1


def writes_and_is_cut(session):
    session.execute(text("UPDATE roster_mark SET version = 1000"))
    databases.cut(session.scalar(text("SELECT pg_backend_pid()")))
    session.execute(text("SELECT 1"))


def test_a_connection_cut_in_the_middle_of_a_writing_is_undone_whole_and_the_next_one_is_new(world):
    database = Database(world.settings.letterbox.database)
    with database.reading() as session:
        before = session.scalar(text("SELECT version FROM roster_mark"))
    with pytest.raises(Unavailable), database.writing() as session:
        writes_and_is_cut(session)
    with database.reading() as session:
        assert session.scalar(text("SELECT version FROM roster_mark")) == before
