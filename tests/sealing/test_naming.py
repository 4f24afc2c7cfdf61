"""A name in two halves: one alone opens nothing, both open exactly this one, and nobody's looks like somebody's."""

import pytest

from portal.age import Identity
from portal.sealing import (
    BadEnvelope,
    CaseKey,
    Envelope,
    Half,
    Kind,
    NamePacket,
    NotOpened,
    Place,
    SealingError,
    Share,
    TooLarge,
    open_envelope,
    open_name,
    open_share,
    read_opened,
    seal_envelope,
    seal_opened,
)
from tests.sealing.people import CASE, DAY, OFFICER, OTHER_PARCEL, PARCEL, STRANGER

LEAD, OTHER_LEAD, HOLDER = Identity.generate(), Identity.generate(), Identity.generate()
SAID = {"name": "范例举报人甲", "contact": "13900000000", "times": ""}
NOBODY = {"name": "", "contact": "", "times": ""}


def packet(said=SAID, parcel=PARCEL):
    return NamePacket.sealed(parcel, DAY, said, [LEAD.recipient, OTHER_LEAD.recipient], [HOLDER.recipient])


def halves(of, parcel=PARCEL):
    return open_share(of.leads, LEAD, parcel, Half.LEADS), open_share(of.holders, HOLDER, parcel, Half.HOLDERS)


def test_two_halves_open_the_name():
    one = packet()
    first, second = halves(one)
    assert open_name(one, first, second, PARCEL) == SAID
    assert open_name(one, second, first, PARCEL) == SAID, "whoever brings theirs first"
    other = open_share(one.half(Half.LEADS), OTHER_LEAD, PARCEL, Half.LEADS)
    assert open_name(one, other, open_share(one.half(Half.HOLDERS), HOLDER, PARCEL, Half.HOLDERS), PARCEL) == SAID


def test_one_half_alone_opens_nothing():
    one = packet()
    first, second = halves(one)
    for pair in ((first, first), (second, second)):
        with pytest.raises(NotOpened):
            open_name(one, *pair, PARCEL)
    for alone in (first, second):
        guess = Share(Half.LEADS if alone.half is Half.HOLDERS else Half.HOLDERS, bytes(32))
        with pytest.raises(NotOpened):
            open_name(one, alone, guess, PARCEL)


@pytest.mark.parametrize("key", [LEAD, HOLDER, OFFICER, CASE, STRANGER])
def test_no_key_of_anybody_opens_the_name_itself(key):
    with pytest.raises(NotOpened):
        open_envelope(packet().name, key, Place(Kind.NAME, "parcel", PARCEL))


def test_each_keeper_opens_their_own_half_and_nobody_elses():
    one = packet()
    for sealed, wrong, half in (
        (one.leads, HOLDER, Half.LEADS),
        (one.holders, LEAD, Half.HOLDERS),
        (one.leads, OFFICER, Half.LEADS),
        (one.leads, LEAD, Half.HOLDERS),
    ):
        with pytest.raises(SealingError):
            open_share(sealed, wrong, PARCEL, half)


def test_halves_of_two_names_do_not_fit():
    one, other = packet(), packet()
    with pytest.raises(NotOpened):
        open_name(one, halves(one)[0], halves(other)[1], PARCEL)
    with pytest.raises(SealingError):
        open_share(one.leads, LEAD, OTHER_PARCEL, Half.LEADS)
    with pytest.raises(SealingError):
        open_name(one, *halves(one), OTHER_PARCEL)


@pytest.mark.parametrize(("leads", "holders"), [(1, 1), (2, 1), (1, 3), (7, 5)])
def test_nobodys_packet_is_as_long_as_anybodys(leads, holders):
    longest = {"name": "𠀀" * 50, "contact": '"' * 100, "times": "长" * 200}
    keepers = (
        [Identity.generate().recipient for _ in range(leads)],
        [Identity.generate().recipient for _ in range(holders)],
    )
    named = [NamePacket.sealed(PARCEL, DAY, said, *keepers) for said in (SAID, NOBODY, longest)]
    sizes = {
        (len(one.name), len(one.leads), len(one.holders), len(one.envelope(PARCEL, DAY, CASE.recipient)))
        for one in (*named, NamePacket.blank(*keepers))
    }
    assert len(sizes) == 1


def test_nobodys_packet_holds_nothing_and_opens_as_nothing():
    blank = NamePacket.blank([LEAD.recipient], [HOLDER.recipient])
    sealed = blank.envelope(PARCEL, DAY, CASE.recipient)
    assert NamePacket.opened(sealed, CaseKey(CASE), PARCEL) == blank
    assert not any(blank.name + blank.leads + blank.holders)
    for which, keeper in ((Half.LEADS, LEAD), (Half.HOLDERS, HOLDER)):
        with pytest.raises(SealingError):
            open_share(blank.half(which), keeper, PARCEL, which)


def test_what_is_too_long_is_refused_before_anything_is_sealed():
    with pytest.raises(TooLarge):
        packet(SAID | {"times": "长" * 2000})


@pytest.mark.parametrize(
    ("leads", "holders"), [([], [HOLDER]), ([LEAD], []), ([LEAD], [LEAD]), ([LEAD, HOLDER], [HOLDER])]
)
def test_there_are_keepers_of_both_halves_and_nobody_keeps_both(leads, holders):
    keepers = [one.recipient for one in leads], [one.recipient for one in holders]
    with pytest.raises(ValueError, match="halves"):
        NamePacket.sealed(PARCEL, DAY, SAID, *keepers)
    with pytest.raises(ValueError, match="halves"):
        NamePacket.blank(*keepers)


def test_a_packet_travels_sealed_to_the_case():
    one = packet()
    sealed = one.envelope(PARCEL, DAY, CASE.recipient)
    assert NamePacket.opened(sealed, CaseKey(CASE), PARCEL) == one
    for key, parcel in ((STRANGER, PARCEL), (LEAD, PARCEL), (CASE, OTHER_PARCEL)):
        with pytest.raises(SealingError):
            NamePacket.opened(sealed, CaseKey(key), parcel)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "", "leads": ""},
        {"name": "", "leads": "", "holders": "", "more": ""},
        {"name": "!", "leads": "", "holders": ""},
        {"name": "YQ", "leads": "", "holders": ""},
        {"name": 1, "leads": "", "holders": ""},
        {"name": "é", "leads": "", "holders": ""},
        {"name": "YWFh" * 800_000, "leads": "", "holders": ""},
    ],
    ids=range(8),
)
def test_what_is_no_packet_is_refused(body):
    sealed = seal_envelope(Envelope(Place(Kind.IDENTITY, "parcel", PARCEL), DAY, "server", body), CASE.recipient)
    with pytest.raises(BadEnvelope):
        NamePacket.opened(sealed, CaseKey(CASE), PARCEL)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"half": "leads"},
        {"half": "holders", "share": "A" * 43 + "="},
        {"half": "leads", "share": "AAAA"},
        {"half": "leads", "share": 1},
        {"half": "leads", "share": "A" * 43 + "=", "more": 1},
    ],
)
def test_what_is_no_share_is_refused(body):
    sealed = seal_envelope(Envelope(Place(Kind.SHARE, "parcel", PARCEL), DAY, "server", body), LEAD.recipient)
    with pytest.raises(BadEnvelope):
        open_share(sealed, LEAD, PARCEL, Half.LEADS)


def test_a_share_is_32_bytes_and_shows_none_of_them():
    with pytest.raises(ValueError, match="32 bytes"):
        Share(Half.LEADS, bytes(31))
    assert repr(Share(Half.LEADS, b"secret" * 5 + b"!!")) == "Share(LEADS, …)"


def test_a_half_is_handed_to_one_officer_in_a_slot_of_its_own():
    one = packet()
    handed = halves(one)[1].handed_to(OFFICER.recipient, PARCEL, 2, DAY)
    assert open_name(one, halves(one)[0], open_share(handed, OFFICER, PARCEL, Half.HOLDERS, 2), PARCEL) == SAID
    for key, slot in ((LEAD, 2), (OFFICER, 3), (OFFICER, None)):
        with pytest.raises(SealingError):
            open_share(handed, key, PARCEL, Half.HOLDERS, slot)


def test_an_opened_name_is_for_the_two_who_opened_it():
    sealed = seal_opened(SAID, [LEAD.recipient, HOLDER.recipient], PARCEL, 3, DAY)
    for key in (LEAD, HOLDER):
        assert read_opened(sealed, key, PARCEL, 3) == SAID
    for key, parcel, slot in ((OTHER_LEAD, PARCEL, 3), (CASE, PARCEL, 3), (LEAD, PARCEL, 0), (LEAD, OTHER_PARCEL, 3)):
        with pytest.raises(SealingError):
            read_opened(sealed, key, parcel, slot)
