import pytest

from tests.desk.building import Bureau


@pytest.fixture
def bureau(tmp_path):
    return Bureau(tmp_path)
