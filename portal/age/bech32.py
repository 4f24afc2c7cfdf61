"""Bech32 (BIP 173) as age uses it: not limited to 90 characters, so that a hybrid recipient (1,959 characters) fits.

Every report writes two recipients and every roster lists hundreds, so both halves of the work are done on whole numbers
of thousands of bits instead of letter by letter: regrouping bits (`_spread`, `_gather`) and the checksum.
"""

from collections.abc import Sequence
from functools import cache, reduce
from operator import xor

from portal.age.errors import Malformed

_ALPHABET = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_TO_LETTERS = _ALPHABET.ljust(256, b"?")
_NO_LETTER = 0xFF
_VALUES = bytes(_ALPHABET.find(letter) & _NO_LETTER for letter in range(256))
_CHECKSUM_LETTERS = 6
_CHECKSUM_BITS = 30
_BITS = 5
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
# For each value of the five bits that leave the remainder at its top: what they leave behind.
_LEFT_BEHIND = tuple(
    reduce(xor, (generator for bit, generator in enumerate(_GENERATORS) if top >> bit & 1), 0) for top in range(32)
)
# Texts of another length than a recipient's are short, or somebody's nonsense for which nothing is prepared.
_PREPARED_LETTERS = 1946 + _CHECKSUM_LETTERS
# No key of age has half as many. What is longer would cost memory for masks that stay.
_MOST_LETTERS = 4096


def encode(prefix: str, data: bytes) -> str:
    """Write `data` as lower-case Bech32 under the lower-case `prefix`."""
    body = _spread(data)
    rest = _checksum(prefix, body + bytes(_CHECKSUM_LETTERS)) ^ 1
    check = bytes(rest >> _BITS * (5 - place) & 31 for place in range(_CHECKSUM_LETTERS))
    return f"{prefix}1{(body + check).translate(_TO_LETTERS).decode()}"


def decode(prefix: str, text: str) -> bytes:
    """Read what `encode` wrote under the same prefix; raise Malformed for anything else.

    The letters must all be of one case, and it must be the case of `prefix`.
    The message never repeats the text: it may be a secret key.
    """
    wanted = f"{prefix}1"
    lower = text.lower()
    if not text.isascii() or not text.startswith(wanted) or text not in (lower, text.upper()):
        raise Malformed(f"this does not begin with {wanted} or mixes capital and small letters")
    if len(text) > _MOST_LETTERS:
        raise Malformed("longer than any key")
    values = lower[len(wanted) :].encode().translate(_VALUES)
    if _NO_LETTER in values:
        raise Malformed("a letter that Bech32 does not have")
    if len(values) < _CHECKSUM_LETTERS or _checksum(prefix.lower(), values) != 1:
        raise Malformed("the checksum does not fit: a letter is wrong, missing or too many")
    body = values[:-_CHECKSUM_LETTERS]
    size, unused = divmod(len(body) * _BITS, 8)
    bits = _gather(body)
    if unused >= _BITS:
        raise Malformed("the letters do not make whole bytes")
    # Two texts for one key would let a key be listed twice without looking so.
    if bits & (1 << unused) - 1:
        raise Malformed("the unused bits are not zero")
    return (bits >> unused).to_bytes(size, "big")


def _spread(data: bytes) -> bytes:
    """Cut `data` into groups of five bits, one a byte; the last is filled with zeros."""
    count = -(-len(data) * 8 // _BITS)
    bits = int.from_bytes(data, "big") << count * _BITS - len(data) * 8
    for shift, low, high in _halvings(count):
        bits = bits & low | (bits & high) << shift
    return bits.to_bytes(count + 1, "big")[1:]


def _gather(values: bytes) -> int:
    """Join groups of five bits, one a byte, into one number."""
    bits = int.from_bytes(values, "big")
    for shift, low, high in reversed(_halvings(len(values))):
        bits = bits & low | bits >> shift & high
    return bits


def _halvings(count: int) -> Sequence[tuple[int, int, int]]:
    return _masks(max(count - 1, 0).bit_length())


@cache  # one entry for each power of two
def _masks(doublings: int) -> Sequence[tuple[int, int, int]]:
    """The steps that spread 2**doublings groups: the first moves the upper half of all, the last every second group.

    Each is (how far, mask of the groups that stay, mask of those that move): a block of 2m groups keeps its lower m
    where they are, and its upper m go to where a byte for each of the lower ones leaves off.
    """
    steps = []
    for step in reversed(range(doublings)):
        groups = 1 << step
        blocks = int.from_bytes((bytes(2 * groups - 1) + b"\x01") * (1 << doublings - step - 1), "big")
        low = blocks * ((1 << _BITS * groups) - 1)
        steps.append(((8 - _BITS) * groups, low, low << _BITS * groups))
    return steps


def _checksum(prefix: str, values: bytes) -> int:
    start = _begun(prefix)
    if len(values) != _PREPARED_LETTERS:
        return _walk(start, values)
    # Both what came before and the letters count on their own, because the remainder of a sum is the sum of remainders.
    bits = _gather(values)
    mine = sum(((bits & mask).bit_count() & 1) << place for place, mask in enumerate(_prepared()[0]))
    return mine ^ reduce(xor, (kept for place, kept in enumerate(_prepared()[1]) if start >> place & 1), 0)


@cache  # one entry for each kind of key: prefixes are this package's own, never what somebody typed
def _begun(prefix: str) -> int:
    letters = prefix.encode()
    return _walk(1, bytes([*(letter >> 5 for letter in letters), 0, *(letter & 31 for letter in letters)]))


def _walk(rest: int, values: bytes) -> int:
    for value in values:
        rest = (rest & 0x1FFFFFF) << _BITS ^ value ^ _LEFT_BEHIND[rest >> 25]
    return rest


@cache
def _prepared() -> tuple[Sequence[int], Sequence[int]]:
    """What the checksum of a text of the prepared length is made of.

    First, for each bit of the remainder, which bits of the text turn it; then what each bit of the remainder before the
    text leaves behind. Both are found by walking with a single bit set: the remainder is linear in every bit.
    """
    masks = [0] * _CHECKSUM_BITS
    ones = [1 << place for place in range(_CHECKSUM_BITS)]
    left = [_walk(one, bytes(_PREPARED_LETTERS)) for one in ones]
    # The last letter's five bits are the remainder's lowest; one letter further from the end is one step of the walk.
    carried = ones[:_BITS]
    for letter in range(_PREPARED_LETTERS):
        for bit, rest in enumerate(carried):
            for place in range(_CHECKSUM_BITS):
                masks[place] |= (rest >> place & 1) << letter * _BITS + bit
        carried = [_walk(rest, b"\x00") for rest in carried]
    return masks, left
