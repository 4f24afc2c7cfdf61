"""Opening a batch, listing the batches an officer can open, and laying a roster out by what needs a look.

A batch is a case without a report (0031): its own key, slips for who works on it, the same workbench. It is in no queue
and no register, no decision is taken on it, and no reporter is told anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from secrets import token_hex

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework import access, filing
from portal.desk.casework.numbering import next_numbers
from portal.desk.casework.records import CaseRecord, SlipRecord
from portal.desk.casework.unlocking import NoSuchCase, Unlocked, unlock
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who
from portal.desk.workbench.checking import Standing
from portal.desk.workbench.findings.keys import person_key
from portal.domain.statuses import State
from portal.sealing import CaseKey, Kind


@dataclass(frozen=True)
class Batch:
    """One batch of this officer's: number, day it was opened, what it is called ("" where that cannot be read)."""

    number: str
    opened: date
    title: str


def open_batch(session: Session, desk: Desk, who: Who, title: str) -> str:
    """Open a batch and give its number. Raise `NotAllowed` when the signed roster has no key for `who`."""
    today, opened = desk.clock.today(), Unlocked(token_hex(16), CaseKey.fresh(), None, None, None)
    (number,) = next_numbers(session, today.year, 1, batches=True)
    case = CaseRecord(
        id=opened.id, number=number, received=today, state=State.VERIFYING, changed=today, batch=True,
        handler=who.officer,
    )  # fmt: skip
    session.add(case)
    session.flush()
    access.seal_slip(session, desk, who, opened, who.officer)
    filing.put(session, opened, Kind.NOTE, {"text": title, "by": who.name}, today)
    desk.ledger.record(session, actor=who.officer, act=Act.VERIFY, case=number, note="batch opened")
    return number


def batches_of(session: Session, who: Who) -> tuple[Batch, ...]:
    """The batches that `who` can open, the newest first."""
    mine = (
        select(CaseRecord.number, CaseRecord.received)
        .join(SlipRecord, SlipRecord.case_id == CaseRecord.id)
        .where(CaseRecord.batch.is_(True), SlipRecord.officer == who.officer)
        .order_by(CaseRecord.number.desc())
    )
    return tuple(Batch(number, day, _title(session, who, number)) for number, day in session.execute(mine))


def _title(session: Session, who: Who, number: str) -> str:
    try:
        _, opened = unlock(session, who, number)
    except NoSuchCase:
        return ""
    first = next((item for _, item in filing.items(session, opened, Kind.NOTE)), None)
    return str(first.body.get("text", "")) if first else ""


@dataclass(frozen=True)
class Line:
    """One person of a roster: a key for addresses, the name, and the numbers of what was found."""

    key: str
    standing: Standing


@dataclass(frozen=True)
class Laid:
    """A roster laid out: whose records need a look, the most first, and whose do not."""

    to_look_at: tuple[Line, ...]
    others: tuple[Line, ...]


def laid_out(standings: Sequence[Standing], names: Mapping[str, str]) -> Laid:
    """Part those with something that nobody has explained from the others; `names` are the people of the register."""
    lines = [Line(key, one) for one in standings if (key := person_key(one.person)) in names]
    return Laid(
        tuple(line for line in lines if line.standing.unexplained),
        tuple(line for line in lines if not line.standing.unexplained),
    )
