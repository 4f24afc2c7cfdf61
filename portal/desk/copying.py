"""Sealed blobs carried from one store to the other, either way. Nothing is opened; no key is needed."""

import logging
from collections.abc import Iterable, Mapping

from portal.blobs import BlobStore, StoreUnavailable, remove

CHUNK = 1024 * 1024

log = logging.getLogger(__name__)


def copied(source: BlobStore, target: BlobStore, blobs: Mapping[int, str]) -> dict[int, str] | None:
    """Copy blobs (slot → name) durably: slot → new name. None when one cannot be copied; nothing stays then."""
    copies: dict[int, str] = {}
    try:
        for slot, name in blobs.items():
            copies[slot] = _copy(source, target, name)
    except OSError as broken:
        discard(target, [copies])
        log.warning("a sending stays where it is: %s while copying a blob", type(broken).__name__)
        return None
    return copies


def discard(store: BlobStore, copies: Iterable[Mapping[int, str]]) -> None:
    """Delete copies that nobody needs."""
    remove(store, (name for copy in copies for name in copy.values()))


def _copy(source: BlobStore, target: BlobStore, name: str) -> str:
    writer, length = target.new(), 0
    try:
        with source.open(name) as content:
            while chunk := content.read(CHUNK):
                length += writer.write(chunk)
        if length != source.size(name):
            # The original is forgotten after this: half a copy would be all that is left.
            raise StoreUnavailable("a blob was not read whole")
        writer.keep()
    except OSError:
        writer.discard()
        raise
    return writer.name
