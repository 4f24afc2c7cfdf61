"""What we put on top of age: envelopes, canonical JSON, codes, rosters, proofs of filing, search entries, tickets."""

import json
from contextlib import suppress
from dataclasses import replace

from portal.sealing import (
    BadFiling,
    BadReceipt,
    BadRoster,
    BadSignature,
    CaseKey,
    Context,
    Envelope,
    Filing,
    FormerKey,
    Kind,
    NotUnwrapped,
    Place,
    Receipt,
    RecoveryCode,
    Roster,
    RosterDraft,
    SealingError,
    SearchEntry,
    SearchKey,
    bucket,
    sign_roster,
    tickets,
)
from portal.sealing.encoding import read_json, write_base64, write_json
from portal.sealing.envelope import read_plaintext, write_plaintext
from portal.sealing.offices import write_draft
from tests.fuzz.target import hold
from tests.vectors.rosters import AUTHORITY, draft
from tests.vectors.seeds import DAY, PARCEL, identity, receipt, signing_key

SIGNER = signing_key("fuzz")
MAILBOX = "ab" * 32
PLACES = (
    Place(Kind.REPORT, "parcel", PARCEL),
    Place(Kind.NOTE, "parcel", PARCEL, 3),
    Place(Kind.SLIP, "parcel", PARCEL),
    Place(Kind.REPLY_KEY, "office", "yunling"),
)
SIGNED = (Place(Kind.LETTER, "mailbox", MAILBOX, 1), Place(Kind.STATUS, "mailbox", MAILBOX))
OFFICER = "cd" * 16
TICKET_KEY = bytes(32)


def envelopes(data: bytes) -> None:
    """An envelope has one spelling. Read as it is, and filled up, which no mutation would hit upon."""
    for plaintext in (data, (data + b"\n").ljust(bucket(len(data) + 1), b"\0")):
        with suppress(SealingError):
            read = read_plaintext(plaintext, PLACES, None)
            hold(write_plaintext(read, None) == plaintext, "an envelope in two spellings")


def signed_envelopes(data: bytes) -> None:
    """The same for signed kinds, where the line that is read is rightly signed whatever it says."""
    for context in (Context.LETTER, Context.STATUS):
        line = data + b"\n" + write_base64(SIGNER.sign(context, data)).encode() + b"\n"
        for size in (bucket(len(line)), 4096):
            with suppress(SealingError):
                plaintext = line.ljust(size, b"\0")
                read = read_plaintext(plaintext, SIGNED, SIGNER.verify_key)
                hold(write_plaintext(read, SIGNER) == plaintext, "an envelope in two spellings")
    with suppress(SealingError):
        read_plaintext(data, SIGNED, SIGNER.verify_key)


def canonical(data: bytes) -> None:
    """JSON in its one form comes back as the same bytes."""
    for sort_keys in (False, True):
        with suppress(ValueError):
            hold(write_json(read_json(data, sort_keys=sort_keys), sort_keys=sort_keys) == data, "two spellings")


def codes(data: bytes) -> None:
    """A code of one kind is none of the other; what is forgiven leads to the one code."""
    text = data.decode("utf-8", "replace")
    found = []
    for kind in (Receipt, RecoveryCode):
        with suppress(BadReceipt):
            read = kind.parse(text)
            found.append(read)
            hold(kind.parse(read.code).secret.reveal() == read.secret.reveal(), "the code does not lead back")
    hold(len(found) < 2, "one text for two kinds of code")


def rosters(data: bytes) -> None:
    """Documents of anybody's making with a right signature: read whole, or refused by name."""
    signature = write_base64(AUTHORITY.sign(Context.ROSTER, data)).encode()
    with suppress(BadRoster):
        read = Roster.published(data, signature, AUTHORITY.verify_key)
        said = RosterDraft(read.version, read.issued, read.expires, read.offices)
        hold(write_json(write_draft(said), sort_keys=True) == data, "a roster in two spellings")


def filings(data: bytes) -> None:
    """A proof leads back to itself, and only the one that was signed passes."""
    text = data.decode("utf-8", "replace")
    with suppress(BadFiling, BadSignature):
        read = Filing.parse(text)
        hold(Filing.parse(str(read)) == read, "the proof does not lead back")
        read.check(SIGNER.verify_key)
        hold(str(read) == str(filing()), "a signature for what nobody signed")


def entries(data: bytes) -> None:
    """Whatever stands under an officer's key: an entry whose words can be read, or `NotUnwrapped`."""
    key = SearchKey.of(identity("fuzz"))
    for closed in (data, key.wrapped(data, OFFICER, PARCEL)):
        with suppress(NotUnwrapped):
            entry = key.open(closed, OFFICER, PARCEL)
            hold(all(isinstance(text, str) for part in entry.parts for text in part), "parts that are no words")


def ticketing(data: bytes) -> None:
    """Only the ticket that was issued passes."""
    text = data.decode("utf-8", "replace")
    read = tickets.check((TICKET_KEY,), "report", PARCEL, text)
    hold(read is None or read.text == text, "a ticket in two spellings")
    if read is not None:
        tickets.worked(read, text, 12)


def filing() -> Filing:
    return Filing.signed("yunling", DAY, "0f" * 32, SIGNER)


def envelope_seeds() -> list[bytes]:
    bodies = ({"text": "十四天没有见到人。"}, {"n": 1, "list": [True, None, {"deep": []}]}, {})
    return [
        write_plaintext(Envelope(place, DAY, "server", body), None).rstrip(b"\0").rstrip(b"\n")
        for place in PLACES
        for body in bodies
    ]


def signed_seeds() -> list[bytes]:
    return [
        write_plaintext(Envelope(place, DAY, "desk", {"text": "已受理。"}), SIGNER).partition(b"\n")[0]
        for place in SIGNED
    ]


def json_seeds() -> list[bytes]:
    deep: object = []
    for _ in range(31):
        deep = [deep]
    values = ({"名": "值", "n": -(2**53) + 1}, [0, True, None, '\u2028\x7f\\"'], deep, "", {"a": {}, "b": [[]]})
    return [write_json(value) for value in values]


def code_seeds() -> list[bytes]:
    code = receipt("fuzz").code
    wide = code.translate({ord(letter): ord(letter) + 0xFEE0 for letter in code if letter != "-"})
    return [code.encode(), code.lower().replace("-", " ").encode(), wide.encode(), RecoveryCode.new().code.encode()]


def roster_seeds() -> list[bytes]:
    office = replace(draft().offices[0], officers=())
    former = FormerKey(signing_key("fuzz former").verify_key, DAY, DAY)
    small = replace(draft(), offices=(office,))
    changed = replace(draft(), offices=(replace(office, former=(former,)),))
    return [sign_roster(one, AUTHORITY)[0] for one in (small, changed, draft())]


def filing_seeds() -> list[bytes]:
    return [str(filing()).encode(), str(filing()).replace("\n", "\r\n  ").encode()]


def entry_seeds() -> list[bytes]:
    made = SearchEntry.of(CaseKey.fresh(), "挂职 十四天".encode(), [("report", "挂职,十四天")])
    head = made.case_key.identity.seed + len(made.folded).to_bytes(4, "big") + len(made.pressed).to_bytes(4, "big")
    return [head + made.folded + made.pressed, json.dumps([["a", "b"]]).encode()]


def ticket_seeds() -> list[bytes]:
    return [tickets.issue(TICKET_KEY, "report", PARCEL, level).text.encode() for level in (1, 4)]
