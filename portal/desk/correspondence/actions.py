"""Writing to the reporter."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework import deciding, filing, outgoing
from portal.desk.casework.rules import CLOSED_TO_REPLIES, Decision, Grounds, NotAllowed, Refusal, row
from portal.desk.casework.unlocking import unlock
from portal.desk.correspondence.enclosing import Enclosed, enclose
from portal.desk.desk import Desk
from portal.desk.officers.actions import reply_key
from portal.desk.officers.rules import Who
from portal.domain.statuses import State
from portal.sealing import Kind
from portal.web.text import plain, safe_html

LONGEST = 5000
"""Characters of a reply after cleaning; a reply is one sealed item, padded to at least 16 KiB."""


def reply(
    session: Session,
    desk: Desk,
    who: Who,
    number: str,
    text: str,
    *,
    question: bool = False,
    reviewed: bool = False,
    files: Sequence[Enclosed] = (),
) -> None:
    """Send `text` (limited formatting, cleaned) and `files` to the reporter, signed by the officer's office.

    With `question` the mailbox shows it as something to answer; where the table of decisions has a question for the
    state, the case waits for the answer, and `reviewed` says that nothing in it exposes the reporter.

    Raise `NoSuchCase`; `NotAllowed` when the report is not registered, names no mailbox, or nothing is left to say.
    """
    case, opened = unlock(session, who, number)
    html = safe_html(text)
    if State(case.state) in CLOSED_TO_REPLIES or opened.correspondent is None:
        raise NotAllowed(Refusal.STATE)
    if not plain(html).strip() or len(html) > LONGEST:
        raise NotAllowed(Refusal.TEXT)
    day = desk.clock.today()
    sender = outgoing.Sender(who.office, reply_key(session, who))
    body: dict[str, object] = {"html": html} | ({"question": True} if question else {})
    if files:
        body["files"] = enclose(session, desk.blobs, case.id, case.answers + 1, files).to_body()
    outgoing.send(session, case, opened.correspondent, sender, Kind.REPLY, body, day)
    filing.put(session, opened, Kind.COPY, {**body, "by": who.name, "answer": case.answers}, day)
    desk.ledger.record(session, actor=who.officer, act=Act.REPLY, case=number)
    if question and row(State(case.state), Decision.ASK):
        stated = frozenset({"question_reviewed"} if reviewed else ())
        grounds = Grounds(text=plain(html).strip(), statements=stated)
        deciding.take_decision(session, desk, who, number, Decision.ASK, grounds)
