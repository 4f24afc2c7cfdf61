"""The age format: headers, whole files, texts of keys."""

from contextlib import suppress
from io import BytesIO

from portal.age import (
    AgeError,
    Cost,
    Identity,
    Malformed,
    Recipient,
    header,
    open_sealed,
    open_with_passphrase,
    seal,
    seal_with_passphrase,
)
from portal.age.bech32 import encode
from portal.age.files import open_stream
from portal.age.header import FILE_KEY_SIZE, Stanza
from tests.fuzz.target import hold
from tests.vectors.seeds import identity

OURS = identity("fuzz")
CONTENTS = (b"", b"fourteen days", bytes(200))
PASSPHRASE = "zwei kleine Boote"
FILE_KEY = bytes(FILE_KEY_SIZE)
# A file may ask for a gibibyte and a second of work, rightly; no use in paying that a thousand times.
MOST_WORK = 6


class AnyKey:
    """A key that every stanza is for: what stands behind the header's MAC is reached without breaking it."""

    def unwrap(self, _stanzas: object) -> bytes:
        return FILE_KEY


class Dribbling(BytesIO):
    """Gives one byte at a time, as a socket may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(1 if size is None or size else 0)


def headers(data: bytes) -> None:
    """A header has one spelling, and its end does not depend on what follows."""
    with suppress(Malformed):
        parsed = header.parse(data)
        if parsed is None:
            return
        read, size = parsed
        hold(header.spell(read.stanzas) == read.signed, "written again, the header is other bytes")
        hold(data[:size] == read.signed + b" " + header.to_base64(read.mac) + b"\n", "bytes that belong to nothing")
        hold(header.parse(data[:size]) == parsed, "what follows the header changes it")


def files(data: bytes) -> None:
    """Only what was sealed opens, in memory as in a stream."""
    with suppress(AgeError):
        hold(open_sealed(data, [OURS]) in CONTENTS, "a file opened that nobody sealed")
        hold(b"".join(open_stream(Dribbling(data), [OURS])) in CONTENTS, "the stream reads another content")


def signed_headers(data: bytes) -> None:
    """Headers of anybody's making with a right MAC, before a payload: hybrid stanzas of every shape."""
    parts = data.partition(b"\n---")
    signed = parts[0] + b"\n---"
    mac = header.to_base64(header._mac(signed, FILE_KEY))
    whole = signed + b" " + mac + b"\n" + parts[2]
    for keys in ([OURS], [OURS, AnyKey()], [AnyKey()]):
        with suppress(AgeError):
            opened = open_sealed(whole, keys)
            hold(len(opened) < len(whole), "more came out than was put in")


def passphrases(data: bytes) -> None:
    """Only the one content opens; a stanza that asks for no affordable work is passed over here."""
    with suppress(AgeError):
        parsed = header.parse(data)
        args = parsed[0].stanzas[0].args if parsed and parsed[0].stanzas else ()
        if len(args) == 3 and args[2].isdigit() and len(args[2]) < 3 and int(args[2]) > MOST_WORK:
            return
        hold(open_with_passphrase(data, PASSPHRASE) in CONTENTS, "a file opened that nobody sealed")


def texts(data: bytes) -> None:
    """A key has one text; and a text with a right checksum around any bytes is a key or `Malformed`."""
    text = data.decode("utf-8", "surrogateescape")
    for kind, prefix in ((Identity, "AGE-SECRET-KEY-PQ-"), (Recipient, "age1pq")):
        with suppress(Malformed):
            hold(str(kind.parse(text)) == text, "one key in two spellings")
        made = encode(prefix.lower(), data[:2000])
        made = made.upper() if prefix.isupper() else made
        with suppress(Malformed):
            hold(str(kind.parse(made)) == made, "one key in two spellings")


def sealed_seeds() -> list[bytes]:
    several = [OURS.recipient, identity("fuzz other").recipient]
    return [*(seal(content, [OURS.recipient]) for content in CONTENTS), seal(b"fourteen days", several)]


def header_seeds() -> list[bytes]:
    plain = header.write([Stanza((b"X", b"y"), bytes(48)), Stanza((b"Z",), b"")], FILE_KEY)
    return [plain, *sealed_seeds()]


def passphrase_seeds() -> list[bytes]:
    return [seal_with_passphrase(content, PASSPHRASE, Cost.TESTS_ONLY) for content in CONTENTS]


def text_seeds() -> list[bytes]:
    return [str(OURS).encode(), str(OURS.recipient).encode(), OURS.seed, OURS.recipient.raw]
