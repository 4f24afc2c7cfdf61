"""Giving a task to a lower office: which sheets and offices there are, and the new case it becomes there."""

from dataclasses import dataclass
from datetime import date
from secrets import token_hex

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.assigning import rules
from portal.desk.assigning.actions import names_of
from portal.desk.assigning.records import AssignmentRecord
from portal.desk.audit.actions import Act
from portal.desk.casework import access, filing, timing
from portal.desk.casework.deciding import take_decision
from portal.desk.casework.numbering import next_numbers
from portal.desk.casework.records import CaseRecord, SlipRecord
from portal.desk.casework.rules import Decision, Grounds, NotAllowed, Refusal, row
from portal.desk.casework.unlocking import NoSuchCase, Unlocked, case_for, unlock
from portal.desk.desk import Desk
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Who
from portal.desk.officers.tree import lower
from portal.desk.sheets.actions import Sheet, current, sheets_of
from portal.domain.deadlines import Code
from portal.domain.handing import Errand
from portal.domain.statuses import State
from portal.domain.text import Text
from portal.sealing import CaseKey, Kind


@dataclass(frozen=True)
class Target:
    """A lower office, and its officers who would receive a task: (id, name)."""

    office: str
    name: Text
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Choice:
    """What the page shows: whether a task can be given now, the agreed sheets, the lower offices, the last day."""

    number: str
    version: int
    fits: bool
    sheets: tuple[Sheet, ...]
    targets: tuple[Target, ...]
    latest: date

    def target(self, office: str) -> Target | None:
        """The target of this id; None for any other."""
        return next((one for one in self.targets if one.office == office), None)


@dataclass(frozen=True)
class Given:
    """What was given: the sheet's place, the office, who receives it there, until when, on what ground."""

    place: int
    to: str
    officers: tuple[str, ...]
    until: date | None
    text: str
    seen: int


def choice(session: Session, desk: Desk, who: Who, number: str) -> Choice:
    """Show what could be assigned to whom. Raise `NoSuchCase`; `NotAllowed` without a signed roster."""
    case, _ = case_for(session, who, number)
    found = row(State(case.state), Decision.ASSIGN_OUT)
    fits = found is not None and found.right in who.rights and not case.away
    sheets = tuple(one for one in sheets_of(session, desk, who, number) if one.agreed) if fits else ()
    today = desk.clock.today()
    return Choice(number, case.version, fits, sheets, _targets(session, desk, who), rules.last_day(today))


def assign(session: Session, desk: Desk, who: Who, number: str, given: Given) -> str:
    """Give the task: the case waits for its result, and the lower office has a case of its own. Return its number.

    Raise `NoSuchCase`; `NotAllowed` when the table refuses, the sheet is not agreed to, the office is not a lower one,
    nobody there receives it, or the day is none.
    """
    parent, opened = unlock(session, who, number)
    target = next((one for one in _targets(session, desk, who) if one.office == given.to), None)
    if target is None:
        raise NotAllowed(Refusal.RECEIVER)
    people = dict(target.people)
    if not given.officers or not set(given.officers) <= set(people):
        raise NotAllowed(Refusal.PERSON)
    sheet, due = _agreed(session, opened, given.place), rules.good_day(given.until, desk.clock.today())
    grounds = Grounds(text=given.text, target=target.name.of("zh"))
    take_decision(session, desk, who, number, Decision.ASSIGN_OUT, grounds, seen=given.seen)
    record = AssignmentRecord(
        id=token_hex(16), parent=parent.id, child=token_hex(16), from_office=who.office, to_office=target.office,
        by=who.officer, day=desk.clock.today(), due=due, state=Errand.ASSIGNED,
    )  # fmt: skip
    child, key = _opens_there(session, who, record, opened, sheet)
    told: dict[str, object] = {
        "act": Errand.ASSIGNED.value,
        "task": record.id,
        "case": child.id,
        "recipient": str(key.recipient),
    }
    told |= {"by": who.name, "until": due.isoformat(), "office": [target.name.zh, target.name.en]}
    people_named = [people[one] for one in dict.fromkeys(given.officers)]
    filing.put(session, opened, Kind.ASSIGNMENT, told | {"people": people_named}, record.day)
    for officer in dict.fromkeys(given.officers):
        recipient = access.vouched_for(session, desk, target.office, officer)
        slip = key.slip_for(officer, recipient, child.id, record.day, "desk")
        session.add(SlipRecord(case_id=child.id, officer=officer, sealed=slip))
    parent.open_items += 1
    timing.start(session, parent, Code.DL10, record.day, due)
    desk.ledger.record(session, actor=who.officer, act=Act.ASSIGN, case=number, note="assignment assigned")
    desk.ledger.record(session, actor=who.officer, act=Act.ASSIGN, case=child.number, note="assignment received")
    return child.number


def _opens_there(
    session: Session, who: Who, record: AssignmentRecord, opened: Unlocked, sheet: Sheet
) -> tuple[CaseRecord, CaseKey]:
    """The new case of the lower office: the agreed words, from whom, until when, and the way back; unread."""
    key, today = CaseKey.fresh(), record.day
    (number,) = next_numbers(session, today.year, 1)
    child = CaseRecord(id=record.child, number=number, received=today, state=State.DELIVERED, changed=today)
    session.add(child)
    session.flush()
    session.add(record)
    task: dict[str, object] = {
        "act": "task",
        "task": record.id,
        "sheet": sheet.content.body(),
        "until": record.due.isoformat(),
    }
    task |= {"by": who.name, "office": list(names_of(session, who.office))}
    task |= {"case": opened.id, "recipient": str(opened.key.recipient)}
    filing.put_for(session, child.id, key.recipient, Kind.ASSIGNMENT, task, today)
    session.add(timing.at_delivery(child))
    timing.start(session, child, Code.DL04, today)
    timing.start(session, child, Code.DL10, today, record.due)
    return child, key


def _agreed(session: Session, opened: Unlocked, place: int) -> Sheet:
    try:
        sheet = current(session, opened, place)
    except NoSuchCase as absent:
        raise NotAllowed(Refusal.UNSIGNED) from absent
    if not sheet.agreed:
        raise NotAllowed(Refusal.UNSIGNED)
    return sheet


def _targets(session: Session, desk: Desk, who: Who) -> tuple[Target, ...]:
    offices = {one.id: one for one in access.newest_roster(session, desk).offices}
    active = select(OfficerRecord).where(OfficerRecord.revoked.is_(None))
    names = {one.id: (one.office, one.name) for one in session.scalars(active)}
    found = []
    for office in lower({one.id: one.parent for one in offices.values()}, who.office):
        receiving = [one.id for one in offices[office].officers if one.receives]
        people = tuple((one, names[one][1]) for one in receiving if names.get(one, ("", ""))[0] == office)
        if people:
            found.append(Target(office, Text(offices[office].name_zh, offices[office].name_en), people))
    return tuple(found)
