"""Assigning several cases to one officer in one step. Each case is a transaction of its own: done or not, never half.

It is the same decision as on the case's own page, with the same guards, reason and audit lines. Broken off in between
it can be sent again: what is done already is told as assigned, and the rest goes on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework import access, deciding
from portal.desk.casework.access import Person
from portal.desk.casework.numbering import BATCH
from portal.desk.casework.records import CaseRecord, SlipRecord
from portal.desk.casework.rules import Decision, Grounds, NotAllowed, Refusal
from portal.desk.casework.unlocking import NoSuchCase, NotDeclared, case_for
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who
from portal.domain.roles import Role
from portal.domain.statuses import State

MOST = 200


@dataclass(frozen=True)
class Chosen:
    """A case to be assigned, as the page showed it: `version` tells whether it moved meanwhile."""

    number: str
    version: int


@dataclass(frozen=True)
class Standing:
    """A case that may be chosen, as it is now."""

    number: str
    state: State
    version: int


@dataclass(frozen=True)
class Outcome:
    """What became of one case: assigned (`why` None), or what stood in the way.

    `absent`: no case to this officer; `unstated`: who assigns has not yet stated whether they must recuse themself.
    """

    number: str
    why: Refusal | None = None
    absent: bool = False
    unstated: bool = False

    @property
    def done(self) -> bool:
        """Whether it was assigned."""
        return self.why is None and not self.absent and not self.unstated


def handlers(session: Session, who: Who) -> tuple[Person, ...]:
    """The active handlers of this officer's office."""
    return tuple(person for person in access.of_office(session, who) if Role.HANDLER in person.roles)


def standing(session: Session, who: Who, numbers: Iterable[str]) -> tuple[Standing, ...]:
    """Those of up to `MOST` cases that `who` can open, as they are now."""
    mine = select(CaseRecord.number, CaseRecord.state, CaseRecord.version)
    mine = mine.join(SlipRecord, SlipRecord.case_id == CaseRecord.id).where(CaseRecord.batch.is_(False))
    mine = mine.where(SlipRecord.officer == who.officer, CaseRecord.number.in_(list(numbers)[:MOST]))
    found = session.execute(mine.order_by(CaseRecord.number))
    return tuple(Standing(number, State(state), version) for number, state, version in found)


def assign_all(desk: Desk, who: Who, chosen: Sequence[Chosen], grounds: Grounds) -> tuple[Outcome, ...]:
    """Assign each of up to `MOST` cases, in a transaction of its own, and tell case by case what came of it."""
    return tuple(_assigned(desk, who, one, grounds) for one in chosen[:MOST])


def _assigned(desk: Desk, who: Who, one: Chosen, grounds: Grounds) -> Outcome:
    try:
        with desk.database.writing() as session:
            _assign(session, desk, who, one, grounds)
    except NotAllowed as no:
        return Outcome(one.number, no.why)
    except NotDeclared:
        return Outcome(one.number, unstated=True)
    except NoSuchCase:
        with desk.database.writing() as session:
            known = session.scalar(select(CaseRecord.id).where(CaseRecord.number == one.number)) is not None
            desk.ledger.record(session, actor=who.officer, act=Act.DENIED, case=one.number if known else "")
        return Outcome(one.number, absent=True)
    return Outcome(one.number)


def _assign(session: Session, desk: Desk, who: Who, one: Chosen, grounds: Grounds) -> None:
    if one.number.startswith(BATCH):
        raise NoSuchCase
    case, _ = case_for(session, who, one.number)
    if case.handler is not None:
        raise NotAllowed(Refusal.HANDLED)
    deciding.take_decision(session, desk, who, one.number, Decision.ASSESS, grounds, seen=one.version)
