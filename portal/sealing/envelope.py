"""The one format of our own between plaintext and age: a line of JSON, a signature where one is due, and filling."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal, get_args

from portal.age import AgeError, Identity, Recipient, Sealed, open_sealed, seal
from portal.sealing.encoding import read_base64, read_json, write_base64, write_json
from portal.sealing.errors import (
    BadEnvelope,
    BadPadding,
    BadSignature,
    NotOpened,
    TooLarge,
    UnknownVersion,
    WrongPlace,
)
from portal.sealing.padding import LARGEST_ENVELOPE, bucket
from portal.sealing.places import RULES, Kind, Place, Rule
from portal.sealing.signing import SIGNATURE_SIZE, Context, SigningKey, VerifyKey

VERSION: Final = 1

Sealer = Literal["browser", "server", "desk"]
_SEALERS: Final = get_args(Sealer)

# A sealed item is at most the largest envelope, an authentication tag for each 64 KiB, and a header of under 2 KB for
# each of several hundred recipients. Anything longer is refused before a single key operation is spent on it.
LARGEST_SEALED: Final = LARGEST_ENVELOPE + 1024 * 1024
_SIGNATURE_LINE: Final = len(write_base64(bytes(SIGNATURE_SIZE))) + 1


@dataclass(frozen=True)
class Envelope:
    """One item in clear: its place, its day (never a finer time), who sealed it, and its body.

    The body holds what `encoding.write_json` takes; repr leaves it out. Treat it as read-only.
    """

    place: Place
    day: date
    sealed_by: Sealer
    body: Mapping[str, Any] = field(repr=False)

    def __post_init__(self) -> None:
        # A datetime is a date to the type checker, and would write the hour a reporter was here into the item.
        if type(self.day) is not date:
            raise TypeError("a day and nothing finer")


Keys = Identity | Sequence[Identity]
"""One key, or those of somebody who is changing theirs: the first that fits opens."""

KeyChooser = Callable[[Envelope], VerifyKey | Collection[VerifyKey] | None]


def seal_envelope(
    envelope: Envelope, to: Recipient | Sequence[Recipient], *, signer: SigningKey | None = None
) -> Sealed:
    """Seal one item to one or several recipients.

    `signer` is needed for letters (the receipt's letter key), replies and status cards (the office's reply key), and
    refused for every other kind. Raises ValueError or TypeError for a body that cannot be written and for a signer
    missing or too many, TooLarge when the content does not fit its size.
    """
    return seal(write_plaintext(envelope, signer), [to] if isinstance(to, Recipient) else to)


def open_envelope(
    sealed: bytes, key: Keys, expect: Place | Collection[Place], *, verify: VerifyKey | KeyChooser | None = None
) -> Envelope:
    """Open one item and return it only if it is the one asked for, whole, and signed by whom it should be.

    Where an item may be one of several kinds, `expect` names a place for each, all signed or none.
    For signed kinds `verify` is the key that may speak, or a function that chooses it, or several, after reading
    the (not yet trusted) envelope and returns None when nobody may. Any failing is a SealingError; a `verify` missing
    for a signed kind or given for an unsigned one is a TypeError, because it is a mistake in the program and not in the
    item.
    """
    places = (expect,) if isinstance(expect, Place) else expect
    if any((verify is None) != (RULES[place.kind].signed_for is None) for place in places):
        raise TypeError("signed kinds are read with `verify`, all others without")
    if len(sealed) > LARGEST_SEALED:
        raise TooLarge("longer than any sealed item")
    try:
        plaintext = open_sealed(sealed, [key] if isinstance(key, Identity) else key)
    except AgeError as error:
        raise NotOpened("age could not open this item") from error
    return read_plaintext(plaintext, places, verify)


def write_plaintext(envelope: Envelope, signer: SigningKey | None) -> bytes:
    """Return what is handed to age: line, [signature line,] zeros up to the size. Raises as `seal_envelope`."""
    place, rule = envelope.place, RULES[envelope.place.kind]
    if (signer is None) != (rule.signed_for is None):
        raise ValueError("letters, replies and status cards are signed, all others are not")
    if envelope.sealed_by not in _SEALERS:
        raise ValueError("sealed by nobody we know")
    line = write_json(
        {
            "v": VERSION,
            "kind": place.kind.value,
            place.holder: place.id,
            "slot": place.slot,
            "day": envelope.day.isoformat(),
            "sealed_by": envelope.sealed_by,
            "body": dict(envelope.body),
        }
    )
    content = line + b"\n"
    if signer and rule.signed_for:
        content += write_base64(signer.sign(rule.signed_for, line)).encode("ascii") + b"\n"
    return content.ljust(_size(rule, len(content)), b"\x00")


def read_plaintext(plaintext: bytes, expect: Collection[Place], verify: VerifyKey | KeyChooser | None) -> Envelope:
    """Read what `write_plaintext` wrote, with every check that `open_envelope` promises except age's own."""
    end = plaintext.find(b"\n")
    if end < 0:
        raise BadEnvelope("no line")
    line = plaintext[:end]
    envelope = _read_line(line)
    if envelope.place not in expect:
        raise WrongPlace("this item belongs elsewhere")
    rule = RULES[envelope.place.kind]
    used = end + 1 + (_SIGNATURE_LINE if rule.signed_for else 0)
    if len(plaintext) != _size(rule, used) or plaintext[used:] != bytes(len(plaintext) - used):
        raise BadPadding("not filled with zeros up to its one size")
    if rule.signed_for:
        chosen = verify(envelope) if callable(verify) else verify
        signers = [chosen] if isinstance(chosen, VerifyKey) else list(chosen or ())
        signature = _read_signature(plaintext[end + 1 : used])
        if not any(_speaks(signer, rule.signed_for, line, signature) for signer in signers):
            raise BadSignature("nobody who may speak here has signed it")
    return envelope


def _speaks(signer: VerifyKey, context: Context, line: bytes, signature: bytes) -> bool:
    try:
        signer.verify(context, line, signature)
    except BadSignature:
        return False
    return True


def _size(rule: Rule, used: int) -> int:
    size = rule.size or bucket(used)
    if used > size or size > LARGEST_ENVELOPE:
        raise TooLarge("the content does not fit the size of its kind")
    return size


def _read_line(line: bytes) -> Envelope:
    try:
        value = read_json(line)
    except ValueError:
        raise BadEnvelope("the first line is not JSON in its one written form") from None
    if not isinstance(value, dict) or type(value.get("v")) is not int:
        raise BadEnvelope("no version")
    if value["v"] != VERSION:
        raise UnknownVersion("written by another version")
    try:
        return _read_fields(value)
    except (KeyError, TypeError, ValueError):
        # Not chained: the messages of these errors quote what they found, and that is somebody's words.
        raise BadEnvelope("not the fields of an envelope") from None


def _read_fields(value: Mapping[str, Any]) -> Envelope:
    kind = Kind(value["kind"])
    holder = RULES[kind].holder
    # The order of the fields is part of the form: one envelope has one spelling.
    if list(value) != ["v", "kind", holder, "slot", "day", "sealed_by", "body"]:
        raise ValueError("other fields")
    day, sealed_by, body = value["day"], value["sealed_by"], value["body"]
    if sealed_by not in _SEALERS or not isinstance(body, dict):
        raise ValueError("other fields")
    if (read := date.fromisoformat(day)).isoformat() != day:
        raise ValueError("a day in another spelling")
    return Envelope(Place(kind, holder, value[holder], value["slot"]), read, sealed_by, body)


def _read_signature(line: bytes) -> bytes:
    if not line.endswith(b"\n"):
        raise BadSignature("no second line where a signature is due")
    try:
        return read_base64(line[:-1].decode("ascii"), SIGNATURE_SIZE)
    except ValueError:
        raise BadSignature("no signature in the second line") from None
