"""kill -9 at every crossing of everything people do (T13): nothing lost, nothing twice, nothing readable."""

import pytest
from sqlalchemy import text

from tests.faults.children import at_every_crossing, killing
from tests.faults.deeds import DEEDS

# The files of the deployment are copied and put back; a server keeps its own.
pytestmark = pytest.mark.sqlite_only
FEWEST = 3


@pytest.mark.slow
@pytest.mark.parametrize("kind", DEEDS, ids=lambda kind: kind.__name__)
def test_killed_at_every_step(world, kind):
    deed = kind(world)
    names = at_every_crossing(world, deed.work, deed.check, killing)
    assert len(names) >= FEWEST, "the crossings were not seen"
    assert any(name.endswith("commit") for name in names)


def test_a_promise_that_is_given_too_early_is_found(world):
    """The check can fail: whoever says that it is done before the commit is caught at the commit."""

    def work(tell):
        with world.desk.database.writing() as session:
            session.execute(text("UPDATE officers SET name = 'x' || name"))
            tell("done")

    def check(told):
        with world.desk.database.reading() as session:
            changed = session.scalar(text("SELECT count(*) FROM officers WHERE name LIKE 'x%'"))
        assert changed or not told

    with pytest.raises(AssertionError, match="after crossing 2 \\(desk: commit"):
        at_every_crossing(world, work, check, killing)
