"""A repeat and the case it repeats (art. 14): new facts go into that case, and its status cards to both reporters.

What the repeat's reporter is told must not depend on who happens to decide in the main case: that officer may hold no
slip for the repeat. So the way to its mailbox is sealed into the main case when the two are joined.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework import filing, outgoing
from portal.desk.casework.records import CaseRecord
from portal.desk.casework.rules import Grounds, NotAllowed, Refusal
from portal.desk.casework.unlocking import NoSuchCase, Unlocked, correspondent, unlock_unseen
from portal.desk.desk import Desk
from portal.desk.officers.actions import reply_key
from portal.desk.officers.rules import Who
from portal.domain.statuses import State, shown
from portal.sealing import Kind

ENDED = frozenset({State.REFERRED_UP, State.REFERRED, State.DECLINED, State.MERGED, State.ARCHIVED})
"""No repeat is joined to a case in one of these."""


def join(session: Session, desk: Desk, who: Who, case: CaseRecord, opened: Unlocked, grounds: Grounds) -> None:
    """Put the repeat's new facts into the case it repeats. Raise `NotAllowed` when `who` cannot open that, or it ended.

    `opened` is the repeat.
    """
    try:
        joined, main = unlock_unseen(session, who, grounds.repeat_of.strip())
    except NoSuchCase as refused:
        raise NotAllowed(Refusal.REPEAT) from refused
    if joined.batch or joined.id == case.id or State(joined.state) in ENDED | {State.DELIVERED}:
        raise NotAllowed(Refusal.REPEAT)
    body: dict[str, object] = {"from": case.number, "text": grounds.text.strip(), "by": who.name}
    if (to := opened.correspondent) is not None:
        keys = {"recipient": str(to.recipient), "letter_key": str(to.letter_key)}
        body["mailbox"] = {"id": to.mailbox, **keys}
    filing.put(session, main, Kind.NOTE, body, desk.clock.today())
    desk.ledger.record(session, actor=who.officer, act=Act.DECIDE, case=joined.number, note=f"repeat {case.number}")


def tell_joined(session: Session, who: Who, main: CaseRecord, opened: Unlocked) -> None:
    """Send the reporters of the repeats the status card that the main case's own reporter has just been sent."""
    face = shown(State(main.state))
    for _, envelope in filing.items(session, opened, Kind.NOTE):
        to = correspondent(envelope.body) if envelope else None
        if envelope is None or to is None:
            continue
        number = str(envelope.body.get("from", ""))
        repeat = session.scalars(select(CaseRecord).where(CaseRecord.number == number)).one_or_none()
        if repeat is not None and repeat.state == State.MERGED:
            sender = outgoing.Sender(who.office, reply_key(session, who))
            body = {"status": face.status, "sentence": face.sentence}
            outgoing.send(session, repeat, to, sender, Kind.STATUS, body, main.changed)
