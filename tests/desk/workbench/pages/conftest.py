import pytest

from tests.desk.workbench.pages.inspector import Inspector


@pytest.fixture
def inspector(world):
    return Inspector.at_work(world)
