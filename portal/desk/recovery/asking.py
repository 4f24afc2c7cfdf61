"""Asking for a recovery, taking the request up, handing a half over, refusing, taking back. One audit line each.

    begin     a colleague who may give access, at the desk, for an officer who stands there: a code on paper
    take_up   the officer, with that code: a second code that nobody else sees, and the temporary key's fingerprint
    hand      each of two keepers: compares that fingerprint with what the officer shows, and types it

The desk puts its keyed word over the request, so whoever writes the database puts no temporary key of their own there.
"""

from dataclasses import dataclass, field
from datetime import date
from secrets import token_hex

from sqlalchemy.orm import Session

from portal.age import Recipient
from portal.desk.desk import Desk
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Right, Who
from portal.desk.officers.standing import key_of, seasoned
from portal.desk.recovery import rules
from portal.desk.recovery.finding import (
    NoSuchRecovery,
    by_code,
    colleague,
    end,
    handed,
    kept,
    login_of,
    note,
    open_for,
    require_known,
    settle,
    times,
    what_is_vouched,
)
from portal.desk.recovery.keeping import standings
from portal.desk.recovery.records import HandedHalfRecord, KeyHalfRecord, RecoveryRecord
from portal.desk.recovery.rules import OPEN, Handing, NotRecovered, Standing, State, Why
from portal.sealing import Part, RecoveryCode, SealingError, open_half, seal_refusal

LONGEST_REASON = 2000
BEGIN, TAKE_UP, HAND, REFUSE, WITHDRAW = "begin", "take-up", "hand", "refuse", "withdraw"


@dataclass(frozen=True)
class TakenUp:
    """What the officer writes down: the code to come back with, and the fingerprint to show to the keepers."""

    code: str = field(repr=False)
    fingerprint: str
    name: str
    last: date


def begin(session: Session, desk: Desk, who: Who, officer: str, seen: str) -> str:
    """Begin a recovery for a colleague who came in person. Return the code to give them on paper.

    `seen`: how many there had been when the page was made. The page with the code is the answer to a form: loaded anew
    days later, it must not begin another one.

    Raise `NoSuchRecovery` for nobody of this office or one below; `NotRecovered` for oneself, where nothing is set up
    or nobody is left to help besides `who`, while one is open already, and when there has been one since.
    """
    record = colleague(session, desk, who, officer)
    if officer == who.officer:
        raise NotRecovered(Why.OWN)
    if standings(session, without=who.officer).get(officer, Standing.NONE) is not Standing.READY:
        raise NotRecovered(Why.NOT_SET_UP)
    if open_for(session, desk, officer) is not None:
        raise NotRecovered(Why.OPEN)
    if seen != str(times(session, officer)):
        raise NotRecovered(Why.STALE)
    code = RecoveryCode.new()
    made = RecoveryRecord(
        id=token_hex(16), officer=officer, begun_by=who.officer, begun=desk.clock.today(), state=State.BEGUN,
        mark=code.mark, recipient="", told=False, proof="",
    )  # fmt: skip
    made.proof = desk.ledger.vouch(*what_is_vouched(made))
    session.add(made)
    session.flush()
    note(session, desk, who.officer, BEGIN, record.login)
    return code.code


def take_up(desk: Desk, typed: str) -> TakenUp:
    """Take a request up with the code on the paper, which is good for this once. Raise `NotRecovered`.

    The temporary key is derived from a new code that is shown to the officer alone: who began it cannot go on. Opens
    and commits its own transaction.
    """
    require_known(desk, typed)
    with desk.database.writing() as session:
        return _taken_up(session, desk, typed)


def _taken_up(session: Session, desk: Desk, typed: str) -> TakenUp:
    found = by_code(session, desk, typed, State.BEGUN)
    officer = session.get(OfficerRecord, found.officer)
    if officer is None or officer.revoked is not None:
        raise NotRecovered(Why.WRONG)
    code = RecoveryCode.new()
    recipient = code.identity.recipient
    found.state, found.mark, found.recipient = State.WAITING, code.mark, str(recipient)
    found.proof = desk.ledger.vouch(*what_is_vouched(found))
    session.flush()
    note(session, desk, found.officer, TAKE_UP, recipient.fingerprint.replace(" ", ""))
    return TakenUp(code.code, recipient.fingerprint, officer.name, _last(desk, found))


def hand(session: Session, desk: Desk, who: Who, recovery: str, typed: str) -> None:
    """Seal one's own half to the temporary key whose fingerprint the officer showed.

    Raise `NoSuchRecovery`; `NotRecovered` as `may_hand`, for another fingerprint, and for a half that does not open.
    """
    found, half = kept(session, desk, who, recovery)
    _forget_who_left(session, found)
    rules.may_hand(handing(session, desk, who, found, half))
    key = Recipient.parse(found.recipient)
    if not rules.same_fingerprint(typed, key.fingerprint):
        raise NotRecovered(Why.DIFFERS)
    part, day = Part(half.part), desk.clock.today()
    try:
        opened = open_half(half.sealed, who.keys, found.officer, who.officer, part)
    except SealingError as broken:
        raise NotRecovered(Why.NO_HALF) from broken
    sealed = opened.handed_to(key, found.officer, found.id, day)
    session.add(HandedHalfRecord(recovery=found.id, part=half.part, keeper=who.officer, day=day, sealed=sealed))
    session.flush()
    note(session, desk, who.officer, HAND, login_of(session, found), key.fingerprint.replace(" ", ""))


def refuse(session: Session, desk: Desk, who: Who, recovery: str, text: str) -> None:
    """Refuse one's half, with a reason: the recovery is over for everybody. Raise `NotRecovered`, `NoSuchRecovery`."""
    found, _ = kept(session, desk, who, recovery)
    if found.state not in OPEN:
        raise NotRecovered(Why.OVER)
    if not text.strip() or len(text) > LONGEST_REASON:
        raise NotRecovered(Why.TEXT)
    starter = session.get(OfficerRecord, found.begun_by)
    asker = key_of(session, desk, starter.office, starter.id) if starter else None
    to, day = [who.identity.recipient, *([asker] if asker else [])], desk.clock.today()
    found.sealed = seal_refusal(found.officer, found.id, text.strip(), who.name, to, day)
    end(session, desk, found, State.REFUSED, who.officer)
    note(session, desk, who.officer, REFUSE, login_of(session, found))


def withdraw(session: Session, desk: Desk, who: Who, recovery: str) -> str:
    """Take a recovery back: whoever may begin one for this officer, and the officer, who never asked for it.

    Return whose it was. Raise `NoSuchRecovery`; `NotRecovered` when it is over.
    """
    found = session.get(RecoveryRecord, recovery, with_for_update=True)
    if found is None:
        raise NoSuchRecovery
    if found.officer != who.officer:
        colleague(session, desk, who, found.officer)
    if settle(session, desk, found) not in OPEN:
        raise NotRecovered(Why.OVER)
    end(session, desk, found, State.WITHDRAWN, who.officer)
    note(session, desk, who.officer, WITHDRAW, login_of(session, found))
    return found.officer


def handing(session: Session, desk: Desk, who: Who, found: RecoveryRecord, half: KeyHalfRecord) -> Handing:
    """What is true of `who` and this recovery, for `may_hand`."""
    return Handing(
        keeper=who.officer,
        part=half.part,
        state=State(found.state),
        begun_by=found.begun_by,
        proven=desk.ledger.vouched(found.proof, *what_is_vouched(found)),
        seasoned=seasoned(session, desk, who, Right.HOLD_SHARE),
        taken={one.part: one.keeper for one in handed(session, found)},
    )


def _forget_who_left(session: Session, found: RecoveryRecord) -> None:
    """A half that somebody handed over who left since does not count: another keeper of it may hand it over."""
    for one in handed(session, found):
        keeper = session.get(OfficerRecord, one.keeper)
        if keeper is None or keeper.revoked is not None:
            session.delete(one)
    session.flush()


def _last(desk: Desk, found: RecoveryRecord) -> date:
    return rules.last_day(found.begun, desk.policy.request_days)
