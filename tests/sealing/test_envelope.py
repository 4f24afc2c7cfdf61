"""An item opens only as what it is, where it belongs, whole, and in the name of who may speak there."""

import logging
import traceback
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.age import AgeError, seal, seal_with_passphrase
from portal.age import Cost as AgeCost
from portal.sealing import (
    BadEnvelope,
    BadPadding,
    BadSignature,
    Envelope,
    Kind,
    NotOpened,
    Place,
    SealingError,
    TooLarge,
    WrongPlace,
    bucket,
    open_envelope,
    seal_envelope,
)
from portal.sealing.envelope import LARGEST_SEALED, read_plaintext, write_plaintext
from portal.sealing.padding import LARGEST_ENVELOPE
from portal.sealing.places import RULES
from tests.sealing.people import (
    CASE,
    DAY,
    OFFICE,
    OFFICER,
    OTHER_OFFICE,
    OTHER_PARCEL,
    OTHER_REPORTER,
    PARCEL,
    REPORTER,
    STRANGER,
)
from tests.sealing.test_encoding import letters, values

IDS = {"parcel": PARCEL, "mailbox": REPORTER.locator_hash, "office": "yunling", "officer": 32 * "a"}
SIGNED = [kind for kind in Kind if RULES[kind].signed_for]
UNSIGNED = [kind for kind in Kind if not RULES[kind].signed_for]


def item(kind=Kind.REPORT, slot=0, **body):
    holder = RULES[kind].holder
    return Envelope(Place(kind, holder, IDS[holder], slot), DAY, "server", body)


def sealed_and_key(kind):
    signer = REPORTER.letter_key if kind is Kind.LETTER else OFFICE if kind in SIGNED else None
    return seal_envelope(item(kind, text="文"), CASE.recipient, signer=signer), signer and signer.verify_key


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_goes_there_and_back(kind):
    sealed, verify = sealed_and_key(kind)
    assert open_envelope(sealed, CASE, item(kind).place, verify=verify) == item(kind, text="文")


@given(body=st.dictionaries(letters, values, max_size=5), slot=st.integers(0, 2**31 - 1), signed=st.booleans())
def test_any_body_goes_there_and_back(body, slot, signed):
    kind, signer = (Kind.REPLY, OFFICE) if signed else (Kind.NOTE, None)
    envelope = Envelope(Place(kind, RULES[kind].holder, IDS[RULES[kind].holder], slot), DAY, "desk", body)
    plaintext = write_plaintext(envelope, signer)
    assert read_plaintext(plaintext, [envelope.place], signer and signer.verify_key) == envelope
    assert len(plaintext) == bucket(len(plaintext.rstrip(b"\x00")))


@given(place=st.integers(0, 16 * 1024 - 1), change=st.integers(1, 255), signed=st.booleans())
def test_no_byte_of_the_plaintext_can_be_changed_unseen(place, change, signed):
    """Below age, where only whoever knows the file key could be: still, one envelope has one spelling."""
    kind, signer = (Kind.REPLY, OFFICE) if signed else (Kind.NOTE, None)
    envelope = item(kind, office="yunling", text="words")
    plaintext = bytearray(write_plaintext(envelope, signer))
    place = place % 400 if place % 2 else place
    plaintext[place] ^= change
    try:
        found = read_plaintext(bytes(plaintext), [envelope.place], signer and signer.verify_key)
    except SealingError:
        return
    assert not signed
    assert found != envelope


@settings(max_examples=60)
@given(place=st.integers(0, 10**6), change=st.integers(1, 255))
def test_no_byte_of_the_sealed_item_can_be_changed(place, change):
    sealed, verify = sealed_and_key(Kind.STATUS)
    altered = bytearray(sealed)
    altered[place % len(sealed)] ^= change
    with pytest.raises(SealingError):
        open_envelope(bytes(altered), CASE, item(Kind.STATUS).place, verify=verify)


@pytest.mark.parametrize("cut", [0, 1, 100, 1600, -17, -1])
def test_a_sealed_item_cut_short_does_not_open(cut):
    sealed, _ = sealed_and_key(Kind.REPORT)
    with pytest.raises(NotOpened) as caught:
        open_envelope(sealed[:cut], CASE, item().place)
    assert isinstance(caught.value.__cause__, AgeError)


def test_another_key_does_not_open_it():
    sealed, _ = sealed_and_key(Kind.REPORT)
    with pytest.raises(NotOpened):
        open_envelope(sealed, STRANGER, item().place)


def test_several_can_open_it():
    sealed = seal_envelope(item(), [CASE.recipient, OFFICER.recipient])
    assert open_envelope(sealed, CASE, item().place) == open_envelope(sealed, OFFICER, item().place)


class TestPlace:
    @pytest.mark.parametrize(
        "expect",
        [
            Place(Kind.NOTE, "parcel", PARCEL, 1),
            Place(Kind.NOTE, "parcel", OTHER_PARCEL, 0),
            Place(Kind.REPORT, "parcel", PARCEL, 0),
        ],
    )
    def test_an_item_moved_elsewhere_does_not_open_there(self, expect):
        sealed, _ = sealed_and_key(Kind.NOTE)
        with pytest.raises(WrongPlace):
            open_envelope(sealed, CASE, expect)

    def test_an_item_opens_at_whichever_of_several_places_is_its_own(self):
        places = [item(kind).place for kind in (Kind.REPLY, Kind.STATUS)]
        for kind in (Kind.REPLY, Kind.STATUS):
            sealed, verify = sealed_and_key(kind)
            assert open_envelope(sealed, CASE, places, verify=verify).place == item(kind).place
        sealed, verify = sealed_and_key(Kind.LETTER)
        with pytest.raises(WrongPlace):
            open_envelope(sealed, CASE, places, verify=verify)
        with pytest.raises(TypeError):
            open_envelope(sealed, CASE, [*places, item(Kind.NOTE).place], verify=verify)

    def test_a_reply_moved_to_another_mailbox_does_not_open_there(self):
        sealed, verify = sealed_and_key(Kind.REPLY)
        with pytest.raises(WrongPlace):
            open_envelope(sealed, CASE, Place(Kind.REPLY, "mailbox", OTHER_REPORTER.locator_hash), verify=verify)

    @pytest.mark.parametrize(
        ("kind", "holder", "holder_id", "slot"),
        [
            (Kind.REPORT, "mailbox", "c0" * 32, 0),
            (Kind.REPLY, "parcel", PARCEL, 0),
            ("gossip", "parcel", PARCEL, 0),
            (Kind.REPORT, "parcel", PARCEL.upper(), 0),
            (Kind.REPORT, "parcel", PARCEL + "0", 0),
            (Kind.REPORT, "parcel", PARCEL + "\n", 0),
            (Kind.REPLY, "mailbox", PARCEL, 0),
            (Kind.REPLY_KEY, "office", "Yun Ling", 0),
            (Kind.REPLY_KEY, "office", "-yunling", 0),
            (Kind.REPLY_KEY, "office", "", 0),
            (Kind.REPORT, "parcel", PARCEL, -1),
            (Kind.REPORT, "parcel", PARCEL, 2**31),
            (Kind.REPORT, "parcel", PARCEL, True),
            (Kind.REPORT, "parcel", PARCEL, 0.0),
        ],
    )
    def test_there_are_no_other_places(self, kind, holder, holder_id, slot):
        with pytest.raises(ValueError, match=r"holder|slot"):
            Place(kind, holder, holder_id, slot)


class TestSignature:
    @pytest.mark.parametrize("kind", SIGNED)
    def test_signed_kinds_are_not_read_without_a_key(self, kind):
        sealed, _ = sealed_and_key(kind)
        with pytest.raises(TypeError, match="verify"):
            open_envelope(sealed, CASE, item(kind).place)

    @pytest.mark.parametrize("kind", UNSIGNED)
    def test_other_kinds_are_not_read_with_one(self, kind):
        sealed, _ = sealed_and_key(kind)
        with pytest.raises(TypeError, match="verify"):
            open_envelope(sealed, CASE, item(kind).place, verify=OFFICE.verify_key)

    @pytest.mark.parametrize("kind", Kind)
    def test_they_are_not_written_that_way_either(self, kind):
        with pytest.raises(ValueError, match="signed"):
            seal_envelope(item(kind), CASE.recipient, signer=None if kind in SIGNED else OFFICE)

    def test_a_forged_letter_reply_or_status_is_refused(self):
        for kind in SIGNED:
            forged = seal_envelope(item(kind, office="yunling"), CASE.recipient, signer=OTHER_OFFICE)
            _, verify = sealed_and_key(kind)
            with pytest.raises(BadSignature):
                open_envelope(forged, CASE, item(kind).place, verify=verify)

    def test_a_key_may_be_chosen_after_reading(self):
        sealed = seal_envelope(item(Kind.REPLY, office="yunling"), CASE.recipient, signer=OFFICE)
        keys = {"yunling": OFFICE.verify_key}
        opened = open_envelope(sealed, CASE, item(Kind.REPLY).place, verify=lambda it: keys[it.body["office"]])
        assert opened.body == {"office": "yunling"}
        with pytest.raises(BadSignature):
            open_envelope(sealed, CASE, item(Kind.REPLY).place, verify=lambda _: None)
        with pytest.raises(BadSignature):
            open_envelope(sealed, CASE, item(Kind.REPLY).place, verify=lambda _: OTHER_OFFICE.verify_key)

    def test_a_moved_item_is_refused_before_anybody_is_asked_for_a_key(self):
        sealed, _ = sealed_and_key(Kind.REPLY)
        asked = []
        with pytest.raises(WrongPlace):
            open_envelope(sealed, CASE, item(Kind.REPLY, slot=1).place, verify=asked.append)
        assert not asked


class TestSize:
    @pytest.mark.parametrize(("kind", "size"), [(Kind.SLIP, 512), (Kind.REPLY_KEY, 512), (Kind.STATUS, 4096)])
    def test_small_items_have_one_size_and_no_other(self, kind, size):
        signer = OFFICE if kind in SIGNED else None
        assert len(write_plaintext(item(kind), signer)) == size
        with pytest.raises(TooLarge):
            seal_envelope(item(kind, text="长" * size), CASE.recipient, signer=signer)

    def test_a_small_item_may_fill_its_size_to_the_last_byte(self):
        room = 512 - len(write_plaintext(item(Kind.SLIP, text=""), None).rstrip(b"\x00"))
        full = item(Kind.SLIP, text="x" * room)
        plaintext = write_plaintext(full, None)
        assert len(plaintext) == 512
        assert read_plaintext(plaintext, [full.place], None) == full
        with pytest.raises(TooLarge):
            write_plaintext(item(Kind.SLIP, text="x" * (room + 1)), None)

    def test_a_report_of_one_word_and_one_of_two_pages_look_alike(self):
        lengths = {len(seal_envelope(item(text="长" * n), CASE.recipient)) for n in (1, 100, 5000)}
        assert len(lengths) == 1

    def test_there_is_a_largest_item(self):
        with pytest.raises(TooLarge):
            seal_envelope(item(text="x" * LARGEST_ENVELOPE), CASE.recipient)
        seal_envelope(item(text="x" * (LARGEST_ENVELOPE - 200)), CASE.recipient)

    def test_absurd_sizes_are_refused_before_any_key_is_used(self):
        with pytest.raises(TooLarge):
            open_envelope(bytes(LARGEST_SEALED + 1), CASE, item().place)

    def test_an_absurd_line_is_refused(self):
        line = write_plaintext(item(text=""), None).rstrip(b"\x00")
        plaintext = line.replace(b'"text":""', b'"text":"' + b"x" * LARGEST_ENVELOPE + b'"')
        with pytest.raises(TooLarge):
            read_plaintext(plaintext, [item().place], None)


class TestForm:
    def test_a_line_that_is_not_text_is_refused(self):
        with pytest.raises(BadEnvelope):
            open_envelope(seal(b"\xff\xfe\n".ljust(16384, b"\x00"), [CASE.recipient]), CASE, item().place)

    def test_an_empty_item_is_refused(self):
        with pytest.raises(BadEnvelope):
            open_envelope(seal(b"", [CASE.recipient]), CASE, item().place)

    def test_another_filling_is_refused(self):
        plaintext = write_plaintext(item(), None)
        with pytest.raises(BadPadding):
            open_envelope(seal(plaintext[:-1] + b"\x01", [CASE.recipient]), CASE, item().place)

    def test_a_passphrase_is_no_way_in(self):
        sealed = seal_with_passphrase(write_plaintext(item(), None), "passphrase", AgeCost.TESTS_ONLY)
        with pytest.raises(NotOpened):
            open_envelope(sealed, CASE, item().place)

    @pytest.mark.parametrize("body", [{"a": 1.5}, {"a": b"bytes"}, {1: 2}, {"a": object()}])
    def test_a_body_that_has_no_written_form_is_a_mistake(self, body):
        with pytest.raises(TypeError):
            seal_envelope(Envelope(item().place, DAY, "server", body), CASE.recipient)

    def test_a_finer_time_than_a_day_is_a_mistake(self):
        with pytest.raises(TypeError, match="day"):
            Envelope(item().place, datetime.now(UTC), "server", {})

    def test_an_unknown_hand_is_a_mistake(self):
        with pytest.raises(ValueError, match="nobody we know"):
            seal_envelope(Envelope(item().place, DAY, "somebody", {}), CASE.recipient)


class TestSilence:
    def test_an_envelope_does_not_show_its_body(self, caplog):
        envelope = item(text="a canary in the words")
        logging.getLogger("test").warning("%r %s", envelope, envelope)
        assert "canary" not in caplog.text

    def test_no_error_quotes_what_it_found(self):
        place = item(Kind.NOTE).place
        good = write_plaintext(item(Kind.NOTE, text="canary"), None).rstrip(b"\x00")
        broken = [
            good.replace(b'"2026-11-22"', b'"canary"'),
            good.replace(b'"note"', b'"canary"'),
            good.replace(b'"body"', b'"canary"'),
            good.replace(b'"server"', b'"canary"'),
            good.replace(b'{"v"', b'{canary"v"'),
            good.replace(PARCEL.encode(), b"canary"),
        ]
        for line in broken:
            with pytest.raises(SealingError) as caught:
                read_plaintext(line.ljust(16384, b"\x00"), [place], None)
            assert "canary" not in "".join(traceback.format_exception(caught.value))
