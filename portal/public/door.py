"""What every view of the street door is handed."""

from dataclasses import dataclass, field

from portal.blobs import BlobStore
from portal.clock import Clock
from portal.public.flood.gate import Gate
from portal.public.flood.precedence import Precedence
from portal.public.rosters import Rosters
from portal.public.uploads import Limits
from portal.web.database import Database


@dataclass(frozen=True)
class Door:
    """The street door: what it can reach, and nothing else. There is no private key among it, and no case."""

    letterbox: Database
    blobs: BlobStore
    rosters: Rosters
    limits: Limits
    clock: Clock
    gate: Gate
    precedence: Precedence = field(default_factory=Precedence)
