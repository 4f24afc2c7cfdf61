"""Before a decision: what its page shows, and what is true of the case that the guards ask about."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.casework import access, filing, noted
from portal.desk.casework.minding import what_to_mind
from portal.desk.casework.noted import DueTask
from portal.desk.casework.records import CaseRecord, TermRecord
from portal.desk.casework.rules import Decision, Facts, could_start, row
from portal.desk.casework.shown import outside_words
from portal.desk.casework.transitions import OUTWARD, Ask, Transition
from portal.desk.casework.unlocking import Unlocked, declared_case
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who
from portal.domain.deadlines import DEADLINES, Code
from portal.domain.reading import Reading
from portal.domain.roles import Role
from portal.domain.statuses import State
from portal.sealing import Kind

ENDS = frozenset(
    {
        State.REFERRED_UP,
        State.REFERRED,
        State.DECLINED,
        State.MERGED,
        State.CONCLUDED,
        State.FEEDBACK_GIVEN,
        State.ARCHIVED,
    }
)
"""Where a case arrives when an office is done with it."""


@dataclass(frozen=True)
class DecisionPage:
    """What the page of a decision shows before it is taken. `row` is None when the table has none for this state.

    `named`: the case has a reporter to whom feedback is owed. `open_tasks`: what is not done yet, where the decision
    ends the case. `reading`: the report, for what would expose the reporter, where something may leave the office.
    """

    row: Transition | None
    state: State
    version: int
    people: tuple[access.Person, ...]
    named: bool = False
    open_tasks: tuple[DueTask, ...] = ()
    reading: Reading | None = None

    def shown(self) -> dict[str, object]:
        """What the template of a decision takes; for a page with a row."""
        if self.row is None:
            return {}
        given = {"row": self.row, "state": self.state, "decision": self.row.decision}
        given |= {"starts": could_start(self.row, named=self.named), "deadlines": DEADLINES}
        return given | {"tasks": self.open_tasks, "reading": self.reading} | outside_words(self.row, self.state)


def decision_page(session: Session, desk: Desk, who: Who, number: str, decision: Decision) -> DecisionPage:
    """What `decision` would do to this case now, and whom it could name. Raise `NoSuchCase`.

    The case is opened, and that is recorded, only for a decision with which something may leave the office.
    """
    case = declared_case(session, who, number)
    found, there = row(State(case.state), decision), access.access(session, who, case.id)
    people = there.colleagues(who.office)
    if found is not None and Ask.HANDLER in found.asks:
        people = tuple(person for person in people if Role.HANDLER in person.roles)
    if found is not None and Ask.GROUP in found.asks:
        people = tuple(person for person in people if set(person.roles) != {Role.REVIEWER})
    ends = found is not None and found.target in ENDS
    tasks = noted.open_tasks(session, case, desk.clock.today()) if ends else ()
    reading = what_to_mind(session, desk, who, number) if found is not None and decision in OUTWARD else None
    return DecisionPage(found, State(case.state), case.version, people, case.named, tasks, reading)


def facts_of(session: Session, desk: Desk, who: Who, case: CaseRecord, opened: Unlocked) -> Facts:
    """What the guards ask about: from the register, and from the decisions sealed in the case."""
    today, taken = desk.clock.today(), _bodies(session, opened)
    new_letters = case.letters > case.letters_then
    return Facts(
        resume=State(case.resume) if case.resume else None,
        answered=new_letters or _passed(session, case, Code.DL13, today),
        collusion=_latest(taken, {Decision.ASSESS}).get("collusion") is True,
        reviewed=_latest(taken, {Decision.VERIFY, Decision.REVIEW}).get("decision") == Decision.REVIEW,
        is_handler=who.officer in (case.handler, *_members(_latest(taken, {Decision.VERIFY}))),
        due_or_new=new_letters or _passed(session, case, Code.DL14, today + timedelta(days=1)),
        named=case.named,
        open_items=case.open_items,
        reported=_reported(session, opened),
        today=today,
        latest_review=today + timedelta(days=DEADLINES[Code.DL14].length),
    )


def _reported(session: Session, opened: Unlocked) -> bool:
    """Whether every task given to a lower office was last heard of by its result."""
    last: dict[object, object] = {}
    for _, envelope in filing.items(session, opened, Kind.ASSIGNMENT):
        if envelope is not None and envelope.body.get("act") != "task":
            last[envelope.body.get("task")] = envelope.body.get("act")
    return set(last.values()) <= {"reported"}


def _bodies(session: Session, opened: Unlocked) -> list[dict[str, object]]:
    return [dict(envelope.body) for _, envelope in filing.items(session, opened, Kind.DECISION) if envelope]


def _latest(taken: list[dict[str, object]], kinds: set[Decision]) -> dict[str, object]:
    return next((body for body in reversed(taken) if body.get("decision") in kinds), {})


def _members(body: dict[str, object]) -> list[str]:
    """Whom the last decision to verify put into the group."""
    members = body.get("members")
    return [str(one) for one in members] if isinstance(members, list) else []


def _passed(session: Session, case: CaseRecord, code: Code, today: date) -> bool:
    """Whether a running term of `code` ended before `today`."""
    here = (TermRecord.case_id == case.id, TermRecord.code == code, TermRecord.ended.is_(None))
    return session.scalar(select(TermRecord.case_id).where(*here, TermRecord.due < today).limit(1)) is not None
