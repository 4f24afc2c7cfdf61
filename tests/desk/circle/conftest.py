import pytest

from portal.desk.officers.actions import officer_names


@pytest.fixture
def trail(world):
    """Asks the audit chain what is written about a case: (actor's name, act, note)."""

    def ask(number):
        with world.desk.database.reading() as session:
            names = officer_names(session)
            lines = world.desk.ledger.of_case(session, number)
            return [(names.get(line.actor, line.actor), line.act, line.note) for line in lines]

    return ask
