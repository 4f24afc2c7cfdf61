"""The places where blobs can lie, and the store for each."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from portal.blobs.contract import BlobStore
from portal.blobs.folder import FolderStore


@dataclass(frozen=True)
class Patience:
    """How long a bucket may take.

    `connect`, `read` and `finish` are seconds: until there is a connection, between two bytes, and while a store joins
    the parts of a large blob. `tries` is for each request, `slowest` the bytes a second that a long answer must bring.
    """

    connect: float = 3
    read: float = 10
    finish: float = 45
    tries: int = 3
    slowest: int = 32 * 1024


@dataclass(frozen=True)
class Bucket:
    """A bucket of an S3-speaking store, and the way to it.

    `endpoint` "" is Amazon's own for the region. `credentials` is a file in the shared format of the S3 tools; without
    one, what the environment or the machine offers. `ca` is a file with the certificates to trust, if not the system's.
    `spool` is a folder on this host for sealed bytes on their way.
    """

    name: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    address: Literal["path", "virtual"] = "path"
    credentials: Path | None = None
    ca: Path | None = None
    spool: Path = Path("var/spool")
    patience: Patience = field(default=Patience())


def open_store(place: Path | Bucket) -> BlobStore:
    """Make the store of a place. Touches neither disk nor network yet."""
    if isinstance(place, Path):
        return FolderStore(place)
    # Twenty MiB a process that nobody needs who keeps blobs in a folder.
    from portal.blobs.bucket import BucketStore  # noqa: PLC0415

    return BucketStore(place)
