"""A disk that is full and a database that is gone, at every crossing: a page that says so, and nothing lost by it."""

import pytest

from tests.faults.children import at_every_crossing, failing
from tests.faults.deeds import DEEDS

# The files of the deployment are copied and put back; a server keeps its own.
pytestmark = pytest.mark.sqlite_only


@pytest.mark.slow
@pytest.mark.parametrize("kind", DEEDS, ids=lambda kind: kind.__name__)
def test_failing_at_every_step(world, kind):
    deed = kind(world)
    names = at_every_crossing(world, deed.work, deed.check, failing)
    assert any(name.endswith("commit") for name in names), "the crossings were not seen"
