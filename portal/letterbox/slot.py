"""The slot itself: all that either door uses. Each function takes a session first and never commits.

The public door drops, posts and reads mailboxes; the desk collects, forgets, answers and buries. Everything may be
repeated: a second try of something done raises `AlreadyDropped` or changes nothing. Of two at once exactly one does it.

Order of a hand-in: blobs kept on disk, then `drop` and one commit, then the receipt. Order of a collection: the desk's
own commit, then `forget` and a commit here, then the blobs it named are deleted, then `Database.scrub`.

A row that is not in the shape of its item was written by somebody else (T3). The log says so without its content, and
it is left out: the reader sees a gap, and all other rows stay readable.
"""

from portal.letterbox.closing import blobs_of, bury, close, destroy
from portal.letterbox.gate_keys import gate_keys, make_gate_key
from portal.letterbox.items import (
    AlreadyDropped,
    Answer,
    BadItem,
    IdTaken,
    Letter,
    LetterboxError,
    Mailbox,
    MailboxFull,
    NoMailbox,
    Parcel,
    SealedFile,
    SealedSlip,
    SlotTaken,
    shelf,
)
from portal.letterbox.mail import (
    Bundle,
    answer,
    answer_files,
    collect_letters,
    forget_letter,
    hold,
    letters_waiting,
    mailbox_at,
    next_letter_slot,
    post_letter,
    replies,
)
from portal.letterbox.marks import raise_roster_mark, roster_mark
from portal.letterbox.parcels import Collection, collect, collect_many, drop, forget, waiting, wants

__all__ = [
    "AlreadyDropped",
    "Answer",
    "BadItem",
    "Bundle",
    "Collection",
    "IdTaken",
    "Letter",
    "LetterboxError",
    "Mailbox",
    "MailboxFull",
    "NoMailbox",
    "Parcel",
    "SealedFile",
    "SealedSlip",
    "SlotTaken",
    "answer",
    "answer_files",
    "blobs_of",
    "bury",
    "close",
    "collect",
    "collect_letters",
    "collect_many",
    "destroy",
    "drop",
    "forget",
    "forget_letter",
    "gate_keys",
    "hold",
    "letters_waiting",
    "mailbox_at",
    "make_gate_key",
    "next_letter_slot",
    "post_letter",
    "raise_roster_mark",
    "replies",
    "roster_mark",
    "shelf",
    "waiting",
    "wants",
]
