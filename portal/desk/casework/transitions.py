"""What one row of the table of decisions can say. Pure; the rows themselves are in `table`."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.desk.officers.rules import Right
from portal.domain.deadlines import Code
from portal.domain.decisions import Decision
from portal.domain.statuses import State


class Ask(StrEnum):
    """What a decision's page asks for besides a reason category and statements."""

    TEXT = "text"
    OUTCOME = "outcome"
    TARGET = "target"
    REPEAT_OF = "repeat_of"
    HANDLER = "handler"
    GROUP = "group"
    DAY = "day"
    RISK = "risk"


class Guard(StrEnum):
    """What must be true of the case itself; `rules.Facts` tells."""

    ANSWERED = "answered"
    COLLUSION = "collusion"
    REVIEWED = "reviewed"
    NOT_HANDLER = "not_handler"
    DUE_OR_NEW = "due_or_new"
    NAMED = "named"
    ANONYMOUS = "anonymous"
    NOTHING_OPEN = "nothing_open"
    REPORTED = "reported"


OUTWARD: Final = frozenset(
    {
        Decision.REFER,
        Decision.REFER_UP,
        Decision.ASSIGN_OUT,
        Decision.DECLINE,
        Decision.INQUIRE,
        Decision.CONCLUDE,
        Decision.DIRECT_CLOSE,
        Decision.FEEDBACK,
    }
)
"""Where what is written, or what is said on account of it, may leave the office: what would expose the reporter stays
in view."""

WORDS: Final = frozenset({Ask.TEXT})
EVERY: Final = tuple(Code)
"""What a decision stops that takes the case out of this office's hands."""


@dataclass(frozen=True)
class Transition:
    """One row. `target` None leads back to the state before the question.

    `second`: takes two persons (DOMAIN 3.3). `handover`: only the room that really hands the case over may take it.
    `silent`: the reporter gets no new status card. `keyless`: taken without a key, so nothing is sealed.
    """

    source: State
    decision: Decision
    target: State | None
    right: Right
    reasons: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    asks: frozenset[Ask] = WORDS
    guards: tuple[Guard, ...] = ()
    starts: tuple[Code, ...] = ()
    stops: tuple[Code, ...] = ()
    second: bool = False
    handover: bool = False
    silent: bool = False
    keyless: bool = False
    recusal_statement: bool = False

    @property
    def text_needed(self) -> bool:
        """Whether the reason must be written out."""
        return Ask.TEXT in self.asks


def markdown(rows: Iterable[Transition]) -> str:
    """Write rows as a Markdown table."""
    heads = ("from", "decision", "to", "right", "reasons", "must be confirmed", "asks for", "if", "starts", "stops", "")
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    return "\n".join([*lines, *(_line(one) for one in rows)]) + "\n"


def _line(one: Transition) -> str:
    words = {
        "two persons": one.second,
        "by hand-over only": one.handover,
        "silent": one.silent,
        "without a key": one.keyless,
        "recusal statement": one.recusal_statement,
    }
    stops = "all" if one.stops == EVERY else _list(one.stops)
    cells = (
        one.source,
        one.decision,
        one.target or "the state before",
        one.right,
        _list(one.reasons),
        _list(one.statements),
        _list(sorted(one.asks)),
        _list(one.guards),
        _list(one.starts),
        stops,
        _list(tuple(word for word, there in words.items() if there)),
    )
    return f"| {' | '.join(cells)} |"


def _list(codes: Iterable[str]) -> str:
    return ", ".join(codes) or "–"
