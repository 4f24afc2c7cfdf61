"""The key of one case, and the slips that hand it to officers."""

from datetime import date
from functools import cached_property
from typing import Self, final

from portal.age import AgeError, Identity, Recipient, Sealed
from portal.sealing.encoding import has_exactly
from portal.sealing.envelope import Envelope, Keys, Sealer, open_envelope, seal_envelope
from portal.sealing.errors import BadEnvelope, WrongPlace
from portal.sealing.places import Kind, Place


@final
class CaseKey:
    """A fresh identity for one parcel: everything in the case is sealed to it, and it to each officer in a slip.

    Whoever files the report makes it, writes the slips and forgets it. An officer without a slip cannot read the case;
    recusal is a slip never written, and granting access is a slip written by someone who can open the case.
    """

    def __init__(self, identity: Identity) -> None:
        self.identity = identity

    @classmethod
    def fresh(cls) -> Self:
        """Make the key of a new parcel."""
        return cls(Identity.generate())

    @property
    def recipient(self) -> Recipient:
        """What to seal the items of this case to."""
        return self.identity.recipient

    def slip_for(
        self, officer_id: str, recipient: Recipient, parcel_id: str, day: date, sealed_by: Sealer = "server"
    ) -> Sealed:
        """Seal this key to one officer for one parcel. Every slip has the same size. Raises ValueError for a bad id."""
        body = {"officer": officer_id, "case": self._text}
        return seal_envelope(Envelope(_slip_place(parcel_id), day, sealed_by, body), recipient)

    @cached_property
    def _text(self) -> str:
        return str(self.identity)

    def __repr__(self) -> str:
        return "CaseKey(…)"


def open_slip(sealed: bytes, identity: Keys, parcel_id: str, officer_id: str) -> CaseKey:
    """Return the case key in this officer's slip. Raises a SealingError when it is not theirs or not this parcel's."""
    body = open_envelope(sealed, identity, _slip_place(parcel_id)).body
    if not has_exactly(body, ("officer", "case")):
        raise BadEnvelope("not the body of a slip")
    # Everybody can seal to an officer; the id inside makes visible a slip that was written for another row.
    if body["officer"] != officer_id:
        raise WrongPlace("a slip for another officer")
    try:
        return CaseKey(Identity.parse(body["case"]))
    except (AgeError, AttributeError, TypeError, ValueError):
        raise BadEnvelope("no case key in this slip") from None


def _slip_place(parcel_id: str) -> Place:
    return Place(Kind.SLIP, "parcel", parcel_id)
