"""Sizes that say little: what a thief of the letterbox sees instead of the true length."""

SMALLEST_BUCKET = 16 * 1024
SMALLEST_FILE = 64 * 1024
LARGEST_ENVELOPE = 8 * 1024 * 1024
SLIP_SIZE = 512
STATUS_SIZE = 4 * 1024
NAME_SIZE = 4 * 1024


def bucket(length: int) -> int:
    """Return the size in bytes to which an envelope of `length` bytes is padded: 16 KiB, then powers of two.

    Raises ValueError for a negative length.
    """
    if length < 0:
        raise ValueError("a length is not negative")
    return max(SMALLEST_BUCKET, 1 << (length - 1).bit_length()) if length else SMALLEST_BUCKET


def padme(length: int) -> int:
    """Return the size in bytes to which a file of `length` bytes is padded: Padmé, and never less than 64 KiB.

    Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", PETS 2019, section 4) keeps only as many
    leading bits of the length as the length of its own exponent: it tells O(log log length) bits and adds at most 12 %.
    Powers of two would tell less but could double a 90 MiB file. Raises ValueError for a negative length.
    """
    if length < 0:
        raise ValueError("a length is not negative")
    if length <= SMALLEST_FILE:
        return SMALLEST_FILE
    exponent = length.bit_length() - 1
    low_bits = exponent - exponent.bit_length()
    mask = (1 << low_bits) - 1
    return (length + mask) & ~mask
