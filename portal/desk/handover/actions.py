"""What happens to an offer: taken over, refused, withdrawn; and the lists of all of them.

Taking over is one commit: whoever does it has opened the case with the slip that was sealed to them, and in the same
transaction the office that sent it loses its keys and everything it made. Before that commit nothing has changed, after
it nothing is left to do but bytes: files (`burning`), and the reporter's card, which the outbox carries.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, delete, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.desk.audit.actions import Act
from portal.desk.audit.notes import WAY
from portal.desk.base import plainly
from portal.desk.casework import burning, filing, outgoing, timing
from portal.desk.casework.numbering import next_numbers
from portal.desk.casework.records import BarredRecord, CaseRecord, FileRecord, ItemRecord, SlipRecord
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.unlocking import REPORT_SLOT, NoSuchCase, Unlocked, read_item, unlocked_with
from portal.desk.desk import Desk
from portal.desk.handover import rules
from portal.desk.handover.records import TransferRecord, TransferSlipRecord
from portal.desk.officers.actions import office_names, officer_names
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Right, Who
from portal.desk.officers.tree import Way
from portal.domain.deadlines import Code
from portal.domain.handing import Handing
from portal.domain.statuses import State
from portal.domain.text import Text
from portal.sealing import Kind, Place, SealingError, open_slip

MOST = 100

# Offers that wait for an officer: of those to their office, the ones sealed to them.
_SEALED_TO = exists().where(
    TransferSlipRecord.transfer == TransferRecord.id,
    TransferSlipRecord.officer == bindparam("officer"),
    TransferSlipRecord.sealed.is_not(None),
)
_FOR = (TransferRecord.status == Handing.OFFERED) & (TransferRecord.to_office == bindparam("office")) & _SEALED_TO
# Made once: it is asked for every page.
_WAITING = select(func.count()).select_from(TransferRecord).where(_FOR)


@dataclass(frozen=True)
class Line:
    """One hand-over as a list shows it: no content, and of the case only the number it had in the sending office.

    `number` is "" for the office that receives it: what it is called there, it is told when it has taken it over.
    """

    id: str
    number: str
    received: date | None
    before: State | None
    after: State
    way: Way
    sender: Text
    receiver: Text
    asker: str
    agreer: str
    offered: date
    status: Handing
    ended: date | None
    ender: str
    may_take: bool
    may_withdraw: bool


@dataclass(frozen=True)
class Lists:
    """What an officer is shown: offers that wait for their own decision, and everything their office has sent."""

    incoming: tuple[Line, ...]
    sent: tuple[Line, ...]


def count(session: Session, who: Who) -> int:
    """How many offers wait for `who`."""
    return int(plainly(session, _WAITING, _names(who)).scalar_one())


def lists(session: Session, who: Who) -> Lists:
    """Every hand-over that concerns `who`, newest first. No key is needed."""
    newest = select(TransferRecord).order_by(TransferRecord.offered.desc(), TransferRecord.number.desc()).limit(MOST)
    incoming = session.scalars(newest.where(_FOR), _names(who)).all()
    sent = session.scalars(newest.where(TransferRecord.from_office == who.office)).all()
    return Lists(tuple(_line(session, who, one) for one in incoming), tuple(_line(session, who, one) for one in sent))


def look(session: Session, who: Who, transfer: str) -> Line:
    """One hand-over. Raise `NoSuchCase` unless `who`'s office sent it, or it waits for `who`."""
    mine = or_(TransferRecord.from_office == who.office, _FOR)
    found = session.scalars(
        select(TransferRecord).where(TransferRecord.id == transfer, mine), _names(who)
    ).one_or_none()
    if found is None:
        raise NoSuchCase
    return _line(session, who, found)


def take(session: Session, desk: Desk, who: Who, transfer: str) -> str:
    """Confirm that the case arrived and opens: it is this office's now, and nothing of it stays where it came from.

    Return its new number. Raise `NoSuchCase`; `NotAllowed` when it was taken or withdrawn meanwhile, or did not arrive
    whole. Call `burning.burn` after the commit.
    """
    record, slip = _offer(session, who, transfer)
    rules.may_end(Handing(record.status), who.rights)
    if not desk.ledger.vouched(record.proof, *record.vouched_for):
        # A row that whoever writes the database made: taking it over would destroy what two persons never gave away.
        raise NotAllowed(Refusal.UNPROVEN)
    case, opened = _opened(session, who, record, slip)
    _arrived_whole(session, desk, opened)
    if outgoing.files_wait(session, case.id):
        # They are the sender's, and would be destroyed before they are delivered.
        raise NotAllowed(Refusal.UNDELIVERED)
    today, old = desk.clock.today(), case.number
    burning.strip(session, case)
    _change_keys(session, record, today)
    case.number, case.received, case.changed = next_numbers(session, today.year, 1)[0], today, today
    case.state, case.version, case.away = State.DELIVERED, case.version + 1, False
    case.resume = case.handler = case.next_due = None
    case.waits = False
    case.named, case.open_items, case.letters_read, case.letters_then = False, 0, 0, 0
    session.add(timing.at_delivery(case))
    if record.way == Way.DOWN:
        timing.start(session, case, Code.DL04, today)
    if record.card is not None and opened.correspondent is not None:
        outgoing.send_sealed(session, case, opened.correspondent, record.card, today)
    _end(session, desk, who, record, Handing.TAKEN)
    desk.ledger.record(
        session, actor=who.officer, act=Act.HAND_OVER, case=old, note=f"{record.before}{WAY}{record.after}"
    )
    desk.ledger.record(session, actor=who.officer, act=Act.HAND_OVER, case=case.number, note="transfer received")
    return case.number


def refuse(session: Session, desk: Desk, who: Who, transfer: str, text: str) -> None:
    """Return the case unopened to the office that offered it; why is sealed to the case. Raise like `take`."""
    record, slip = _offer(session, who, transfer)
    rules.may_end(Handing(record.status), who.rights)
    if not text.strip():
        raise NotAllowed(Refusal.TEXT)
    case, opened = _opened(session, who, record, slip)
    _back(session, desk, who, record, case, opened, Handing.REFUSED, text)


def withdraw(session: Session, desk: Desk, who: Who, transfer: str) -> str:
    """Take an offer back before it was taken over. Return the case's number. Raise `NoSuchCase`, `NotAllowed`."""
    here = (TransferRecord.id == transfer, TransferRecord.from_office == who.office)
    record = session.scalars(select(TransferRecord).where(*here).with_for_update()).one_or_none()
    slip = session.get(SlipRecord, (record.parcel, who.officer)) if record else None
    if record is None:
        raise NoSuchCase
    rules.may_end(Handing(record.status), who.rights)
    if slip is None:
        raise NoSuchCase
    case, opened = _opened(session, who, record, slip.sealed)
    _back(session, desk, who, record, case, opened, Handing.WITHDRAWN, "")
    return case.number


def _back(
    session: Session, desk: Desk, who: Who, record: TransferRecord, case: CaseRecord, opened: Unlocked, how: Handing,
    text: str,
) -> None:  # fmt: skip
    case.away, case.version = False, case.version + 1
    body = {"decision": f"transfer_{how}", "by": who.name} | ({"text": text.strip()} if text.strip() else {})
    filing.put(session, opened, Kind.DECISION, body, desk.clock.today())
    _end(session, desk, who, record, how)


def _end(session: Session, desk: Desk, who: Who, record: TransferRecord, how: Handing) -> None:
    record.status, record.ended, record.ended_by, record.card = how, desk.clock.today(), who.officer, None
    session.execute(delete(TransferSlipRecord).where(TransferSlipRecord.transfer == record.id))
    desk.ledger.record(session, actor=who.officer, act=Act.HAND_OVER, case=record.number, note=f"transfer {how}")


def _offer(session: Session, who: Who, transfer: str) -> tuple[TransferRecord, bytes]:
    """The offer and this officer's slip in it. Locked: of two who end it at once the second finds it ended.

    An officer of the receiving office whose slip went with an earlier end is told what became of it.
    """
    here = (TransferRecord.id == transfer, TransferRecord.to_office == who.office)
    record = session.scalars(select(TransferRecord).where(*here).with_for_update()).one_or_none()
    slip = session.get(TransferSlipRecord, (transfer, who.officer)) if record else None
    if record is not None and record.status != Handing.OFFERED:
        raise NotAllowed(Refusal.OVER)
    if record is None or slip is None or slip.sealed is None:
        raise NoSuchCase
    return record, slip.sealed


def _opened(session: Session, who: Who, record: TransferRecord, slip: bytes) -> tuple[CaseRecord, Unlocked]:
    case = session.get(CaseRecord, record.parcel)
    if case is None or not case.away:
        raise NoSuchCase
    try:
        key = open_slip(slip, who.keys, case.id, who.officer)
    except SealingError as refused:
        raise NotAllowed(Refusal.NOT_WHOLE) from refused
    return case, unlocked_with(session, case, key)


def _arrived_whole(session: Session, desk: Desk, opened: Unlocked) -> None:
    """Pass when the report opens with the key that came, and every file of it is there. Raise `NotAllowed`."""
    here = (ItemRecord.case_id == opened.id, ItemRecord.kind == Kind.REPORT, ItemRecord.slot == REPORT_SLOT)
    sealed = session.scalars(select(ItemRecord.sealed).where(*here)).one_or_none()
    if sealed is None or read_item(sealed, opened.key, Place(Kind.REPORT, "parcel", opened.id, REPORT_SLOT)) is None:
        raise NotAllowed(Refusal.NOT_WHOLE)
    files = (FileRecord.case_id == opened.id, FileRecord.sending <= outgoing.OURS)
    try:
        for blob in session.scalars(select(FileRecord.blob).where(*files)):
            desk.blobs.size(blob)
    except OSError as gone:
        raise NotAllowed(Refusal.NOT_WHOLE) from gone


def _change_keys(session: Session, record: TransferRecord, today: date) -> None:
    """Remove the keys of the office that sent the case, and of whoever is barred; give those that came along.

    Keys of a third office stay: the reporter chose it too, and no other office may take that choice back.
    """
    theirs = select(OfficerRecord.id).where(OfficerRecord.office == record.from_office)
    slips = SlipRecord.case_id == record.parcel
    for slip in session.scalars(select(SlipRecord).where(slips, SlipRecord.officer.in_(theirs))):
        session.delete(slip)
    session.execute(delete(BarredRecord).where(BarredRecord.case_id == record.parcel, BarredRecord.officer.in_(theirs)))
    came = session.scalars(select(TransferSlipRecord).where(TransferSlipRecord.transfer == record.id)).all()
    for one in came:
        officer = session.get(OfficerRecord, one.officer)
        if one.sealed is None:
            if (held := session.get(SlipRecord, (record.parcel, one.officer))) is not None:
                session.delete(held)
            session.merge(BarredRecord(case_id=record.parcel, officer=one.officer, day=today))
        elif officer is not None and officer.revoked is None:
            session.merge(SlipRecord(case_id=record.parcel, officer=one.officer, sealed=one.sealed))


def _names(who: Who) -> dict[str, str]:
    """What `_FOR` is asked with."""
    return {"officer": who.officer, "office": who.office}


def _line(session: Session, who: Who, record: TransferRecord) -> Line:
    names, offices = officer_names(session), office_names(session)
    ours = record.from_office == who.office
    offered = record.status == Handing.OFFERED
    holds = session.get(SlipRecord, (record.parcel, who.officer)) is not None
    return Line(
        id=record.id,
        number=record.number if ours else "",
        received=record.received if ours else None,
        before=State(record.before) if ours else None,
        after=State(record.after),
        way=Way(record.way),
        sender=Text(*offices.get(record.from_office, 2 * (record.from_office,))),
        receiver=Text(*offices.get(record.to_office, 2 * (record.to_office,))),
        asker=names.get(record.asked_by, ""),
        agreer=names.get(record.agreed_by, ""),
        offered=record.offered,
        status=Handing(record.status),
        ended=record.ended,
        ender=names.get(record.ended_by or "", ""),
        may_take=offered and not ours and Right.REGISTER in who.rights,
        may_withdraw=offered and ours and holds and Right.REGISTER in who.rights,
    )
