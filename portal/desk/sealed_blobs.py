"""A file that the desk seals itself: whole in memory on its way in, durable when it is named."""

from portal.age import Recipient
from portal.blobs import BlobStore
from portal.sealing import Measure, PaddedSealer

_PIECE = 1024 * 1024


def sealed_blob(blobs: BlobStore, to: Recipient, content: bytes) -> tuple[str, Measure]:
    """Seal `content` into a new blob. Return its name and the measure for its entry; the row is the caller's commit.

    Killed in between, a blob too many stays, which the sweep removes. Raise `NoRoom` or another OSError of the store.
    """
    with blobs.new() as writer:
        sealer = PaddedSealer(writer, to)
        for start in range(0, len(content), _PIECE):
            sealer.write(content[start : start + _PIECE])
        measure = sealer.finish()
        writer.keep()
    return writer.name, measure
