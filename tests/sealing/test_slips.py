"""Slips hand a case to its officers, and an office's voice to its own; to nobody else."""

import pytest

from portal.sealing import (
    BadEnvelope,
    CaseKey,
    Envelope,
    Kind,
    NotOpened,
    Place,
    SigningKey,
    WrongPlace,
    open_envelope,
    open_reply_key,
    open_slip,
    seal_envelope,
    seal_reply_key,
)
from tests.sealing.people import DAY, OFFICE, OFFICER, OTHER_PARCEL, PARCEL, STRANGER

NAME = "0123456789abcdef0123456789abcdef"


def slip_with(body, place=None):
    place = place or Place(Kind.SLIP, "parcel", PARCEL)
    return seal_envelope(Envelope(place, DAY, "server", body), OFFICER.recipient)


class TestCaseKey:
    def test_an_officer_with_a_slip_reads_the_case(self):
        key = CaseKey.fresh()
        report = Envelope(Place(Kind.REPORT, "parcel", PARCEL), DAY, "server", {"report": "words"})
        sealed = seal_envelope(report, key.recipient)
        slip = key.slip_for(NAME, OFFICER.recipient, PARCEL, DAY)
        opened = open_slip(slip, OFFICER, PARCEL, NAME)
        assert open_envelope(sealed, opened.identity, report.place) == report

    def test_granting_access_says_that_the_desk_sealed_it(self):
        slip = CaseKey.fresh().slip_for(NAME, OFFICER.recipient, PARCEL, DAY, "desk")
        assert open_envelope(slip, OFFICER, Place(Kind.SLIP, "parcel", PARCEL)).sealed_by == "desk"

    def test_keys_are_fresh(self):
        assert CaseKey.fresh().recipient != CaseKey.fresh().recipient

    def test_a_slip_opens_for_nobody_else(self):
        slip = CaseKey.fresh().slip_for(NAME, OFFICER.recipient, PARCEL, DAY)
        with pytest.raises(NotOpened):
            open_slip(slip, STRANGER, PARCEL, NAME)

    def test_a_slip_of_another_case_or_officer_is_refused(self):
        slip = CaseKey.fresh().slip_for(NAME, OFFICER.recipient, PARCEL, DAY)
        with pytest.raises(WrongPlace):
            open_slip(slip, OFFICER, OTHER_PARCEL, NAME)
        with pytest.raises(WrongPlace):
            open_slip(slip, OFFICER, PARCEL, "f" * 32)

    def test_all_slips_look_alike(self):
        names = ["a", NAME, "z" * 80]
        assert len({len(CaseKey.fresh().slip_for(name, OFFICER.recipient, PARCEL, DAY)) for name in names}) == 1

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"officer": NAME},
            {"officer": NAME, "case": "AGE-SECRET-KEY-PQ-1", "more": 1},
            {"officer": NAME, "case": ""},
            {"officer": NAME, "case": None},
            {"officer": NAME, "case": ["x"]},
            {"officer": NAME, "case": str(OFFICER).lower()},
            {"officer": NAME, "case": "AGE-SECRET-KEY-1" + "Q" * 58},
        ],
    )
    def test_a_slip_without_a_case_key_is_refused(self, body):
        with pytest.raises(BadEnvelope):
            open_slip(slip_with(body), OFFICER, PARCEL, NAME)

    def test_it_does_not_show_itself(self):
        key = CaseKey.fresh()
        key.slip_for(NAME, OFFICER.recipient, PARCEL, DAY)
        assert str(key.identity) not in f"{key} {key!r}"


class TestReplyKey:
    def test_an_officer_of_the_office_can_speak_for_it(self):
        sealed = seal_reply_key(OFFICE, "yunling", NAME, OFFICER.recipient, DAY)
        assert open_reply_key(sealed, OFFICER, "yunling", NAME).verify_key == OFFICE.verify_key

    def test_nobody_else_can(self):
        sealed = seal_reply_key(SigningKey.generate(), "yunling", NAME, OFFICER.recipient, DAY)
        with pytest.raises(NotOpened):
            open_reply_key(sealed, STRANGER, "yunling", NAME)
        with pytest.raises(WrongPlace):
            open_reply_key(sealed, OFFICER, "linzhou", NAME)
        with pytest.raises(WrongPlace):
            open_reply_key(sealed, OFFICER, "yunling", "f" * 32)

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"officer": NAME, "case": "x"},
            {"officer": NAME, "seed": None},
            {"officer": NAME, "seed": "AAAA"},
            {"officer": NAME, "seed": "非"},
        ],
    )
    def test_a_slip_without_a_reply_key_is_refused(self, body):
        with pytest.raises(BadEnvelope):
            open_reply_key(slip_with(body, Place(Kind.REPLY_KEY, "office", "yunling")), OFFICER, "yunling", NAME)

    def test_a_case_slip_is_no_reply_key(self):
        with pytest.raises(WrongPlace):
            open_reply_key(CaseKey.fresh().slip_for(NAME, OFFICER.recipient, PARCEL, DAY), OFFICER, "yunling", NAME)
