"""Receipt codes, everything derived from them, and the binding of a mailbox to its case."""

import base64
from typing import Any

from portal.sealing import Receipt
from tests.vectors.seeds import PARCEL, identity, receipt, seed

SECRETS = [bytes(16), b"\xff" * 16, bytes(range(16)), seed("first receipt", 16), seed("second receipt", 16)]


def answers() -> dict[str, Any]:
    code = receipt("first receipt").code
    return {
        "derived": [_derived(Receipt.from_secret(secret)) for secret in SECRETS],
        "typed": {"code": code, "accepted": _accepted(code)},
        "refused": _refused(code),
    }


def bindings() -> list[dict[str, Any]]:
    mailbox = receipt("first receipt")
    case, other = identity("case").recipient, identity("another case").recipient
    made = [
        (case, PARCEL, ["yunling"]),
        (case, PARCEL, ["qinghe-county", "yunling", "yunling-city"]),
        (case, PARCEL, ["yunling-city", "yunling", "qinghe-county", "yunling"]),
        (case, PARCEL[::-1], ["yunling"]),
        (other, PARCEL, ["yunling"]),
    ]
    return [
        {
            "secret": mailbox.secret.reveal().hex(),
            "case_recipient": str(recipient),
            "parcel": parcel,
            "offices": offices,
            "binding": mailbox.bind(recipient, parcel, offices).hex(),
        }
        for recipient, parcel, offices in made
    ]


def _derived(one: Receipt) -> dict[str, str]:
    return {
        "secret": one.secret.reveal().hex(),
        "code": one.code,
        "locator_hash": one.locator_hash,
        "reply_seed": one.reply_identity.seed.hex(),
        "reply_fingerprint": one.reply_identity.recipient.fingerprint,
        "letter_seed": one.letter_key.seed.hex(),
        "letter_verify_key": str(one.letter_key.verify_key),
        "binding_key": one._derive(b"portal/receipt/v1/binding", 32).hex(),
        "locator": one._derive(b"portal/receipt/v1/locator", 16).hex(),
    }


def _accepted(code: str) -> list[str]:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    return [
        code,
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        code.replace("-", "\u3000"),
        code.replace("-", "\u2014"),
        code.replace("-", "\u30fb"),
        code.replace("-", "\uff0c\r\n\t"),
        code.replace("-", "\u2212\u200b"),
        wide,
        wide.lower(),
        f"\ufeff  {code}。\n",
        code.replace("0", "O").replace("1", "I"),
        code.replace("0", "o").replace("1", "l"),
        code.replace("1", "i"),
        ".".join(code),
    ]


def _refused(code: str) -> list[str]:
    letters = code.replace("-", "")
    other = "0" if letters[-1] != "0" else "2"
    return [
        "",
        "   ",
        letters[:-1],
        letters + letters[-1],
        letters[:-1] + other,
        other + letters[1:] if letters[0] != other else "3" + letters[1:],
        letters[1] + letters[0] + letters[2:],
        letters[:-1] + "U",
        letters[:-1] + "*",
        letters[:-1] + "码",
        code + " " * 200,
        base64.b32encode(bytes(16)).decode("ascii"),
    ]
