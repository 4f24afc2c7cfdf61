"""The next date a reporter can count on, from nothing but the public status and its day.

So it tells the person concerned, who may hold a code too, no more than the status did (T9): a talk, a verification, a
hold and a formal case have one and the same answer here, which is that there is no date.

Lengths and calendars are those of `portal.domain.deadlines`; this only says which term a sentence promises.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from portal.domain.deadlines import Code, due
from portal.domain.statuses import PublicStatus
from portal.domain.workdays import Due


class Promise(StrEnum):
    """What the date is for."""

    ACCEPTANCE = "acceptance"
    YOUR_ANSWER = "your_answer"
    OBJECTION = "objection"
    FEEDBACK = "feedback"


@dataclass(frozen=True)
class Promised:
    """Which term, counted from the day the status came, and whether the office can be late with it."""

    promise: Promise
    code: Code
    by_office: bool = True


@dataclass(frozen=True)
class NextDate:
    """Until when, for what. `late`: the office let the day pass. `certain`: every year in it has its calendar."""

    promise: Promise
    day: date
    late: bool
    certain: bool


# By the sentence shown: one public status has several.
TERMS: Mapping[str, Promised] = MappingProxyType(
    {
        "reviewing": Promised(Promise.ACCEPTANCE, Code.DL01),
        "returned": Promised(Promise.ACCEPTANCE, Code.DL01),
        "info_requested": Promised(Promise.YOUR_ANSWER, Code.DL13, by_office=False),
        "reopened": Promised(Promise.OBJECTION, Code.DL15),
        # Feedback is owed to named reporters only, and the mailbox does not know who is: nobody is called late for it.
        "concluded": Promised(Promise.FEEDBACK, Code.DL02, by_office=False),
    }
)


def objection_due(today: date) -> Due:
    """Find until when an objection that arrives `today` is answered (DL15)."""
    return due(Code.DL15, today)


def next_date(status: PublicStatus, sentence: str, since: date, today: date) -> NextDate | None:
    """Find the next date for a status that came on `since`; None where nobody can honestly name one.

    An unknown `sentence` counts as the status's own. A date that binds nobody is gone once it has passed.
    """
    term = TERMS.get(sentence or status.value)
    if term is None:
        return None
    until = due(term.code, since)
    passed = today > until.day
    if passed and not term.by_office:
        return None
    return NextDate(term.promise, until.day, passed, until.certain)
