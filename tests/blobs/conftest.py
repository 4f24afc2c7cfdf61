import pytest

from portal.blobs import open_store
from tests.blobs.object_store import contents, elsewhere


@pytest.fixture
def place(object_store, tmp_path):
    """A fresh bucket."""
    return object_store.bucket(tmp_path / "way", prefix="door/blobs")


@pytest.fixture
def through(place, unruly):
    """A store that reaches the fresh bucket through the unruly proxy."""
    return open_store(elsewhere(place, unruly.port))


@pytest.fixture(params=["folder", "bucket"])
def any_place(request, tmp_path):
    """A folder, and then a bucket."""
    return tmp_path / "var" / "blobs" if request.param == "folder" else request.getfixturevalue("place")


@pytest.fixture
def lying_there(any_place):
    """What lies at the place, under whatever name."""

    def names():
        if hasattr(any_place, "spool"):
            return [key.rpartition("/")[2] for key in contents(any_place)]
        return sorted(path.name for path in any_place.iterdir()) if any_place.exists() else []

    return names
