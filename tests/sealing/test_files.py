"""Files: sealed while they arrive, and back exactly, or not at all."""

import hashlib
import io
from collections import deque
from dataclasses import replace
from itertools import chain, repeat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.age import Identity, open_sealed, seal
from portal.sealing import (
    AlteredFile,
    BadFileList,
    FileEntry,
    FileList,
    Measure,
    NotOpened,
    PaddedSealer,
    Treatment,
    clean_media_type,
    clean_name,
    open_file,
    padme,
    unpad_stream,
)
from tests.sealing.people import STRANGER

KEY = Identity.generate()
KIB = 1024


def entry_of(content, slot=1):
    return FileEntry(slot, "记录.txt", "text/plain", len(content), hashlib.sha256(content).hexdigest())


def sealed(content, piece=50_000):
    sink = io.BytesIO()
    sealer = PaddedSealer(sink, KEY.recipient)
    for start in range(0, len(content), piece):
        sealer.write(content[start : start + piece])
    assert sealer.size == len(content)
    return sealer.finish(), sink.getvalue()


@settings(max_examples=40)
@given(
    size=st.sampled_from([0, 1, 64 * KIB - 1, 64 * KIB, 64 * KIB + 1, 66 * KIB, 130 * KIB + 1, 500_000]),
    piece=st.integers(1000, 200_000),
)
def test_a_file_comes_back_exactly(size, piece):
    content = (b"invented words " * (size // 15 + 1))[:size]
    measure, data = sealed(content, piece)
    assert measure == Measure(size, hashlib.sha256(content).hexdigest(), padme(size))
    assert len(open_sealed(data, [KEY])) == padme(size)
    assert b"".join(open_file(io.BytesIO(data), KEY, entry_of(content))) == content


@given(st.binary(max_size=300), st.lists(st.integers(1, 70_000), min_size=1, max_size=6))
def test_the_pieces_may_be_cut_anywhere(content, cuts):
    padded = content.ljust(padme(len(content)), b"\x00")
    chunks, start = [], 0
    while start < len(padded):
        for cut in cuts:
            chunks.append(padded[start : start + cut])
            start += cut
    assert b"".join(unpad_stream(chunks, entry_of(content))) == content


def released(chunks, entry):
    got = bytearray()
    with pytest.raises(AlteredFile):
        deque(map(got.extend, unpad_stream(chunks, entry)), maxlen=0)
    return bytes(got)


class TestAnotherContent:
    CONTENT = b"a" * (100 * KIB)

    def chunks(self, content, size=None):
        padded = content.ljust(padme(len(content)) if size is None else size, b"\x00")
        return [padded[start : start + 64 * KIB] for start in range(0, len(padded), 64 * KIB)]

    def test_a_file_put_in_its_place_never_arrives_whole(self):
        other = b"b" * (100 * KIB)
        assert len(released(self.chunks(other), entry_of(self.CONTENT))) == 64 * KIB

    def test_of_a_small_file_nothing_is_released(self):
        assert released(self.chunks(b"other"), entry_of(b"words")) == b""

    @pytest.mark.parametrize("size", [0, 99 * KIB, 100 * KIB + 1, 102 * KIB, 200 * KIB])
    def test_another_filling_is_refused(self, size):
        chunks = self.chunks(self.CONTENT[:size], size)
        assert len(released(chunks, entry_of(self.CONTENT))) < len(self.CONTENT)

    def test_a_filling_that_is_not_zero_is_refused(self):
        padded = b"words".ljust(64 * KIB - 1, b"\x00") + b"\x01"
        assert released([padded], entry_of(b"words")) == b""

    def test_a_shorter_or_longer_description_is_refused(self):
        entry = entry_of(b"words")
        chunks = self.chunks(b"words")
        for size in (4, 6):
            assert released(chunks, replace(entry, size=size)) == b""

    def test_endless_zeros_are_not_read_to_their_end(self):
        endless = chain([b"words"], repeat(bytes(64 * KIB)))
        assert released(endless, entry_of(b"words")) == b""


class TestOpening:
    def test_another_key_is_refused_at_once(self):
        _, data = sealed(b"words")
        with pytest.raises(NotOpened):
            open_file(io.BytesIO(data), STRANGER, entry_of(b"words"))

    def test_a_file_that_was_never_finished_does_not_open(self):
        sink = io.BytesIO()
        PaddedSealer(sink, KEY.recipient).write(b"x" * 200_000)
        pieces = open_file(io.BytesIO(sink.getvalue()), KEY, entry_of(b"x" * 200_000))
        with pytest.raises(NotOpened):
            list(pieces)

    def test_one_byte_changed_is_found(self):
        _, data = sealed(b"words")
        altered = data[:-1] + bytes([data[-1] ^ 1])
        with pytest.raises(NotOpened):
            list(open_file(io.BytesIO(altered), KEY, entry_of(b"words")))

    def test_a_whole_file_without_filling_is_refused(self):
        with pytest.raises(AlteredFile):
            list(open_file(io.BytesIO(seal(b"words", [KEY.recipient])), KEY, entry_of(b"words")))


class TestDescription:
    def test_what_a_browser_claims_is_cleaned(self):
        measure = Measure(5, "0" * 64, 65536)
        entry = FileEntry.described(2, "C:\\照片\\a\u202eb.JPG", "Image/JPEG; q=1", measure)
        assert entry == FileEntry(2, "ab.JPG", "image/jpeg", 5, "0" * 64)

    @given(st.text(max_size=300))
    def test_a_clean_name_stays_as_it_is(self, raw):
        name = clean_name(raw)
        assert clean_name(name) == name
        assert 1 <= len(name) <= 80
        assert not set(name) & set('/\\:*?"<>|\n\r\x00\u202e')

    @given(st.text(max_size=100))
    def test_a_clean_type_stays_as_it_is(self, raw):
        assert clean_media_type(clean_media_type(raw)) == clean_media_type(raw)

    @pytest.mark.parametrize(
        "change",
        [
            {"slot": 0},
            {"slot": 201},
            {"slot": True},
            {"size": -1},
            {"size": 2**40 + 1},
            {"size": 1.0},
            {"name": "a/b"},
            {"name": ""},
            {"media_type": "text"},
            {"media_type": "Text/Plain"},
            {"sha256": "0" * 63},
            {"sha256": "G" * 64},
        ],
    )
    def test_absurd_descriptions_are_refused(self, change):
        with pytest.raises(ValueError, match=r"\w"):
            replace(entry_of(b""), **change)

    def test_the_largest_numbers_are_taken(self):
        entry = replace(entry_of(b""), slot=200, size=2**40)
        assert (entry.slot, entry.size) == (200, 2**40)

    def test_it_shows_neither_name_nor_hash(self):
        shown = repr(entry_of(b"words")) + repr(FileList(KEY, (entry_of(b"words"),)))
        assert "记录" not in shown
        assert str(KEY) not in shown


class TestList:
    FILES = FileList(KEY, (entry_of(b"one", 1), entry_of(b"two", 3)))

    def test_it_goes_there_and_back(self):
        assert FileList.from_body(self.FILES.to_body()) == self.FILES

    def test_no_files_are_a_list_too(self):
        assert FileList.from_body(FileList(KEY, ()).to_body()).entries == ()

    @pytest.mark.parametrize("slots", [(1, 1), (2, 1)])
    def test_slots_rise(self, slots):
        with pytest.raises(ValueError, match="rise"):
            FileList(KEY, tuple(entry_of(b"", slot) for slot in slots))

    @pytest.mark.parametrize(
        "change",
        [
            {"key": "AGE-SECRET-KEY-PQ-1"},
            {"key": None},
            {"entries": None},
            {"entries": {}},
            {"entries": [None]},
            {"entries": [{}]},
            {"entries": [{"slot": 1, "name": None, "type": "a/b", "size": 0, "sha256": "0" * 64}]},
            {"entries": [{"slot": 1, "name": "a", "type": "a/b", "size": "0", "sha256": "0" * 64}]},
            {"entries": [{"slot": 1, "name": "a", "type": None, "size": 0, "sha256": "0" * 64}]},
            {"entries": [{"slot": 1, "name": "a", "type": "a/b", "size": 0, "sha256": None}]},
            {"entries": [{"slot": 1, "name": "a", "type": "a/b", "size": 0, "sha256": "0" * 64, "more": 1}]},
            {"more": 1},
        ],
    )
    def test_other_lists_are_refused(self, change):
        with pytest.raises(BadFileList):
            FileList.from_body(self.FILES.to_body() | change)

    @pytest.mark.parametrize("value", [None, [], {}, "files", {"key": str(KEY)}])
    def test_what_is_no_list_is_refused(self, value):
        with pytest.raises(BadFileList):
            FileList.from_body(value)

    def test_a_list_that_falls_is_refused(self):
        body = self.FILES.to_body()
        body["entries"].reverse()
        with pytest.raises(BadFileList):
            FileList.from_body(body)


@pytest.mark.parametrize(
    ("treated", "removed"),
    [
        (Treatment.NOT_SAID, ()),
        (Treatment.PASSED, ()),
        (Treatment.ORIGINAL, ()),
        (Treatment.CLEANED, ("place", "time")),
    ],
    ids=["not said", "passed", "original", "cleaned"],
)
def test_what_was_done_with_a_file_travels_with_it(treated, removed):
    entry = FileEntry.described(1, "a.jpg", "image/jpeg", Measure(3, "0" * 64, 65_536), treated, removed)
    body = FileList(Identity.generate(), (entry,)).to_body()
    assert ("treated" in body["entries"][0]) is (treated is not Treatment.NOT_SAID)
    assert FileList.from_body(body).entries == (entry,)


@pytest.mark.parametrize(
    "told",
    [
        {"treated": "cleaned"},
        {"removed": []},
        {"treated": "", "removed": []},
        {"treated": "burnt", "removed": []},
        {"treated": ["cleaned"], "removed": []},
        {"treated": "passed", "removed": ["place"]},
        {"treated": "cleaned", "removed": ["time", "place"]},
        {"treated": "cleaned", "removed": ["place", "place"]},
        {"treated": "cleaned", "removed": ["<b>"]},
        {"treated": "cleaned", "removed": [1]},
        {"treated": "cleaned", "removed": "place"},
        {"treated": "cleaned", "removed": [f"x{'a' * n}" for n in range(41)]},
    ],
    ids=lambda told: str(told)[:60],
)
def test_a_list_that_says_odd_things_about_its_files_is_refused(told):
    entry = {"slot": 1, "name": "a", "type": "image/jpeg", "size": 3, "sha256": "0" * 64}
    with pytest.raises(BadFileList):
        FileList.from_body({"key": str(Identity.generate()), "entries": [entry | told]})
