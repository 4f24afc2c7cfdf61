"""What the holder of a receipt code can do: read what was answered, and write again."""

from dataclasses import dataclass
from datetime import date

from portal.age import Recipient
from portal.domain.correspondence import ADD
from portal.domain.next_date import NextDate
from portal.letterbox import slot
from portal.public.door import Door
from portal.public.mailbox import rules
from portal.public.mailbox.conversation import Entry, Reply, Status, conversation, newest_status
from portal.public.uploads import Uploads
from portal.sealing import BadReceipt, Envelope, FileEntry, Filing, Kind, Place, Receipt, Roster, seal_envelope

_NOTHING: tuple[bytes, str, str, tuple[str, ...]] = (bytes(32), "none", "none", ("none",))


class NoMailbox(Exception):
    """Nothing can be put under this code: it is not one, or no report belongs to it. The two are not told apart."""


class MailboxAltered(Exception):
    """There is a mailbox, but not as this code's report made it: a letter sealed to its key could be read by others."""


@dataclass(frozen=True)
class MailboxView:
    """What lies in a mailbox, newest first. `status` is the one that holds now; None while no office has spoken."""

    code: str
    status: Status | None
    entries: tuple[Entry, ...]
    today: date

    @property
    def next_date(self) -> NextDate | None:
        """The next date the reporter can count on; None where nobody can honestly name one."""
        return self.status.next_date(self.today) if self.status else None

    @property
    def proof(self) -> Filing | None:
        """The newest proof of filing that lies here."""
        return next((entry.proof for entry in self.entries if isinstance(entry, Status) and entry.proof), None)

    @property
    def replies(self) -> tuple[Reply, ...]:
        """The replies that can be read, newest first."""
        return tuple(entry for entry in self.entries if isinstance(entry, Reply))

    @property
    def asked(self) -> bool:
        """Whether the newest reply is a question. Whether it was answered is not known here: letters leave no copy."""
        return bool(self.replies) and self.replies[0].question

    def days_ago(self, day: date) -> int | None:
        """Tell how long ago `day` was in the words people use; None when they would give the date."""
        return rules.days_ago(day, self.today)


@dataclass(frozen=True)
class Words:
    """What a letter says, and what it is for: a code of `PURPOSES`."""

    text: str
    purpose: str = ADD


@dataclass(frozen=True)
class Posted:
    """A letter is stored. `again`: it had been before, and nothing of this sending was. `files`: what was sent."""

    code: str
    again: bool = False
    files: tuple[FileEntry, ...] = ()


@dataclass(frozen=True)
class Box:
    """What the letterbox holds under a code, and what it is read with. `mailbox` is None where there is none."""

    receipt: Receipt
    roster: Roster
    mailbox: slot.Mailbox | None
    answers: list[slot.Answer]

    def entries(self, only: int | None = None) -> list[Entry]:
        """Open and verify the answers, newest first; with `only`, the one in that slot.

        Who may speak there follows from the cards before it, so these are opened too.
        """
        chosen = self.answers if only is None else [answer for answer in self.answers if answer.slot <= only]
        found = conversation(chosen, self.receipt, self.roster, bound_offices(self.receipt, self.mailbox))
        return found if only is None else [entry for entry in found if entry.slot == only]


def look_up(door: Door, typed: str) -> Box:
    """Fetch what lies under a code as it was typed; the same work for a code that is none, see `receipt_of`.

    Raise `OfficeClosed`: without a verified roster nothing can be verified. `Unavailable`.
    """
    receipt = receipt_of(typed)
    with door.letterbox.reading() as session:
        roster = door.rosters.now(session)
        mailbox = slot.mailbox_at(session, receipt.locator_hash)
        answers = slot.replies(session, receipt.locator_hash, mailbox.parcel if mailbox else None)
    return Box(receipt, roster, mailbox, answers)


def read_mailbox(door: Door, typed: str) -> MailboxView | None:
    """Read what was answered under a code as it was typed. None when nothing was answered, or there is no such code.

    The same work is done for a code that is none: it is replaced by a fresh one that fits nothing and looked up like
    any other, so neither the page nor its time tells whether a code exists. A code of 128 bits cannot be guessed, so no
    count of attempts is kept, and nobody can lock anybody out (T10).

    Raise like `look_up`.
    """
    box = look_up(door, typed)
    entries = box.entries()
    if not entries:
        return None
    return MailboxView(box.receipt.code, newest_status(entries), tuple(entries), door.clock.today())


def write_letter(door: Door, typed: str, words: Words, once: str, uploads: Uploads) -> Posted:
    """Seal a letter to the case and store it, under the same promise and in the same order as a report.

    `once` (32 random hex digits from the page) is the letter's id. It is no secret: the reporter's signature over the
    sealed line, made with a key that only the code gives, says that the letter is theirs.

    Raise `NoMailbox`, `MailboxAltered`, `slot.MailboxFull`, `OfficeClosed`, `NotTaken`, `NoRoom`, `Unavailable`.
    Nothing is stored then.
    """
    receipt = receipt_of(typed)
    with door.letterbox.reading() as session:
        door.rosters.now(session)
        mailbox = slot.mailbox_at(session, receipt.locator_hash)
    if mailbox is None:
        raise NoMailbox
    if not bound_offices(receipt, mailbox):
        raise MailboxAltered
    uploads.keep()
    try:
        with door.letterbox.writing() as session:
            # Held, so that two letters of one mailbox cannot be sealed for the same slot.
            slot.hold(session, receipt.locator_hash)
            number = slot.next_letter_slot(session, receipt.locator_hash)
            slot.post_letter(session, _sealed(door.clock.today(), receipt, mailbox, number, words, once, uploads))
    except slot.AlreadyDropped:
        uploads.discard()
        return Posted(receipt.code, again=True)
    except slot.NoMailbox:
        # Closed since we looked, with the same code.
        uploads.discard()
        raise NoMailbox from None
    except slot.LetterboxError:
        # Refused, so certainly not stored: its files must not fill the disk until the sweep.
        uploads.discard()
        raise
    return Posted(receipt.code, files=uploads.entries)


def receipt_of(typed: str) -> Receipt:
    """Read a typed code; a fresh receipt that fits nothing when it is none, so that the same work is done."""
    try:
        return Receipt.parse(typed)
    except BadReceipt:
        return Receipt.new()


def bound_offices(receipt: Receipt, mailbox: slot.Mailbox | None) -> tuple[str, ...]:
    """Give the offices that may answer here, if the mailbox is as the report made it: case key, parcel, offices (T3).

    An altered or destroyed one is bound to nobody: no answer in it can be verified, and none is believed. The binding
    of a mailbox that is not there is checked as well, in vain, so that it takes as long.
    """
    made = (mailbox.binding, mailbox.case_recipient, mailbox.parcel, mailbox.offices) if mailbox else _NOTHING
    return made[-1] if receipt.binds(*made) else ()


def _sealed(
    day: date, receipt: Receipt, mailbox: slot.Mailbox, number: int, words: Words, once: str, uploads: Uploads
) -> slot.Letter:
    body = {"purpose": words.purpose, "text": words.text, "files": uploads.file_list.to_body()}
    envelope = Envelope(Place(Kind.LETTER, "mailbox", receipt.locator_hash, number), day, "server", body)
    sealed = seal_envelope(envelope, Recipient.parse(mailbox.case_recipient), signer=receipt.letter_key)
    return slot.Letter(once, receipt.locator_hash, number, day, sealed, uploads.sealed_files)
