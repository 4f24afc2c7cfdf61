"""Destroying a case: its keys and everything sealed, in the transaction of the second person's yes.

What goes first are the slips: from that commit on nobody has a key, so whatever copy of a sealed byte is still
somewhere opens for nobody. The bytes in the stores and in the letterbox go after it (`finishing`), because no
transaction covers them.
"""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Column, Table, delete, or_, select
from sqlalchemy.orm import Session

from portal.desk.approvals.kinds import Asked, ByRegister, Facts, Given, TwofoldAct
from portal.desk.audit.actions import Act, ChainBroken
from portal.desk.audit.notes import WAY
from portal.desk.base import DeskBase
from portal.desk.casework.records import CaseRecord, OutboxRecord, SlipRecord, TombstoneRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.desk import Desk
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Right, Who
from portal.desk.retention.holding import held, seconds_of
from portal.desk.retention.records import CondemnedRecord
from portal.desk.retention.rules import SCHEDULE, Keep, Years, due_on, keep_of, may_destroy
from portal.domain.statuses import State
from portal.domain.text import Text
from portal.domain.two_persons import Twofold

AT_DESK, IN_LETTERBOX = "desk", "letterbox"
MOVES = (Act.DECIDE, Act.REGISTER)


def destroying_act() -> TwofoldAct:
    """The act of destroying a case whose years are over."""
    by_register = ByRegister(_prepare, asked_at="retention.ask", then="retention.stone", tells=_tells)
    return TwofoldAct(
        Twofold.DELETE.value, Right.RETAIN, Right.SECOND, None, _carry_out, seconds_of, by_register=by_register
    )


def own_years(desk: Desk) -> Years:
    """The office's own schedule, as it is configured."""
    return Years(desk.policy.keep_concluded_years, desk.policy.keep_other_years)


def tables_of_a_case() -> tuple[Table, ...]:
    """Every table with rows of a case, those that point to others first; the register itself is the last."""
    found = [DeskBase.metadata.tables[CaseRecord.__tablename__]]
    for table in DeskBase.metadata.sorted_tables:
        if table not in found and any(key.column.table in found for key in table.foreign_keys):
            found.append(table)
    return tuple(reversed(found))


def _naming(table: Table) -> tuple[Column[str], ...]:
    """The columns of a table that name a case."""
    register = CaseRecord.__table__
    if table is register:
        return (table.c.id,)
    direct = tuple(key.parent for key in table.foreign_keys if key.column.table is register)
    return direct or (table.c.case_id,)


def _prepare(session: Session, desk: Desk, who: Who, case: CaseRecord, given: Given) -> Given:  # noqa: ARG001
    keep, own = keep_of(State(case.state), case.closed_as), own_years(desk)
    may_destroy(keep, case.changed, desk.clock.today(), own, held=held(session, desk, case))
    if not _ended_as_recorded(session, desk, case):
        raise NotAllowed(Refusal.UNPROVEN)
    if keep is None:  # pragma: no cover  `may_destroy` refused it
        raise NotAllowed(Refusal.STATE)
    days = {"ended": case.changed.isoformat(), "due": due_on(keep, case.changed, own).isoformat()}
    return {"keep": keep.value, **days, "unread": case.letters - case.letters_read}


def _tells(given: Given) -> Facts:
    code, unread = str(given.get("keep")), str(given.get("unread", 0))
    ended, due = (Text(day, day) for day in (str(given.get("ended")), str(given.get("due"))))
    return (
        (Text("怎样结束的", "How it ended"), SCHEDULE[Keep(code)].what if code in set(Keep) else Text(code, code)),
        (Text("结束日", "Ended"), ended),
        (Text("应当销毁日", "To be destroyed on"), due),
        (Text("没有人读过的来信", "Letters that nobody has read"), Text(unread, unread)),
    )


def _ended_as_recorded(session: Session, desk: Desk, case: CaseRecord) -> bool:
    """Whether the audit chain tells of the same end: a day or a state that somebody wrote into the register is none.

    The line may be of the day after, when the case was filed away at midnight.
    """
    ways = ((line, *line.note.partition(WAY)) for line in desk.ledger.of_case(session, case.number))
    ends = [(line, before) for line, before, _, after in ways if line.act in MOVES and after == case.state]
    if not ends:
        return False
    line, before = ends[-1]
    late = line.at.astimezone(desk.clock.zone).date() - case.changed
    filed = State(case.state) is State.ARCHIVED
    return timedelta() <= late <= timedelta(days=1) and before == (case.closed_as if filed else before)


def _carry_out(session: Session, desk: Desk, who: Who, asked: Asked) -> None:
    case = session.get_one(CaseRecord, asked.case_id)
    _prepare(session, desk, who, case, asked.given)
    # What the chain says of holds and of the end counts only if it is whole. This cannot be undone: so it is walked.
    if not desk.ledger.verify(session).intact:
        raise ChainBroken("the audit chain does not hold; nothing is destroyed")
    stone = _tombstone(session, desk, who, case, asked)
    destroy(session, stone)
    note = f"{stone.kept_as} {stone.ended.isoformat()} {stone.due.isoformat()}"
    desk.ledger.record(session, actor=who.officer, act=Act.DESTROY, case=asked.number, note=note)


def destroy(session: Session, stone: TombstoneRecord) -> None:
    """Put a stone in the place of its case: keys and sealed rows go, its blobs are written down to go."""
    case_id = stone.case_id
    session.add(stone)
    session.flush()
    session.add_all(
        CondemnedRecord(case_id=case_id, store=AT_DESK, blob=blob) for blob in sorted(_blobs(session, case_id))
    )
    session.execute(delete(OutboxRecord).where(OutboxRecord.locator_hash.endswith(case_id)))
    # Slips go through the session: the rows and counts of the queues follow them.
    for slip in session.scalars(select(SlipRecord).where(SlipRecord.case_id == case_id)):
        session.delete(slip)
    session.flush()
    session.expunge_all()
    for table in tables_of_a_case():
        session.execute(delete(table).where(or_(*(column == case_id for column in _naming(table)))))


def _tombstone(session: Session, desk: Desk, who: Who, case: CaseRecord, asked: Asked) -> TombstoneRecord:
    keep = keep_of(State(case.state), case.closed_as)
    if keep is None:  # pragma: no cover  `_prepare` refused it
        raise NotAllowed(Refusal.STATE)
    return TombstoneRecord(
        case_id=case.id,
        number=case.number,
        offices=",".join(sorted({who.office, *_offices(session, case.id)})),
        received=case.received,
        ended=case.changed,
        kept_as=keep,
        due=due_on(keep, case.changed, own_years(desk)),
        destroyed=desk.clock.today(),
        asked_by=asked.asker.officer,
        agreed_by=who.officer,
    )


def _offices(session: Session, case_id: str) -> Iterator[str]:
    holders = select(OfficerRecord.office).join(SlipRecord, SlipRecord.officer == OfficerRecord.id)
    yield from session.scalars(holders.where(SlipRecord.case_id == case_id))


def _blobs(session: Session, case_id: str) -> set[str]:
    tables = [table for table in tables_of_a_case() if "blob" in table.c]
    return {
        name for table in tables for name in session.scalars(select(table.c.blob).where(table.c.case_id == case_id))
    }
