"""T5: one insider alone, with the desk's database in hand, does not get rid of what the audit chain says."""

import json

import pytest
from sqlalchemy import delete, select, update

from portal.desk.audit.actions import ChainBroken
from portal.desk.audit.records import AuditHead, AuditLine
from portal.desk.casework.records import SlipRecord
from portal.desk.keys import open_authority
from portal.desk.officers.records import OfficerRecord, RosterRecord
from portal.desk.officers.rosters import sign_next
from portal.desk.preparing import prepare


def test_an_emptied_chain_is_not_begun_anew_by_the_next_upgrade(world):
    """He empties both tables and waits until somebody upgrades: a fresh chain would look whole for ever."""
    with world.desk.database.writing() as session:
        session.execute(delete(AuditLine))
        session.execute(delete(AuditHead))
    with pytest.raises(ChainBroken):
        prepare(world.desk)
    with world.desk.database.reading() as session:
        assert not world.desk.ledger.verify(session).intact


@pytest.fixture
def opened(world):
    """Two officers at work and a registered case that only intake can open: (lin, number)."""
    world.reporter().reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    return lin, number


def slips_of(world, login):
    with world.desk.database.reading() as session:
        mine = select(OfficerRecord.id).where(OfficerRecord.login == login).scalar_subquery()
        return session.scalars(select(SlipRecord).where(SlipRecord.officer == mine)).all()


def grants_by_name(lin, number, name):
    """Lin gives a key to the colleague the page calls `name`."""
    page = lin.goes(f"case/{number}/grant")
    form = page.forms[-1]
    with lin.world.desk.database.reading() as session:
        wanted = session.scalars(select(OfficerRecord.id).where(OfficerRecord.name == name)).one()
    assert wanted in form.choices["colleague"], "the page offers him"
    lin.sends(form, form.filled(colleague=wanted))


def test_an_officer_moved_into_the_office_in_the_register_gets_no_slip(world, opened):
    """The register is anybody's who can write it; the signed roster says where he works."""
    lin, number = opened
    with world.desk.database.writing() as session:
        session.execute(update(OfficerRecord).where(OfficerRecord.login == "sun").values(office="yunling"))
    grants_by_name(lin, number, world.people["sun"].name)
    assert lin.answer.status_code == 422
    assert slips_of(world, "sun") == []


def test_a_roster_taken_back_in_the_database_gives_nobody_his_place_again(world, opened):
    """Zhou is revoked and not in roster 2. Somebody deletes that roster and the revocation: roster 1 is well signed."""
    lin, number = opened
    passphrase = json.loads((world.settings.desk.keys / "people.json").read_bytes())
    authority = open_authority(
        world.settings.desk.keys / "authority.age", passphrase["authority_passphrase"], world.desk.open_identity
    )
    with world.desk.database.writing() as session:
        session.execute(update(OfficerRecord).where(OfficerRecord.login == "zhou").values(revoked=world.clock.today()))
        sign_next(session, world.desk, authority)
    with world.desk.database.writing() as session:
        session.execute(delete(RosterRecord).where(RosterRecord.version == 2))
        session.execute(update(OfficerRecord).where(OfficerRecord.login == "zhou").values(revoked=None))
    grants_by_name(lin, number, world.people["zhou"].name)
    assert lin.answer.status_code == 422
    assert slips_of(world, "zhou") == []
