"""Before a request: what its page shows, and which requests a case has had."""

from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy.orm import Session

from portal.desk.approvals.kinds import Acts, Given, TwofoldAct
from portal.desk.approvals.waiting import RequestLine, of_case
from portal.desk.audit.actions import Act
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.unlocking import unlock
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who
from portal.domain.reading import Reading
from portal.domain.reading import read as in_words
from portal.domain.statuses import State

NOTHING_MORE: Given = MappingProxyType({})


@dataclass(frozen=True)
class CaseRequests:
    """The requests of one case, newest first, and the acts this officer may ask for now, with the case's version.

    `reading`: the report, for what would expose the reporter.
    """

    number: str
    state: State
    version: int
    lines: tuple[RequestLine, ...]
    offered: Acts
    reading: Reading | None = None


def requests_of(
    session: Session, desk: Desk, who: Who, number: str, acts: Acts, given: Given = NOTHING_MORE
) -> CaseRequests:
    """Show what two persons did or may do about a case. Raise `NoSuchCase`; `NotAllowed` while it is unregistered.

    With `given` an act counts as possible when it is with that.
    """
    case, opened = unlock(session, who, number)
    if State(case.state) is State.DELIVERED:
        raise NotAllowed(Refusal.STATE)
    desk.ledger.record(session, actor=who.officer, act=Act.OPEN, case=number)
    lines = of_case(session, desk, case)
    offered = []
    for act in acts:
        if act.by_decision or act.page or act.by_register or act.asks not in who.rights:
            continue
        try:
            act.prepared(session, desk, who, case, opened, given)
        except NotAllowed:
            continue
        offered.append(act)
    reading = in_words(opened.report) if opened.report else None
    return CaseRequests(number, State(case.state), case.version, lines, tuple(offered), reading)


def page_of(session: Session, desk: Desk, who: Who, number: str, act: TwofoldAct, given: Given) -> CaseRequests:
    """The same for the page on which `act` is asked for. Raise like `requests_of`; `NotAllowed` when it is not now."""
    page = requests_of(session, desk, who, number, (act,), given)
    if act not in page.offered:
        raise NotAllowed(Refusal.STATE)
    return page
