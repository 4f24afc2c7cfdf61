"""An officer's key in two halves: both give it back, one says nothing, and nothing fits that was not made together."""

from datetime import date

import pytest

from portal.age import Identity, NotForThisKey, open_sealed
from portal.sealing import Divided, Part, SealingError, divide, join, open_half, open_handed, open_refusal, seal_refusal
from portal.sealing.dividing import KeyHalf
from portal.sealing.envelope import Envelope, seal_envelope
from portal.sealing.places import Kind, Place

DAY = date(2026, 11, 27)
OFFICER, REQUEST = "0a" * 16, "0b" * 16
ONE, TWO, THREE = "01" * 16, "02" * 16, "03" * 16


@pytest.fixture(scope="module")
def keepers():
    return {id_: Identity.generate() for id_ in (ONE, TWO, THREE)}


@pytest.fixture(scope="module")
def keys():
    return Identity.generate(), Identity.generate()


def divided(keys, keepers, first=(ONE, THREE), second=(TWO,)) -> Divided:
    to = [{id_: keepers[id_].recipient for id_ in half} for half in (first, second)]
    return divide(OFFICER, DAY, keys, *to)


def halves_of(made, keepers):
    return {
        half.keeper: open_half(half.sealed, keepers[half.keeper], OFFICER, half.keeper, half.part)
        for half in made.halves
    }


@pytest.mark.parametrize("count", [1, 2])
def test_a_keeper_of_each_half_gives_the_keys_back(keys, keepers, count):
    made = divided(keys[:count], keepers)
    halves = halves_of(made, keepers)
    for first in (ONE, THREE):
        assert join(made.packet, halves[first], halves[TWO], OFFICER) == keys[:count]
        assert join(made.packet, halves[TWO], halves[first], OFFICER) == keys[:count]


def test_nobody_alone_opens_the_packet_and_two_of_one_half_neither(keys, keepers):
    made = divided(keys, keepers)
    halves = halves_of(made, keepers)
    with pytest.raises(SealingError):
        join(made.packet, halves[ONE], halves[THREE], OFFICER)
    for key in keepers.values():
        with pytest.raises(NotForThisKey):
            open_sealed(made.packet, [key])
    for half in halves.values():
        with pytest.raises(NotForThisKey):
            open_sealed(made.packet, [Identity.from_seed(half._raw)])


def test_halves_of_two_divisions_open_nothing(keys, keepers):
    made, other = divided(keys, keepers), divided(keys, keepers)
    first, second = halves_of(made, keepers)[ONE], halves_of(other, keepers)[TWO]
    for packet in (made.packet, other.packet):
        with pytest.raises(SealingError):
            join(packet, first, second, OFFICER)
    with pytest.raises(SealingError):
        join(other.packet, first, halves_of(made, keepers)[TWO], OFFICER)


def test_a_half_opens_for_its_keeper_in_its_place_alone(keys, keepers):
    made = divided(keys, keepers)
    half = next(one for one in made.halves if one.keeper == ONE)
    for key, officer, keeper, part in (
        (keepers[TWO], OFFICER, ONE, Part.FIRST),
        (keepers[ONE], REQUEST, ONE, Part.FIRST),
        (keepers[ONE], OFFICER, TWO, Part.FIRST),
        (keepers[ONE], OFFICER, ONE, Part.SECOND),
    ):
        with pytest.raises(SealingError):
            open_half(half.sealed, key, officer, keeper, part)
    assert "…" in repr(open_half(half.sealed, keepers[ONE], OFFICER, ONE, Part.FIRST))


def test_a_handed_half_opens_for_the_temporary_key_and_its_request_alone(keys, keepers):
    made, temporary = divided(keys, keepers), Identity.generate()
    halves = halves_of(made, keepers)
    handed = [(half.part, half.handed_to(temporary.recipient, OFFICER, REQUEST, DAY)) for half in halves.values()]
    first, second, third = (open_handed(sealed, temporary, OFFICER, REQUEST, part) for part, sealed in handed)
    assert join(made.packet, first, third, OFFICER) == join(made.packet, second, third, OFFICER) == keys
    part, sealed = handed[0]
    for key, officer, request, wrong in (
        (keepers[ONE], OFFICER, REQUEST, part),
        (temporary, ONE, REQUEST, part),
        (temporary, OFFICER, ONE, part),
        (temporary, OFFICER, REQUEST, Part.SECOND),
    ):
        with pytest.raises(SealingError):
            open_handed(sealed, key, officer, request, wrong)
    with pytest.raises(SealingError):
        open_half(sealed, temporary, OFFICER, REQUEST, part)


@pytest.mark.parametrize(
    ("first", "second"),
    [((), (TWO,)), ((ONE,), ()), ((ONE, TWO), (TWO,)), ((OFFICER,), (TWO,)), ((ONE,), (OFFICER,))],
)
def test_nobody_keeps_both_halves_or_their_own(keys, keepers, first, second):
    there = keepers | {OFFICER: Identity.generate()}
    with pytest.raises(ValueError, match="hal"):
        divided(keys, there, first, second)


def test_nobody_keeps_both_under_two_names_or_their_own_under_another(keys, keepers):
    with pytest.raises(ValueError, match="halves"):
        divided(keys, {ONE: keepers[ONE], TWO: keepers[ONE]}, (ONE,), (TWO,))
    with pytest.raises(ValueError, match="own key"):
        divided(keys, {ONE: keys[0], TWO: keepers[TWO]}, (ONE,), (TWO,))


@pytest.mark.parametrize("count", [0, 3])
def test_an_officer_has_one_key_or_two(keepers, count):
    with pytest.raises(ValueError, match="one key, or two"):
        divided(tuple(Identity.generate() for _ in range(count)), keepers)


@pytest.mark.parametrize(
    "body",
    [
        {"set": "00" * 16},
        {"set": "11" * 16, "keys": []},
        {"set": "00" * 16, "keys": []},
        {"set": "00" * 16, "keys": "AGE"},
        {"set": "00" * 16, "keys": ["AGE-SECRET-KEY-PQ-1NONE"]},
        {"set": "00" * 16, "keys": [1]},
    ],
)
def test_a_packet_that_is_none_gives_no_keys(body):
    opens = Identity.generate()
    mask = bytes(range(32))
    other = bytes(a ^ b for a, b in zip(opens.seed, mask, strict=True))
    place = Place(Kind.KEY_PACKET, "officer", OFFICER)
    packet = seal_envelope(Envelope(place, DAY, "desk", body), opens.recipient)
    with pytest.raises(SealingError):
        join(packet, KeyHalf(Part.FIRST, "00" * 16, mask), KeyHalf(Part.SECOND, "00" * 16, other), OFFICER)


@pytest.mark.parametrize(
    "body",
    [
        {"for": ONE, "set": "00", "half": "first", "share": "AAAA"},
        {"for": ONE, "set": "00", "half": "first", "share": None},
        {"for": ONE, "set": "00", "half": "second", "share": "AAAA"},
        {"for": ONE, "set": "00", "half": "first"},
    ],
)
def test_an_item_that_is_no_half_is_refused(keepers, body):
    place = Place(Kind.KEY_HALF, "officer", OFFICER, 0)
    sealed = seal_envelope(Envelope(place, DAY, "desk", body), keepers[ONE].recipient)
    with pytest.raises(SealingError):
        open_half(sealed, keepers[ONE], OFFICER, ONE, Part.FIRST)
    with pytest.raises(ValueError, match="32 bytes"):
        KeyHalf(Part.FIRST, "00", b"short")


def test_a_refusal_is_read_by_the_two_and_for_its_request_alone(keepers):
    to = [keepers[ONE].recipient, keepers[TWO].recipient]
    sealed = seal_refusal(OFFICER, REQUEST, "不认识本人。", "示范保管员", to, DAY)
    assert open_refusal(sealed, keepers[TWO], OFFICER, REQUEST)["text"] == "不认识本人。"
    with pytest.raises(SealingError):
        open_refusal(sealed, keepers[THREE], OFFICER, REQUEST)
    with pytest.raises(SealingError):
        open_refusal(sealed, keepers[ONE], OFFICER, ONE)
