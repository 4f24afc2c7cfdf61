"""The numbers of cases and of batches."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk.casework.records import CaseNumberRecord

GAP = 10_000
"""After a backup was put back so many numbers are left out: some were given out since, and stand on papers."""

BATCH = "B"
"""The numbers of batches begin with this: a roster to be checked, not a report (0031)."""


def next_numbers(session: Session, year: int, count: int, *, batches: bool = False) -> list[str]:
    """Give out case numbers: `2026-000001`, `2026-000002`, …, or a batch's `B2026-000001`: they sort as text too.

    The row is locked until commit, so two collectors never give out one number twice. The counter of batches stands
    under the year below zero, so that cases keep theirs without a gap.
    """
    key = -year if batches else year
    counter = session.get(CaseNumberRecord, key, with_for_update=True)
    if counter is None:
        counter = CaseNumberRecord(year=key, last=0)
        session.add(counter)
    first, counter.last = counter.last + 1, counter.last + count
    return [f"{BATCH if batches else ''}{year}-{number:06d}" for number in range(first, first + count)]


def leave_gap(session: Session) -> None:
    """Give out no number again that may have been given out since this database was copied."""
    for counter in session.scalars(select(CaseNumberRecord).with_for_update()):
        counter.last += GAP
