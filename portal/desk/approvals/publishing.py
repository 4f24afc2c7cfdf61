"""Telling the holder of the code how it ended: the outcome class and nothing more, and only after two agreed.

Whoever holds a code may be the person concerned (T9). So an outcome is not shown by itself (DOMAIN 3.4); what is shown
is one of three sentences, with the duty to keep it confidential beside it.
"""

from typing import Final

from sqlalchemy.orm import Session

from portal.desk.approvals.kinds import Asked, Given, TwofoldAct
from portal.desk.audit.actions import Act
from portal.desk.casework import filing, outgoing
from portal.desk.casework.records import CaseRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.unlocking import Unlocked, unlock
from portal.desk.desk import Desk
from portal.desk.officers.actions import reply_key
from portal.desk.officers.rules import Right, Who
from portal.domain.statuses import OUTCOMES, State, shown
from portal.domain.two_persons import Twofold
from portal.sealing import Kind

ENDED: Final = frozenset({State.CONCLUDED, State.FEEDBACK_GIVEN})
HIDDEN: Final = "not_shown"
TOLD_WITH: Final = shown(State.CONCLUDED)
"""The status that an outcome is told with, also later on: that feedback was given says that a name was."""


def publishing_act() -> TwofoldAct:
    """The act of publishing the outcome to the code."""
    return TwofoldAct(Twofold.PUBLISH.value, Right.HANDLE, Right.SECOND, _prepare, _carry_out)


def outcome_to_publish(session: Session, case: CaseRecord, opened: Unlocked) -> str | None:
    """The outcome the case ended with, as long as the code does not show it yet; None otherwise."""
    if State(case.state) not in ENDED or opened.correspondent is None:
        return None
    outcome, told = None, False
    for _, envelope in filing.items(session, opened, Kind.DECISION):
        body = envelope.body if envelope else {}
        if body.get("decision") == Twofold.PUBLISH:
            told = True
        elif "outcome" in body:
            outcome, told = str(body["outcome"]), False
    return None if told or outcome not in OUTCOMES.codes or outcome == HIDDEN else outcome


def _prepare(
    session: Session,
    desk: Desk,  # noqa: ARG001  every act is handed all of this
    who: Who,  # noqa: ARG001
    case: CaseRecord,
    opened: Unlocked,
    given: Given,  # noqa: ARG001
) -> Given:
    outcome = outcome_to_publish(session, case, opened)
    if outcome is None:
        raise NotAllowed(Refusal.STATE)
    return {"outcome": outcome}


def _carry_out(session: Session, desk: Desk, who: Who, asked: Asked) -> None:
    case, opened = unlock(session, who, asked.number)
    outcome, to, today = outcome_to_publish(session, case, opened), opened.correspondent, desk.clock.today()
    if outcome is None or outcome != asked.given.get("outcome") or to is None:
        raise NotAllowed(Refusal.STATE)
    sender = outgoing.Sender(who.office, reply_key(session, who))
    card = {"status": TOLD_WITH.status, "sentence": TOLD_WITH.sentence, "detail": {"outcome": outcome}}
    outgoing.send(session, case, to, sender, Kind.STATUS, card, today)
    record = {"decision": Twofold.PUBLISH, "outcome": outcome, "text": asked.text}
    by = {"by": asked.asker.name, "seconded_by": who.name}
    filing.put(session, opened, Kind.DECISION, record | by, today)
    desk.ledger.record(session, actor=who.officer, act=Act.REPLY, case=asked.number, note=Twofold.PUBLISH)
