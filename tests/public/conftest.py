import pytest

from tests.public.street import Street


@pytest.fixture
def street(tmp_path):
    return Street(tmp_path)


@pytest.fixture
def client(street):
    return street.client()
