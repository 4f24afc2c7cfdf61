"""The reporter's name: an envelope whose key is in two halves, so that nobody opens it alone (SEALING, name identity).

Every parcel for offices that can keep a name carries one, of the same size, whether a name is in it or not: whoever
reads the letterbox, or the line, cannot tell a named report from an anonymous one.

    packet = NamePacket.sealed(parcel_id, day, said, leads, holders)      at the door, where a name was given
    packet = NamePacket.blank(leads, holders)                             where none was
    outer = packet.envelope(parcel_id, day, case.recipient)               stored; its digest stands in the report
    packet = NamePacket.opened(outer, case_key, parcel_id)                at the desk, with a slip
    first, second = open_share(…, Half.LEADS), open_share(…, Half.HOLDERS)   each by its own keeper
    said = open_name(packet, first, second, parcel_id)

The halves are 32 random bytes and those bytes xor the seed of the name identity: one of them alone is noise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any, Final, Self, final

from portal.age import Identity, Recipient, Sealed
from portal.sealing.case_key import CaseKey
from portal.sealing.encoding import has_exactly, read_base64, write_base64
from portal.sealing.envelope import Envelope, Keys, Sealer, open_envelope, seal_envelope
from portal.sealing.errors import BadEnvelope, NotOpened
from portal.sealing.halving import halved, joined
from portal.sealing.places import Kind, Place

SHARE_SIZE: Final = 32
_PARTS: Final = ("name", "leads", "holders")
_LARGEST: Final = 2 * 1024 * 1024


class Half(Enum):
    """Which half of the key. The value is its slot among the shares of a parcel."""

    LEADS = 0
    HOLDERS = 1


@final
class Share:
    """One half of a name's key. Without the other it says nothing; it shows itself to nobody all the same."""

    def __init__(self, half: Half, raw: bytes) -> None:
        if len(raw) != SHARE_SIZE:
            raise ValueError(f"a share has {SHARE_SIZE} bytes")
        self.half: Final = half
        self._raw: Final = bytes(raw)

    def handed_to(self, recipient: Recipient, parcel_id: str, slot: int, day: date) -> Sealed:
        """Seal this half to the other of two persons, as the item in `slot` (from 2) of the parcel's shares."""
        return _seal_share(self, [recipient], parcel_id, day, slot, "desk")

    def joined(self, other: Self) -> Identity:
        """The name identity. Raises ValueError for two shares of the same half: nobody is two persons."""
        if self.half is other.half:
            raise ValueError("two shares of one half")
        return joined(self._raw, other._raw)

    def __repr__(self) -> str:
        return f"Share({self.half.name}, …)"


@dataclass(frozen=True)
class NamePacket:
    """The sealed name and both sealed halves of its key."""

    name: bytes
    leads: bytes
    holders: bytes

    @classmethod
    def sealed(
        cls,
        parcel_id: str,
        day: date,
        said: Mapping[str, str],
        leads: Sequence[Recipient],
        holders: Sequence[Recipient],
        sealed_by: Sealer = "server",
    ) -> Self:
        """Seal what was said to a fresh name identity, and its halves to their keepers. The identity is forgotten.

        Raises ValueError without keepers of both halves, or with one who would keep both; TooLarge for what is too
        long.
        """
        _refuse_shared_keepers(leads, holders)
        key = Identity.generate()
        first, second = halved(key)
        name = seal_envelope(Envelope(_name_place(parcel_id), day, sealed_by, dict(said)), key.recipient)
        halves = (
            _seal_share(Share(half, raw), keepers, parcel_id, day, half.value, sealed_by)
            for half, raw, keepers in ((Half.LEADS, first, leads), (Half.HOLDERS, second, holders))
        )
        return cls(name, *halves)

    @classmethod
    def blank(cls, leads: Sequence[Recipient], holders: Sequence[Recipient]) -> Self:
        """Zeros in the place of a name, as long as a packet for so many keepers: sealed to the case, it looks like one.

        Who opens the case reads there that nobody gave a name, as the report says too. Raises as `sealed`.
        """
        _refuse_shared_keepers(leads, holders)
        return cls(*(bytes(length) for length in _lengths(len(leads), len(holders))))

    def envelope(self, parcel_id: str, day: date, case: Recipient, sealed_by: Sealer = "server") -> Sealed:
        """Seal the packet to the case: who holds no slip does not even hold its ciphertext."""
        body = {part: write_base64(getattr(self, part)) for part in _PARTS}
        return seal_envelope(Envelope(_packet_place(parcel_id), day, sealed_by, body), case)

    @classmethod
    def opened(cls, sealed: bytes, key: CaseKey, parcel_id: str) -> Self:
        """Open what `envelope` sealed. Raises a SealingError for anything else."""
        body = open_envelope(sealed, key.identity, _packet_place(parcel_id)).body
        if not has_exactly(body, _PARTS):
            raise BadEnvelope("not the body of a name packet")
        try:
            return cls(*(_any_base64(body[part]) for part in _PARTS))
        except (AttributeError, TypeError, ValueError):
            raise BadEnvelope("not the parts of a name packet") from None

    def half(self, which: Half) -> bytes:
        """The sealed half of the key."""
        return self.leads if which is Half.LEADS else self.holders


def open_share(sealed: bytes, keeper: Keys, parcel_id: str, half: Half, slot: int | None = None) -> Share:
    """Open one half with its keeper's key; `slot` for one that was handed on. Raises a SealingError otherwise."""
    body = open_envelope(sealed, keeper, _share_place(parcel_id, half.value if slot is None else slot)).body
    if not has_exactly(body, ("half", "share")) or body["half"] != half.name.lower():
        raise BadEnvelope("not this half of a name's key")
    try:
        return Share(half, read_base64(body["share"], SHARE_SIZE))
    except (AttributeError, TypeError, ValueError):
        raise BadEnvelope("no share in this item") from None


def open_name(packet: NamePacket, first: Share, second: Share, parcel_id: str) -> Mapping[str, Any]:
    """Open the name with both halves. Raises a SealingError: halves of different names open nothing."""
    try:
        key = first.joined(second)
    except ValueError:
        raise NotOpened("two shares of one half") from None
    return open_envelope(packet.name, key, _name_place(parcel_id)).body


def seal_opened(said: Mapping[str, Any], to: Sequence[Recipient], parcel_id: str, slot: int, day: date) -> Sealed:
    """Seal an opened name to the two who opened it, as the item in `slot` (from 1). Raises ValueError."""
    return seal_envelope(Envelope(_name_place(parcel_id, slot), day, "desk", dict(said)), to)


def read_opened(sealed: bytes, who: Keys, parcel_id: str, slot: int) -> Mapping[str, Any]:
    """Open what `seal_opened` sealed. Raises a SealingError for anybody else."""
    return open_envelope(sealed, who, _name_place(parcel_id, slot)).body


def _refuse_shared_keepers(leads: Sequence[Recipient], holders: Sequence[Recipient]) -> None:
    if not leads or not holders or set(leads) & set(holders):
        raise ValueError("two halves, each with keepers of its own")


@lru_cache(maxsize=256)
def _lengths(leads: int, holders: int) -> tuple[int, ...]:
    """How long the parts are for so many keepers: measured on a packet that is made and thrown away."""
    lead, holder = Identity.generate().recipient, Identity.generate().recipient
    made = NamePacket.sealed("0" * 32, date.min, {}, [lead] * leads, [holder] * holders)
    return tuple(len(getattr(made, part)) for part in _PARTS)


def _seal_share(
    share: Share, to: Sequence[Recipient], parcel_id: str, day: date, slot: int, sealed_by: Sealer
) -> Sealed:
    body = {"half": share.half.name.lower(), "share": write_base64(share._raw)}  # noqa: SLF001  it leaves sealed
    return seal_envelope(Envelope(_share_place(parcel_id, slot), day, sealed_by, body), to)


def _any_base64(text: str) -> bytes:
    raw = text.encode("ascii")
    if len(raw) > _LARGEST:
        raise ValueError("longer than any part of a packet")
    return read_base64(text, len(raw) // 4 * 3 - raw.count(b"="))


def _packet_place(parcel_id: str) -> Place:
    return Place(Kind.IDENTITY, "parcel", parcel_id)


def _name_place(parcel_id: str, slot: int = 0) -> Place:
    return Place(Kind.NAME, "parcel", parcel_id, slot)


def _share_place(parcel_id: str, slot: int) -> Place:
    return Place(Kind.SHARE, "parcel", parcel_id, slot)
