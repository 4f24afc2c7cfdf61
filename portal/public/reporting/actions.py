"""Handing in a report: the one thing this door is for."""

from dataclasses import dataclass
from secrets import token_hex

from portal.domain.report import Report
from portal.letterbox import slot
from portal.public.door import Door
from portal.public.uploads import Uploads
from portal.sealing import BadReceipt, CaseKey, Envelope, Kind, Place, Receipt, Roster, seal_envelope

REPORT_SLOT = 0


@dataclass(frozen=True)
class Sending:
    """A report the reporter has checked: what it says, and the offices that shall be able to open it.

    `once` is 16 random bytes that travel with the form from its first check on. They become the receipt: whoever sends
    the same form twice, or again after a lost answer, is given the same code, and only one report is stored.
    """

    once: bytes
    report: Report
    offices: tuple[str, ...]


@dataclass(frozen=True)
class HandedIn:
    """The receipt code. `again`: the report had arrived before, and nothing of this sending was stored."""

    code: str
    again: bool = False


def hand_in(door: Door, sending: Sending, uploads: Uploads) -> HandedIn:
    """Seal the report, store it, and only then give its receipt.

    The order is the promise (T13). First the blobs, each made durable: a blob that no row names is swept one day, a
    row that names a missing blob would be a lost attachment. Then one commit with the report, its slips and its
    mailbox: all of it or nothing. Then the receipt. Killed at any point, the reporter holds no code for something that
    is not there.

    The receipt's secret passed through the reporter's own page, which will show the code anyway; another site cannot
    plant one it knows, because this door refuses what comes from elsewhere.

    Raise `OfficeClosed`, `NotTaken` when a file was refused, `UnknownOffice` or `NobodyReceives` when the roster
    changed under the form, `NoRoom`, `Unavailable`. Nothing is stored then; only a connection lost *during* the commit
    leaves it open, and sending the same form again settles it.
    """
    receipt = Receipt.from_secret(sending.once)
    with door.letterbox.reading() as session:
        # Asked first, so that a second submit costs no sealing.
        if slot.mailbox_at(session, receipt.locator_hash) is not None:
            return HandedIn(receipt.code, again=True)
        roster = door.rosters.now(session)
    parcel, mailbox = _sealed(door, roster, receipt, sending, uploads)
    uploads.keep()
    try:
        with door.letterbox.writing() as session:
            slot.drop(session, parcel, mailbox)
    except slot.AlreadyDropped:
        # Two of the same form raced; the other one won, and holds its own copies of the files.
        uploads.discard()
        return HandedIn(receipt.code, again=True)
    return HandedIn(receipt.code)


def wrote_it_down(code: str, last_group: str) -> bool:
    """Whether `last_group`, typed from paper, is the last group of `code`; as forgiving as the code itself.

    Raise `BadReceipt` when `code` is none.
    """
    shown = Receipt.parse(code)
    try:
        typed = Receipt.parse(shown.code.rpartition("-")[0] + last_group)
    except BadReceipt:
        return False
    return typed.locator_hash == shown.locator_hash


def _sealed(
    door: Door, roster: Roster, receipt: Receipt, sending: Sending, uploads: Uploads
) -> tuple[slot.Parcel, slot.Mailbox]:
    """Seal the report to a fresh case key and that key to each receiving officer; after this nobody here can open it.

    The reply key and the letter key travel *inside*: an office that took them from the letterbox would answer whoever
    can write there (T3). The binding ties the mailbox to this case key, this parcel and these offices.
    """
    case, parcel_id, day = CaseKey.fresh(), token_hex(16), door.clock.today()
    body = {
        "report": sending.report.as_body(),
        "mailbox": {
            "id": receipt.locator_hash,
            "recipient": str(receipt.reply_identity.recipient),
            "letter_key": str(receipt.letter_key.verify_key),
        },
        "files": uploads.file_list.to_body(),
    }
    envelope = Envelope(Place(Kind.REPORT, "parcel", parcel_id, REPORT_SLOT), day, "server", body)
    slips = tuple(
        slot.SealedSlip(officer.id, case.slip_for(officer.id, officer.recipient, parcel_id, day))
        for officer in roster.officers_receiving(sending.offices)
    )
    report = seal_envelope(envelope, case.recipient)
    binding = receipt.bind(case.recipient, parcel_id, sending.offices)
    return (
        slot.Parcel(parcel_id, day, sending.offices, report, slips, uploads.sealed_files),
        slot.Mailbox(receipt.locator_hash, parcel_id, str(case.recipient), sending.offices, binding, day),
    )
