"""What officers do with their own sign-in: another passphrase, ending sign-ins elsewhere, looking at what was done.

Changing the passphrase spans more than one transaction, because a passphrase check takes a second and nobody may hold
the write lock meanwhile; so this function opens and commits its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.age import WrongPassphrase, seal_with_passphrase
from portal.desk.audit.actions import Act
from portal.desk.desk import Desk, TooBusy
from portal.desk.keys import identity_path
from portal.desk.officers import rules, sessions, throttle
from portal.desk.officers.identity_file import NotAnIdentity, OfficerIdentity, read_identity
from portal.desk.officers.records import OfficerRecord, SessionRecord
from portal.desk.officers.rules import Who
from portal.desk.officers.sessions import Stage
from portal.desk.officers.throttle import Admission
from portal.domain.passphrase import normal_passphrase
from portal.whole_files import replace

PASSPHRASE, END_OTHERS = "passphrase", "end-others"
SHOWN = 50
HISTORY = frozenset(
    {
        Act.HALF_SIGNED_IN,
        Act.SIGN_IN,
        Act.SIGN_IN_FAILED,
        Act.SECOND_FACTOR_FAILED,
        Act.SIGN_OUT,
        Act.THROTTLED,
        Act.OWN_KEY,
        Act.RECOVER,
    }
)


class Refused(StrEnum):
    """Why the passphrase, or the key, was not changed."""

    WRONG = "wrong"
    THROTTLED = "throttled"
    BUSY = "busy"
    SAME = "same"
    SHORT = "short"
    MONOTONOUS = "monotonous"
    CONTAINS_LOGIN = "contains-login"
    PASSKEY = "passkey"
    MANY = "many"
    UNDERWAY = "underway"
    NEEDED = "needed"


class NotChanged(Exception):
    """Passphrase and keys are what they were; `why` says what stood in the way."""

    def __init__(self, why: Refused) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class OwnSitting:
    """One living sign-in of the officer (aware times in the deployment's zone)."""

    began: datetime
    seen: datetime
    this: bool


@dataclass(frozen=True)
class OwnLine:
    """One line of the sign-in history; `act` is a code word of the chain."""

    at: datetime
    act: Act


def change_passphrase(desk: Desk, who: Who, sitting: str, old: str, new: str) -> None:
    """Seal the key file anew; every other sign-in ends. A power cut leaves the old file or the new one, never a part.

    Raise `NotChanged`. Wrong old passphrases are counted: a desk left open is no place to try them at leisure.
    """
    new = normal_passphrase(new)
    if weak := rules.weakness(new, who.login):
        raise NotChanged(Refused(weak.value))
    if new == normal_passphrase(old):
        raise NotChanged(Refused.SAME)
    file = opened_file(desk, who, old, lambda found: found, new)
    with desk.database.writing() as session:
        record = own_record(session, desk, who, file)
        record.passphrase_set = desk.clock.today()
        sessions.end_others_of(session, who.officer, sitting)
        desk.ledger.record(session, actor=who.officer, act=Act.OWN_KEY, note=PASSPHRASE)
        # Last, inside the transaction: if the commit fails the new passphrase counts without a line about it, and the
        # page says that something failed; a line without the deed would be worse.
        replace(identity_path(desk.keys, who.login), file.sealed)


@dataclass(frozen=True)
class OwnFile:
    """A key file that was opened: its bytes as they lay there, what it will hold, and that sealed."""

    before: bytes = field(repr=False)
    content: OfficerIdentity
    sealed: bytes = field(repr=False)


def opened_file(
    desk: Desk, who: Who, passphrase: str, change: Callable[[OfficerIdentity], OfficerIdentity], new: str | None = None
) -> OwnFile:
    """Open the officer's key file with their passphrase and seal what `change` makes of it, with `new` if given.

    Nothing is written yet: that is for a transaction that begins with `own_record`. Raise `NotChanged`.
    """
    passphrase, path = normal_passphrase(passphrase), identity_path(desk.keys, who.login)
    bucket, now = _bucket(who), int(desk.clock.now().timestamp())
    _admit(desk, bucket, now)
    try:
        with desk.lanes.known_devices.turn():
            before = path.read_bytes()
            content = change(_opened(desk, who, before, passphrase))
            return OwnFile(before, content, seal_with_passphrase(content.write(), new or passphrase, desk.cost))
    except TooBusy:
        with desk.database.writing() as session:
            throttle.give_back(session, bucket)
        raise NotChanged(Refused.BUSY) from None
    except OSError:
        raise NotChanged(Refused.WRONG) from None


def own_record(session: Session, desk: Desk, who: Who, file: OwnFile) -> OfficerRecord:
    """Lock the officer's row before the file is replaced, and give back the counted attempt.

    Raise `NotChanged` for who left meanwhile, and when the file is not the one that was opened: two changes at once
    must not lose a key that the first of them put there.
    """
    throttle.give_back(session, _bucket(who))
    record = session.get(OfficerRecord, who.officer, with_for_update=True, populate_existing=True)
    if record is None or record.revoked is not None:
        raise NotChanged(Refused.WRONG)
    if identity_path(desk.keys, who.login).read_bytes() != file.before:
        raise NotChanged(Refused.BUSY)
    return record


def end_others(session: Session, desk: Desk, who: Who, sitting: str) -> int:
    """End this officer's sign-ins elsewhere, half-finished ones too. Return how many there were."""
    ended = sessions.end_others_of(session, who.officer, sitting)
    desk.ledger.record(session, actor=who.officer, act=Act.OWN_KEY, note=END_OTHERS)
    return ended


def own_sittings(session: Session, desk: Desk, who: Who, sitting: str) -> tuple[OwnSitting, ...]:
    """This officer's living sign-ins, newest first."""
    now, idle = int(desk.clock.now().timestamp()), int(desk.policy.idle.total_seconds())
    mine = select(SessionRecord).where(SessionRecord.officer == who.officer, SessionRecord.stage == Stage.OPEN)
    return tuple(
        OwnSitting(_at(desk, one.began), _at(desk, one.seen), this=one.id == sitting)
        for one in session.scalars(mine.order_by(SessionRecord.began.desc()))
        if rules.alive(now, one.seen, one.ends, idle)
    )


def own_history(session: Session, desk: Desk, who: Who) -> tuple[OwnLine, ...]:
    """The newest `SHOWN` lines that the audit chain has about this officer's signing in, newest first."""
    lines = desk.ledger.of_actor(session, who.officer, HISTORY, SHOWN)
    return tuple(OwnLine(line.at.astimezone(desk.clock.zone), Act(line.act)) for line in lines)


def _admit(desk: Desk, bucket: str, now: int) -> None:
    with desk.database.writing() as session:
        admission = throttle.admit(session, bucket, now)
    if admission is not Admission.ADMITTED:
        raise NotChanged(Refused.THROTTLED)


def _bucket(who: Who) -> str:
    return f"own/{who.officer}"


def _opened(desk: Desk, who: Who, sealed: bytes, passphrase: str) -> OfficerIdentity:
    """The key file opened, if it is this officer's and holds the key they are signed in with. Raise `NotChanged`."""
    try:
        found = read_identity(desk.open_identity(sealed, passphrase))
    except (WrongPassphrase, NotAnIdentity):
        raise NotChanged(Refused.WRONG) from None
    own = found.with_key_of(str(who.identity.recipient)) if found.officer == who.officer else None
    if own is None:
        raise NotChanged(Refused.WRONG)
    return own


def _at(desk: Desk, seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, desk.clock.zone)
