"""Holds: set by one, lifted by two. While one stands, nothing of the case is destroyed.

A row that holds something up can be deleted by whoever writes the database, and an insider who wants a case gone would
do that first (T5). So the audit chain is asked too: it knows how many holds were set, and a lifting counts only with
the desk's own keyed word.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.age import Recipient
from portal.desk.approvals.kinds import Asked, ByRegister, Given, TwofoldAct
from portal.desk.audit.actions import Act
from portal.desk.casework.queue.actions import in_register
from portal.desk.casework.records import CaseRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.desk import Desk
from portal.desk.officers.actions import officer_names
from portal.desk.officers.rules import Right, Who
from portal.desk.officers.standing import keys_of
from portal.desk.retention.records import HoldRecord
from portal.domain.two_persons import HOLD_LIFTED, HOLD_SET, Twofold
from portal.sealing import Envelope, Kind, Place, SealingError, open_envelope, seal_envelope


@dataclass(frozen=True)
class HoldView:
    """One hold. `reason` is None for an officer to whom it was not sealed; `lifted` None while it stands."""

    set_on: date
    set_by: str
    reason: str | None
    lifted: date | None
    lifted_by: str
    lifted_with: str


def lifting_act() -> TwofoldAct:
    """The act of lifting the holds on a case."""
    by_register = ByRegister(_prepare, asked_at="retention.ask")
    return TwofoldAct(
        Twofold.LIFT_HOLD.value, Right.RETAIN, Right.SECOND, None, _carry_out, seconds_of, by_register=by_register
    )


def set_hold(session: Session, desk: Desk, who: Who, number: str, text: str) -> None:
    """Hold the destruction of a case up, with a reason. Raise `NoSuchCase`; `NotAllowed` without a reason.

    The reason is sealed to whoever may be a second person in this office, and to who set it: nobody needs a key to the
    case to hold it up, and nobody who writes the database reads why.
    """
    case = in_register(session, who, number)
    if not text.strip():
        raise NotAllowed(Refusal.TEXT)
    slot = (session.scalar(select(func.max(HoldRecord.slot)).where(HoldRecord.case_id == case.id)) or 0) + 1
    day = desk.clock.today()
    body = {"by": who.name, "text": text.strip()}
    envelope = Envelope(Place(Kind.HOLD, "parcel", case.id, slot), day, "desk", body)
    to = {who.officer: who.identity.recipient, **seconds_of(session, desk, who)}
    sealed = seal_envelope(envelope, list(to.values()))
    session.add(HoldRecord(case_id=case.id, slot=slot, set_on=day, set_by=who.officer, sealed=sealed))
    desk.ledger.record(session, actor=who.officer, act=Act.HOLD, case=number, note=HOLD_SET)


def held(session: Session, desk: Desk, case: CaseRecord) -> bool:
    """Whether anything holds the destruction of this case up."""
    rows = _holds(session, case)
    told = sum(line.act == Act.HOLD and line.note == HOLD_SET for line in desk.ledger.of_case(session, case.number))
    return told > sum(_lifted(desk, row) for row in rows) or any(not _lifted(desk, row) for row in rows)


def holds_of(session: Session, desk: Desk, who: Who, case: CaseRecord) -> tuple[HoldView, ...]:
    """Every hold there was on this case, the newest first."""
    names = officer_names(session)
    return tuple(
        HoldView(
            set_on=row.set_on,
            set_by=names.get(row.set_by, row.set_by),
            reason=_reason(row, who),
            lifted=row.lifted_on if _lifted(desk, row) else None,
            lifted_by=names.get(row.lifted_by or "", ""),
            lifted_with=names.get(row.lifted_with or "", ""),
        )
        for row in reversed(_holds(session, case))
    )


def seconds_of(session: Session, desk: Desk, who: Who) -> Mapping[str, Recipient]:
    """The keys of those who may be the second person in this office, by officer id."""
    return keys_of(session, desk, who.office, Right.SECOND)


def _prepare(session: Session, desk: Desk, who: Who, case: CaseRecord, given: Given) -> Given:  # noqa: ARG001
    if not held(session, desk, case):
        raise NotAllowed(Refusal.NOT_HELD)
    return {}


def _carry_out(session: Session, desk: Desk, who: Who, asked: Asked) -> None:
    case = session.get_one(CaseRecord, asked.case_id)
    _prepare(session, desk, who, case, asked.given)
    for row in _holds(session, case):
        if not _lifted(desk, row):
            row.lifted_on, row.lifted_by, row.lifted_with = desk.clock.today(), asked.asker.officer, who.officer
            row.proof = desk.ledger.vouch(*_what_is_vouched(row))
    session.flush()
    desk.ledger.record(session, actor=who.officer, act=Act.HOLD, case=case.number, note=HOLD_LIFTED)


def _holds(session: Session, case: CaseRecord) -> list[HoldRecord]:
    return list(session.scalars(select(HoldRecord).where(HoldRecord.case_id == case.id).order_by(HoldRecord.slot)))


def _lifted(desk: Desk, row: HoldRecord) -> bool:
    return desk.ledger.vouched(row.proof or "", *_what_is_vouched(row))


def _what_is_vouched(row: HoldRecord) -> tuple[str | int, ...]:
    day = row.lifted_on.isoformat() if row.lifted_on else ""
    return ("hold lifted", row.case_id, row.slot, row.set_by, day, row.lifted_by or "", row.lifted_with or "")


def _reason(row: HoldRecord, who: Who) -> str | None:
    place = Place(Kind.HOLD, "parcel", row.case_id, row.slot)
    try:
        return str(open_envelope(row.sealed, who.keys, place).body.get("text", ""))
    except SealingError:
        return None
