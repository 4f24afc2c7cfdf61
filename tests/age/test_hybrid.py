import base64
import copy
import hashlib
import pickle
import re

import pytest

from portal.age import AgeError, Identity, Malformed, NotForThisKey, Recipient, bech32, open_sealed, seal
from portal.age.header import Stanza, from_base64, parse, to_base64, write
from tests.age import x_wing

FILE_KEY = bytes(range(16))

# The example pair of the specification.
SPECIFIED_IDENTITY = "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR"
SPECIFIED_RECIPIENT_BEGINS = "age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7ceq5r9rdelkjuh3y235jzxshfg87pzf5zrqtzdxz95paef6caq5aapdm"
SPECIFIED_RECIPIENT_ENDS = "dkm hh6gjt qmwze9pyyzk3tlhl53k2ykx3qheyty7saeq0d3fzv49zc0k".replace(" ", "")


def test_two_generated_keys_differ():
    keys = [Identity.generate() for _ in range(20)]
    assert len({identity.seed for identity in keys}) == 20
    assert len({identity.recipient for identity in keys}) == 20


def test_what_is_sealed_to_one_key_opens_with_no_other():
    ours, theirs = Identity.generate(), Identity.generate()
    sealed = seal(b"content", [ours.recipient])
    assert open_sealed(sealed, [ours]) == b"content"
    with pytest.raises(NotForThisKey):
        open_sealed(sealed, [theirs])


def test_sealing_twice_repeats_nothing(identity):
    first, second = (seal(b"content" * 9, [identity.recipient, identity.recipient]) for _ in range(2))
    texts = []
    for sealed in (first, second):
        header, size = parse(sealed)
        texts += [header.mac, sealed[size : size + 16], sealed[size + 16 :]]
        texts += [part for stanza in header.stanzas for part in (stanza.args[1], stanza.body)]
    assert len(set(texts)) == len(texts)


def test_no_file_key_comes_twice(identity):
    keys = {identity.unwrap(parse(seal(b"", [identity.recipient]))[0].stanzas) for _ in range(20)}
    assert len(keys) == 20
    assert {len(key) for key in keys} == {16}


def test_the_pair_of_the_specification():
    identity = Identity.parse(SPECIFIED_IDENTITY)
    assert str(identity) == SPECIFIED_IDENTITY
    text = str(identity.recipient)
    assert text.startswith(SPECIFIED_RECIPIENT_BEGINS)
    assert text.endswith(SPECIFIED_RECIPIENT_ENDS)
    assert len(text) == 1959
    assert Recipient.parse(text) == identity.recipient


def test_keys_survive_being_written_down():
    identity = Identity.generate()
    assert Identity.parse(str(identity)) == identity
    assert Identity.from_seed(identity.seed) == identity
    assert Recipient.parse(str(identity.recipient)) == identity.recipient
    assert Recipient.from_bytes(identity.recipient.raw) == identity.recipient
    assert hash(Identity.parse(str(identity))) == hash(identity)
    assert len({identity.recipient, Recipient.parse(str(identity.recipient))}) == 1


def test_keys_equal_only_keys(identity, stranger):
    assert identity != stranger
    assert identity.recipient != stranger.recipient
    assert identity != identity.seed
    assert identity.recipient != identity.recipient.raw


def test_the_fingerprint_is_what_people_compare(identity):
    shown = identity.recipient.fingerprint
    assert re.fullmatch(r"[A-Z2-7]{4}( [A-Z2-7]{4}){4}", shown)
    digest = hashlib.sha256(identity.recipient.raw).digest()
    assert shown.replace(" ", "") == base64.b32encode(digest)[:20].decode()


def test_a_secret_is_shown_only_when_asked_for(identity):
    for shown in (repr(identity), repr([identity]), f"{identity!r}", repr(identity.recipient)):
        assert str(identity) not in shown
        assert identity.seed.hex() not in shown
        assert identity.recipient.fingerprint in shown


@pytest.mark.parametrize("copying", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_secret_is_not_pickled_or_copied(identity, copying):
    with pytest.raises(TypeError, match="not pickled"):
        copying(identity)


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_seed_of_another_length(size):
    with pytest.raises(ValueError, match="32 bytes"):
        Identity.from_seed(bytes(size))
    with pytest.raises(Malformed, match="32 bytes"):
        Identity.parse(bech32.encode("age-secret-key-pq-", bytes(size)).upper())


def test_texts_that_are_no_keys(identity, stranger):
    secret, public = str(identity), str(identity.recipient)
    for wrong in (
        "",
        public,
        secret.lower(),
        secret.capitalize(),
        secret + " ",
        secret[:-1],
        secret[:-1] + ("Q" if secret[-1] != "Q" else "P"),
        bech32.encode("age-secret-key-", identity.seed).upper(),
    ):
        with pytest.raises(Malformed) as refused:
            Identity.parse(wrong)
        assert secret[20:50].lower() not in str(refused.value).lower()
    for wrong in (
        "",
        secret,
        public.upper(),
        public + "\n",
        public[:-1],
        bech32.encode("age", stranger.recipient.raw[:32]),
    ):
        with pytest.raises(Malformed):
            Recipient.parse(wrong)


def test_bytes_that_are_no_recipient(identity):
    raw = identity.recipient.raw
    for wrong in (b"", raw[:-1], raw + b"\x00", b"\xff" * 1184 + raw[1184:]):
        with pytest.raises(Malformed):
            Recipient.from_bytes(wrong)


@pytest.mark.parametrize("point", x_wing.LOW_ORDER, ids=bytes.hex)
def test_a_recipient_of_low_order_is_refused_when_read(point, identity):
    with pytest.raises(Malformed):
        Recipient.from_bytes(identity.recipient.raw[:1184] + point)


def test_a_stanza_made_in_the_open_opens(identity):
    """The floor under the next test: without it, a wrong construction there would prove nothing."""
    assert identity.unwrap([x_wing.stanza(identity.recipient, FILE_KEY)]) == FILE_KEY


@pytest.mark.parametrize("share", x_wing.LOW_ORDER, ids=bytes.hex)
def test_a_share_of_low_order_is_fatal_even_when_all_else_fits(share, identity):
    """The stanza is right for whoever accepts a zero secret. HPKE must not, and must not pass it off as "not mine"."""
    stanza = x_wing.stanza(identity.recipient, FILE_KEY, share=share)
    with pytest.raises(Malformed, match="low order"):
        identity.unwrap([stanza])
    with pytest.raises(Malformed, match="low order"):
        open_sealed(write([stanza], FILE_KEY) + bytes(32), [identity])


def test_a_share_of_low_order_is_fatal_to_strangers_too(identity, stranger):
    share = x_wing.LOW_ORDER[0]
    with pytest.raises(Malformed, match="low order"):
        stranger.unwrap([x_wing.stanza(identity.recipient, FILE_KEY, share=share)])


def test_stanzas_that_break_the_specification(identity):
    (kind, enc), body = identity.recipient.wrap(FILE_KEY)
    for wrong in (
        Stanza((kind,), body),
        Stanza((kind, enc, b"more"), body),
        Stanza((kind, enc[:-1] + b"="), body),
        Stanza((kind, enc), body[:-1]),
        Stanza((kind, enc), body + b"\x00"),
        Stanza((kind, enc), b""),
    ):
        with pytest.raises(Malformed):
            identity.unwrap([wrong])


def test_an_encapsulated_key_of_another_length_is_never_tried(identity):
    (kind, enc), body = identity.recipient.wrap(FILE_KEY)
    raw = from_base64(enc)
    for wrong in (b"", raw[:-1], raw + b"\x00", raw + body):
        with pytest.raises(Malformed, match="1120 bytes"):
            identity.unwrap([Stanza((kind, to_base64(wrong)), body)])


def test_stanzas_of_other_kinds_are_passed_over(identity, stranger):
    ours, theirs = identity.recipient.wrap(FILE_KEY), stranger.recipient.wrap(FILE_KEY)
    grease = Stanza((b"something-new", b"x"), b"")
    assert identity.unwrap([grease, theirs, ours]) == FILE_KEY
    assert identity.unwrap([grease, theirs]) is None


def test_errors_have_one_ancestor():
    with pytest.raises(AgeError):
        Identity.parse("")
