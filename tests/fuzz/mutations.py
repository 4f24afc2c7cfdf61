"""Hypothesis' half: valid bytes, then what goes wrong with bytes: flipped, cut, doubled, spliced, stretched."""

from collections.abc import Sequence

from hypothesis import strategies as st

# Where readers change their mind: ends of lines and bodies, bounds of chunks and columns, numbers at their limits.
TOKENS = (
    b"\n", b"\r\n", b"\0", b" ", b"-", b"--", b"\n---", b"-> ", b"=", b'"', b"\\u0000", b"{", b"}", b"[", b"]", b",",
    b"1e9", b"-0", b"9007199254740992", b"2147483648", b"\xef\xbb\xbf", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\x8f",
    b"A" * 63, b"A" * 64, b"A" * 65, b"null", b"true", b"\x80", b"%00", b"&", b"PK\x03\x04",
)  # fmt: skip


def mutated(seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Bytes near one of `seeds`, or any bytes at all."""
    return st.one_of(_near(seeds), st.binary(max_size=512), st.lists(st.sampled_from(TOKENS)).map(b"".join))


@st.composite
def _near(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + draw(st.sampled_from((1, 2, 8, 64, len(data) + 1))))))
        piece = data[start:end]
        match draw(st.sampled_from(("flip", "cut", "end", "double", "splice", "token", "any"))):
            case "flip":
                new = bytes(byte ^ 1 << draw(st.integers(0, 7)) for byte in piece[:4]) + piece[4:]
            case "cut":
                new = b""
            case "end":
                return data[:start]
            case "double":
                new = piece * draw(st.sampled_from((2, 3, 40)))
            case "splice":
                other = draw(st.sampled_from(seeds))
                at = draw(st.integers(0, len(other)))
                new = other[at : at + max(1, len(piece))]
            case "token":
                new = draw(st.sampled_from(TOKENS))
            case _:
                new = draw(st.binary(max_size=16))
        data = data[:start] + new + data[end:]
    return data
