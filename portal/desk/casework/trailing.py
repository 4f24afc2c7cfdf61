"""What the audit chain says about a case, in people's words."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.desk.audit.notes import note_text
from portal.desk.audit.words import act_text, actor_text
from portal.desk.casework.shown import Trail, TrailLine
from portal.desk.desk import Desk

SHOWN = 20
"""How many lines of its trail a case shows unasked: every opening adds one."""


def trail_of(session: Session, desk: Desk, number: str, names: Mapping[str, str], *, whole: bool) -> Trail:
    """What the chain says about one case, oldest first: the newest lines, or `whole`; `names` are by id."""
    found = desk.ledger.of_case(session, number, None if whole else SHOWN + 1)
    lines = tuple(
        TrailLine(
            line.at.astimezone(desk.clock.zone),
            line.day_only,
            actor_text(line.actor, names),
            act_text(line.act),
            note_text(line.note, names),
        )
        for line in (found if whole else found[-SHOWN:])
    )
    return Trail(lines, more=len(lines) < len(found))
