"""Which requests concern an officer: what waits for their yes or no, what became of their own. No key is needed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.desk.approvals.kinds import Acts
from portal.desk.approvals.records import RequestRecord
from portal.desk.approvals.rules import Standing, last_day, state_now
from portal.desk.audit.actions import DESK, Act
from portal.desk.base import plainly
from portal.desk.casework.records import CaseRecord, SlipRecord
from portal.desk.desk import Desk
from portal.desk.officers.actions import officer_names
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Who
from portal.domain.text import Text
from portal.domain.two_persons import RequestState, Step, name_of, step_note

MOST = 100


@dataclass(frozen=True)
class RequestLine:
    """One request as a list shows it; nothing of its grounds."""

    id: str
    number: str
    name: Text
    state: RequestState
    asker: str
    asked: date
    last: date
    answerer: str
    answered: date | None


@dataclass(frozen=True)
class RequestList:
    """What an officer is shown: requests that wait for them, and their own, newest first."""

    waiting: tuple[RequestLine, ...]
    own: tuple[RequestLine, ...]


def count(session: Session, desk: Desk, who: Who, acts: Acts) -> int:
    """How many requests wait for `who`, together with how many of their own ended without their knowing."""
    given = {"officer": who.officer, "office": who.office, "oldest": _oldest(desk)}
    return int(plainly(session, _counted(*_reach(who, acts)), given).scalar_one())


def lists(session: Session, desk: Desk, who: Who, acts: Acts) -> RequestList:
    """Everything that concerns `who`. What has lapsed is written down, and what ended counts as told."""
    given = {"officer": who.officer, "office": who.office}
    waiting = session.scalars(_newest().where(_answerable(*_reach(who, acts))), given).all()
    own = session.scalars(_newest().where(RequestRecord.asked_by == who.officer)).all()
    for record in {one.id: one for one in (*waiting, *own)}.values():
        settle(session, desk, record)
    for record in own:
        record.told = record.told or record.state != RequestState.PENDING
    still = [record for record in waiting if record.state == RequestState.PENDING]
    return RequestList(tuple(_lines(session, desk, still)), tuple(_lines(session, desk, own)))


def of_case(session: Session, desk: Desk, case: CaseRecord) -> tuple[RequestLine, ...]:
    """Every request about one case, newest first. The caller has seen to it that the officer may open the case."""
    found = session.scalars(_newest().where(RequestRecord.case_id == case.id)).all()
    for record in found:
        settle(session, desk, record)
    return tuple(_lines(session, desk, found))


def settle(session: Session, desk: Desk, record: RequestRecord) -> RequestState:
    """Write down that a request has lapsed, if it has. Return the state it is in."""
    case = session.get(CaseRecord, record.case_id)
    found = Standing(RequestState(record.state), record.asked, record.version, record.asked_by)
    version = case.version if case else -1
    now = state_now(found, version, desk.clock.today(), desk.policy.request_days)
    if now != record.state:
        record.state, record.answered = now, desk.clock.today()
        number = case.number if case else ""
        if case:
            mark(session, case)
        desk.ledger.record(session, actor=DESK, act=Act.REQUEST, case=number, note=step_note(Step.LAPSE, record.kind))
    return now


def mark(session: Session, case: CaseRecord) -> None:
    """Bring what the queue says of a case up to date: whether a request about it waits for a second person."""
    session.flush()
    open_ = (RequestRecord.case_id == case.id, RequestRecord.state == RequestState.PENDING)
    case.waits = session.scalar(select(exists().where(*open_, RequestRecord.version == case.version))) is True


def line_of(session: Session, desk: Desk, record: RequestRecord) -> RequestLine:
    """One request as a list shows it."""
    return next(_lines(session, desk, [record]))


def _reach(who: Who, acts: Acts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kinds that `who` could answer with a slip, and those that take none."""
    mine = [act for act in acts if act.seconds in who.rights]
    return tuple(act.kind for act in mine if not act.keyless), tuple(act.kind for act in mine if act.keyless)


def _answerable(by_slip: tuple[str, ...], keyless: tuple[str, ...]) -> ColumnElement[bool]:
    """What an officer could answer: of their office, not their own, with a slip unless the act takes none."""
    officer: ColumnElement[str] = bindparam("officer")
    slip = exists().where(SlipRecord.case_id == RequestRecord.case_id, SlipRecord.officer == officer)
    colleague = exists().where(OfficerRecord.id == RequestRecord.asked_by, OfficerRecord.office == bindparam("office"))
    reach = or_(RequestRecord.kind.in_(by_slip) & slip, RequestRecord.kind.in_(keyless))
    return (RequestRecord.state == RequestState.PENDING) & (RequestRecord.asked_by != officer) & colleague & reach


@cache  # asked on every page, and there are as many as there are sets of rights
def _counted(by_slip: tuple[str, ...], keyless: tuple[str, ...]) -> Select[int]:
    alive = (RequestRecord.asked >= bindparam("oldest")) & (RequestRecord.version == CaseRecord.version)
    waits = select(func.count()).select_from(RequestRecord).join(CaseRecord, CaseRecord.id == RequestRecord.case_id)
    waits = waits.where(_answerable(by_slip, keyless), alive)
    ended = RequestRecord.state.in_((RequestState.APPROVED, RequestState.REFUSED, RequestState.LAPSED))
    untold = (RequestRecord.asked_by == bindparam("officer")) & ended & RequestRecord.told.is_(False)
    news = select(func.count()).select_from(RequestRecord).where(untold)
    return select(waits.scalar_subquery() + news.scalar_subquery())


def _newest() -> Select[RequestRecord]:
    return select(RequestRecord).order_by(RequestRecord.asked.desc(), RequestRecord.slot.desc()).limit(MOST)


def _oldest(desk: Desk) -> date:
    return desk.clock.today() - timedelta(days=desk.policy.request_days)


def _lines(session: Session, desk: Desk, found: Iterable[RequestRecord]) -> Iterator[RequestLine]:
    names = officer_names(session)
    for record in found:
        case = session.get(CaseRecord, record.case_id)
        yield RequestLine(
            id=record.id,
            number=case.number if case else "",
            name=name_of(record.kind),
            state=RequestState(record.state),
            asker=names.get(record.asked_by, record.asked_by),
            asked=record.asked,
            last=last_day(record.asked, desk.policy.request_days),
            answerer=names.get(record.answered_by or "", ""),
            answered=record.answered,
        )
