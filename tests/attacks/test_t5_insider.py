"""T5: one insider alone, with the desk's database in hand, does not get rid of what the audit chain says."""

import pytest
from sqlalchemy import delete

from portal.desk.audit.actions import ChainBroken
from portal.desk.audit.records import AuditHead, AuditLine
from portal.desk.history import prepare


def test_an_emptied_chain_is_not_begun_anew_by_the_next_upgrade(world):
    """He empties both tables and waits until somebody upgrades: a fresh chain would look whole for ever."""
    with world.desk.database.writing() as session:
        session.execute(delete(AuditLine))
        session.execute(delete(AuditHead))
    with pytest.raises(ChainBroken):
        prepare(world.desk)
    with world.desk.database.reading() as session:
        assert not world.desk.ledger.verify(session).intact
