"""A seed as two halves, each alone noise: one random, the other that xor the seed (SEALING, name identity)."""

from secrets import token_bytes

from portal.age import Identity


def halved(key: Identity) -> tuple[bytes, bytes]:
    """Cut the seed of `key` into two halves of its own length."""
    first = token_bytes(len(key.seed))
    return first, _xor(key.seed, first)


def joined(first: bytes, second: bytes) -> Identity:
    """Grow the key of both halves, in either order. Raises ValueError for halves of another length."""
    return Identity.from_seed(_xor(first, second))


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
