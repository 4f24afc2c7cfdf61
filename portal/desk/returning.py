"""A desk's database that came back from a backup, before anybody works with it."""

from dataclasses import dataclass

from sqlalchemy import delete

from portal.desk.audit.actions import COMMAND, Act
from portal.desk.casework.numbering import leave_gap
from portal.desk.desk import Desk
from portal.desk.officers.records import SessionRecord
from portal.desk.retention.again import bury_again, read_burials


@dataclass(frozen=True)
class Returned:
    """What was found and done: cases destroyed again, lines of the chain, and how many of them do not hold."""

    destroyed_again: int
    lines: int
    faults: int


def make_safe(desk: Desk, made: str, lists: list[bytes]) -> Returned:
    """End every sign-in, leave out the case numbers given out since, destroy again what `lists` name; on the record.

    `made` says of when the backup is. A chain that does not hold is told of and left as it is: nothing is destroyed
    then, and no line added. Raise `NotTheList` for a list that this desk did not write; nothing was changed then.
    """
    with desk.database.writing() as session:
        burials = [burial for content in lists for burial in read_burials(desk, content)]
        session.execute(delete(SessionRecord))
        leave_gap(session)
        verdict = desk.ledger.verify(session)
        if not verdict.intact:
            return Returned(0, verdict.lines, verdict.count)
        again = bury_again(session, desk, burials)
        desk.ledger.record(session, actor=COMMAND, act=Act.COMMAND, note=f"restore {made}")
        return Returned(again, verdict.lines, 0)
