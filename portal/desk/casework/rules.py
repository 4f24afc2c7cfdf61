"""Which decisions a case allows, to whom, with which reasons: one table, no I/O.

Source: DOMAIN 3.4 (states) and 3.5 (transitions); 《纪检监察机关处理检举控告工作规则》 art. 13 (reasons for not
accepting), art. 14 (first reports go to the supervision department).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.desk.officers.rules import Right
from portal.domain.statuses import State


class Decision(StrEnum):
    """What an officer decides; each is one row of `TABLE`."""

    REGISTER = "register"
    ACCEPT = "accept"
    DECLINE = "decline"
    CONCLUDE = "conclude"


class Refusal(StrEnum):
    """Why a decision is not allowed now; the page says it in words."""

    STATE = "state"
    RIGHT = "right"
    REASON = "reason"
    TEXT = "text"
    RECUSAL = "recusal"
    PERSON = "person"


class NotAllowed(Exception):
    """The table does not allow this decision; `why` says which guard refused."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Transition:
    """One row: from where to where, the right it takes, the reason codes to choose from, whether a text is needed."""

    source: State
    target: State
    right: Right
    reasons: tuple[str, ...] = ()
    text_needed: bool = True
    recusal_statement: bool = False


TABLE: Mapping[Decision, Transition] = {
    Decision.REGISTER: Transition(
        State.DELIVERED, State.REGISTERED, Right.REGISTER, text_needed=False, recusal_statement=True
    ),
    Decision.ACCEPT: Transition(State.REGISTERED, State.ACCEPTED, Right.ACCEPT),
    Decision.DECLINE: Transition(
        State.REGISTERED,
        State.DECLINED,
        Right.ACCEPT,
        reasons=("other_procedure", "other_body", "no_substance", "not_secondment"),
    ),
    Decision.CONCLUDE: Transition(
        State.ACCEPTED,
        State.CONCLUDED,
        Right.CONCLUDE,
        reasons=("confirmed", "not_confirmed", "insufficient"),
    ),
}

CLOSED_TO_REPLIES = frozenset({State.DELIVERED})
"""Nobody may write to the reporter about a report that nobody has registered: whoever answers must have declared
that nothing forbids it (art. 48, recusal)."""


@dataclass(frozen=True)
class Grounds:
    """What the officer gave for a decision: a reason code from the table, a text, and the statement on recusal."""

    reason: str = ""
    text: str = ""
    no_conflict: bool = False


def allowed(state: State, rights: Collection[Right]) -> tuple[Decision, ...]:
    """The decisions that an officer with `rights` may take on a case in `state`, in the table's order."""
    return tuple(d for d, row in TABLE.items() if row.source is state and row.right in rights)


def decide(state: State, decision: Decision, rights: Collection[Right], grounds: Grounds) -> State:
    """The state after `decision`. Raise `NotAllowed` when state, right, reason, text or recusal statement refuse it."""
    row = TABLE[decision]
    if row.source is not state:
        raise NotAllowed(Refusal.STATE)
    if row.right not in rights:
        raise NotAllowed(Refusal.RIGHT)
    if row.recusal_statement and not grounds.no_conflict:
        raise NotAllowed(Refusal.RECUSAL)
    if row.reasons and grounds.reason not in row.reasons:
        raise NotAllowed(Refusal.REASON)
    if row.text_needed and not grounds.text.strip():
        raise NotAllowed(Refusal.TEXT)
    return row.target


def matrix() -> str:
    """The whole table as Markdown, for docs/case-states.md (a test keeps the page equal to this)."""
    lines = ["| from | decision | to | right | reasons | text | recusal statement |", "|---|---|---|---|---|---|---|"]
    lines += [
        f"| {row.source} | {decision} | {row.target} | {row.right} | {', '.join(row.reasons) or '–'} "
        f"| {'needed' if row.text_needed else '–'} | {'needed' if row.recusal_statement else '–'} |"
        for decision, row in TABLE.items()
    ]
    return "\n".join(lines) + "\n"
