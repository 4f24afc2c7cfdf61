"""An officer leaves: they keep no half any more, and nobody keeps one for them."""

from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import COMMAND
from portal.desk.desk import Desk
from portal.desk.officers import enrolment
from portal.desk.officers.records import OfficerRecord
from portal.desk.recovery.asking import WITHDRAW
from portal.desk.recovery.finding import end, note, open_for
from portal.desk.recovery.keeping import destroy
from portal.desk.recovery.records import KeyHalfRecord
from portal.desk.recovery.rules import State


def revoke(session: Session, desk: Desk, login: str, *, by: str = COMMAND) -> Path:
    """End an officer's work, as `enrolment.revoke`, and destroy the halves that they kept and those of their own key.

    A recovery that is open for them ends. Colleagues whose halves these were are shown that something waits on their
    own page. Raise `DirectoryError`.
    """
    path = enrolment.revoke(session, desk, login, by=by)
    officer = session.scalars(select(OfficerRecord.id).where(OfficerRecord.login == login)).one()
    found = open_for(session, desk, officer)
    if found is not None:
        end(session, desk, found, State.WITHDRAWN, by)
        note(session, desk, by, WITHDRAW, login)
    destroy(session, officer)
    session.execute(delete(KeyHalfRecord).where(KeyHalfRecord.keeper == officer))
    session.flush()
    return path
