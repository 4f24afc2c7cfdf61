"""What may be done about a term by hand: recorded as met, begun, extended. Pure.

Source: DOMAIN 3.2 and 3.5 (extension: approver, days, reason). Nothing suspends a term.
"""

from datetime import date
from typing import Final

from portal.desk.casework.rules import NotAllowed, Refusal
from portal.domain.deadlines import DEADLINES, LONGEST, Code
from portal.domain.workdays import add_months

MET_BY_HAND: Final = frozenset(code for code, term in DEADLINES.items() if term.by_hand)
"""What no decision of the table ends: a notice was given, a letter came, a report was made."""

BEGUN_BY_HAND: Final = tuple(code for code, term in DEADLINES.items() if term.begins)
EXTENDED: Final = frozenset(code for code, term in DEADLINES.items() if term.most_months)


def meets(code: str, text: str) -> Code:
    """Give the term that may be recorded as met. Raise `NotAllowed`."""
    found = _known(code)
    if found not in MET_BY_HAND:
        raise NotAllowed(Refusal.TERM)
    if not text.strip():
        raise NotAllowed(Refusal.TEXT)
    return found


def begins(code: str, event: date | None, received: date, today: date) -> Code:
    """Give the term that an event on `event` starts. Raise `NotAllowed`: no such term, or a day that cannot be."""
    if code not in BEGUN_BY_HAND:
        raise NotAllowed(Refusal.CHOICE)
    found = Code(code)
    if event is None or not received <= event <= today:
        raise NotAllowed(Refusal.EVENT)
    return found


def extends(code: str, times: int, due: date, until: date | None, text: str, approver: str) -> date:
    """Give the new day. The first extension has a limit; any further one names who above approved it.

    `times`: how often it was extended already; `due`: until when it runs. Raise `NotAllowed`.
    """
    found = _known(code)
    if found not in EXTENDED:
        raise NotAllowed(Refusal.TERM)
    if until is None or not due < until <= due + LONGEST:
        raise NotAllowed(Refusal.UNTIL)
    if (times or until > add_months(due, DEADLINES[found].most_months).day) and not approver.strip():
        raise NotAllowed(Refusal.APPROVER)
    if not text.strip():
        raise NotAllowed(Refusal.TEXT)
    return until


def _known(code: str) -> Code:
    if code not in set(Code):
        raise NotAllowed(Refusal.TERM)
    return Code(code)
