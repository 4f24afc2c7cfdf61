"""When a request still waits, and who may answer it. Pure.

Source: DOMAIN 3.3 (two-person rules). Nobody is two persons; a right that is new is none yet; what the case has left
behind is not done any more.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.desk.casework.rules import NotAllowed, Refusal
from portal.domain.two_persons import RequestState


@dataclass(frozen=True)
class Standing:
    """What is true of a request now. `asker_there`: the asker is active and can still open the case."""

    state: RequestState
    asked: date
    version: int
    asked_by: str
    asker_there: bool = True
    proven: bool = True


def last_day(asked: date, days: int) -> date:
    """The last day on which a request of `asked` can be agreed to."""
    return asked + timedelta(days=days)


def state_now(standing: Standing, version: int, today: date, days: int) -> RequestState:
    """The state a request is in: one that waits lapses with its last day, and when the case has moved on.

    `version` is that of the case now, `days` how long a request waits.
    """
    if standing.state is not RequestState.PENDING:
        return standing.state
    moved = standing.version != version
    return RequestState.LAPSED if moved or today > last_day(standing.asked, days) else RequestState.PENDING


def may_answer(standing: Standing, officer: str, *, right: bool, seasoned: bool) -> None:
    """Pass when `officer` may agree or refuse. Raise `NotAllowed` with what stands in the way.

    `right`: they have the second person's right, in the asker's office; `seasoned`: they have had it long enough.
    """
    if standing.state is not RequestState.PENDING:
        raise NotAllowed(Refusal.OVER)
    if standing.asked_by == officer:
        raise NotAllowed(Refusal.OWN)
    if not right:
        raise NotAllowed(Refusal.RIGHT)
    if not seasoned:
        raise NotAllowed(Refusal.NEW)
    if not standing.proven:
        raise NotAllowed(Refusal.UNPROVEN)


def may_be_done(standing: Standing) -> None:
    """Pass when the act can be done after the answer yes. Raise `NotAllowed`: whoever asked is not there any more."""
    if not standing.asker_there:
        raise NotAllowed(Refusal.ASKER)


def may_withdraw(standing: Standing, officer: str) -> None:
    """Pass when `officer` may take the request back. Raise `NotAllowed`."""
    if standing.asked_by != officer:
        raise NotAllowed(Refusal.RIGHT)
    if standing.state is not RequestState.PENDING:
        raise NotAllowed(Refusal.OVER)
