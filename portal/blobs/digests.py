"""What an S3-speaking store must have got: MD5, because that is what the protocol's `ETag` is made of.

Nothing is secret or authentic by it; the blobs' own seals see to that. It finds bytes lost or changed on the way in,
while they can still be sent again: a sealed file with one wrong bit can never be opened.
"""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import md5


def digest(part: bytes) -> bytes:
    """The 16 bytes that stand for a part."""
    return md5(part, usedforsecurity=False).digest()


def header(part_digest: bytes) -> str:
    """The `Content-MD5` of a part (RFC 1864): the store refuses a part that is another."""
    return b64encode(part_digest).decode("ascii")


def tag(part_digest: bytes) -> str:
    """The `ETag` of what was sent in one piece."""
    return f'"{part_digest.hex()}"'


def tag_of_parts(parts: Sequence[bytes]) -> str:
    """The `ETag` of what was sent in parts: the digest of the parts' digests, and how many."""
    return f'"{digest(b"".join(parts)).hex()}-{len(parts)}"'
