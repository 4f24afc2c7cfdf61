import base64
import binascii
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.age import AgeError, Identity, Malformed, Tampered, open_sealed, open_stream, seal
from portal.age.header import LONGEST, Stanza, from_base64, parse, spell, to_base64, write
from tests.age.inputs import payload_start

FILE_KEY = bytes(range(16))
words = st.binary(min_size=1, max_size=80).map(lambda data: bytes(0x21 + byte % 94 for byte in data))
# A passphrase stanza may not stand beside another.
stanzas = st.builds(
    Stanza,
    st.lists(words.filter(lambda word: word != b"scrypt"), min_size=1, max_size=4).map(tuple),
    st.binary(max_size=150),
)
ALPHABET = b"ABYZabyz0189+/"


@given(st.lists(stanzas, min_size=1, max_size=5), st.binary(max_size=40))
def test_a_header_reads_back_and_leaves_what_follows(written, rest):
    text = write(written, FILE_KEY)
    header, size = parse(text + rest)
    assert list(header.stanzas) == written
    assert size == len(text)
    assert spell(header.stanzas) == header.signed
    assert write(header.stanzas, FILE_KEY) == text


@given(st.lists(stanzas, min_size=1, max_size=3), st.data())
def test_half_a_header_asks_for_more(written, data):
    text = write(written, FILE_KEY)
    assert parse(text[: data.draw(st.integers(0, len(text) - 1))]) is None


@given(st.lists(stanzas, min_size=1, max_size=3), st.data())
def test_a_header_has_one_spelling(written, data):
    """Any other byte anywhere either does not parse or is another header; it never means the same."""
    text = write(written, FILE_KEY)
    at = data.draw(st.integers(0, len(text) - 1))
    other = bytearray(text)
    other[at] ^= data.draw(st.integers(1, 255))
    try:
        parsed = parse(bytes(other))
    except Malformed:
        return
    if parsed is not None:
        assert spell(parsed[0].stanzas) + b" " + to_base64(parsed[0].mac) + b"\n" == other[: parsed[1]]


@given(st.binary(max_size=100))
def test_base64_round_trip(data):
    assert from_base64(to_base64(data)) == data


@given(st.lists(st.sampled_from([*ALPHABET, *b"=\n -_\r\x00\xff"]), max_size=12).map(bytes))
def test_base64_accepts_only_the_canonical_spelling(text):
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        data = None
    if data is not None and base64.b64encode(data).rstrip(b"=") == text:
        assert from_base64(text) == data
    else:
        with pytest.raises(Malformed):
            from_base64(text)


def lines(*middle: bytes) -> bytes:
    return b"\n".join([b"age-encryption.org/v1", *middle, b"--- " + to_base64(bytes(32)), b""])


@pytest.mark.parametrize(
    "text",
    [
        b"\x00",
        b"age-encryption.org/v2\n",
        b"age-encryption.org/v1\r\n",
        b"-----BEGIN AGE ENCRYPTED FILE-----\n",
        lines(),
        lines(b""),
        lines(b"-> "),
        lines(b"->  a", b""),
        lines(b"-> a ", b""),
        lines(b"-> a\tb", b""),
        lines(b"-> a\x7f", b""),
        lines("-> é".encode(), b""),
        lines(b"->a", b""),
        lines(b"=> a", b""),
        lines(b"-> a"),
        lines(b"-> a", b"A" * 64),
        lines(b"-> a", b"A" * 65),
        lines(b"-> a", b"A" * 65, b""),
        lines(b"-> a", b"AAAA", b"AAAA"),
        lines(b"-> a", b"AAA="),
        lines(b"-> a", b"AB"),
        lines(b"-> a", b"", b""),
        lines(b"-> scrypt x 10", b"", b"-> a", b""),
        lines(b"-> a", b"", b"-> scrypt x 10", b""),
        lines(b"-> scrypt x 10", b"", b"-> scrypt x 10", b""),
        lines(b"-> a", b"").replace(b"--- ", b"---"),
        lines(b"-> a", b"").replace(b"--- ", b"---  "),
        lines(b"-> a", b"").replace(b"--- ", b"----"),
        lines(b"-> a", b"").replace(b"AAAA\n", b"AA\n"),
        lines(b"-> a", b"").replace(b"A\n", b"B\n"),
        lines(b"-> a", b"").replace(b"A\n", b"A \n"),
    ],
)
def test_what_breaks_the_specification_is_malformed(text):
    with pytest.raises(Malformed):
        parse(text)


def test_the_shortest_header_is_one():
    header, size = parse(lines(b"-> a", b""))
    assert header.stanzas == (Stanza((b"a",), b""),)
    assert size == len(lines(b"-> a", b""))


@given(st.data())
def test_a_changed_header_never_opens(data):
    identity = Identity.from_seed(bytes(32))
    sealed = bytearray(seal(b"content", [identity.recipient]))
    at = data.draw(st.integers(0, payload_start(bytes(sealed)) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(AgeError):
        open_sealed(bytes(sealed), [identity])


def test_a_removed_or_added_stanza_is_tampering(identity, stranger):
    sealed = seal(b"content", [identity.recipient, stranger.recipient])
    header, size = parse(sealed)
    mac = b" " + to_base64(header.mac) + b"\n"
    for changed in (header.stanzas[:1], (*header.stanzas, Stanza((b"grease",), b"")), header.stanzas[::-1]):
        with pytest.raises(Tampered):
            open_sealed(spell(changed) + mac + sealed[size:], [identity])


class Endless:
    """A source that says nothing but `text`, for ever."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self.given = 0

    def read(self, size: int, /) -> bytes:
        self.given += size
        return (self._text * (size // len(self._text) + 1))[:size]


def test_an_endless_header_is_given_up_after_1_mib():
    source = Endless(b"-> a\n\n")
    beginning = BytesIO(b"age-encryption.org/v1\n")

    class Both:
        def read(self, size, /):
            return beginning.read(size) or source.read(size)

    with pytest.raises(Malformed, match="1 MiB"):
        open_stream(Both(), [])
    assert source.given <= LONGEST + 4096


def test_an_endless_last_line_is_given_up_too():
    with pytest.raises(Malformed, match="1 MiB"):
        parse(lines(b"-> a", b"")[:-1] + b"A" * LONGEST)


def test_sealing_to_more_recipients_than_readers_accept_is_refused():
    stanza = Stanza((b"a" * 1000,), b"")
    with pytest.raises(ValueError, match="too many recipients"):
        write([stanza] * 1100, FILE_KEY)
