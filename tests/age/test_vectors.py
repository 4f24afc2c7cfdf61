"""The C2SP CCTV vectors for age: the class of outcome first, then the same bytes written again."""

import hashlib
import zlib
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest

from portal.age import Identity, Malformed, NotForThisKey, Tampered, WrongPassphrase, open_sealed, open_stream
from portal.age import header as headers
from portal.age.passphrase import Passphrase
from portal.age.stream import CHUNK, NONCE_SIZE, ChunkWriter, payload_cipher
from tests.age.x25519 import X25519Identity

pytestmark = pytest.mark.npm

# Written down, so that a vector that a later kit drops, adds or renames cannot go unseen.
NAMES = Path(__file__).with_name("vector_names.txt").read_text(encoding="ascii").split()
# Armor is a text spelling of age files for mail. The portal stores bytes and does not read it.
ARMORED = [name for name in NAMES if name.startswith("armor")]
APPLICABLE = [name for name in NAMES if name not in ARMORED]

OUTCOMES = {
    "success": None,
    "header failure": Malformed,
    "no match": NotForThisKey,
    "HMAC failure": Tampered,
    "payload failure": Tampered,
}
# The kit has one word for both; for the person at the keyboard they differ.
WRONG_PASSPHRASE = {"scrypt_bad_tag", "scrypt_no_match", "scrypt_work_factor_wrong"}


class Vector(NamedTuple):
    expect: str
    payload: str
    file_key: bytes
    keys: list
    file: bytes


def read(text: bytes) -> Vector:
    head, _, file = text.partition(b"\n\n")
    fields = [line.partition(": ")[::2] for line in head.decode().split("\n")]
    told = dict(fields)
    assert told.keys() <= {
        "expect", "payload", "identity", "passphrase", "armored", "file key", "comment", "compressed",
    }  # fmt: skip
    keys = [key_for(name, value) for name, value in fields if name in {"identity", "passphrase"}]
    if "compressed" in told:
        file = zlib.decompress(file)
    return Vector(told["expect"], told.get("payload", ""), bytes.fromhex(told.get("file key", "")), keys, file)


def key_for(name, value):
    if name == "passphrase":
        return Passphrase(value)
    return Identity.parse(value) if value.startswith("AGE-SECRET-KEY-PQ-") else X25519Identity.parse(value)


def collect(pieces, vector):
    """One by one: what was released before an error counts."""
    for piece in open_stream(BytesIO(vector.file), vector.keys):
        pieces.append(piece)


def test_no_vector_is_left_out(vectors):
    assert sorted(vectors) == sorted(NAMES)


@pytest.mark.parametrize("name", APPLICABLE)
def test_vector_has_the_expected_class_of_outcome(name, vectors):
    vector = read(vectors[name])
    wanted = WrongPassphrase if name in WRONG_PASSPHRASE else OUTCOMES[vector.expect]
    pieces = []
    if wanted is None:
        pieces = list(open_stream(BytesIO(vector.file), vector.keys))
        assert open_sealed(vector.file, vector.keys) == b"".join(pieces)
    else:
        with pytest.raises(wanted):
            collect(pieces, vector)
        with pytest.raises(wanted):
            open_sealed(vector.file, vector.keys)
    if vector.expect in {"success", "payload failure"}:
        assert hashlib.sha256(b"".join(pieces)).hexdigest() == vector.payload
        assert all(0 < len(piece) <= CHUNK for piece in pieces)
    else:
        assert pieces == []


@pytest.mark.parametrize("name", APPLICABLE)
def test_what_parses_is_written_again_byte_for_byte(name, vectors):
    vector = read(vectors[name])
    if vector.expect == "header failure":
        return
    header, size = headers.parse(vector.file)
    assert headers.spell(header.stanzas) == header.signed
    if vector.expect == "success":
        assert headers.write(header.stanzas, vector.file_key) == vector.file[:size]
        start = size + NONCE_SIZE
        again = BytesIO()
        cipher = payload_cipher(vector.file_key, vector.file[size:start])
        with ChunkWriter(again, vector.file[:start], cipher) as writer:
            writer.write(open_sealed(vector.file, vector.keys))
        assert again.getvalue() == vector.file


@pytest.mark.parametrize("name", ARMORED)
def test_armored_files_are_refused_as_no_age_files(name, vectors):
    vector = read(vectors[name])
    with pytest.raises(Malformed):
        open_sealed(vector.file, vector.keys)
