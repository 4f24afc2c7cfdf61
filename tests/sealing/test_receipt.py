"""The receipt code: what it forgives, what it refuses, what follows from it, and that it never shows itself."""

import hashlib
import hmac
import pickle
import secrets
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.age import Identity
from portal.sealing import BadReceipt, Receipt, SigningKey
from portal.sealing.codes import ALPHABET

PARCEL = "5e" * 16
CASE = Identity.from_seed(bytes(32)).recipient

secret_bytes = st.binary(min_size=16, max_size=16)
separators = st.text(alphabet=" -\u2010\u2013\u2014\uff0d\u3000\u200b\ufeff\t\r\n_.,。、·・ー\u2212", max_size=3)


def by_hand(secret: bytes, label: bytes, length: int) -> bytes:
    """HKDF-SHA256 without salt, one block, as RFC 5869 writes it: not a line shared with the implementation."""
    extracted = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(extracted, label + b"\x01", "sha256")[:length]


@given(secret_bytes)
def test_everything_follows_from_the_code_as_the_format_says(secret):
    receipt = Receipt.parse(Receipt.from_secret(secret).code)
    locator = by_hand(secret, b"portal/receipt/v1/locator", 16)
    assert receipt.locator_hash == hashlib.sha256(locator).hexdigest()
    assert receipt.reply_identity.seed == by_hand(secret, b"portal/receipt/v1/reply-identity", 32)
    assert receipt.letter_key.seed == by_hand(secret, b"portal/receipt/v1/letter-key", 32)
    lines = f"{CASE}\n{PARCEL}\na\nb\n".encode()
    binding = hmac.digest(by_hand(secret, b"portal/receipt/v1/binding", 32), lines, "sha256")
    assert receipt.bind(CASE, PARCEL, ["b", "a"]) == binding


@given(secret_bytes)
def test_the_code_is_the_secret_and_its_checksum_in_seven_groups(secret):
    check = int.from_bytes(hashlib.sha256(b"portal receipt v1" + secret).digest(), "big") >> 244
    code = Receipt.from_secret(secret).code
    assert [len(group) for group in code.split("-")] == [4] * 7
    number = 0
    for letter in code.replace("-", ""):
        number = number * 32 + ALPHABET.index(letter)
    assert number == int.from_bytes(secret, "big") * 4096 + check


@given(secret_bytes, st.data())
def test_a_code_is_forgiven_its_spelling(secret, data):
    code = Receipt.from_secret(secret).code
    spellings = {"0": "0Oo", "1": "1IiLl"}
    typed = data.draw(separators)
    for letter in code.replace("-", ""):
        plain = data.draw(st.sampled_from(spellings.get(letter, letter + letter.lower())))
        typed += data.draw(st.sampled_from([plain, chr(ord(plain) + 0xFEE0)])) + data.draw(separators)
    assert Receipt.parse(typed).code == code


@given(secret_bytes, st.integers(0, 27), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_found_or_is_another_receipt(secret, place, letter):
    code = Receipt.from_secret(secret).code.replace("-", "")
    wrong = code[:place] + letter + code[place + 1 :]
    try:
        found = Receipt.parse(wrong)
    except BadReceipt:
        assert wrong != code
    else:
        assert found.code.replace("-", "") == wrong


def test_the_checksum_finds_nearly_every_wrong_letter():
    code = Receipt.from_secret(bytes(range(16))).code.replace("-", "")
    found = 0
    for place in range(28):
        for letter in ALPHABET:
            try:
                Receipt.parse(code[:place] + letter + code[place + 1 :])
            except BadReceipt:
                found += 1
    assert found >= 28 * 31 - 3


@given(st.text(max_size=300))
def test_no_text_makes_the_reader_stumble(text):
    with suppress(BadReceipt):
        Receipt.parse(text)


@pytest.mark.parametrize("size", [0, 15, 17, 32])
def test_a_secret_has_sixteen_bytes(size):
    with pytest.raises(ValueError, match="16 bytes"):
        Receipt.from_secret(bytes(size))


def test_new_receipts_differ():
    assert len({Receipt.new().code for _ in range(50)}) == 50


def test_the_parts_are_strangers_to_each_other():
    receipt = Receipt.new()
    parts = {receipt.locator_hash, receipt.reply_identity.seed.hex(), receipt.letter_key.seed.hex()}
    parts |= {receipt.bind(CASE, PARCEL, ["a"]).hex(), receipt.secret.reveal().hex()}
    assert len(parts) == 5


class TestBinding:
    def test_it_holds_for_exactly_what_was_bound(self):
        receipt = Receipt.new()
        binding = receipt.bind(CASE, PARCEL, ["yunling", "linzhou"])
        assert receipt.binds(binding, str(CASE), PARCEL, ("linzhou", "yunling", "linzhou"))

    @pytest.mark.parametrize(
        ("recipient", "parcel", "offices"),
        [
            (Identity.from_seed(b"\x01" * 32).recipient, PARCEL, ["yunling", "linzhou"]),
            (CASE, "e5" * 16, ["yunling", "linzhou"]),
            (CASE, PARCEL, ["yunling"]),
            (CASE, PARCEL, ["yunling", "linzhou", "qinghe"]),
            (CASE, PARCEL, []),
            (CASE, PARCEL, ["yunling\nlinzhou"]),
            (CASE, f"{PARCEL}\nlinzhou", ["yunling"]),
            (f"{CASE}\n{PARCEL}", "linzhou", ["yunling"]),
            ("", PARCEL, ["yunling", "linzhou"]),
        ],
    )
    def test_it_holds_for_nothing_else(self, recipient, parcel, offices):
        receipt = Receipt.new()
        binding = receipt.bind(CASE, PARCEL, ["yunling", "linzhou"])
        assert not receipt.binds(binding, recipient, parcel, offices)

    def test_it_holds_for_no_other_receipt_and_no_other_bytes(self):
        receipt = Receipt.new()
        binding = receipt.bind(CASE, PARCEL, ["yunling"])
        assert not Receipt.new().binds(binding, CASE, PARCEL, ["yunling"])
        assert not receipt.binds(binding[:-1], CASE, PARCEL, ["yunling"])
        assert not receipt.binds(b"", CASE, PARCEL, ["yunling"])

    def test_binding_nothing_is_a_mistake(self):
        with pytest.raises(ValueError, match="at least one office"):
            Receipt.new().bind(CASE, PARCEL, [])


class TestSilence:
    def test_no_way_of_printing_shows_it(self):
        secret = secrets.token_bytes(16)
        receipt = Receipt.from_secret(secret)
        shown = (
            f"{receipt} {receipt!r} {receipt.secret} {vars(receipt)} {receipt.letter_key!r} {receipt.reply_identity!r}"
        )
        assert receipt.code not in shown
        assert secret.hex() not in shown
        assert repr(secret)[2:-1] not in shown

    def test_it_is_not_pickled(self):
        with pytest.raises(TypeError, match="not copied or pickled"):
            pickle.dumps(Receipt.new())

    def test_the_letter_key_is_not_pickled(self):
        with pytest.raises(TypeError):
            pickle.dumps(SigningKey.generate())
