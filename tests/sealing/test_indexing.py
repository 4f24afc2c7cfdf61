"""The office's key for marks, and an officer's search entries: each opens for its owner and in its own place."""

import zlib

import pytest

from portal.age import Identity
from portal.sealing import BadEnvelope, CaseKey, Envelope, Kind, NotUnwrapped, Place, WrongPlace, seal_envelope
from portal.sealing.indexing import Marker, SearchEntry, SearchKey, open_marker, seal_marker
from portal.sealing.wrapping import wrap
from tests.sealing.people import DAY

OFFICER, OTHER = Identity.generate(), Identity.generate()
PARTS = [("summary", "范例甲从未到岗"), ("letter", "补充一句")]


def sealed_body(body):
    place = Place(Kind.INDEX_KEY, "office", "yunling")
    return seal_envelope(Envelope(place, DAY, "desk", body), OFFICER.recipient)


def test_a_key_for_marks_opens_for_the_officer_it_names():
    marker = Marker.fresh()
    sealed = seal_marker(marker, "yunling", "lin", OFFICER.recipient, DAY)
    assert open_marker(sealed, OFFICER, "yunling", "lin") == marker
    with pytest.raises(WrongPlace):
        open_marker(sealed, OFFICER, "yunling", "chen")


def test_marks_say_the_same_again_under_one_key_and_use_only():
    marker, other = Marker.fresh(), Marker.fresh()
    names = [f"范例{number}" for number in range(40)]
    own = [marker.mark("person", name) for name in names]
    assert own == [marker.mark("person", name) for name in names]
    assert own != [marker.mark("unit", name) for name in names]
    assert own != [other.mark("person", name) for name in names]
    assert all(0 <= mark < 2**16 for mark in own)
    assert marker.commitment != other.commitment


@pytest.mark.parametrize(
    "body",
    [
        {"officer": "lin"},
        {"officer": "lin", "key": "AAAA"},
        {"officer": "lin", "key": 7},
        {"officer": "lin", "key": "AAAA", "more": ""},
    ],
)
def test_what_is_no_key_for_marks_is_refused(body):
    with pytest.raises(BadEnvelope):
        open_marker(sealed_body(body), OFFICER, "yunling", "lin")


def test_an_entry_opens_for_its_officer_in_its_row_only():
    entry = SearchEntry.of(CaseKey.fresh(), b"words", PARTS)
    key = SearchKey.of(OFFICER)
    closed = key.close(entry, "lin", "a" * 32)
    assert key.open(closed, "lin", "a" * 32).parts == PARTS
    assert str(key.case_key(closed, "lin", "a" * 32).recipient) == str(entry.case_key.recipient)
    for who, officer, case in ((OTHER, "lin", "a" * 32), (OFFICER, "chen", "a" * 32), (OFFICER, "lin", "b" * 32)):
        with pytest.raises(NotUnwrapped):
            SearchKey.of(who).open(closed, officer, case)


def test_who_changes_keys_reads_what_either_closed():
    entry = SearchEntry.of(CaseKey.fresh(), b"words", PARTS)
    old, both = SearchKey.of(OTHER), SearchKey.of((OFFICER, OTHER))
    for closed in (old.close(entry, "lin", "a" * 32), both.close(entry, "lin", "a" * 32)):
        assert both.open(closed, "lin", "a" * 32).folded == b"words"
    with pytest.raises(NotUnwrapped):
        old.open(both.close(entry, "lin", "a" * 32), "lin", "a" * 32)


def test_bytes_too_short_for_an_entry_are_none():
    key = SearchKey.of(OFFICER)
    with pytest.raises(NotUnwrapped):
        key.open(wrap(b"short", key.key, f"search entry lin {'a' * 32}".encode()), "lin", "a" * 32)


def closed(content):
    return wrap(content, SearchKey.of(OFFICER).key, b"search entry lin " + b"a" * 32)


@pytest.mark.parametrize(
    "pressed", [b"", b"no zlib", zlib.compress(b"{"), zlib.compress(b"7"), zlib.compress(b"[[1,2]]")]
)
def test_an_entry_without_words_says_so_by_name(pressed):
    """Found by fuzzing: zlib's and JSON's own errors came out, and would have ended a whole search."""
    head = bytes(32) + (0).to_bytes(4, "big") + len(pressed).to_bytes(4, "big")
    entry = SearchKey.of(OFFICER).open(closed(head + pressed), "lin", "a" * 32)
    with pytest.raises(NotUnwrapped):
        _ = entry.parts


def test_an_entry_that_is_shorter_than_it_says_is_refused():
    head = bytes(32) + (5).to_bytes(4, "big") + (5).to_bytes(4, "big")
    for operation in (SearchKey.of(OFFICER).open, SearchKey.of(OFFICER).case_key):
        with pytest.raises(NotUnwrapped):
            operation(closed(head + b"nine byte"), "lin", "a" * 32)
