"""Blobs for tests: not sealed to anybody, but beginning as something sealed does."""

from portal.blobs import BlobStore

SEALED = b"age-encryption.org/v1\n"


def kept(store: BlobStore, content: bytes = b"") -> str:
    """Keep a blob. Return its name."""
    with store.new() as writer:
        for start in range(0, len(SEALED + content), 1024 * 1024):
            writer.write((SEALED + content)[start : start + 1024 * 1024])
        writer.keep()
    return writer.name


def content(store: BlobStore, name: str) -> bytes:
    """The whole of a blob."""
    with store.open(name) as source:
        return source.read()
