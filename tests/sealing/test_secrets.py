"""Boxes that do not show what is in them; wrapping, signing, and blind marks."""

import copy
import pickle
from json import JSONEncoder

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.sealing import (
    BadKey,
    BadSignature,
    Context,
    NotUnwrapped,
    Secret,
    SigningKey,
    VerifyKey,
    blind_mark,
    unwrap,
    wrap,
)

KEY = bytes(range(32))


class TestSecret:
    @given(st.text(min_size=8))
    def test_only_reveal_gives_it_out(self, value):
        secret = Secret(value)
        assert {repr(secret), str(secret), f"{secret}", f"{secret!r:>3}"[:9], f"{secret:>30}"} == {"Secret(…)"}
        assert secret.reveal() == value

    @pytest.mark.parametrize(
        "leak", [pickle.dumps, copy.copy, copy.deepcopy, JSONEncoder().encode, vars, iter, len, bytes]
    )
    def test_no_other_function_gets_at_it(self, leak):
        with pytest.raises(TypeError):
            leak(Secret("canary"))

    def test_it_compares_by_identity(self):
        assert Secret("a") != Secret("a")


class TestWrapping:
    @given(st.binary(max_size=200), st.binary(max_size=40))
    def test_there_and_back(self, secret, context):
        wrapped = wrap(secret, KEY, context)
        assert len(wrapped) == len(secret) + 28
        assert unwrap(wrapped, KEY, context) == secret

    @given(st.binary(max_size=40), st.integers(0, 10**6), st.integers(1, 255))
    def test_no_byte_can_be_changed(self, secret, place, change):
        wrapped = bytearray(wrap(secret, KEY, b"session"))
        wrapped[place % len(wrapped)] ^= change
        with pytest.raises(NotUnwrapped):
            unwrap(bytes(wrapped), KEY, b"session")

    def test_it_opens_in_no_other_context_and_with_no_other_key(self):
        wrapped = wrap(b"secret", KEY, b"session")
        with pytest.raises(NotUnwrapped):
            unwrap(wrapped, KEY, b"another session")
        with pytest.raises(NotUnwrapped):
            unwrap(wrapped, KEY[::-1], b"session")

    @pytest.mark.parametrize("size", [0, 11, 12, 27])
    def test_what_is_too_short_to_be_anything_is_refused(self, size):
        with pytest.raises(NotUnwrapped):
            unwrap(bytes(size), KEY, b"")

    def test_a_key_of_another_length_is_a_mistake(self):
        with pytest.raises(ValueError, match="32 bytes"):
            wrap(b"", KEY[:-1], b"")
        with pytest.raises(ValueError, match="32 bytes"):
            unwrap(bytes(28), KEY[:-1], b"")

    def test_two_wraps_differ(self):
        assert wrap(b"secret", KEY, b"") != wrap(b"secret", KEY, b"")


class TestSigning:
    @pytest.mark.parametrize("context", Context)
    def test_a_signature_serves_one_purpose_one_message_and_one_key(self, context):
        key = SigningKey.generate()
        signature = key.sign(context, b"message")
        key.verify_key.verify(context, b"message", signature)
        for other in set(Context) - {context}:
            with pytest.raises(BadSignature):
                key.verify_key.verify(other, b"message", signature)
        with pytest.raises(BadSignature):
            key.verify_key.verify(context, b"messagf", signature)
        with pytest.raises(BadSignature):
            SigningKey.generate().verify_key.verify(context, b"message", signature)

    @pytest.mark.parametrize("signature", [b"", bytes(63), bytes(64), bytes(65)])
    def test_what_is_no_signature_is_refused(self, signature):
        with pytest.raises(BadSignature):
            SigningKey.generate().verify_key.verify(Context.REPLY, b"", signature)

    def test_the_boundary_between_purpose_and_message_cannot_be_moved(self):
        key = SigningKey.generate()
        signature = key.sign(Context.REPLY, b"\x00message")
        with pytest.raises(BadSignature):
            key.verify_key.verify(Context.REPLY, b"message", signature)

    def test_keys_are_written_and_read(self):
        key = SigningKey.generate()
        again = VerifyKey.parse(str(key.verify_key))
        assert again == key.verify_key == SigningKey.from_seed(key.seed).verify_key
        assert len({again, key.verify_key}) == 1
        assert again != str(again)
        assert again != SigningKey.generate().verify_key
        assert repr(again) == f"VerifyKey({again})"

    @pytest.mark.parametrize("text", ["", "AAAA", "x" * 44, " " + "A" * 43 + "=", "A" * 43 + "=\n"])
    def test_what_is_no_key_is_refused(self, text):
        with pytest.raises(BadKey, match="not the text of a verify key"):
            VerifyKey.parse(text)

    @pytest.mark.parametrize("make", [SigningKey.from_seed, VerifyKey])
    def test_a_key_has_32_bytes(self, make):
        with pytest.raises(ValueError, match="32 bytes"):
            make(bytes(31))

    def test_the_private_half_does_not_show_itself(self):
        key = SigningKey.generate()
        assert key.seed.hex() not in f"{key} {key!r} {vars(key)}"
        assert repr(key) == "SigningKey(…)"


class TestBlindMark:
    @given(st.text(), st.integers(1, 64))
    def test_it_is_a_small_number_that_stays_the_same(self, text, bits):
        mark = blind_mark(KEY, "login", text, bits)
        assert 0 <= mark < 2**bits
        assert mark == blind_mark(KEY, "login", text, bits)

    def test_it_depends_on_key_use_and_text(self):
        marks = {
            blind_mark(KEY, "login", "a", 64),
            blind_mark(KEY, "login", "b", 64),
            blind_mark(KEY, "passphrase", "a", 64),
            blind_mark(KEY[::-1], "login", "a", 64),
        }
        assert len(marks) == 4

    @pytest.mark.parametrize(("key", "bits"), [(KEY[:-1], 8), (KEY, 0), (KEY, 65)])
    def test_other_lengths_are_a_mistake(self, key, bits):
        with pytest.raises(ValueError, match="32 bytes and 1 to 64 bits"):
            blind_mark(key, "login", "a", bits)
