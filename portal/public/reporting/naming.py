"""The packet that holds the reporter's name, or nobody's: sealed with every report, of one size, stored beside it.

Made for anonymous reports too, so that neither the letterbox nor the line tells who gave a name (T6). Where no chosen
office can divide a name between two persons, no report for these offices has one; the choice of offices shows anyway.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.age import Recipient, Sealed
from portal.domain.identity import Identity
from portal.domain.roles import FIRST_HALF, SECOND_HALF
from portal.sealing import NamePacket, Roster, parcel_digest


@dataclass(frozen=True)
class SealedName:
    """The sealed packet and its digest, which the report carries: another packet in its place is then found (T3)."""

    sealed: Sealed

    @property
    def digest(self) -> str:
        """64 hex digits."""
        return parcel_digest(self.sealed)


def seal_name(
    roster: Roster, offices: Sequence[str], identity: Identity | None, parcel: tuple[str, date], case: Recipient
) -> SealedName | None:
    """Seal who reports, or nobody, for the keepers of these offices; None where no office can keep a name.

    `parcel` is its id and day.
    """
    leads, holders = roster.keepers(offices, FIRST_HALF, SECOND_HALF)
    if not leads:
        return None
    first, second = ([officer.recipient for officer in keepers] for keepers in (leads, holders))
    packet = (
        NamePacket.sealed(*parcel, identity.model_dump(), first, second)
        if identity
        else NamePacket.blank(first, second)
    )
    return SealedName(packet.envelope(*parcel, case))
