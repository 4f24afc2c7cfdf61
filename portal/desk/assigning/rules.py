"""Until when a task may run, and when its result may be given or sent back. Pure.

Source: 《纪检监察机关处理检举控告工作规则》 articles 20 to 23: three months; reviewed collectively before reporting.
"""

from collections.abc import Collection
from datetime import date

from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.officers.rules import Right
from portal.domain.deadlines import Code, due
from portal.domain.handing import Errand
from portal.domain.statuses import State

DONE = frozenset({State.CONCLUDED, State.FEEDBACK_GIVEN, State.DECLINED, State.REFERRED, State.MERGED})
"""The states in which a task's own case has a result, if only that the office is not the one to handle it (art. 16)."""

OWED = frozenset({Errand.ASSIGNED, Errand.SENT_BACK})
"""The result of the task is still owed."""


def last_day(today: date) -> date:
    """The latest day a task given today may be due: the rule's three months."""
    return due(Code.DL10, today).day


def good_day(wanted: date | None, today: date) -> date:
    """Give the day a task is due. Raise `NotAllowed` unless it lies ahead and within the rule's time."""
    if wanted is None or not today < wanted <= last_day(today):
        raise NotAllowed(Refusal.DUE)
    return wanted


def may_report(errand: Errand, state: State, rights: Collection[Right], *, reviewed: bool, text: str) -> None:
    """Pass when the result of a task may be given now. Raise `NotAllowed` with what stands in the way."""
    if Right.CONCLUDE not in rights:
        raise NotAllowed(Refusal.RIGHT)
    if errand not in OWED or state not in DONE:
        raise NotAllowed(Refusal.STATE)
    if not text.strip():
        raise NotAllowed(Refusal.TEXT)
    if not reviewed:
        raise NotAllowed(Refusal.STATEMENT)


def may_send_back(errand: Errand, state: State, rights: Collection[Right], text: str) -> None:
    """Pass when a result may be sent back for more. Raise `NotAllowed`."""
    if Right.DISPOSE not in rights:
        raise NotAllowed(Refusal.RIGHT)
    if errand is not Errand.REPORTED or state is not State.ASSIGNED_OUT:
        raise NotAllowed(Refusal.STATE)
    if not text.strip():
        raise NotAllowed(Refusal.TEXT)
