"""T4: an officer from whom the reporter withheld the report has no slip: with the whole database he opens nothing."""

import pytest
from sqlalchemy import select

from portal.age import AgeError, open_sealed
from portal.desk.audit.actions import Act
from portal.desk.audit.records import AuditLine
from portal.desk.casework.records import ItemRecord, SlipRecord
from portal.desk.officers.enrolment import as_colleague

OTHERS = ("zhou", "chen", "wu", "zhao", "sun", "shen")


def identity(world, login):
    return as_colleague(world.desk, login, world.people[login].passphrase).identity


def everything_sealed(world):
    with world.desk.database.reading() as session:
        return [
            sealed for record in (SlipRecord, ItemRecord) for sealed in session.scalars(select(record.sealed)).all()
        ]


@pytest.mark.parametrize("within", [False, True])
def test_only_who_was_chosen_holds_a_key(world, within):
    """Chosen alone, or left over because the person concerned works in one of the offices: the uppermost one."""
    reporter = world.reporter()
    reporter.begins(None if within else ["yunling"], about_this_office="yes" if within else "no")
    reporter.writes()
    reporter.hands_in()
    world.collects()
    sealed = everything_sealed(world)
    open_sealed(sealed[0], [identity(world, "lin")])
    for login in OTHERS:
        theirs = identity(world, login)
        for item in sealed:
            with pytest.raises(AgeError):
                open_sealed(item, [theirs])


def test_at_the_desk_such_a_case_is_not_there_and_asking_for_it_is_written_down(world):
    world.reporter().reports(offices=["yunling"])
    world.collects()
    (number,) = world.officer("lin").numbers()
    sun = world.officer("sun")
    assert sun.numbers() == []
    pages = [sun.opens(one).html.replace(one, "") for one in (number, "2026-999999")]
    assert sun.answer.status_code == 404
    assert pages[0] == pages[1]
    with world.desk.database.reading() as session:
        denied = session.scalars(select(AuditLine.case).where(AuditLine.act == Act.DENIED)).all()
    assert denied == [number, ""]
