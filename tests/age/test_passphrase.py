import unicodedata

import pytest

from portal.age import (
    Cost,
    Malformed,
    NotForThisKey,
    Tampered,
    WrongPassphrase,
    open_sealed,
    open_with_passphrase,
    seal,
    seal_with_passphrase,
)
from portal.age.header import Stanza, parse, to_base64, write
from portal.age.passphrase import HIGHEST_READ, Passphrase

WORDS = "云岭 正确 马 电池 订书钉"
FILE_KEY = bytes(range(16))


def test_the_shipped_cost_is_ages_own_default():
    assert Cost.REAL == 18
    assert [cost.name for cost in Cost] == ["REAL", "TESTS_ONLY"]


@pytest.mark.slow
def test_the_shipped_cost_is_what_is_written_and_read():
    sealed = seal_with_passphrase(b"identity", WORDS, Cost.REAL)
    assert parse(sealed)[0].stanzas[0].args[2] == b"18"
    assert open_with_passphrase(sealed, WORDS) == b"identity"


def test_round_trip():
    sealed = seal_with_passphrase(b"identity" * 20_000, WORDS, Cost.TESTS_ONLY)
    assert open_with_passphrase(sealed, WORDS) == b"identity" * 20_000


@pytest.mark.parametrize("wrong", ["", " ", WORDS + " ", WORDS[:-1], WORDS.replace(" ", ""), "\ud800"])
def test_another_passphrase_is_wrong(wrong):
    with pytest.raises(WrongPassphrase):
        open_with_passphrase(seal_with_passphrase(b"identity", WORDS, Cost.TESTS_ONLY), wrong)


def test_passphrases_are_taken_as_they_are():
    composed, apart = (unicodedata.normalize(form, "é") for form in ("NFC", "NFD"))
    with pytest.raises(WrongPassphrase):
        open_with_passphrase(seal_with_passphrase(b"identity", composed, Cost.TESTS_ONLY), apart)


@pytest.mark.parametrize("useless", ["", "\udc80"])
def test_what_is_no_passphrase_seals_nothing(useless):
    with pytest.raises(ValueError, match="passphrase"):
        seal_with_passphrase(b"identity", useless, Cost.TESTS_ONLY)


def test_no_salt_comes_twice():
    salts = {parse(seal_with_passphrase(b"", WORDS, Cost.TESTS_ONLY))[0].stanzas[0].args[1] for _ in range(20)}
    assert len(salts) == 20


def test_a_passphrase_does_not_open_what_is_sealed_to_a_key(identity):
    with pytest.raises(NotForThisKey):
        open_with_passphrase(seal(b"content", [identity.recipient]), WORDS)


def test_a_key_does_not_open_what_is_sealed_with_a_passphrase(identity):
    with pytest.raises(NotForThisKey):
        open_sealed(seal_with_passphrase(b"identity", WORDS, Cost.TESTS_ONLY), [identity])


def test_a_changed_file_is_tampering():
    sealed = bytearray(seal_with_passphrase(b"identity", WORDS, Cost.TESTS_ONLY))
    sealed[-1] ^= 1
    with pytest.raises(Tampered):
        open_with_passphrase(bytes(sealed), WORDS)


SALT = to_base64(bytes(16))


@pytest.mark.parametrize(
    "stanza",
    [
        Stanza((b"scrypt",), bytes(32)),
        Stanza((b"scrypt", SALT), bytes(32)),
        Stanza((b"scrypt", SALT, b"10", b"more"), bytes(32)),
        Stanza((b"scrypt", SALT[:-1] + b"B", b"10"), bytes(32)),
        Stanza((b"scrypt", to_base64(bytes(15)), b"10"), bytes(32)),
        Stanza((b"scrypt", to_base64(bytes(17)), b"10"), bytes(32)),
        Stanza((b"scrypt", SALT, b"10"), bytes(31)),
        Stanza((b"scrypt", SALT, b"10"), bytes(33)),
        *(
            Stanza((b"scrypt", SALT, work), bytes(32))
            for work in (b"0", b"01", b"+1", b"-1", b"1x", b"0x1", b"21", b"64", b"99", b"100", b"9" * 5000)
        ),
    ],
)
def test_stanzas_that_break_the_specification_cost_nothing(stanza):
    with pytest.raises(Malformed):
        open_with_passphrase(write([stanza], FILE_KEY) + bytes(32), WORDS)


def test_the_ceiling_leaves_room_above_the_shipped_cost():
    assert Cost.REAL < HIGHEST_READ < 22


def test_a_passphrase_is_not_shown():
    assert WORDS not in repr(Passphrase(WORDS))
