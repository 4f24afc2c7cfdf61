"""Papers of the workbench leave when two persons agreed: where the room of papers and the room of requests meet.

What the second person agreed to is written into the case as a decision: which paper, of which state of the records. The
paper that leaves must be exactly that one; for the same paper of other records it is asked again (THREATS T5).
"""

from sqlalchemy.orm import Session

from portal.desk.approvals.finding import rights_held
from portal.desk.approvals.kinds import Asked, Given, TwofoldAct
from portal.desk.casework import filing
from portal.desk.casework.records import CaseRecord
from portal.desk.casework.rules import NotAllowed, Refusal, Seconder
from portal.desk.casework.unlocking import Unlocked, unlock
from portal.desk.desk import Desk
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Right, Who
from portal.desk.workbench.bench import enter
from portal.desk.workbench.papers import out
from portal.desk.workbench.papers.leaving import Export, export_of
from portal.domain.two_persons import Twofold
from portal.sealing import Kind


def exporting_act() -> TwofoldAct:
    """The act of letting a paper out. What is asked for is named by `about`, as in the address of the paper."""
    return TwofoldAct(Twofold.EXPORT.value, Right.WORKBENCH, Right.SECOND, _prepare, _carry_out)


def consent(session: Session, desk: Desk, who: Who, export: Export) -> Seconder | None:  # noqa: ARG001  every consent
    """Who else agreed to exactly this export; None while nobody has, and for anybody but the two of them."""
    _, opened = unlock(session, who, export.number)
    for _, envelope in filing.items(session, opened, Kind.DECISION):
        body = envelope.body if envelope else {}
        two = [body.get("asked_by"), body.get("agreed_by")]
        if body.get("decision") == Twofold.EXPORT and body.get("export") == export.body() and who.officer in two:
            other = session.get(OfficerRecord, two[1 - two.index(who.officer)])
            if other is not None:
                return Seconder(other.id, other.name, rights_held(other))
    return None


def _prepare(session: Session, desk: Desk, who: Who, case: CaseRecord, opened: Unlocked, given: Given) -> Given:  # noqa: ARG001
    about = str(given.get("about", ""))
    wanted = out.named(case.number, about)
    if wanted is None:
        raise NotAllowed(Refusal.CHOICE)
    now = export_of(enter(session, desk, who, case.number), wanted.kind, wanted.about)
    return {"about": about, "export": now.body()}


def _carry_out(session: Session, desk: Desk, who: Who, asked: Asked) -> None:
    agreed, bench = Export.from_body(asked.given["export"]), enter(session, desk, who, asked.number)
    if export_of(bench, agreed.kind, agreed.about) != agreed:
        raise NotAllowed(Refusal.STALE)
    record = {"decision": Twofold.EXPORT, "about": asked.given["about"], "export": agreed.body(), "text": asked.text}
    by = {"by": asked.asker.name, "seconded_by": who.name, "asked_by": asked.asker.officer, "agreed_by": who.officer}
    filing.put(session, bench.opened, Kind.DECISION, record | by, desk.clock.today())
