"""What every test may ask for."""

import shutil
from contextlib import ExitStack

import pytest

from tests import databases
from tests.blobs.object_store import ObjectStore
from tests.blobs.unruly import Unruly
from tests.world import World

_SERVED = pytest.StashKey[ExitStack]()


def pytest_configure(config):
    config.stash[_SERVED] = ExitStack()
    config.stash[_SERVED].enter_context(databases.served())


def pytest_unconfigure(config):
    config.stash[_SERVED].close()


def pytest_collection_modifyitems(config, items):
    """In the second run, on PostgreSQL: only what uses a database. Each run leaves out what is about the other's."""
    other = "sqlite_only" if databases.on_postgresql() else "postgresql_only"
    left = [
        item
        for item in items
        if item.get_closest_marker(other) or (databases.on_postgresql() and not databases.used_by(item))
    ]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]


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


@pytest.fixture(scope="session")
def object_store():
    """A store that speaks S3, for buckets."""
    server = ObjectStore()
    yield server
    server.close()


@pytest.fixture
def unruly(object_store):
    """A way to that store on which anything can go wrong."""
    proxy = Unruly(object_store.port)
    yield proxy
    proxy.close()
