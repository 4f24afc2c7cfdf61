"""What every test may ask for."""

import shutil
from contextlib import ExitStack

import pytest

from tests import databases
from tests.world import World

_SERVED = pytest.StashKey[ExitStack]()


def pytest_configure(config):
    config.stash[_SERVED] = ExitStack()
    config.stash[_SERVED].enter_context(databases.served())


def pytest_unconfigure(config):
    config.stash[_SERVED].close()


def pytest_collection_modifyitems(config, items):
    """In the second run, on PostgreSQL: only what uses a database, and is not about SQLite's files."""
    if databases.on_postgresql():
        kept = [item for item in items if databases.used_by(item) and not item.get_closest_marker("sqlite_only")]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


@pytest.fixture(autouse=True)
def _databases():
    with databases.dropped_afterwards():
        yield


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A deployment built once: keys, offices, officers, roster, empty databases."""
    folder = tmp_path_factory.mktemp("built")
    World(folder).close()
    databases.let_go()
    return folder / "var"


@pytest.fixture
def world(built, tmp_path):
    """A deployment of this test's own, in its own folder."""
    shutil.copytree(built, tmp_path / "var")
    for name in ("letterbox.sqlite", "desk.sqlite"):
        databases.copied(built / name, tmp_path / "var" / name)
    fresh = World(tmp_path)
    yield fresh
    fresh.close()
