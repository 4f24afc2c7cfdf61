import pytest

from portal.age import Identity
from tests.age.counterparts import SecondAge, read_vectors


@pytest.fixture(scope="session")
def vectors():
    return read_vectors()


@pytest.fixture(scope="session")
def second_age():
    with SecondAge() as second:
        yield second


@pytest.fixture(scope="session")
def identity():
    return Identity.generate()


@pytest.fixture(scope="session")
def stranger():
    return Identity.generate()
