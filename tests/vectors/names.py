"""The reporter's name: how its key is halved, and one whole packet to open."""

from typing import Any

from portal.age import Identity
from portal.sealing import CaseKey, NamePacket
from portal.sealing.encoding import write_base64
from tests.vectors.seeds import DAY, PARCEL, identity, seed

SAID = {"name": "范例举报人甲", "contact": "13900000000", "times": "只在周末晚上"}
NOBODY = {"name": "", "contact": "", "times": ""}


def answers() -> list[dict[str, Any]]:
    """`leads` xor `holders` is the seed of the name identity."""
    found = []
    for number in range(3):
        first, key = seed(f"share {number}"), Identity.from_seed(seed(f"name {number}"))
        second = bytes(a ^ b for a, b in zip(key.seed, first, strict=True))
        shares = {"leads": first.hex(), "holders": second.hex()}
        found.append({**shares, "seed": key.seed.hex(), "recipient": str(key.recipient)})
    return found


def samples() -> list[dict[str, Any]]:
    """A named and a blank packet of one parcel, equally long."""
    people = {name: identity(f"name {name}") for name in ("lead", "other lead", "holder")}
    case = CaseKey(identity("case"))
    keys = [[people["lead"].recipient, people["other lead"].recipient], [people["holder"].recipient]]
    packets = [(SAID, NamePacket.sealed(PARCEL, DAY, SAID, *keys)), (None, NamePacket.blank(*keys))]
    return [
        {
            "case": str(case.identity),
            "lead": str(people["other lead"]),
            "holder": str(people["holder"]),
            "parcel": PARCEL,
            "said": said,
            "sealed": write_base64(packet.envelope(PARCEL, DAY, case.recipient)),
        }
        for said, packet in packets
    ]
