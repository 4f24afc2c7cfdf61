"""An office loses its reply key with the last who held it: older answers are still verified, and new ones are."""

import json

import pytest
from sqlalchemy import update

from portal.age import Cost
from portal.desk.keys import open_authority
from portal.desk.officers.enrolment import NewOfficer, enrol, list_officers, revoke
from portal.desk.officers.offices import DirectoryError
from portal.desk.officers.records import FormerReplyKeyRecord
from portal.desk.officers.rosters import publish, sign_next
from portal.domain.roles import Role
from portal.sealing import SigningKey


def signs(world):
    keys = world.settings.desk.keys
    listed = json.loads((keys / "people.json").read_bytes())
    key = open_authority(keys / "authority.age", listed["authority_passphrase"], world.desk.open_identity)
    with world.desk.database.writing() as session:
        return sign_next(session, world.desk, key)


def publishes(world):
    with world.desk.database.writing() as session:
        return publish(session, world.desk, world.settings.public.keys)


@pytest.fixture
def renewed(world):
    """A report answered by lin; then everybody of the office leaves and somebody new gets a new reply key."""
    reporter = world.reporter()
    reporter.reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.replies(number, "请补充三月的情况。")
    world.collects()
    with world.desk.database.writing() as session:
        for line in list_officers(session):
            if line.office == "yunling":
                revoke(session, world.desk, line.login)
    world.passes(days=1)
    new = NewOfficer("qian", "示范员钱", "yunling", frozenset({Role.INTAKE, Role.INTAKE_LEAD}))
    enrol(world.desk, new, "seven quiet lanterns, a harbour", cost=Cost.TESTS_ONLY)
    return reporter


def test_older_answers_are_still_verified(world, renewed):
    assert "请补充三月的情况" in renewed.mailbox().text
    signs(world)
    publishes(world)
    page = renewed.mailbox()
    assert "请补充三月的情况" in page.text
    document = json.loads((world.settings.public.keys / "roster.json").read_bytes())
    (office,) = [one for one in document["offices"] if one["id"] == "yunling"]
    assert len(office["former"]) == 1
    assert office["former"][0]["key"] != office["reply_key"]


def test_a_former_key_that_was_not_made_here_is_not_signed(world, renewed):
    stranger = str(SigningKey.generate().verify_key)
    with world.desk.database.writing() as session:
        session.execute(update(FormerReplyKeyRecord).values(key=stranger))
    with pytest.raises(DirectoryError, match="former reply key"):
        signs(world)
