"""An officer's own key, kept so that two others together can give it back and neither of them alone learns anything.

    divided = divide(officer, day, keys, first, second)        by the officer, whose key is open
    half = open_half(sealed, keeper_keys, officer, keeper, part)      by a keeper of a half
    sealed = half.handed_to(recovery_recipient, officer, request, day)
    keys = join(packet, first, second, officer)                by who has the recovery key and both halves

The officer's keys are sealed to a fresh identity, whose seed is one half xor the other, as for a reporter's name. Each
half is sealed to its keepers one by one, with the keeper's id inside; a set number ties packet and halves together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from secrets import token_hex
from typing import Any, Final, Self, final

from portal.age import AgeError, Identity, Recipient, Sealed
from portal.sealing.encoding import has_exactly, read_base64, write_base64
from portal.sealing.envelope import Envelope, Keys, open_envelope, seal_envelope
from portal.sealing.errors import BadEnvelope, NotOpened, WrongPlace
from portal.sealing.halving import halved, joined
from portal.sealing.places import Kind, Place

HALF_SIZE: Final = 32
_MOST_KEYS: Final = 2


class Part(Enum):
    """Which half of a divided key. The value is its slot."""

    FIRST = 0
    SECOND = 1


@final
class KeyHalf:
    """One half, opened. Without the other it is noise; it shows itself to nobody all the same."""

    def __init__(self, part: Part, number: str, raw: bytes) -> None:
        if len(raw) != HALF_SIZE:
            raise ValueError(f"a half has {HALF_SIZE} bytes")
        self.part: Final = part
        self.number: Final = number
        self._raw: Final = bytes(raw)

    def kept_by(self, recipient: Recipient, officer: str, keeper: str, day: date) -> Sealed:
        """Seal this half to one keeper."""
        place = Place(Kind.KEY_HALF, "officer", officer, self.part.value)
        return seal_envelope(Envelope(place, day, "desk", self._body(keeper)), recipient)

    def handed_to(self, recipient: Recipient, officer: str, request: str, day: date) -> Sealed:
        """Seal this half to the temporary key of one recovery."""
        place = Place(Kind.HANDED_HALF, "officer", officer, self.part.value)
        return seal_envelope(Envelope(place, day, "desk", self._body(request)), recipient)

    def joined(self, other: Self) -> Identity:
        """The identity both halves make. Raises ValueError for two of one part, or of two divisions."""
        if self.part is other.part or self.number != other.number:
            raise ValueError("these are not the two halves of one key")
        return joined(self._raw, other._raw)

    def _body(self, to: str) -> dict[str, str]:
        return {"for": to, "set": self.number, "half": self.part.name.lower(), "share": write_base64(self._raw)}

    def __repr__(self) -> str:
        return f"KeyHalf({self.part.name}, …)"


@dataclass(frozen=True)
class KeptHalf:
    """One half sealed to one keeper, by id."""

    part: Part
    keeper: str
    sealed: Sealed = field(repr=False)


@dataclass(frozen=True)
class Divided:
    """An officer's keys sealed to nobody who is left, and the halves of what opens them."""

    packet: Sealed = field(repr=False)
    halves: tuple[KeptHalf, ...]


def divide(
    officer: str,
    day: date,
    keys: Sequence[Identity],
    first: Mapping[str, Recipient],
    second: Mapping[str, Recipient],
) -> Divided:
    """Seal the officer's one or two keys so that a keeper of the first half and one of the second give them back.

    Keepers are recipients by id. Raises ValueError when a half has no keeper, when somebody would keep both, also under
    two ids with one key, and when the officer would be a keeper: nobody is two persons.
    """
    if not 1 <= len(keys) <= _MOST_KEYS:
        raise ValueError("an officer has one key, or two while changing them")
    own = {key.recipient for key in keys}
    same_key = set(first.values()) & set(second.values())
    if not first or not second or set(first) & set(second) or same_key:
        raise ValueError("two halves, each with keepers of its own")
    if officer in {*first, *second} or own & {*first.values(), *second.values()}:
        raise ValueError("nobody keeps a half of their own key")
    opens, number = Identity.generate(), token_hex(16)
    mask, other = halved(opens)
    body = {"set": number, "keys": [str(key) for key in keys]}
    packet = seal_envelope(Envelope(_packet_place(officer), day, "desk", body), opens.recipient)
    halves = (
        KeptHalf(part, keeper, KeyHalf(part, number, raw).kept_by(recipient, officer, keeper, day))
        for part, raw, keepers in ((Part.FIRST, mask, first), (Part.SECOND, other, second))
        for keeper, recipient in keepers.items()
    )
    return Divided(packet, tuple(halves))


def open_half(sealed: bytes, keys: Keys, officer: str, keeper: str, part: Part) -> KeyHalf:
    """Open a half with its keeper's key. Raises a SealingError for anything else, another keeper's half included."""
    return _half(sealed, keys, Place(Kind.KEY_HALF, "officer", officer, part.value), keeper, part)


def open_handed(sealed: bytes, key: Identity, officer: str, request: str, part: Part) -> KeyHalf:
    """Open a half that was handed over in this recovery. Raises a SealingError."""
    return _half(sealed, key, Place(Kind.HANDED_HALF, "officer", officer, part.value), request, part)


def join(packet: bytes, first: KeyHalf, second: KeyHalf, officer: str) -> tuple[Identity, ...]:
    """Give the officer's keys back. Raises a SealingError: halves of another division or of one part open nothing."""
    try:
        key = first.joined(second)
    except ValueError:
        raise NotOpened("not the two halves of one key") from None
    body = open_envelope(packet, key, _packet_place(officer)).body
    if not has_exactly(body, ("set", "keys")) or body["set"] != first.number or not isinstance(body["keys"], list):
        raise BadEnvelope("not an officer's divided key")
    try:
        found = tuple(Identity.parse(one) for one in body["keys"])
    except (AgeError, AttributeError, TypeError, ValueError):
        raise BadEnvelope("no keys in this packet") from None
    if not 1 <= len(found) <= _MOST_KEYS:
        raise BadEnvelope("no key, or too many, in this packet")
    return found


def seal_refusal(officer: str, request: str, text: str, by: str, to: Sequence[Recipient], day: date) -> Sealed:
    """Seal why a keeper gave no half, to who asked and to the keeper."""
    body = {"request": request, "by": by, "text": text}
    return seal_envelope(Envelope(Place(Kind.RECOVERY_REFUSAL, "officer", officer), day, "desk", body), to)


def open_refusal(sealed: bytes, keys: Keys, officer: str, request: str) -> Mapping[str, Any]:
    """Open what `seal_refusal` sealed: `{request, by, text}`. Raises a SealingError."""
    body = open_envelope(sealed, keys, Place(Kind.RECOVERY_REFUSAL, "officer", officer)).body
    if not has_exactly(body, ("request", "by", "text")) or body["request"] != request:
        raise WrongPlace("a refusal of another recovery")
    return body


def _half(sealed: bytes, keys: Keys, place: Place, to: str, part: Part) -> KeyHalf:
    body = open_envelope(sealed, keys, place).body
    if not has_exactly(body, ("for", "set", "half", "share")) or body["half"] != part.name.lower():
        raise BadEnvelope("not this half of an officer's key")
    # Everybody can seal to anybody; the id inside makes visible a half that was written for another row.
    if body["for"] != to:
        raise WrongPlace("a half for somebody else")
    try:
        return KeyHalf(part, str(body["set"]), read_base64(body["share"], HALF_SIZE))
    except (AttributeError, TypeError, ValueError):
        raise BadEnvelope("no half in this item") from None


def _packet_place(officer: str) -> Place:
    return Place(Kind.KEY_PACKET, "officer", officer)
