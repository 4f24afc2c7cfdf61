"""An office's signing key for replies, handed to its officers the way a case key is."""

from datetime import date

from portal.age import Recipient, Sealed
from portal.sealing.encoding import has_exactly, read_base64, write_base64
from portal.sealing.envelope import Envelope, Keys, open_envelope, seal_envelope
from portal.sealing.errors import BadEnvelope, WrongPlace
from portal.sealing.places import Kind, Place
from portal.sealing.signing import SigningKey


def seal_reply_key(key: SigningKey, office_id: str, officer_id: str, recipient: Recipient, day: date) -> Sealed:
    """Seal the office's reply key to one of its officers. Raises ValueError for a bad office id."""
    body = {"officer": officer_id, "seed": write_base64(key.seed)}
    return seal_envelope(Envelope(_place(office_id), day, "desk", body), recipient)


def open_reply_key(sealed: bytes, identity: Keys, office_id: str, officer_id: str) -> SigningKey:
    """Return the reply key in this officer's slip. Raises a SealingError when it is not theirs or not this office's.

    Compare its `verify_key` with the one in the roster before using it: the desk's database could hold an older slip.
    """
    body = open_envelope(sealed, identity, _place(office_id)).body
    if not has_exactly(body, ("officer", "seed")):
        raise BadEnvelope("not the body of a reply key")
    if body["officer"] != officer_id:
        raise WrongPlace("a reply key for another officer")
    try:
        return SigningKey.from_seed(read_base64(body["seed"], 32))
    except (AttributeError, ValueError):
        raise BadEnvelope("no reply key in this slip") from None


def _place(office_id: str) -> Place:
    return Place(Kind.REPLY_KEY, "office", office_id)
