"""The end of a recovery: the officer's keys opened with both halves, in a new key file with a new second factor.

Sealing a key file takes a second, and nobody may hold the write lock meanwhile; so this opens and commits its own
transactions. In the second everything is asked again: what changed in between, changes nothing.
"""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from portal.age import AgeError, Identity, seal_with_passphrase
from portal.desk.audit.actions import Act
from portal.desk.desk import Desk, TooBusy
from portal.desk.keys import identity_path
from portal.desk.officers import rules as officer_rules
from portal.desk.officers import second_factor, sessions
from portal.desk.officers.identity_file import OfficerIdentity
from portal.desk.officers.records import KeyChangeRecord, OfficerRecord
from portal.desk.officers.vouching import lost_note, vouched
from portal.desk.recovery.finding import by_code, end, handed, note, require_known
from portal.desk.recovery.keeping import put_if_possible
from portal.desk.recovery.records import HandedHalfRecord, KeyPacketRecord, RecoveryRecord
from portal.desk.recovery.rules import NotRecovered, State, Why
from portal.domain.passphrase import normal_passphrase
from portal.sealing import Part, RecoveryCode, SealingError, join, open_handed
from portal.whole_files import replace as replace_file

DONE = "done"


@dataclass(frozen=True)
class Recovered:
    """What the officer takes away: login, fingerprint, the new second factor. `again`: recovery is set up anew."""

    login: str
    fingerprint: str
    totp_secret: str = field(repr=False)
    totp_uri: str = field(repr=False)
    again: bool


@dataclass(frozen=True)
class _Opened:
    recovery: str
    halves: tuple[bytes, ...] = field(repr=False)
    content: OfficerIdentity


def complete(desk: Desk, typed: str, passphrase: str) -> Recovered:
    """Write the new key file, end every sign-in, destroy the halves and divide the key anew. Raise `NotRecovered`."""
    passphrase = normal_passphrase(passphrase)
    require_known(desk, typed)
    # The code first: what is said of a passphrase must not tell a stranger whose login it contains.
    with desk.database.writing() as session:
        opened = _opened(session, desk, typed)
    content = opened.content
    if weak := officer_rules.weakness(passphrase, content.login):
        raise NotRecovered(Why(weak.value))
    try:
        with desk.lanes.strangers.turn():
            sealed = seal_with_passphrase(content.write(), passphrase, desk.cost)
    except TooBusy:
        raise NotRecovered(Why.BUSY) from None
    with desk.database.writing() as session:
        again = _written(session, desk, typed, opened, sealed)
    uri = second_factor.enrolment_uri(content.totp, content.login)
    return Recovered(content.login, content.identity.recipient.fingerprint, content.totp, uri, again)


def _opened(session: Session, desk: Desk, typed: str) -> _Opened:
    found = by_code(session, desk, typed, State.WAITING)
    officer = _active(session, found.officer)
    both = _both(session, found)
    content = _content(session, desk, officer, found.id, both, RecoveryCode.parse(typed).identity)
    return _Opened(found.id, tuple(one.sealed for one in both), content)


def _both(session: Session, found: RecoveryRecord) -> tuple[HandedHalfRecord, HandedHalfRecord]:
    there = handed(session, found)
    if len(there) < len(Part):
        raise NotRecovered(Why.WAITS)
    for one in there:
        keeper = session.get(OfficerRecord, one.keeper)
        if keeper is None or keeper.revoked is not None:
            raise NotRecovered(Why.LEFT)
    first, second = there
    return first, second


def _content(
    session: Session,
    desk: Desk,
    officer: OfficerRecord,
    recovery: str,
    both: tuple[HandedHalfRecord, HandedHalfRecord],
    key: Identity,
) -> OfficerIdentity:
    """What the new key file holds. The key must be the one that the register and the chain have for this officer."""
    packet = session.get(KeyPacketRecord, officer.id)
    if packet is None:
        raise NotRecovered(Why.UNFIT)
    try:
        one, two = (open_handed(half.sealed, key, officer.id, recovery, Part(half.part)) for half in both)
        first, *more = join(packet.sealed, one, two, officer.id)
        totp, other = second_factor.new_secret(), more[0] if more else None
        content = OfficerIdentity(officer.id, officer.login, totp, first, other)
        own = content.with_key_of(officer.recipient)
    except (SealingError, AgeError):
        raise NotRecovered(Why.UNFIT) from None
    if own is None or not vouched(session, desk.ledger).knows_officer(officer.id, own.identity.recipient):
        raise NotRecovered(Why.UNFIT)
    return own


def _written(session: Session, desk: Desk, typed: str, opened: _Opened, sealed: bytes) -> bool:
    found = by_code(session, desk, typed, State.WAITING)
    officer, content = _active(session, found.officer), opened.content
    if found.id != opened.recovery or tuple(one.sealed for one in _both(session, found)) != opened.halves:
        raise NotRecovered(Why.UNFIT)
    if content.with_key_of(officer.recipient) is None:
        raise NotRecovered(Why.UNFIT)
    officer.passphrase_set = desk.clock.today()
    _forget_a_lost_key(session, desk, content)
    end(session, desk, found, State.DONE, officer.id)
    note(session, desk, officer.id, DONE, officer.login)
    again = put_if_possible(session, desk, officer.id, officer.office, content.keys)
    sessions.end_all_of(session, officer.id)
    # Last, inside the transaction, as for a new passphrase: if the commit fails after it, the file opens with the new
    # passphrase, the page says that something failed, and the code is still good.
    replace_file(identity_path(desk.keys, officer.login), sealed)
    return again


def _forget_a_lost_key(session: Session, desk: Desk, content: OfficerIdentity) -> None:
    """A key that waits for the roster and did not come back must never be signed: nobody has it.

    What the chain says keeps the next roster from taking it, whoever puts the row back.
    """
    change = session.get(KeyChangeRecord, content.officer)
    have = [key.recipient for key in content.keys]
    if change is not None and change.vouched is None and change.fresh not in map(str, have):
        session.delete(change)
    if note_of_loss := lost_note(session, desk.ledger, content.officer, have):
        desk.ledger.record(session, actor=content.officer, act=Act.OWN_KEY, note=note_of_loss)


def _active(session: Session, officer: str) -> OfficerRecord:
    record = session.get(OfficerRecord, officer, with_for_update=True, populate_existing=True)
    if record is None or record.revoked is not None:
        raise NotRecovered(Why.WRONG)
    return record
