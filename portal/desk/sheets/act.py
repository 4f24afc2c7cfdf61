"""Agreeing to a sheet as an act of two persons: the second one reads, in the request, every word that would leave."""

from sqlalchemy.orm import Session

from portal.desk.approvals.kinds import Asked, Given, TwofoldAct
from portal.desk.casework import filing
from portal.desk.casework.records import CaseRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.unlocking import NoSuchCase, Unlocked, unlock
from portal.desk.desk import Desk
from portal.desk.officers.rules import Right, Who
from portal.desk.sheets.actions import Sheet, current
from portal.domain.two_persons import Twofold
from portal.sealing import Kind


def sheet_act() -> TwofoldAct:
    """The act of agreeing to a sheet. Which one is named by `about`, its place."""
    return TwofoldAct(Twofold.SHEET.value, Right.SHEET, Right.SECOND, _prepare, _carry_out)


def _prepare(session: Session, desk: Desk, who: Who, case: CaseRecord, opened: Unlocked, given: Given) -> Given:  # noqa: ARG001  every act is handed all of this
    sheet = _named(session, opened, given)
    if sheet.agreed:
        raise NotAllowed(Refusal.STATE)
    return {"about": str(sheet.place), "sheet": sheet.content.body()}


def _carry_out(session: Session, desk: Desk, who: Who, asked: Asked) -> None:
    _, opened = unlock(session, who, asked.number)
    sheet = _named(session, opened, asked.given)
    if sheet.content.body() != asked.given["sheet"]:
        raise NotAllowed(Refusal.STALE)
    record: dict[str, object] = {
        "decision": Twofold.SHEET,
        "about": str(sheet.place),
        "sheet": sheet.content.body(),
        "text": asked.text,
    }
    by = {"by": asked.asker.name, "seconded_by": who.name, "asked_by": asked.asker.officer, "agreed_by": who.officer}
    filing.put(session, opened, Kind.DECISION, record | by, desk.clock.today())


def _named(session: Session, opened: Unlocked, given: Given) -> Sheet:
    about = str(given.get("about", ""))
    if not (about.isascii() and about.isdigit() and len(about) < len("10000")):
        raise NotAllowed(Refusal.CHOICE)
    try:
        return current(session, opened, int(about))
    except NoSuchCase as absent:
        raise NotAllowed(Refusal.CHOICE) from absent
