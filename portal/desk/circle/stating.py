"""Before a case is opened: the officer states that nothing calls for recusal, or recuses themself (0035).

Until then this room shows two units and their regions, nothing else of what was reported: whoever has no tie to either
is neither the person concerned nor close to them, and whoever has one learns no name.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.casework import filing
from portal.desk.casework.access import access, seal_slip
from portal.desk.casework.records import CaseRecord, SlipRecord, StatementRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.unlocking import NoSuchCase, Unlocked, case_for, unlock_unseen
from portal.desk.circle import rules
from portal.desk.desk import Desk
from portal.desk.officers.actions import office_names
from portal.desk.officers.rules import Who
from portal.domain.fields import UNKNOWN
from portal.domain.statuses import State
from portal.domain.text import Text
from portal.sealing import Kind

ASKED = "asked"
LONGEST_REASON = 5000


@dataclass(frozen=True)
class Units:
    """What an officer must know to judge: the units of the secondment. Empty where the reporter did not know.

    `readable` is False when the report does not open or is not one: then nothing can be shown.
    """

    own_office: Text
    readable: bool
    sending: tuple[str, ...] = ()
    receiving: tuple[str, ...] = ()
    stated: bool = False


def units(session: Session, desk: Desk, who: Who, number: str) -> Units:
    """What the page of the statement shows. Looking at it is written down. Raise `NoSuchCase`, `NotAllowed`."""
    case, opened = _registered(session, who, number)
    desk.ledger.record(session, actor=who.officer, act=Act.DECLARE, case=number, note=ASKED)
    office, stated = Text(*office_names(session)[who.office]), _stated(session, case, who) is not None
    if opened.report is None:
        return Units(office, readable=False, stated=stated)
    part = opened.report.secondment
    sending, receiving = (part.sending_unit, part.sending_region), (part.receiving_unit, part.receiving_region)
    return Units(office, True, _known(sending), _known(receiving), stated)  # noqa: FBT003  a fact of the report


def state_none(session: Session, desk: Desk, who: Who, number: str) -> None:
    """State that nothing calls for recusal; from now on the case opens. A second time changes nothing.

    Raise `NoSuchCase`, also for one who has recused themself: they hold no slip; `NotAllowed` while unregistered.
    """
    case, _ = _registered(session, who, number)
    if _stated(session, case, who) is None:
        session.add(StatementRecord(case_id=case.id, officer=who.officer, day=desk.clock.today(), recused=False))
        session.flush()
        desk.ledger.record(session, actor=who.officer, act=Act.DECLARE, case=number, note=rules.NONE)


def recuse(session: Session, desk: Desk, who: Who, number: str, reason: str) -> None:
    """End this officer's own access: the reason is sealed to the case, the slip is gone, and a lead can open it.

    Where no other lead holds a key, the colleagues who may give access are sealed one first; if nobody is left who
    could, nothing is done. Raise `NoSuchCase`; `NotAllowed` (no reason, nobody left, unregistered).
    """
    case, opened = _registered(session, who, number)
    text = reason.strip()
    if not text or len(text) > LONGEST_REASON:
        raise NotAllowed(Refusal.TEXT)
    _keep_a_lead(session, desk, who, case, opened)
    rules.may_end(access(session, who, case.id).holders, who.officer)
    filing.put(session, opened, Kind.NOTE, {"recusal": who.officer, "text": text, "by": who.name}, desk.clock.today())
    record = _stated(session, case, who)
    if record is None:
        record = StatementRecord(case_id=case.id, officer=who.officer, day=desk.clock.today())
        session.add(record)
    record.recused, record.day = True, desk.clock.today()
    take_slip(session, case, who.officer)
    desk.ledger.record(session, actor=who.officer, act=Act.RECUSE, case=number)


def take_slip(session: Session, case: CaseRecord, officer: str) -> None:
    """Destroy an officer's slip. Whoever handled the case does not any more; its lead names somebody else."""
    slip = session.get(SlipRecord, (case.id, officer))
    if slip is None:
        raise NoSuchCase
    session.delete(slip)
    if case.handler == officer:
        case.handler = None
    session.flush()


def _registered(session: Session, who: Who, number: str) -> tuple[CaseRecord, Unlocked]:
    """The case, locked so that of two statements at once the second sees the first. A batch asks for none."""
    found, _ = case_for(session, who, number)
    session.get(CaseRecord, found.id, with_for_update=True)
    if State(found.state) is State.DELIVERED or found.batch:
        raise NotAllowed(Refusal.STATE)
    return unlock_unseen(session, who, number)


def _stated(session: Session, case: CaseRecord, who: Who) -> StatementRecord | None:
    return session.get(StatementRecord, (case.id, who.officer))


def _keep_a_lead(session: Session, desk: Desk, who: Who, case: CaseRecord, opened: Unlocked) -> None:
    there = access(session, who, case.id)
    if rules.leads(rules.others(there.holders, who.officer)):
        return
    for lead in rules.leads(there.candidates):
        try:
            seal_slip(session, desk, who, opened, lead.officer)
        except NotAllowed:  # not in the signed roster (yet): no key to seal to
            continue
        desk.ledger.record(session, actor=who.officer, act=Act.GRANT, case=case.number, note=lead.officer)
    session.flush()


def _known(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word and word != UNKNOWN))
