"""Who may decide what, and when: the table read against one case. Pure.

Every refusal names the guard that refused; the page says it in words. What a decision makes of a case is a state, and
nothing but the state decides what the reporter is told.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portal.desk.casework.table import TABLE, matrix, row
from portal.desk.casework.transitions import Ask, Guard, Transition
from portal.desk.officers.rules import Right
from portal.domain.deadlines import NAMED_ONLY, Code
from portal.domain.decisions import Decision
from portal.domain.statuses import OUTCOMES, State

__all__ = [
    "CLOSED_TO_REPLIES", "TABLE", "Decision", "Facts", "Grounds", "NeedsSecond", "NotAllowed", "Refusal", "Seconder",
    "allowed", "both", "decide", "matrix", "row", "seconded", "started",
]  # fmt: skip


class Refusal(StrEnum):
    """Why a decision is not allowed now; the page says it in words."""

    STATE = "state"
    STALE = "stale"
    RIGHT = "right"
    REASON = "reason"
    TEXT = "text"
    STATEMENT = "statement"
    OUTCOME = "outcome"
    TARGET = "target"
    REPEAT = "repeat"
    DAY = "day"
    GROUP = "group"
    RECUSAL = "recusal"
    PERSON = "person"
    LAST = "last"
    RECUSED = "recused"
    SECOND = "second"
    HANDOVER = "handover"
    ANSWERED = "answered"
    COLLUSION = "collusion"
    REVIEWED = "reviewed"
    NOT_HANDLER = "not_handler"
    DUE_OR_NEW = "due_or_new"
    NAMED = "named"
    ANONYMOUS = "anonymous"
    NOTHING_OPEN = "nothing_open"
    TERM = "term"
    EVENT = "event"
    UNTIL = "until"
    APPROVER = "approver"
    FOUND_UNTRUE = "found_untrue"
    HIGHER = "higher"
    AHEAD = "ahead"
    MEASURE = "measure"
    CHOICE = "choice"
    CONCERNS = "concerns"
    ASKED = "asked"
    ASKER = "asker"
    OVER = "over"
    OWN = "own"
    NEW = "new"
    UNPROVEN = "unproven"
    NO_NAME = "no_name"
    NO_SHARE = "no_share"
    NO_HOLDER = "no_holder"
    NAME_BROKEN = "name_broken"
    HANDLED = "handled"
    HOLDS = "holds"
    AWAY = "away"
    RECEIVER = "receiver"
    NOT_WHOLE = "not_whole"
    UNDELIVERED = "undelivered"
    ASSIGNED = "assigned"
    STANDS = "stands"
    REPORTED = "reported"
    UNSIGNED = "unsigned"
    DUE = "due"
    HELD = "held"
    NOT_HELD = "not_held"
    NOT_DUE = "not_due"
    MENTION = "mention"
    TITLE = "title"
    STRIKE = "strike"
    DONE = "done"


class NotAllowed(Exception):
    """The table does not allow this decision; `why` says which guard refused."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


class NeedsSecond(NotAllowed):
    """Everything is in order but for the second person (DOMAIN 3.3): nothing has happened yet."""

    def __init__(self) -> None:
        super().__init__(Refusal.SECOND)


@dataclass(frozen=True)
class Grounds:
    """What the officer gave for a decision. `people` are ids: the handler, or the members of a verification group."""

    reason: str = ""
    text: str = ""
    no_conflict: bool = False
    statements: frozenset[str] = frozenset()
    outcome: str = ""
    target: str = ""
    repeat_of: str = ""
    people: tuple[str, ...] = ()
    day: date | None = None
    collusion: bool = False


@dataclass(frozen=True)
class Facts:
    """What is true of the case now. `resume`: the state before the question; `latest_review`: the last day allowed.

    `reported`: no lower office that was given a task still owes its result.
    """

    resume: State | None = None
    answered: bool = False
    collusion: bool = False
    reviewed: bool = False
    is_handler: bool = False
    due_or_new: bool = False
    named: bool = False
    open_items: int = 0
    reported: bool = True
    today: date = field(default=date.min)
    latest_review: date = field(default=date.max)


@dataclass(frozen=True)
class Seconder:
    """One of the two persons of a two-person act: the officer's id, name and rights."""

    officer: str
    name: str
    rights: frozenset[Right]


NOBODY_IN_PARTICULAR = Facts()
SMALLEST_GROUP = 2

CLOSED_TO_REPLIES = frozenset({State.DELIVERED})
"""Nobody may write to the reporter about a report that nobody has registered: whoever answers must have declared
that nothing forbids it (art. 48, recusal)."""

_HELD: Mapping[Guard, Callable[[Facts], bool]] = {
    Guard.ANSWERED: lambda facts: facts.answered,
    Guard.REVIEWED: lambda facts: facts.reviewed,
    Guard.NOT_HANDLER: lambda facts: not facts.is_handler,
    Guard.DUE_OR_NEW: lambda facts: facts.due_or_new,
    Guard.NAMED: lambda facts: facts.named,
    Guard.ANONYMOUS: lambda facts: not facts.named,
    Guard.NOTHING_OPEN: lambda facts: facts.open_items == 0,
    Guard.REPORTED: lambda facts: facts.reported,
}


def allowed(state: State, rights: Collection[Right], *, named: bool = False) -> tuple[Decision, ...]:
    """The decisions that an officer with `rights` may take on a case in `state`, in the table's order.

    Those that only a hand-over takes are not among them: their own room offers them. Nor is what the case can never be
    ready for: feedback where nobody gave a name (`named`), silence where somebody did.
    """
    never = Guard.ANONYMOUS if named else Guard.NAMED
    mine = (one for one in TABLE if one.source is state and one.right in rights)
    return tuple(one.decision for one in mine if not one.handover and never not in one.guards)


def decide(
    state: State,
    decision: Decision,
    rights: Collection[Right],
    grounds: Grounds,
    facts: Facts = NOBODY_IN_PARTICULAR,
    *,
    handed_over: bool = False,
) -> State:
    """The state after `decision`. Raise `NotAllowed` with the first guard that refuses.

    Whether a second person is needed and there, `seconded` asks.
    """
    found = row(state, decision)
    if found is None:
        raise NotAllowed(Refusal.STATE)
    if found.right not in rights:
        raise NotAllowed(Refusal.RIGHT)
    if found.recusal_statement and not grounds.no_conflict:
        raise NotAllowed(Refusal.RECUSAL)
    if found.handover and not handed_over:
        raise NotAllowed(Refusal.HANDOVER)
    _given(found, grounds, facts)
    _guarded(found, grounds, facts)
    target = found.target or facts.resume
    if target is None:
        raise NotAllowed(Refusal.STATE)
    return target


def seconded(found: Transition, first: Seconder, second: Seconder | None) -> None:
    """Pass when the row takes one person, or two different ones agree: one has its right, the other the right `second`.

    Which of the two acts last is all the same. Raise `NeedsSecond` while there is only one, `NotAllowed` for the same
    person twice or a pair without these rights.
    """
    if found.second:
        both(found.right, first, second)


def both(right: Right, first: Seconder, second: Seconder | None) -> None:
    """Pass when two different persons agree, one with `right` and the other with the right `second`. Raise as above."""
    if second is None:
        raise NeedsSecond
    pairs = ((first, second), (second, first))
    fits = any(right in one.rights and Right.SECOND in other.rights for one, other in pairs)
    if second.officer == first.officer or not fits:
        raise NotAllowed(Refusal.SECOND)


def could_start(found: Transition, *, named: bool) -> tuple[Code, ...]:
    """The terms that a decision can start: those owed to named reporters only if there is one (art. 26 and 27)."""
    return tuple(code for code in found.starts if named or code not in NAMED_ONLY)


def started(found: Transition, facts: Facts, grounds: Grounds) -> tuple[Code, ...]:
    """The terms that a decision really starts.

    Clearing is decided on only where the report was found untrue: "未查实但不能排除的,不能认定为不实举报".
    """
    codes = could_start(found, named=facts.named)
    return tuple(code for code in codes if code is not Code.DL16 or grounds.outcome == "not_confirmed")


def _given(found: Transition, grounds: Grounds, facts: Facts) -> None:
    """What the page asks for is there."""
    if found.reasons and grounds.reason not in found.reasons:
        raise NotAllowed(Refusal.REASON)
    if not grounds.statements >= set(found.statements):
        raise NotAllowed(Refusal.STATEMENT)
    if Ask.OUTCOME in found.asks and (grounds.outcome not in OUTCOMES.codes or grounds.outcome == "not_shown"):
        raise NotAllowed(Refusal.OUTCOME)
    if Ask.TARGET in found.asks and not grounds.target.strip():
        raise NotAllowed(Refusal.TARGET)
    if Ask.REPEAT_OF in found.asks and not grounds.repeat_of.strip():
        raise NotAllowed(Refusal.REPEAT)
    if Ask.HANDLER in found.asks and len(set(grounds.people)) != 1:
        raise NotAllowed(Refusal.PERSON)
    if Ask.GROUP in found.asks and len(set(grounds.people)) < SMALLEST_GROUP:
        raise NotAllowed(Refusal.GROUP)
    if Ask.DAY in found.asks and not _good_day(found, grounds.day, facts):
        raise NotAllowed(Refusal.DAY)
    if found.text_needed and not grounds.text.strip():
        raise NotAllowed(Refusal.TEXT)


def _good_day(found: Transition, day: date | None, facts: Facts) -> bool:
    """A review lies ahead, at most one interval away; feedback was given today or before."""
    if day is None:
        return False
    if Code.DL14 in found.starts:
        return facts.today < day <= facts.latest_review
    return day <= facts.today


def _guarded(found: Transition, grounds: Grounds, facts: Facts) -> None:
    for guard in found.guards:
        if guard is Guard.COLLUSION:
            # Talks where people could collude warn them: only with a reason written for exactly that (DOMAIN 3.1).
            if facts.collusion and grounds.reason != "despite_collusion":
                raise NotAllowed(Refusal.COLLUSION)
        elif not _HELD[guard](facts):
            raise NotAllowed(Refusal(guard.value))
