"""Handing in a report: the one thing this door is for."""

from dataclasses import dataclass
from secrets import token_hex

from portal.letterbox import slot
from portal.public.door import Door
from portal.public.reporting.checked import Checked
from portal.public.reporting.naming import seal_name
from portal.public.uploads import Uploads
from portal.sealing import (
    BadReceipt,
    CaseKey,
    Envelope,
    FileEntry,
    Kind,
    Place,
    Receipt,
    Roster,
    check_words,
    parcel_digest,
    seal_envelope,
)

REPORT_SLOT = 0


@dataclass(frozen=True)
class HandedIn:
    """The receipt code. `again`: the report had arrived before, and nothing of this sending was stored.

    `check` is the sealed parcel's digest in five groups, for comparing with the office's proof of filing; "" when this
    sending is not the one that was stored. `files` tells what was sent of each file.
    """

    code: str
    again: bool = False
    check: str = ""
    files: tuple[FileEntry, ...] = ()


def hand_in(door: Door, roster: Roster, checked: Checked, uploads: Uploads) -> HandedIn:
    """Seal the report with its files, store it, and only then give its receipt.

    `checked.once` becomes the receipt: whoever sends the same form twice, or again after a lost answer, is given the
    same code, and only one report is stored.

    The order is the promise (T13). First the blobs, each made durable: a blob that no row names is swept one day, a
    row that names a missing blob would be a lost attachment. Then one commit with the report, its slips and its
    mailbox: all of it or nothing. Then the receipt. Killed at any point, the reporter holds no code for something that
    is not there.

    The receipt's secret passed through the reporter's own page, which will show the code anyway; another site cannot
    plant one it knows, because this door refuses what comes from elsewhere.

    Raise `OfficeClosed` (also when the letterbox knows a newer roster than `roster`), `NotTaken` when a file was
    refused, `UnknownOffice` or `NobodyReceives` when `roster` is another one than `checked` was read with, `NoRoom`,
    `Unavailable`. Nothing is stored then; only a connection lost *during* the commit leaves it open, and sending the
    same form again settles it.
    """
    receipt = Receipt.from_secret(checked.once)
    parcel, mailbox = _sealed(door, roster, receipt, checked, uploads)
    uploads.keep()
    try:
        with door.letterbox.writing() as session:
            door.rosters.confirm(session, roster)
            slot.drop(session, parcel, mailbox)
    except slot.AlreadyDropped:
        # The same form once more, later or at the same moment: the first one holds its own copies of the files.
        uploads.discard()
        return HandedIn(receipt.code, again=True)
    return HandedIn(receipt.code, check=check_words(parcel_digest(parcel.report)), files=uploads.entries)


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
    door: Door, roster: Roster, receipt: Receipt, checked: Checked, uploads: Uploads
) -> tuple[slot.Parcel, slot.Mailbox]:
    """Seal the report to a fresh case key and that key to each receiving officer; after this nobody here can open it.

    The reply key and the letter key travel *inside*: an office that took them from the letterbox would answer whoever
    can write there (T3). The binding ties the mailbox to this case key, this parcel and these offices.
    """
    case, parcel_id, day = CaseKey.fresh(), token_hex(16), door.clock.today()
    name = seal_name(roster, checked.offices, checked.identity, (parcel_id, day), case.recipient)
    body = {
        "report": checked.report.as_body() | {"files": [entry.slot for entry in uploads.entries]},
        "mailbox": {
            "id": receipt.locator_hash,
            "recipient": str(receipt.reply_identity.recipient),
            "letter_key": str(receipt.letter_key.verify_key),
        },
        "files": uploads.file_list.to_body(),
    } | ({"name": {"sha256": name.digest}} if name else {})
    envelope = Envelope(Place(Kind.REPORT, "parcel", parcel_id, REPORT_SLOT), day, "server", body)
    packet = name.sealed if name else None
    slips = tuple(
        slot.SealedSlip(officer.id, case.slip_for(officer.id, officer.recipient, parcel_id, day))
        for officer in roster.officers_receiving(checked.offices)
    )
    report = seal_envelope(envelope, case.recipient)
    binding = receipt.bind(case.recipient, parcel_id, checked.offices)
    return (
        slot.Parcel(parcel_id, day, checked.offices, report, slips, uploads.sealed_files, packet),
        slot.Mailbox(receipt.locator_hash, parcel_id, str(case.recipient), checked.offices, binding, day),
    )
