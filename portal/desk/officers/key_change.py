"""An officer's new key: made beside the old one, and the old one destroyed. What lies between is `rekeying`'s.

    begin   a new key into the officer's key file and, its public half, into register and chain; every sign-in ends
    withdraw  it out again, as long as no signed roster has it
    (the next signed roster takes it: `adopting`)
    end     the old key out of the file, once nothing is left on it; every sign-in ends

Both ask for the passphrase, which takes a second; so these functions open and commit their own transactions.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.age import Identity, Recipient
from portal.desk.audit.actions import Act
from portal.desk.desk import Desk
from portal.desk.keys import identity_path
from portal.desk.officers import sessions
from portal.desk.officers.identity_file import OfficerIdentity
from portal.desk.officers.own_keys import NotChanged, Refused, opened_file, own_record
from portal.desk.officers.records import KeyChangeRecord
from portal.desk.officers.rules import Who
from portal.desk.officers.vouching import vouched, waiting_note, withdrawn_note
from portal.whole_files import replace as replace_file

ENDED = "key-ended"


class Phase(StrEnum):
    """Where an officer's change of keys stands."""

    NONE = "none"
    WAITING = "waiting"
    MOVING = "moving"


@dataclass(frozen=True)
class KeyChange:
    """A change of keys as its officer sees it. `fresh` is the new key's fingerprint, `moved` what was sealed anew.

    `begun` is None when there is none; `round_done`: the slips were gone through to the end.
    """

    phase: Phase
    fresh: str = ""
    begun: date | None = None
    vouched: date | None = None
    moved: int = 0


def change_of(session: Session, who: Who) -> KeyChange:
    """Where the officer's change stands."""
    record = session.get(KeyChangeRecord, who.officer)
    if record is None:
        return KeyChange(Phase.NONE)
    phase = Phase.WAITING if record.vouched is None else Phase.MOVING
    fingerprint = Recipient.parse(record.fresh).fingerprint
    return KeyChange(phase, fingerprint, record.begun, record.vouched, record.moved)


Also = Callable[[Session, OfficerIdentity], None]
"""What else a change of keys does in its transaction, given what the key file will hold."""


def begin(desk: Desk, who: Who, passphrase: str, also: Also) -> None:
    """Make a new key beside the present one. Nothing is sealed to it before a signed roster has it.

    Raise `NotChanged`: as for a passphrase, and `UNDERWAY` while a second key is in use already. One that never came
    into use, because a commit failed after it, is replaced.
    """
    spare: list[Identity] = []

    def beside(found_with: Identity | None) -> Identity:
        spare.extend([found_with] if found_with else [])
        return Identity.generate()

    file = opened_file(desk, who, passphrase, lambda found: replace(found, other=beside(found.other)))
    fresh = file.content.other
    if fresh is None:  # pragma: no cover  it was put there above
        raise NotChanged(Refused.WRONG)
    with desk.database.writing() as session:
        own_record(session, desk, who, file)
        known, record = vouched(session, desk.ledger), session.get(KeyChangeRecord, who.officer)
        for key in spare:
            waits = record is not None and record.fresh == str(key.recipient)
            # Never lose a key to which something is, or is about to be, sealed.
            if waits or known.has_held(who.officer, key.recipient):
                raise NotChanged(Refused.UNDERWAY)
        if record is not None and record.vouched is not None:
            raise NotChanged(Refused.UNDERWAY)
        session.merge(
            KeyChangeRecord(
                officer=who.officer, fresh=str(fresh.recipient), former="", begun=desk.clock.today(), vouched=None,
                published=None, upto="", moved=0,
            )
        )  # fmt: skip
        desk.ledger.record(session, actor=who.officer, act=Act.OWN_KEY, note=waiting_note(fresh.recipient))
        also(session, file.content)
        sessions.end_all_of(session, who.officer)
        replace_file(identity_path(desk.keys, who.login), file.sealed)


def withdraw(desk: Desk, who: Who, passphrase: str, also: Also) -> None:
    """Take the waiting key out of register, chain and file: nothing was ever sealed to it.

    Raise `NotChanged`, with `UNDERWAY` when a signed roster has it by now. What the chain says keeps the next roster
    from taking it, whoever puts the row back. The file comes last: a key that a roster may still take is never lost,
    and one that stays there, because something broke in between, is replaced by the next `begin`.
    """
    file = opened_file(desk, who, passphrase, lambda found: replace(found, other=None))
    with desk.database.writing() as session:
        own_record(session, desk, who, file)
        record = session.get(KeyChangeRecord, who.officer, with_for_update=True)
        if record is None or record.vouched is not None:
            raise NotChanged(Refused.UNDERWAY)
        session.delete(record)
        note = withdrawn_note(Recipient.parse(record.fresh))
        desk.ledger.record(session, actor=who.officer, act=Act.OWN_KEY, note=note)
        also(session, file.content)
        sessions.end_all_of(session, who.officer)
    with desk.database.writing() as session:
        own_record(session, desk, who, file)
        replace_file(identity_path(desk.keys, who.login), file.sealed)


def end(desk: Desk, who: Who, passphrase: str, needed: Callable[[Session], bool], also: Also) -> None:
    """Take the old key out of the key file for good, when `needed` says in the same transaction that it may go.

    Raise `NotChanged`. Broken off after the file and before the commit, the key is gone and the row is not: doing it
    again removes the row.
    """
    file = opened_file(desk, who, passphrase, lambda found: replace(found, other=None))
    with desk.database.writing() as session:
        own_record(session, desk, who, file)
        record = session.get(KeyChangeRecord, who.officer)
        if record is None or record.vouched is None or record.fresh != str(who.identity.recipient) or needed(session):
            raise NotChanged(Refused.NEEDED)
        session.delete(record)
        desk.ledger.record(session, actor=who.officer, act=Act.OWN_KEY, note=ENDED)
        also(session, file.content)
        sessions.end_all_of(session, who.officer)
        replace_file(identity_path(desk.keys, who.login), file.sealed)
