from pathlib import Path

import pytest

from portal.web.database import Database
from portal.web.migrating import upgrade
from tests import databases
from tests.letterbox.samples import HISTORY


@pytest.fixture
def url(tmp_path: Path) -> str:
    return databases.shaped(tmp_path / "box" / "letterbox.sqlite", HISTORY)


@pytest.fixture
def box(url: str) -> Database:
    """A letterbox as the upgrade command makes it."""
    database = Database(url)
    upgrade(database, HISTORY)
    return database
