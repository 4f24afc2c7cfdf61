"""The next roster vouches for the keys that officers made for themselves; from then on theirs are these."""

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.age import AgeError, Recipient
from portal.desk.audit.actions import COMMAND, Act
from portal.desk.desk import Desk
from portal.desk.officers.offices import DirectoryError
from portal.desk.officers.records import KeyChangeRecord, OfficerRecord
from portal.desk.officers.vouching import changed_note, made_by_officer, vouched


def adopt_waiting(session: Session, desk: Desk) -> tuple[str, ...]:
    """Enter every waiting key into the register and the chain. Return whose, by login; a revoked officer's is left.

    Raise `DirectoryError` for one that the officer did not make, as the chain has it: whoever can write the database
    could otherwise have a key of their own signed (0009). Likewise when the key it replaces is not the enrolled one.
    """
    known, changed = vouched(session, desk.ledger), []
    waiting = select(KeyChangeRecord, OfficerRecord).join(OfficerRecord, OfficerRecord.id == KeyChangeRecord.officer)
    waiting = waiting.where(KeyChangeRecord.vouched.is_(None), OfficerRecord.revoked.is_(None))
    for change, officer in session.execute(waiting.order_by(OfficerRecord.login)).all():
        try:
            fresh, former = Recipient.parse(change.fresh), Recipient.parse(officer.recipient)
        except AgeError as broken:
            raise DirectoryError(f"{officer.login}: no key in the register") from broken
        if not known.knows_officer(officer.id, former):
            raise DirectoryError(f"{officer.login}: the key in the register is not the one that was enrolled")
        if not made_by_officer(session, desk.ledger, officer.id, fresh) or known.has_held(officer.id, fresh):
            raise DirectoryError(f"{officer.login}: the new key in the register is not one that this officer made")
        change.former, change.vouched, officer.recipient = officer.recipient, desk.clock.today(), change.fresh
        session.flush()
        note = changed_note(officer.login, officer.id, fresh)
        desk.ledger.record(session, actor=COMMAND, act=Act.COMMAND, note=note)
        changed.append(officer.login)
    return tuple(changed)


def note_published(session: Session, today: date) -> None:
    """From now on the street door seals to the new keys; the old ones wait for what is still on its way."""
    waiting = (KeyChangeRecord.vouched.is_not(None), KeyChangeRecord.published.is_(None))
    session.execute(update(KeyChangeRecord).where(*waiting).values(published=today))
