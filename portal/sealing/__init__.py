"""What the portal seals, on top of age: envelopes, case keys and slips, receipts, files, and the signed roster.

Advice to callers:

- Everything that can be wrong with an item is a `SealingError`, age's own refusals included. Show the item as one that
  could not be verified; never skip it, never show it raw. ValueError and TypeError are mistakes in the program.
- Name the place when opening. `open_envelope` gives only the item asked for; there is no opening first and looking.
- Verified is a type. Only `Roster.verified` makes a `Roster`; call `refuse_if_stale` before every seal.
- Check `Receipt.binds` before sealing a letter to the case key found in a mailbox and before believing an answer.
- Choose who may answer with `Roster.may_answer(mailbox.offices)`, never with a key found beside the answer.
- Reply to the mailbox recipient that stands inside the sealed report, never to one found elsewhere.
- A body holds text, whole numbers, true/false/null, lists and objects. Write fractions as text.
- Keep secrets in their boxes: `Secret`, `Receipt`, `CaseKey`, `SigningKey` and `Identity` do not show what they hold.

Every byte is described in docs/formats.md; tests/vectors/ours/ holds known answers for a second implementation.
"""

from portal.sealing.blind import blind_mark
from portal.sealing.case_key import CaseKey, open_slip
from portal.sealing.dividing import (
    Divided,
    KeyHalf,
    Part,
    divide,
    join,
    open_half,
    open_handed,
    open_refusal,
    seal_refusal,
)
from portal.sealing.envelope import Envelope, open_envelope, seal_envelope
from portal.sealing.errors import (
    AlteredFile,
    BadEnvelope,
    BadFileList,
    BadFiling,
    BadKey,
    BadPadding,
    BadReceipt,
    BadRoster,
    BadSignature,
    NobodyReceives,
    NotOpened,
    NotUnwrapped,
    RosterExpired,
    RosterForged,
    RosterNotYetIssued,
    RosterRolledBack,
    SealingError,
    TooLarge,
    UnknownOffice,
    UnknownVersion,
    WrongPlace,
)
from portal.sealing.file_names import clean_media_type, clean_name
from portal.sealing.files import FileEntry, FileList, Measure, PaddedSealer, Treatment, open_file, unpad_stream
from portal.sealing.filing import Filing, check_words, parcel_digest
from portal.sealing.grown import GrownKey
from portal.sealing.indexing import (
    Marker,
    SearchEntry,
    SearchKey,
    open_marker,
    seal_marker,
)
from portal.sealing.labelling import Label, LabelKey
from portal.sealing.naming import (
    Half,
    NamePacket,
    Share,
    open_name,
    open_share,
    read_opened,
    seal_opened,
)
from portal.sealing.offices import FormerKey, Office, RosterDraft, RosterOfficer
from portal.sealing.padding import bucket, padme
from portal.sealing.places import Kind, Place
from portal.sealing.receipt import Receipt
from portal.sealing.recovery_code import RecoveryCode
from portal.sealing.reply_key import open_reply_key, seal_reply_key
from portal.sealing.roster import Roster, sign_roster
from portal.sealing.secrets import Secret
from portal.sealing.signing import Context, SigningKey, VerifyKey
from portal.sealing.wrapping import unwrap, wrap

__all__ = [
    "AlteredFile",
    "BadEnvelope",
    "BadFileList",
    "BadFiling",
    "BadKey",
    "BadPadding",
    "BadReceipt",
    "BadRoster",
    "BadSignature",
    "CaseKey",
    "Context",
    "Divided",
    "Envelope",
    "FileEntry",
    "FileList",
    "Filing",
    "FormerKey",
    "GrownKey",
    "Half",
    "KeyHalf",
    "Kind",
    "Label",
    "LabelKey",
    "Marker",
    "Measure",
    "NamePacket",
    "NobodyReceives",
    "NotOpened",
    "NotUnwrapped",
    "Office",
    "PaddedSealer",
    "Part",
    "Place",
    "Receipt",
    "RecoveryCode",
    "Roster",
    "RosterDraft",
    "RosterExpired",
    "RosterForged",
    "RosterNotYetIssued",
    "RosterOfficer",
    "RosterRolledBack",
    "SealingError",
    "SearchEntry",
    "SearchKey",
    "Secret",
    "Share",
    "SigningKey",
    "TooLarge",
    "Treatment",
    "UnknownOffice",
    "UnknownVersion",
    "VerifyKey",
    "WrongPlace",
    "blind_mark",
    "bucket",
    "check_words",
    "clean_media_type",
    "clean_name",
    "divide",
    "join",
    "open_envelope",
    "open_file",
    "open_half",
    "open_handed",
    "open_marker",
    "open_name",
    "open_refusal",
    "open_reply_key",
    "open_share",
    "open_slip",
    "padme",
    "parcel_digest",
    "read_opened",
    "seal_envelope",
    "seal_marker",
    "seal_opened",
    "seal_refusal",
    "seal_reply_key",
    "sign_roster",
    "unpad_stream",
    "unwrap",
    "wrap",
]
