"""The hash by which a file that an officer imported is known again.

The attack: a record is exchanged after the finding was made. SHA-256 of the original stands in every row, so
that another file cannot pass for it. It hides nothing: who holds a file can tell that it was this one.
"""

import hashlib


def sha256_of(content: bytes) -> str:
    """Give the SHA-256 of `content`, 64 hex in lower case."""
    return hashlib.sha256(content).hexdigest()
