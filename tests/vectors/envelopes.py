"""Envelopes in clear, as they are handed to age; and plaintexts that every reader must refuse."""

import hashlib
from typing import Any

from portal.sealing import Envelope, FileEntry, FileList, Kind, Place, SigningKey
from portal.sealing.encoding import write_base64
from portal.sealing.envelope import write_plaintext
from tests.vectors import names
from tests.vectors.seeds import DAY, PARCEL, identity, receipt, seed, signing_key

OFFICER = "0123456789abcdef0123456789abcdef"


def files() -> FileList:
    content = b"An invented duty list.\n"
    entry = FileEntry(1, "值班表.txt", "text/plain", len(content), hashlib.sha256(content).hexdigest())
    return FileList(identity("files"), (entry,))


def cases() -> list[tuple[Envelope, SigningKey | None]]:
    mailbox = receipt("first receipt")
    letters, office = mailbox.letter_key, signing_key("office yunling")
    at = mailbox.locator_hash
    report = {
        "report": {"schema": "report/1", "summary": "范例甲每周只到岗一天。"},
        "mailbox": {
            "id": at,
            "recipient": str(mailbox.reply_identity.recipient),
            "letter_key": str(letters.verify_key),
        },
        "files": files().to_body(),
    }
    slip = {"officer": OFFICER, "case": str(identity("case"))}
    status = {"office": "yunling", "status": "accepted", "detail": {}}
    share = {"half": "holders", "share": write_base64(seed("share 0"))}
    packet = {"name": write_base64(b"a"), "leads": write_base64(b"b"), "holders": write_base64(b"c")}
    destroyed = Envelope(Place(Kind.DESTROYED, "mailbox", at, 5), DAY, "server", {"slots": [3, 5]})
    return [
        (Envelope(Place(Kind.SLIP, "parcel", PARCEL), DAY, "server", slip), None),
        (Envelope(Place(Kind.REPORT, "parcel", PARCEL), DAY, "browser", report), None),
        (Envelope(Place(Kind.REPORT, "parcel", PARCEL), DAY, "server", {"long": "长" * 6000}), None),
        (Envelope(Place(Kind.LETTER, "mailbox", at, 0), DAY, "server", {"text": "补充一点。", "files": {}}), letters),
        (
            Envelope(Place(Kind.REPLY, "mailbox", at, 3), DAY, "desk", {"office": "yunling", "html": "<p>已收到</p>"}),
            office,
        ),
        (Envelope(Place(Kind.STATUS, "mailbox", at, 4), DAY, "desk", status), office),
        (Envelope(Place(Kind.NOTE, "parcel", PARCEL, 2147483647), DAY, "desk", {}), None),
        (Envelope(Place(Kind.REPLY_KEY, "office", "yunling"), DAY, "desk", {"officer": OFFICER, "seed": ""}), None),
        (destroyed, letters),
        (Envelope(Place(Kind.NAME, "parcel", PARCEL), DAY, "server", dict(names.SAID)), None),
        (Envelope(Place(Kind.NAME, "parcel", PARCEL), DAY, "server", dict(names.NOBODY)), None),
        (Envelope(Place(Kind.SHARE, "parcel", PARCEL, 1), DAY, "server", share), None),
        (Envelope(Place(Kind.IDENTITY, "parcel", PARCEL), DAY, "server", packet), None),
    ]


def answers() -> list[dict[str, Any]]:
    return [_answer(envelope, signer) for envelope, signer in cases()]


def _answer(envelope: Envelope, signer: SigningKey | None) -> dict[str, Any]:
    plaintext = write_plaintext(envelope, signer)
    line, signature, *_ = (plaintext.rstrip(b"\x00") + b"\n").decode("utf-8").split("\n")
    return {
        "expect": _place(envelope.place),
        "signer_seed": signer.seed.hex() if signer else None,
        "verify_key": str(signer.verify_key) if signer else None,
        "line": line,
        "signature": signature or None,
        "size": len(plaintext),
        "sha256": hashlib.sha256(plaintext).hexdigest(),
    }


def _place(place: Place) -> dict[str, Any]:
    return {"kind": place.kind.value, "holder": place.holder, "id": place.id, "slot": place.slot}


def refused() -> list[dict[str, Any]]:
    """Each is `head` and zeros up to `size`, read at `expect`, with `verify_key` where the kind is signed."""
    note = Envelope(Place(Kind.NOTE, "parcel", PARCEL, 1), DAY, "desk", {"text": "note"})
    good = write_plaintext(note, None).rstrip(b"\x00").decode("utf-8")
    unsigned = [
        ("BadEnvelope", "no line break", good.removesuffix("\n")),
        ("BadEnvelope", "an empty line", "\n"),
        ("BadEnvelope", "a line that is no object", "[]\n"),
        ("BadEnvelope", "nothing but a version", '{"v":1}\n'),
        ("BadEnvelope", "a version that is true", good.replace('"v":1', '"v":true')),
        ("BadEnvelope", "a version in text", good.replace('"v":1', '"v":"1"')),
        ("BadEnvelope", "a space between tokens", good.replace('{"v"', '{ "v"')),
        ("BadEnvelope", "a key repeated", good.replace('"v":1', '"v":1,"v":1')),
        ("BadEnvelope", "an unknown field", good.replace('"slot":1', '"slot":1,"more":1')),
        ("BadEnvelope", "a missing field", good.replace('"slot":1,', "")),
        ("BadEnvelope", "a slot that is true", good.replace('"slot":1', '"slot":true')),
        ("BadEnvelope", "a slot below zero", good.replace('"slot":1', '"slot":-1')),
        ("BadEnvelope", "a slot in text", good.replace('"slot":1', '"slot":"1"')),
        ("BadEnvelope", "an id in capitals", good.replace(PARCEL, PARCEL.upper())),
        ("BadEnvelope", "a kind in the wrong holder", good.replace('"parcel"', '"mailbox"')),
        ("BadEnvelope", "an unknown kind", good.replace('"note"', '"gossip"', 1)),
        ("BadEnvelope", "a day without dashes", good.replace("2026-11-22", "20261122")),
        ("BadEnvelope", "no such day", good.replace("2026-11-22", "2026-02-30")),
        ("BadEnvelope", "sealed by an unknown hand", good.replace('"desk"', '"street"')),
        ("BadEnvelope", "a body that is no object", good.replace('{"text":"note"}', "[]")),
        ("BadEnvelope", "a fraction in the body", good.replace('"text":"note"', '"text":1.5')),
        ("UnknownVersion", "a later version", good.replace('"v":1', '"v":2')),
        ("WrongPlace", "another slot", good.replace('"slot":1', '"slot":2')),
        ("WrongPlace", "another parcel", good.replace(PARCEL, PARCEL[::-1])),
        ("WrongPlace", "another kind", good.replace('"note"', '"finding"', 1)),
        ("BadPadding", "one byte that is not zero", good + "x"),
        ("BadPadding", "a second line where none is due", good + "\n"),
    ]
    place = _place(note.place)
    found = [
        {"why": why, "error": error, "expect": place, "head": head, "size": 16384} for error, why, head in unsigned
    ]
    found += [
        {"why": f"filled up to {size}", "error": "BadPadding", "expect": place, "head": good, "size": size}
        for size in (len(good), 16383, 32768)
    ]
    return found + _badly_signed()


def _badly_signed() -> list[dict[str, Any]]:
    envelope, signer = cases()[4]
    assert signer
    good = write_plaintext(envelope, signer).rstrip(b"\x00").decode("utf-8")
    line, signature, _ = good.split("\n")
    other = write_plaintext(envelope, signing_key("office elsewhere")).rstrip(b"\x00").decode("utf-8")
    status = write_plaintext(*cases()[5]).decode("utf-8").split("\n")[1]
    heads = [
        ("BadSignature", "no signature", line + "\n"),
        ("BadSignature", "a signature too short", line + "\n" + signature[:-2] + "\n"),
        ("BadSignature", "a signature in another spelling", line + "\n" + signature.replace("==", "  ") + "\n"),
        ("BadSignature", "a signature that is no base64", line + "\n" + "!" * 88 + "\n"),
        ("BadSignature", "a signature for another purpose", line + "\n" + status + "\n"),
        ("BadSignature", "a signature over other words", good.replace("已收到", "未收到")),
        ("BadSignature", "a signature by another key", other),
        ("BadPadding", "a third line", good + "\n"),
    ]
    key = str(signer.verify_key)
    place = _place(envelope.place)
    return [
        {"why": why, "error": error, "expect": place, "verify_key": key, "head": head, "size": 16384}
        for error, why, head in heads
    ]
