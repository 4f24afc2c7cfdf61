"""The decisions that take two persons, as acts: not accepting, referring elsewhere, closing without checks."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.desk.approvals.kinds import Asked, Given, TwofoldAct
from portal.desk.casework.deciding import take_decision
from portal.desk.casework.records import CaseRecord
from portal.desk.casework.rules import TABLE, Decision, Grounds, NeedsSecond, NotAllowed, Refusal, row
from portal.desk.casework.unlocking import Unlocked
from portal.desk.desk import Desk
from portal.desk.officers.rules import Right, Who
from portal.domain.statuses import State


def decision_acts() -> tuple[TwofoldAct, ...]:
    """One act for each decision of the table that two persons take and no hand-over does."""
    found = {one.decision: one for one in TABLE if one.second and not one.handover}
    return tuple(_act(decision, one.right) for decision, one in found.items())


def body_of(grounds: Grounds) -> dict[str, Any]:
    """Write grounds for sealing: what was given and nothing else."""
    words = ("reason", "text", "outcome", "target", "repeat_of")
    given: dict[str, Any] = {name: getattr(grounds, name) for name in words}
    given |= {"statements": sorted(grounds.statements), "people": list(grounds.people)}
    given["day"] = grounds.day.isoformat() if grounds.day else ""
    return {name: value for name, value in given.items() if value}


def grounds_of(given: Given) -> Grounds:
    """Read what `body_of` wrote."""
    day = str(given.get("day", ""))
    return Grounds(
        reason=str(given.get("reason", "")),
        text=str(given.get("text", "")),
        outcome=str(given.get("outcome", "")),
        target=str(given.get("target", "")),
        repeat_of=str(given.get("repeat_of", "")),
        statements=frozenset(_listed(given.get("statements", ()))),
        people=tuple(_listed(given.get("people", ()))),
        day=date.fromisoformat(day) if day else None,
    )


def _act(decision: Decision, right: Right) -> TwofoldAct:
    def prepare(
        session: Session,
        desk: Desk,
        who: Who,
        case: CaseRecord,
        opened: Unlocked,  # noqa: ARG001  every act is handed the opened case
        given: Given,
    ) -> Given:
        """Pass when everything is in order but for the second person: `take_decision` says so, and changes nothing."""
        found = row(State(case.state), decision)
        if found is None or not found.second:
            # Asked of a row that takes one person, `take_decision` would take it.
            raise NotAllowed(Refusal.STATE)
        try:
            take_decision(session, desk, who, case.number, decision, grounds_of(given), seen=case.version)
        except NeedsSecond:
            return given
        raise NotAllowed(Refusal.STATE)  # pragma: no cover  the row takes two, so it was not taken

    def carry_out(session: Session, desk: Desk, who: Who, asked: Asked) -> None:
        grounds = grounds_of(asked.given)
        number, version = asked.number, asked.version
        take_decision(session, desk, who, number, decision, grounds, seen=version, seconded_by=asked.asker)

    return TwofoldAct(decision.value, right, Right.SECOND, prepare, carry_out, by_decision=True)


def _listed(value: object) -> Iterable[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []
