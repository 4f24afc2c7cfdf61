"""What every test may ask for."""

import shutil

import pytest

from tests.blobs.object_store import ObjectStore
from tests.world import World


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A deployment built once: keys, offices, officers, roster, empty databases."""
    folder = tmp_path_factory.mktemp("built")
    World(folder).close()
    return folder / "var"


@pytest.fixture
def world(built, tmp_path):
    """A deployment of this test's own, in its own folder."""
    shutil.copytree(built, tmp_path / "var")
    fresh = World(tmp_path)
    yield fresh
    fresh.close()


@pytest.fixture(scope="session")
def object_store():
    """A store that speaks S3, for buckets."""
    server = ObjectStore()
    yield server
    server.close()
