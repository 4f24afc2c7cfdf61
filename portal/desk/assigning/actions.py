"""Giving a task, reporting its result, sending it back; and the lists of both sides.

The lower office gets a case of its own, with its own key: the agreed words of a sheet and nothing else of the report.
Neither office can open the other's case. A result is sealed straight into the upper one by its public key, which came
with the task; whoever seals it there cannot read it again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from portal.age import AgeError, Recipient
from portal.desk.assigning import rules
from portal.desk.assigning.records import AssignmentRecord
from portal.desk.audit.actions import Act
from portal.desk.base import plainly
from portal.desk.casework import filing, timing
from portal.desk.casework.records import CaseRecord, SlipRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.unlocking import NoSuchCase, Unlocked, case_for, unlock
from portal.desk.desk import Desk
from portal.desk.officers.actions import office_names
from portal.desk.officers.rules import Who
from portal.domain.deadlines import Code
from portal.domain.handing import Errand
from portal.domain.statuses import OUTCOMES, State
from portal.domain.text import Text
from portal.sealing import Kind

MOST = 100
LARGEST = 200
# Made once: it is asked for every page.
_REPORTED = (
    select(func.count())
    .select_from(AssignmentRecord)
    .join(CaseRecord, CaseRecord.id == AssignmentRecord.parent)
    .join(SlipRecord, SlipRecord.case_id == CaseRecord.id)
    .where(
        SlipRecord.officer == bindparam("officer"),
        AssignmentRecord.state == Errand.REPORTED,
        CaseRecord.state == State.ASSIGNED_OUT,
    )
)


@dataclass(frozen=True)
class Line:
    """One task as a list shows it. `number` is that of the reader's own case; nothing of what it says."""

    id: str
    number: str
    office: Text
    day: date
    left: timing.Remaining
    state: Errand
    ended: date | None


@dataclass(frozen=True)
class Lists:
    """The tasks whose own case this officer can open, and those given from a case that they can open."""

    given_to_us: tuple[Line, ...]
    given_by_us: tuple[Line, ...]


@dataclass(frozen=True)
class Task:
    """What the page of a result shows: the case's number and state, where the task stands, until when."""

    number: str
    state: State
    errand: Errand
    due: date
    latest: date


def pending(session: Session, case_id: str) -> bool:
    """Whether a lower office still owes this case the result of a task."""
    here = (AssignmentRecord.parent == case_id, AssignmentRecord.state.in_(rules.OWED))
    return session.scalar(select(AssignmentRecord.id).where(*here).limit(1)) is not None


def lists(session: Session, who: Who, today: date) -> Lists:
    """Every task of a case that `who` holds a slip for, on either side, newest first. No key is needed."""
    return Lists(_lines(session, who, today, ours=False), _lines(session, who, today, ours=True))


def count(session: Session, who: Who) -> int:
    """How many tasks that `who`'s cases gave were reported on and not dealt with yet."""
    return int(plainly(session, _REPORTED, {"officer": who.officer}).scalar_one())


def task_of(session: Session, desk: Desk, who: Who, number: str) -> Task:
    """The task that this case is. Raise `NoSuchCase`, also for a case that is none."""
    case, _ = case_for(session, who, number)
    record = _of_child(session, case)
    today = desk.clock.today()
    return Task(number, State(case.state), Errand(record.state), record.due, rules.last_day(today))


def given_task(session: Session, desk: Desk, who: Who, number: str, which: str) -> Task:
    """A task that this case gave. Raise `NoSuchCase`, also for one of another case."""
    case, _ = case_for(session, who, number)
    record = _of_parent(session, case, which)
    today = desk.clock.today()
    return Task(number, State(case.state), Errand(record.state), record.due, rules.last_day(today))


def report_back(session: Session, desk: Desk, who: Who, number: str, text: str, *, reviewed: bool) -> None:
    """Report the result of a task: it is filed into the case that gave it. Raise `NoSuchCase`, `NotAllowed`."""
    case, opened = unlock(session, who, number)
    record = _of_child(session, case)
    rules.may_report(Errand(record.state), State(case.state), who.rights, reviewed=reviewed, text=text)
    parent, today = session.get(CaseRecord, record.parent), desk.clock.today()
    back = _back(session, opened, record)
    if parent is None:  # pragma: no cover  the row refers to it
        raise NoSuchCase
    body: dict[str, object] = {"act": Errand.REPORTED.value, "task": record.id, "by": who.name, "text": text.strip()}
    body |= {"outcome": _outcome(session, opened), "office": list(_names(session, record.to_office))}
    filing.put_for(session, parent.id, back, Kind.ASSIGNMENT, body, today)
    filing.put(session, opened, Kind.ASSIGNMENT, body, today)
    record.state, record.ended = Errand.REPORTED, today
    parent.open_items -= 1
    timing.stop(session, case, (Code.DL10,), today)
    for one in (parent, case):
        desk.ledger.record(session, actor=who.officer, act=Act.ASSIGN, case=one.number, note="assignment reported")


def send_back(session: Session, desk: Desk, who: Who, number: str, which: str, text: str, until: date | None) -> None:
    """Send a result back for more, until a new day. Raise `NoSuchCase`, `NotAllowed`."""
    case, opened = unlock(session, who, number)
    record, today = _of_parent(session, case, which), desk.clock.today()
    rules.may_send_back(Errand(record.state), State(case.state), who.rights, text)
    due = rules.good_day(until, today)
    child = session.get(CaseRecord, record.child)
    if child is None:  # pragma: no cover  the row refers to it
        raise NoSuchCase
    body: dict[str, object] = {"act": Errand.SENT_BACK.value, "task": record.id, "by": who.name, "text": text.strip()}
    body |= {"until": due.isoformat(), "office": list(_names(session, record.from_office))}
    filing.put_for(session, child.id, _recipient(_given(session, opened, record)), Kind.ASSIGNMENT, body, today)
    filing.put(session, opened, Kind.ASSIGNMENT, body, today)
    record.state, record.due, record.ended = Errand.SENT_BACK, due, None
    case.open_items += 1
    timing.start(session, child, Code.DL10, today, due)
    timing.start(session, case, Code.DL10, today, due)
    for one in (case, child):
        desk.ledger.record(session, actor=who.officer, act=Act.ASSIGN, case=one.number, note="assignment sent_back")


def names_of(session: Session, office: str) -> tuple[str, str]:
    """The Chinese and English name of an office."""
    return _names(session, office)


def _of_child(session: Session, case: CaseRecord) -> AssignmentRecord:
    here = select(AssignmentRecord).where(AssignmentRecord.child == case.id).with_for_update()
    found = session.scalars(here).one_or_none()
    if found is None:
        raise NoSuchCase
    return found


def _of_parent(session: Session, case: CaseRecord, which: str) -> AssignmentRecord:
    here = (AssignmentRecord.id == which[:LARGEST], AssignmentRecord.parent == case.id)
    found = session.scalars(select(AssignmentRecord).where(*here).with_for_update()).one_or_none()
    if found is None:
        raise NoSuchCase
    return found


def _back(session: Session, opened: Unlocked, record: AssignmentRecord) -> Recipient:
    """The public key of the case that gave the task, as the sealed task says.

    Whoever writes the database could put another case beside the task: a result goes nowhere but where it came from.
    """
    for _, envelope in filing.items(session, opened, Kind.ASSIGNMENT):
        body = envelope.body if envelope else {}
        if body.get("act") == "task" and body.get("case") == record.parent:
            return _recipient(body)
    raise NotAllowed(Refusal.NOT_WHOLE)


def _given(session: Session, opened: Unlocked, record: AssignmentRecord) -> Mapping[str, Any]:
    for _, envelope in filing.items(session, opened, Kind.ASSIGNMENT):
        body = envelope.body if envelope else {}
        if body.get("act") == Errand.ASSIGNED and body.get("case") == record.child:
            return body
    raise NotAllowed(Refusal.NOT_WHOLE)


def _recipient(body: Mapping[str, Any]) -> Recipient:
    try:
        return Recipient.parse(str(body.get("recipient")))
    except (AgeError, ValueError) as broken:
        raise NotAllowed(Refusal.NOT_WHOLE) from broken


def _outcome(session: Session, opened: Unlocked) -> str:
    outcome = ""
    for _, envelope in filing.items(session, opened, Kind.DECISION):
        said = str(envelope.body.get("outcome", "")) if envelope else ""
        outcome = said if said in OUTCOMES.codes else outcome
    return outcome


def _names(session: Session, office: str) -> tuple[str, str]:
    return office_names(session).get(office, (office, office))


def _lines(session: Session, who: Who, today: date, *, ours: bool) -> tuple[Line, ...]:
    own = AssignmentRecord.parent if ours else AssignmentRecord.child
    rows = session.execute(
        select(AssignmentRecord, CaseRecord.number)
        .join(CaseRecord, CaseRecord.id == own)
        .join(SlipRecord, SlipRecord.case_id == own)
        .where(SlipRecord.officer == who.officer)
        .order_by(AssignmentRecord.day.desc(), CaseRecord.number.desc())
        .limit(MOST)
    )
    return tuple(
        Line(
            record.id,
            number,
            Text(*_names(session, record.to_office if ours else record.from_office)),
            record.day,
            timing.remaining(record.due, today),
            Errand(record.state),
            record.ended,
        )
        for record, number in rows
    )
