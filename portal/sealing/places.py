"""What kinds of sealed items there are, and where each belongs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from portal.sealing.padding import NAME_SIZE, SLIP_SIZE, STATUS_SIZE
from portal.sealing.signing import Context

Holder = Literal["parcel", "mailbox", "office", "officer"]


class Kind(StrEnum):
    """What an item is. `RULES` says where each kind lives, whether it is signed, and whether its size is fixed.

    `identity` carries a `name` and the two `share`s of its key. `destroyed` is the reporter's own mark in the place of
    replies they destroyed. A `key-packet` is an officer's own key, kept for its recovery, with its two `key-half`s.

    A copy is what an office keeps, in the case, of an answer it sent: the answer itself opens for the reporter alone.
    """

    SLIP = "slip"
    REPORT = "report"
    IDENTITY = "identity"
    NAME = "name"
    SHARE = "share"
    LETTER = "letter"
    REPLY = "reply"
    STATUS = "status"
    NOTE = "note"
    DECISION = "decision"
    REPLY_KEY = "reply-key"
    FILE_LIST = "file-list"
    FINDING = "finding"
    IMPORT = "import"
    RULES = "rules"
    VISIT = "visit"
    COPY = "copy"
    DESTROYED = "destroyed"
    FOLLOW_UP = "follow-up"
    REQUEST = "request"
    ANSWER = "answer"
    PAPER = "paper"
    INDEX_KEY = "index-key"
    VIEWS = "views"
    SHEET = "sheet"
    ASSIGNMENT = "assignment"
    TASK = "task"
    HOLD = "hold"
    KEY_PACKET = "key-packet"
    KEY_HALF = "key-half"
    HANDED_HALF = "handed-half"
    RECOVERY_REFUSAL = "recovery-refusal"


@dataclass(frozen=True)
class Rule:
    """Where a kind lives, for what it is signed (if at all), and its fixed size in bytes (None: the bucket)."""

    holder: Holder
    signed_for: Context | None = None
    size: int | None = None


RULES: Final[Mapping[Kind, Rule]] = {
    Kind.SLIP: Rule("parcel", size=SLIP_SIZE),
    Kind.REPORT: Rule("parcel"),
    Kind.IDENTITY: Rule("parcel"),
    Kind.NAME: Rule("parcel", size=NAME_SIZE),
    Kind.SHARE: Rule("parcel", size=SLIP_SIZE),
    Kind.LETTER: Rule("mailbox", signed_for=Context.LETTER),
    Kind.REPLY: Rule("mailbox", signed_for=Context.REPLY),
    Kind.STATUS: Rule("mailbox", signed_for=Context.STATUS, size=STATUS_SIZE),
    Kind.NOTE: Rule("parcel"),
    Kind.DECISION: Rule("parcel"),
    Kind.REPLY_KEY: Rule("office", size=SLIP_SIZE),
    Kind.FILE_LIST: Rule("parcel"),
    Kind.FINDING: Rule("parcel"),
    Kind.IMPORT: Rule("parcel"),
    Kind.RULES: Rule("parcel"),
    Kind.VISIT: Rule("parcel"),
    Kind.COPY: Rule("parcel"),
    Kind.FOLLOW_UP: Rule("parcel"),
    Kind.REQUEST: Rule("parcel"),
    Kind.ANSWER: Rule("parcel"),
    Kind.PAPER: Rule("parcel"),
    Kind.INDEX_KEY: Rule("office", size=SLIP_SIZE),
    Kind.VIEWS: Rule("officer"),
    Kind.SHEET: Rule("parcel"),
    Kind.ASSIGNMENT: Rule("parcel"),
    Kind.TASK: Rule("parcel"),
    Kind.HOLD: Rule("parcel"),
    Kind.KEY_PACKET: Rule("officer"),
    Kind.KEY_HALF: Rule("officer", size=SLIP_SIZE),
    Kind.HANDED_HALF: Rule("officer", size=SLIP_SIZE),
    Kind.RECOVERY_REFUSAL: Rule("officer"),
    Kind.DESTROYED: Rule("mailbox", signed_for=Context.DESTROYED),
}

LARGEST_SLOT: Final = 2**31 - 1
OFFICE_ID: Final = re.compile(r"[a-z0-9](-?[a-z0-9]){0,39}")
_IDS: Final[Mapping[Holder, re.Pattern[str]]] = {
    "parcel": re.compile(r"[0-9a-f]{32}"),
    "mailbox": re.compile(r"[0-9a-f]{64}"),
    "office": OFFICE_ID,
    "officer": re.compile(r"[0-9a-f]{32}"),
}


@dataclass(frozen=True)
class Place:
    """Where an item belongs. Opening an item means naming its place: an item moved elsewhere does not open there.

    `id` is 32 hex digits for a parcel or an officer, 64 for a mailbox (the receipt's locator hash), a short name for an
    office; `slot` counts the items of one kind in one holder. Raises ValueError for anything else.
    """

    kind: Kind
    holder: Holder
    id: str
    slot: int = 0

    def __post_init__(self) -> None:
        if self.kind not in RULES or RULES[self.kind].holder != self.holder:
            raise ValueError("this kind does not live in this holder")
        if not _IDS[self.holder].fullmatch(self.id):
            raise ValueError("not an id of this holder")
        if type(self.slot) is not int or not 0 <= self.slot <= LARGEST_SLOT:
            raise ValueError("a slot is a small whole number")
