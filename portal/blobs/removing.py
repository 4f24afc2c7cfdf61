"""Deleting blobs that no row names any more."""

import logging
from collections.abc import Iterable

from portal.blobs.contract import BlobStore

log = logging.getLogger(__name__)


def remove(store: BlobStore, names: Iterable[str]) -> None:
    """Delete blobs that no row names (any more). What cannot be deleted now is the sweep's, and holds up nothing."""
    for name in names:
        try:
            store.delete(name)
        except OSError as broken:
            log.warning("a blob is left for the sweep: %s", type(broken).__name__)
