"""Opening a case with an officer's own slip. Everything read is checked for case, kind and slot (SEALING, envelope)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from portal.age import AgeError, Recipient
from portal.desk.base import plainly
from portal.desk.casework.records import CaseRecord, ItemRecord, LabelRecord, SlipRecord, StatementRecord
from portal.desk.officers.rules import Who
from portal.domain.report import Report, Unreadable, parse_report
from portal.domain.statuses import State
from portal.sealing import CaseKey, Envelope, FileList, Kind, Place, SealingError, VerifyKey, open_envelope, open_slip

REPORT_SLOT = 0
# Made once: putting these together takes longer than answering them.
_HELD = (
    select(CaseRecord, SlipRecord.sealed, StatementRecord.officer.is_not(None), LabelRecord.closed)
    .join(SlipRecord, and_(SlipRecord.case_id == CaseRecord.id, SlipRecord.officer == bindparam("officer")))
    .outerjoin(
        StatementRecord, and_(StatementRecord.case_id == CaseRecord.id, StatementRecord.officer == SlipRecord.officer)
    )
    .outerjoin(LabelRecord, and_(LabelRecord.case_id == CaseRecord.id, LabelRecord.officer == SlipRecord.officer))
    .where(CaseRecord.number == bindparam("number"))
)
_REPORT = select(ItemRecord.sealed).where(
    ItemRecord.case_id == bindparam("case"), ItemRecord.kind == Kind.REPORT, ItemRecord.slot == REPORT_SLOT
)


class NoSuchCase(Exception):
    """There is no case of this number, or this officer holds no slip for it. The two are not told apart."""


class NotDeclared(Exception):
    """This officer holds a slip and has not yet stated whether they must recuse themself; `number` is the case's."""

    def __init__(self, number: str) -> None:
        super().__init__("no statement on recusal")
        self.number = number


@dataclass(frozen=True)
class Correspondent:
    """The reporter's side as the sealed report names it.

    Never taken from the letterbox: whoever can write there could slip in a mailbox key of his own (T3).
    """

    mailbox: str
    recipient: Recipient
    letter_key: VerifyKey


@dataclass(frozen=True)
class Unlocked:
    """A case opened by one officer. What cannot be read is None and shown as unreadable, never an error page.

    `name_digest` is what the report says of the packet with the reporter's name; "" where it has none. `label` is the
    officer's label of the case as it lies there, None without one.
    """

    id: str
    key: CaseKey
    report: Report | None
    correspondent: Correspondent | None
    files: FileList | None
    name_digest: str = ""
    label: bytes | None = None


@dataclass(frozen=True)
class _Held:
    """A case with this officer's slip, whether they have made their statement, and their label as it lies there."""

    case: CaseRecord
    slip: bytes
    stated: bool
    label: bytes | None


def case_for(session: Session, who: Who, number: str) -> tuple[CaseRecord, SlipRecord]:
    """The case and this officer's slip. Raise `NoSuchCase` when there is no such number or no slip."""
    found = session.execute(
        select(CaseRecord, SlipRecord)
        .join(SlipRecord, SlipRecord.case_id == CaseRecord.id)
        .where(CaseRecord.number == number, SlipRecord.officer == who.officer)
    ).one_or_none()
    if found is None:
        raise NoSuchCase
    return found[0], found[1]


def declared_case(session: Session, who: Who, number: str) -> CaseRecord:
    """The case, of which nothing is opened, for one who may open it now. Raise `NoSuchCase`, `NotDeclared`."""
    return _declared(_held(session, who, number)).case


def unlock(session: Session, who: Who, number: str) -> tuple[CaseRecord, Unlocked]:
    """Open the case with `who`'s slip.

    Raise `NoSuchCase`, also when the slip does not open: a slip moved here from another row opens nothing (T2);
    `NotDeclared` when the officer has not stated yet that nothing calls for recusal (0035).
    """
    return _unlocked(session, who, _declared(_held(session, who, number)))


def unlock_registered(session: Session, who: Who, number: str) -> tuple[CaseRecord, Unlocked | None]:
    """The same, but a report that nobody has registered stays closed: None in place of its content."""
    held = _declared(_held(session, who, number))
    return (held.case, None) if State(held.case.state) is State.DELIVERED else _unlocked(session, who, held)


def unlock_unseen(session: Session, who: Who, number: str) -> tuple[CaseRecord, Unlocked]:
    """The same without a statement, for acts that show the officer nothing: handing the key on, recusal itself.

    Raise `NoSuchCase`.
    """
    return _unlocked(session, who, _held(session, who, number))


def _held(session: Session, who: Who, number: str) -> _Held:
    """What this officer holds of the case. Raise `NoSuchCase`."""
    found = session.execute(_HELD, {"officer": who.officer, "number": number}).one_or_none()
    if found is None:
        raise NoSuchCase
    return _Held(*found)


def _declared(held: _Held) -> _Held:
    # Nothing of an unregistered report is shown to anybody, and a batch is no report: nobody's conflict is at stake.
    closed = State(held.case.state) is State.DELIVERED or held.case.batch
    if not closed and not held.stated:
        raise NotDeclared(held.case.number)
    return held


def _unlocked(session: Session, who: Who, held: _Held) -> tuple[CaseRecord, Unlocked]:
    try:
        key = open_slip(held.slip, who.keys, held.case.id, who.officer)
    except SealingError as refused:
        raise NoSuchCase from refused
    return held.case, replace(unlocked_with(session, held.case, key), label=held.label)


def unlocked_with(session: Session, case: CaseRecord, key: CaseKey) -> Unlocked:
    """Open a case with a key that came by another way than a slip of the case: with a hand-over."""
    sealed = plainly(session, _REPORT, {"case": case.id}).scalar_one_or_none()
    envelope = read_item(sealed, key, Place(Kind.REPORT, "parcel", case.id, REPORT_SLOT)) if sealed else None
    body = envelope.body if envelope else {}
    read = (_report(body), correspondent(body), file_list(body), _name_digest(body))
    return Unlocked(case.id, key, *read)


def read_item(sealed: bytes, key: CaseKey, place: Place, *, verify: VerifyKey | None = None) -> Envelope | None:
    """The envelope in `sealed`, or None when it does not open, verify or belong at `place`."""
    try:
        return open_envelope(sealed, key.identity, place, verify=verify)
    except SealingError:
        return None


def file_list(body: Mapping[str, object]) -> FileList | None:
    """The list of files in an envelope's body; None when there is none or it is malformed."""
    raw = body.get("files")
    try:
        return FileList.from_body(raw) if raw is not None else None
    except SealingError:
        return None


def _report(body: Mapping[str, object]) -> Report | None:
    raw = body.get("report")
    try:
        return parse_report(raw) if isinstance(raw, dict) else None
    except Unreadable:
        return None


def _name_digest(body: Mapping[str, object]) -> str:
    match body.get("name"):
        case {"sha256": str(digest)}:
            return digest
        case _:
            return ""


def correspondent(body: Mapping[str, object]) -> Correspondent | None:
    """The reporter's side as a sealed body names it; None when there is none or it is malformed."""
    match body.get("mailbox"):
        case {"id": str(mailbox), "recipient": str(recipient), "letter_key": str(letter_key)}:
            try:
                Place(Kind.LETTER, "mailbox", mailbox)
                return Correspondent(mailbox, Recipient.parse(recipient), VerifyKey.parse(letter_key))
            except (AgeError, SealingError, ValueError):
                return None
        case _:
            return None
