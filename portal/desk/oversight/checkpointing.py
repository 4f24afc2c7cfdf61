"""Checkpoints of the chain on paper: made, listed, printed, and compared with what somebody types from the paper.

Walking the chain reads every line, and nobody may hold the write lock meanwhile; so `make` and `compare` open and
commit their own transactions.
"""

import json
import re
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.desk.audit import chain
from portal.desk.audit.actions import Act, ChainBroken, Filter
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who

MOST = 200
GROUP = 4
_HEAD = re.compile(r"[0-9a-f]{64}")
_NOTE = re.compile(r"([1-9][0-9]{0,17}) ([0-9]{4}-[0-9]{2}-[0-9]{2})")


class Outcome(StrEnum):
    """What comparing with a paper showed."""

    SAME = "same"
    OTHER = "other"
    GONE = "gone"
    BROKEN = "broken"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Made:
    """One checkpoint that was made: over which line, on which day (YYYY-MM-DD)."""

    seq: int
    day: str


@dataclass(frozen=True)
class Paper:
    """A checkpoint to be printed: head and proof in groups of four, and the line for the command line."""

    seq: int
    day: str
    head: tuple[str, ...]
    proof: tuple[str, ...]
    line: str


def make(desk: Desk, who: Who) -> int:
    """Make a checkpoint over the newest line and write down that it was made. Return that line's number.

    Raise `ChainBroken` when the chain does not hold: nothing is vouched for that is not whole.
    """
    with desk.database.reading() as session:
        made = json.loads(desk.ledger.checkpoint(session))
    with desk.database.writing() as session:
        note = f"{made['seq']} {made['day']}"
        desk.ledger.record(session, actor=who.officer, act=Act.CHECKPOINT, note=note)
    return int(made["seq"])


def made(session: Session, desk: Desk) -> tuple[Made, ...]:
    """The newest `MOST` checkpoints, newest first, as the chain tells."""
    notes = (_NOTE.fullmatch(line.note) for line in desk.ledger.lines(session, Filter(act=Act.CHECKPOINT), MOST))
    return tuple(Made(int(note[1]), note[2]) for note in notes if note)


def paper(session: Session, desk: Desk, seq: int) -> Paper | None:
    """A checkpoint that was made, to be printed; None when none was made over this line.

    Raise `ChainBroken` when the chain does not hold: a paper printed then would vouch for a forgery.
    """
    found = next((one for one in made(session, desk) if one.seq == seq), None)
    if found is None:
        return None
    if not desk.ledger.verify(session).intact:
        raise ChainBroken("the audit chain does not hold; run: portal audit verify")
    checkpoint = desk.ledger.checkpoint_at(session, seq, found.day)
    if checkpoint is None:
        return None
    line = chain.write_checkpoint(checkpoint).strip()
    return Paper(seq, found.day, _groups(checkpoint.seal), _groups(checkpoint.proof), line)


def compare(desk: Desk, who: Who, seq: int, head: str) -> Outcome:
    """Hold a line number and head from paper against the chain. That somebody compared is written down first."""
    if seq < 1 or not _HEAD.fullmatch(head):
        return Outcome.UNREADABLE
    with desk.database.writing() as session:
        desk.ledger.record(session, actor=who.officer, act=Act.READ_AUDIT, note=f"checkpoint {seq}")
    with desk.database.reading() as session:
        seal, intact = desk.ledger.seal_at(session, seq), desk.ledger.verify(session).intact
    if seal is None:
        return Outcome.GONE
    if seal != head:
        return Outcome.OTHER
    return Outcome.SAME if intact else Outcome.BROKEN


def _groups(digits: str) -> tuple[str, ...]:
    return tuple(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))
