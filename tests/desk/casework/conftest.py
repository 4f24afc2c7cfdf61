import pytest


@pytest.fixture
def number(world):
    """A collected report to all three offices, not yet registered."""
    world.reporter().reports(files=[("名单.txt", b"one two three")])
    world.collects()
    (number,) = world.officer("lin").numbers()
    return number


@pytest.fixture
def trail(world):
    """Asks the audit chain what is written about a case: (actor's name, act, note)."""
    from portal.desk.officers.actions import officer_names

    def ask(number):
        with world.desk.database.reading() as session:
            names = officer_names(session)
            lines = world.desk.ledger.of_case(session, number)
            return [(names.get(line.actor, line.actor), line.act, line.note) for line in lines]

    return ask
