"""What may follow from a case, step by step, as one table. Pure. Source: DOMAIN 3.5, side processes."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.officers.rules import Right
from portal.domain.deadlines import LONGEST
from portal.domain.followup import (
    APPROVAL_LEVELS,
    CAUSES,
    CLEARING_FORMS,
    MEASURES_OF,
    NATURES,
    RESULTS,
    FollowUp,
)
from portal.domain.statuses import State


class Act(StrEnum):
    """What is done with a follow-up."""

    ADD = "add"
    APPROVE = "approve"
    REFUSE = "refuse"
    COMPLETE = "complete"


class Step(StrEnum):
    """Where a follow-up stands."""

    OPEN = "open"
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    DONE = "done"


class Ask(StrEnum):
    """What a step's page asks for besides a text, which it always asks for."""

    PARTY = "party"
    MEASURE = "measure"
    CONCERNS = "concerns"
    CAUSE = "cause"
    FORM = "form"
    NATURE = "nature"
    RESULT = "result"
    DUE = "due"


ENDED: Final = frozenset({Step.REFUSED, Step.DONE})
AFTERWARDS: Final = frozenset({State.CONCLUDED, State.FEEDBACK_GIVEN})
AT_WORK: Final = frozenset(State) - {State.DELIVERED, State.REFERRED_UP, State.ARCHIVED}


@dataclass(frozen=True)
class Row:
    """One step: of which kind, by what act, from where (None: there is nothing yet) to where, by whose right."""

    kind: FollowUp
    act: Act
    source: Step | None
    target: Step
    right: Right = Right.FOLLOW_UP
    asks: frozenset[Ask] = frozenset()
    statements: tuple[str, ...] = ()
    states: frozenset[State] = frozenset(State) - {State.ARCHIVED}


def _plain(kind: FollowUp) -> tuple[Row, ...]:
    return (
        Row(kind, Act.ADD, None, Step.OPEN, asks=frozenset({Ask.DUE}), states=AT_WORK),
        Row(kind, Act.COMPLETE, Step.OPEN, Step.DONE),
    )


_MEASURE: Final = frozenset({Ask.PARTY, Ask.MEASURE, Ask.CONCERNS, Ask.CAUSE, Ask.DUE})
_CLEARS: Final = ("person_asked", "this_matter", "no_reporter")

TABLE: Final = (
    Row(FollowUp.MEASURE, Act.ADD, None, Step.OPEN, asks=_MEASURE, states=AFTERWARDS | {State.FILED}),
    Row(FollowUp.MEASURE, Act.COMPLETE, Step.OPEN, Step.DONE),
    Row(
        FollowUp.CLEARING,
        Act.ADD,
        None,
        Step.PROPOSED,
        asks=frozenset({Ask.CONCERNS, Ask.FORM, Ask.DUE}),
        statements=_CLEARS,
        states=AFTERWARDS,
    ),
    Row(FollowUp.CLEARING, Act.APPROVE, Step.PROPOSED, Step.APPROVED, Right.CLEAR),
    Row(FollowUp.CLEARING, Act.REFUSE, Step.PROPOSED, Step.REFUSED, Right.CLEAR),
    Row(FollowUp.CLEARING, Act.COMPLETE, Step.APPROVED, Step.DONE, statements=("no_reporter",)),
    Row(
        FollowUp.UNTRUE,
        Act.ADD,
        None,
        Step.DONE,
        asks=frozenset({Ask.NATURE}),
        statements=("no_tracing",),
        states=AFTERWARDS,
    ),
    Row(FollowUp.OBJECTION, Act.ADD, None, Step.OPEN, states=AFTERWARDS | {State.DECLINED}),
    Row(FollowUp.OBJECTION, Act.COMPLETE, Step.OPEN, Step.DONE, asks=frozenset({Ask.RESULT})),
    *_plain(FollowUp.PROTECTION),
    *_plain(FollowUp.RETALIATION),
    *_plain(FollowUp.BREACH),
)

FOUND_UNTRUE_FIRST: Final = frozenset({FollowUp.CLEARING, FollowUp.UNTRUE})
"""Only where the report was found untrue: what could not be established is not untrue (opinion of 2020 on clearing)."""


@dataclass(frozen=True)
class Given:
    """What was typed for a step."""

    text: str = ""
    party: str = ""
    measure: str = ""
    concerns: str = ""
    cause: str = ""
    form: str = ""
    nature: str = ""
    level: str = ""
    approval: str = ""
    result: str = ""
    due: date | None = None
    statements: frozenset[str] = field(default=frozenset())


def row(kind: FollowUp, act: Act, source: Step | None) -> Row | None:
    """Find the step that `act` takes from `source`; None where there is none."""
    return next((one for one in TABLE if (one.kind, one.act, one.source) == (kind, act, source)), None)


def addable(state: State, rights: Collection[Right]) -> tuple[FollowUp, ...]:
    """The kinds that an officer with `rights` may add to a case in `state`."""
    adds = (one for one in TABLE if one.act is Act.ADD and state in one.states and one.right in rights)
    return tuple(one.kind for one in adds)


def acts(kind: FollowUp, step: Step, rights: Collection[Right]) -> tuple[Act, ...]:
    """What an officer with `rights` may do with a follow-up that stands at `step`."""
    return tuple(one.act for one in TABLE if one.kind is kind and one.source is step and one.right in rights)


def check(one: Row, state: State, rights: Collection[Right], given: Given, today: date, *, found_untrue: bool) -> None:
    """Pass, or raise `NotAllowed` with the first guard that refuses.

    A false accusation is recorded only with the approval of a city with districts or above, its number, and by whoever
    answers for it; without that the report was a mistake (article 39 ff.).
    """
    if state not in one.states:
        raise NotAllowed(Refusal.STATE)
    if one.right not in rights:
        raise NotAllowed(Refusal.RIGHT)
    if one.act is Act.ADD and one.kind in FOUND_UNTRUE_FIRST and not found_untrue:
        raise NotAllowed(Refusal.FOUND_UNTRUE)
    _chosen(one, given)
    if Ask.NATURE in one.asks and given.nature != NATURES.codes[0]:
        if given.level not in APPROVAL_LEVELS.codes or not given.approval.strip():
            raise NotAllowed(Refusal.HIGHER)
        if Right.CLEAR not in rights:
            raise NotAllowed(Refusal.RIGHT)
    if Ask.DUE in one.asks and (given.due is None or not today <= given.due <= today + LONGEST):
        raise NotAllowed(Refusal.AHEAD)
    if not given.statements >= set(one.statements):
        raise NotAllowed(Refusal.STATEMENT)
    if not given.text.strip():
        raise NotAllowed(Refusal.TEXT)


def _chosen(one: Row, given: Given) -> None:
    lists = {
        Ask.PARTY: (given.party, frozenset(MEASURES_OF)),
        Ask.MEASURE: (given.measure, MEASURES_OF.get(given.party, frozenset())),
        Ask.FORM: (given.form, frozenset(CLEARING_FORMS.codes)),
        Ask.NATURE: (given.nature, frozenset(NATURES.codes)),
        Ask.RESULT: (given.result, frozenset(RESULTS.codes)),
        Ask.CAUSE: (given.cause, frozenset({"", *CAUSES.codes})),
    }
    for ask, (code, codes) in lists.items():
        if ask in one.asks and code not in codes:
            raise NotAllowed(Refusal.MEASURE if ask is Ask.MEASURE else Refusal.CHOICE)
    if Ask.CONCERNS in one.asks and not given.concerns.strip():
        raise NotAllowed(Refusal.CONCERNS)


def matrix() -> str:
    """The whole table as Markdown, for docs/follow-up.md (a test keeps the page equal to this)."""
    lines = ["| what | act | from | to | right | asks for | must be confirmed |", "|---|---|---|---|---|---|---|"]
    for one in TABLE:
        asks, said = ", ".join(sorted(one.asks)) or "–", ", ".join(one.statements) or "–"
        source = one.source or "–"
        lines.append(f"| {one.kind} | {one.act} | {source} | {one.target} | {one.right} | {asks} | {said} |")
    return "\n".join(lines) + "\n"
