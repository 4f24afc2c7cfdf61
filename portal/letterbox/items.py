"""What goes through the slot. Every item is checked when it is made: on its way in, and again on its way out.

On its way out because of T3: whoever can write the database must not reach, through a spoilt row, anything that
trusts a name to be a name (a blob name becomes a file name) or a number to be small.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from portal.age import Sealed

LARGEST_SEALED = 9 * 1024 * 1024
LARGEST_SLIP = 4 * 1024
MOST_SLIPS = 1000
MOST_SLOTS = 10_000
# An officer who opens the case opens every letter in it: more of them would keep the desk busy for everybody.
MOST_LETTERS = 500
MOST_OFFICES = 1000

# The slot takes only what was sealed to a hybrid key first of all: neither plaintext nor an older key type (T12).
_SEALED_BEGINS = b"age-encryption.org/v1\n-> mlkem768x25519 "
_ID_LENGTH = 32
_LOCATOR_LENGTH = 64
_ID = re.compile(r"[0-9a-f]{32}")
_LOCATOR_HASH = re.compile(r"[0-9a-f]{64}")
_SHELF = re.compile(r"[0-9a-f]{96}")
_OFFICER = re.compile(r"[a-z0-9-]{1,127}")
_OFFICE = re.compile(r"[a-z0-9-]{1,79}")
_RECIPIENT = re.compile(r"age1pq1[02-9ac-hj-np-z]{1952}")
_BINDING_SIZE = 32


class LetterboxError(Exception):
    """Anything the slot refuses. Nothing was stored by the call that raised it."""


class AlreadyDropped(LetterboxError):
    """This very sending is in the letterbox, or was collected from it: show the same receipt, store nothing."""


class IdTaken(LetterboxError):
    """The id belongs to somebody else's sending. Nothing is stored under it, so no receipt may be shown."""


class SlotTaken(LetterboxError):
    """Another letter of the same mailbox took this slot first: ask for the next one and seal anew."""


class NoMailbox(LetterboxError):
    """There is no mailbox with this locator."""


class MailboxFull(LetterboxError):
    """The mailbox has had as many letters as one can have."""


class BadItem(LetterboxError, ValueError):
    """An item that is not what the letterbox holds; the text names the part, never its value."""


@dataclass(frozen=True)
class SealedSlip:
    """The case key, sealed to one officer (an officer id of the roster)."""

    officer: str
    sealed: Sealed

    def __post_init__(self) -> None:
        _name(_OFFICER, self.officer, "officer")
        _sealed(self.sealed, LARGEST_SLIP)


@dataclass(frozen=True)
class SealedFile:
    """An attachment: its slot in the sending (from 1), the blob holding its sealed bytes, its padded size in bytes."""

    slot: int
    blob: str
    bucket: int

    def __post_init__(self) -> None:
        _slot(self.slot)
        _name(_ID, self.blob, "blob")
        if type(self.bucket) is not int or self.bucket <= 0:
            raise BadItem("bucket")


@dataclass(frozen=True)
class Parcel:
    """One report: 32 hex digits, the day, the offices it is for, the sealed report, slips, attachments.

    Offices and slips (by officer) are sorted, each there once, as are files by slot. `packet` lies beside the report in
    every parcel for certain offices (docs/formats.md, section 4); nothing here tells what is in it.
    """

    id: str
    day: date
    offices: tuple[str, ...]
    report: Sealed
    slips: tuple[SealedSlip, ...]
    files: tuple[SealedFile, ...] = ()
    packet: Sealed | None = None

    def __post_init__(self) -> None:
        _name(_ID, self.id, "parcel id")
        _day(self.day)
        _offices(self.offices)
        _sealed(self.report)
        if len(self.slips) > MOST_SLIPS:
            raise BadItem("slips")
        # Without a slip nobody could ever open it; with two for one officer, one of them is not what it says.
        _rising([slip.officer for slip in self.slips], at_least=1)
        _files(self.files)
        if self.packet is not None:
            _sealed(self.packet)


@dataclass(frozen=True)
class Mailbox:
    """Where one reporter reads and writes.

    `locator_hash` is 64 hex digits, `parcel` the id of the report, `case_recipient` the public key for letters,
    `binding` the 32-byte MAC with which the reporter's side checks all of this (`Receipt.binds`). The key for replies
    is not here: it travels inside the sealed report.
    """

    locator_hash: str
    parcel: str
    case_recipient: str
    offices: tuple[str, ...]
    binding: bytes
    day: date

    def __post_init__(self) -> None:
        _name(_LOCATOR_HASH, self.locator_hash, "locator hash")
        _name(_ID, self.parcel, "parcel id")
        _name(_RECIPIENT, self.case_recipient, "case recipient")
        _offices(self.offices)
        _day(self.day)
        if not isinstance(self.binding, bytes) or len(self.binding) != _BINDING_SIZE:
            raise BadItem("binding")


@dataclass(frozen=True)
class Letter:
    """One letter of a reporter: 32 hex digits, its mailbox, its slot there (from 1), the day, sealed bytes, files."""

    id: str
    locator_hash: str
    slot: int
    day: date
    sealed: Sealed
    files: tuple[SealedFile, ...] = ()

    def __post_init__(self) -> None:
        _name(_ID, self.id, "letter id")
        _name(_LOCATOR_HASH, self.locator_hash, "locator hash")
        _slot(self.slot, MOST_LETTERS)
        _day(self.day)
        _sealed(self.sealed)
        _files(self.files)


@dataclass(frozen=True)
class Answer:
    """A reply or a status card: its slot in the mailbox (from 1), the day, the sealed bytes, files."""

    slot: int
    day: date
    sealed: Sealed
    files: tuple[SealedFile, ...] = ()

    def __post_init__(self) -> None:
        _slot(self.slot)
        _day(self.day)
        _sealed(self.sealed)
        _files(self.files)


def locator(text: str) -> str:
    """Return `text` when it has the shape of a locator hash. Raise `BadItem`."""
    _name(_LOCATOR_HASH, text, "locator hash")
    return text


def shelf(locator_hash: str, parcel: str) -> str:
    """Return where the answers of one case to one mailbox lie: both ids, one after the other. Raise `BadItem`.

    A report names its own mailbox, and whoever writes one may name somebody else's. The parcel's id is what the desk
    calls the case by, and the receipt binds it: answers of such a case lie where the mailbox's owner never looks.
    """
    return a_shelf(locator_hash + parcel)


def a_shelf(text: str) -> str:
    """Return `text` when it has the shape of a shelf. Raise `BadItem`."""
    _name(_SHELF, text, "shelf")
    return text


def mailbox_of(at: str) -> str:
    """Return the locator hash of the mailbox that the shelf `at` belongs to. Raise `BadItem`."""
    return a_shelf(at)[:_LOCATOR_LENGTH]


def answer_holder(at: str, slot: int) -> str:
    """Return under which id the files of the answer in `slot` on the shelf `at` are listed. Raise `BadItem`.

    The answer has no id of its own: this one is counted on from its parcel's, and says no more than its place does.
    Ids are 128 random bits, so no other sending has it.
    """
    _slot(slot)
    return f"{(int(a_shelf(at)[-_ID_LENGTH:], 16) + slot) % 16**_ID_LENGTH:0{_ID_LENGTH}x}"


def _name(shape: re.Pattern[str], value: object, what: str) -> None:
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise BadItem(what)


def _sealed(value: object, largest: int = LARGEST_SEALED) -> None:
    if not isinstance(value, bytes) or not value.startswith(_SEALED_BEGINS) or len(value) > largest:
        raise BadItem("not sealed to a hybrid key")


def _slot(value: object, most: int = MOST_SLOTS) -> None:
    if type(value) is not int or not 1 <= value <= most:
        raise BadItem("slot")


def _day(value: object) -> None:
    if type(value) is not date:
        raise BadItem("day")


def _offices(value: object) -> None:
    if not isinstance(value, tuple) or len(value) > MOST_OFFICES:
        raise BadItem("offices")
    for office in value:
        _name(_OFFICE, office, "office")
    _rising(value, at_least=1)


def _files(carried: tuple[SealedFile, ...]) -> None:
    _rising([file.slot for file in carried])
    _rising(sorted(file.blob for file in carried))


def _rising(values: Sequence[Any], at_least: int = 0) -> None:
    if len(values) < at_least or any(first >= second for first, second in pairwise(values)):
        raise BadItem("in order, each once, and not fewer than needed")
