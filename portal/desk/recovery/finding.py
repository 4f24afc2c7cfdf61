"""Finding the recovery that concerns somebody, what is true of it now, and its end."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import DESK, Act
from portal.desk.desk import Desk
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Right, Who
from portal.desk.officers.standing import parents_of
from portal.desk.officers.tree import above
from portal.desk.recovery import rules
from portal.desk.recovery.records import HandedHalfRecord, KeyHalfRecord, RecoveryRecord
from portal.desk.recovery.rules import OPEN, NotRecovered, State, Why
from portal.sealing import BadReceipt, RecoveryCode

LAPSE = "lapse"


class NoSuchRecovery(Exception):
    """There is none that concerns this officer: unknown, another office's, another keeper's, all the same."""


def require_known(desk: Desk, typed: str) -> None:
    """Pass when this code finds anything at all. Raise `NotRecovered`.

    Only reads: a flood of wrong codes takes no write lock. Nothing else bounds them, since 128 bits are not guessed.
    """
    with desk.database.reading() as session:
        if session.scalar(select(RecoveryRecord.id).where(RecoveryRecord.mark == _mark(typed))) is None:
            raise NotRecovered(Why.WRONG)


def end(session: Session, desk: Desk, found: RecoveryRecord, state: State, by: str) -> None:
    """End a recovery: its code finds nothing any more, and what was handed over is destroyed."""
    found.state, found.mark, found.ended, found.ended_by, found.told = state, "", desk.clock.today(), by, False
    found.proof = desk.ledger.vouch(*what_is_vouched(found))
    session.execute(delete(HandedHalfRecord).where(HandedHalfRecord.recovery == found.id))
    session.flush()


def settle(session: Session, desk: Desk, found: RecoveryRecord) -> State:
    """Write down that a recovery has lapsed, if it has. Return the state it is in."""
    now = rules.state_now(State(found.state), found.begun, desk.clock.today(), desk.policy.request_days)
    if now != found.state:
        end(session, desk, found, now, DESK)
        note(session, desk, DESK, LAPSE, login_of(session, found))
    return now


def by_code(session: Session, desk: Desk, typed: str, state: State) -> RecoveryRecord:
    """The open recovery that this code finds. Raise `NotRecovered`: wrong, used, over and forged are the same."""
    wanted = select(RecoveryRecord).where(RecoveryRecord.mark == _mark(typed)).with_for_update()
    found = session.scalars(wanted).one_or_none()
    if found is None or settle(session, desk, found) is not state:
        raise NotRecovered(Why.WRONG)
    if not desk.ledger.vouched(found.proof, *what_is_vouched(found)):
        raise NotRecovered(Why.UNPROVEN)
    return found


def open_for(session: Session, desk: Desk, officer: str) -> RecoveryRecord | None:
    """The recovery of this officer's key that is open now, if there is one."""
    mine = select(RecoveryRecord).where(RecoveryRecord.officer == officer, RecoveryRecord.state.in_(OPEN))
    found = [record for record in session.scalars(mine).all() if settle(session, desk, record) in OPEN]
    return found[0] if found else None


def times(session: Session, officer: str) -> int:
    """How many recoveries of this officer's key there have been, the open one too."""
    return session.scalar(select(func.count()).where(RecoveryRecord.officer == officer)) or 0


def kept(session: Session, desk: Desk, who: Who, recovery: str) -> tuple[RecoveryRecord, KeyHalfRecord]:
    """A recovery for which `who` keeps a half. Raise `NoSuchRecovery`."""
    found = session.get(RecoveryRecord, recovery, with_for_update=True)
    half = session.get(KeyHalfRecord, (found.officer, who.officer)) if found else None
    if found is None or half is None:
        raise NoSuchRecovery
    settle(session, desk, found)
    return found, half


def handed(session: Session, found: RecoveryRecord) -> list[HandedHalfRecord]:
    """The halves handed over in this recovery."""
    here = select(HandedHalfRecord).where(HandedHalfRecord.recovery == found.id)
    return list(session.scalars(here.order_by(HandedHalfRecord.part)))


def colleague(session: Session, desk: Desk, who: Who, officer: str) -> OfficerRecord:
    """An active officer of this office or one below it. Raise `NoSuchRecovery`, also for who may not give access."""
    record = session.get(OfficerRecord, officer)
    if record is None or record.revoked is not None or Right.GRANT not in who.rights:
        raise NoSuchRecovery
    if record.office != who.office and who.office not in above(parents_of(session, desk), record.office):
        raise NoSuchRecovery
    return record


def what_is_vouched(record: RecoveryRecord) -> tuple[str | int, ...]:
    """What the desk's keyed word is over: who, for whom, since when, the state, the code and the temporary key."""
    what = ("recovery", record.id, record.officer, record.begun_by, record.begun.isoformat())
    return (*what, str(record.state), record.mark, record.recipient)


def note(session: Session, desk: Desk, actor: str, step: str, *words: str) -> None:
    """One line of the chain about a recovery: the step and code words."""
    desk.ledger.record(session, actor=actor, act=Act.RECOVER, note=" ".join((step, *words)))


def login_of(session: Session, found: RecoveryRecord) -> str:
    """The login of the officer whose key it is."""
    officer = session.get(OfficerRecord, found.officer)
    return officer.login if officer else found.officer


def _mark(typed: str) -> str:
    try:
        return RecoveryCode.parse(typed).mark
    except BadReceipt:
        raise NotRecovered(Why.WRONG) from None
