"""The canary of every run, once more in all that a server writes: tables, indexes, and its own log."""

import pytest
from sqlalchemy import text

from tests import databases
from tests.canary import CANARIES, canary_report, found_in
from tests.world import World

pytestmark = pytest.mark.postgresql_only


@pytest.fixture
def told(world: World):
    """A story in which a canary was typed wherever a person types. The reporter."""
    reporter, files = canary_report(world)
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.decides(number, "accept", text=CANARIES["reason"])
    lin.replies(number, CANARIES["reply"], files=files[:1])
    world.collects()
    reporter.writes_letter(CANARIES["letter"], files=files[:1])
    world.collects()
    return reporter


def test_no_canary_is_in_any_byte_that_the_server_keeps(world, told):
    kept = dict(databases.whole_server())
    assert any(name.startswith("pg_wal/") for name in kept)
    assert found_in(kept.items(), told.code) == []
    # The control, in the same test: what it writes stays in the server's log for whoever looks after it.
    with world.desk.database.writing() as session:
        session.execute(text("UPDATE offices SET name_en = :words"), {"words": CANARIES["reply"]})
    with world.desk.database.writing() as session:
        session.execute(text("UPDATE offices SET name_en = 'another'"))
    places = {name.partition("/")[0] for name, which in found_in(databases.whole_server(), told.code)}
    assert {"base", "pg_wal"} <= places
