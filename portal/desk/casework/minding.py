"""What would expose the reporter, for whoever is about to write something that may leave the office."""

from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework.rules import CLOSED_TO_REPLIES
from portal.desk.casework.unlocking import unlock
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who
from portal.domain.reading import Reading
from portal.domain.reading import read as in_words
from portal.domain.statuses import State


def what_to_mind(session: Session, desk: Desk, who: Who, number: str) -> Reading | None:
    """The report in words, for whoever is about to write: it says what would expose the reporter. Raise `NoSuchCase`.

    This opens the case, and so it stands in the audit chain. None while unregistered, and when it cannot be read.
    """
    case, opened = unlock(session, who, number)
    if State(case.state) in CLOSED_TO_REPLIES:
        return None
    desk.ledger.record(session, actor=who.officer, act=Act.OPEN, case=number)
    return in_words(opened.report) if opened.report else None
