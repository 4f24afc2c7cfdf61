"""What every store of blobs promises, asked of both: whole or not at all, and no name leads anywhere else."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from portal.blobs import BadName, NotSealed, open_store
from tests.blobs.keeping import SEALED, content, kept

NO_NAMES = ["", ".", "..", "../x", "/etc/passwd", "a" * 31, "a" * 33, "A" * 32, "g" * 32, "a" * 32 + "\n"]
HOSTILE = [*NO_NAMES, "a" * 31 + "/", "a" * 27 + ".part", "ａ" * 32, "../" + "a" * 29, None, 7, b"a" * 32]


@pytest.fixture
def store(any_place):
    return open_store(any_place)


@pytest.mark.parametrize("size", [0, 1, 65_000, 128 * 1024 - len(SEALED), 128 * 1024, 1_000_000])
def test_what_is_written_in_any_pieces_is_read(store, lying_there, size):
    data = os.urandom(size)
    with store.new() as writer:
        writer.write(SEALED[:5])
        writer.write(SEALED[5:])
        for start in range(0, size, 70_001):
            assert writer.write(data[start : start + 70_001]) == len(data[start : start + 70_001])
        writer.keep()
    assert content(store, writer.name) == SEALED + data
    assert store.size(writer.name) == len(SEALED) + size
    assert store.names() == lying_there() == [writer.name]


def test_nothing_is_visible_before_it_is_kept(store):
    with store.new() as writer:
        writer.write(SEALED)
        assert store.names() == []
        with pytest.raises(FileNotFoundError):
            store.open(writer.name)


@pytest.mark.parametrize("written", [b"", SEALED, SEALED + b"x" * 300_000])
def test_what_is_not_kept_is_gone(store, lying_there, written):
    with store.new() as writer:
        writer.write(written)
    assert lying_there() == []
    writer.discard()
    with pytest.raises(ValueError, match="finished"):
        writer.write(SEALED)
    with pytest.raises(ValueError, match="finished"):
        writer.keep()


def test_discarding_after_keeping_takes_nothing_away(store):
    with store.new() as writer:
        writer.write(SEALED)
        writer.keep()
        writer.discard()
    assert store.names() == [writer.name]


@pytest.mark.parametrize("plain", [b"", b"%PDF-1.7 ", "云岭省(虚构)".encode(), b"x" * 300_000])
def test_plaintext_does_not_reach_the_place(store, lying_there, plain):
    writer = store.new()
    with pytest.raises(NotSealed):  # noqa: PT012  small pieces are seen when the blob is kept, large ones at once
        writer.write(plain)
        writer.keep()
    assert lying_there() == []


def test_a_name_that_is_none_touches_nothing(store, lying_there):
    kept(store)
    before = lying_there()
    for name in HOSTILE:
        for act in (store.open, store.size, store.delete):
            with pytest.raises(BadName):
                act(name)
    assert lying_there() == before


def test_deleting_is_idempotent(store):
    name = kept(store)
    store.delete(name)
    store.delete(name)
    assert store.names() == []
    with pytest.raises(FileNotFoundError):
        store.size(name)


def test_an_empty_place_has_no_blobs(store, lying_there):
    assert store.names() == []
    assert store.sweep(datetime.now(UTC), lambda _: False) == 0
    store.delete("a" * 32)
    assert lying_there() == []


def test_a_blob_kept_just_now_is_not_old(store):
    # It is in no database yet: between `keep` and the commit of whoever refers to it.
    name = kept(store)
    assert store.sweep(datetime.now(UTC) - timedelta(hours=1), lambda _: False) == 0
    assert store.names() == [name]


def test_names_are_random(store):
    assert len({kept(store) for _ in range(20)}) == 20


def test_what_was_written_can_be_read_again_before_it_is_kept(store, lying_there):
    data = SEALED + os.urandom(300_000)
    with store.new() as writer:
        writer.write(data[:200_000])
        with writer.again() as source:
            assert source.read() == data[:200_000]
        writer.write(data[200_000:])
        with writer.again() as source:
            assert source.read(10) == data[:10]
        writer.keep()
    assert content(store, writer.name) == data


def test_an_absent_blob_is_a_missing_file(store):
    kept(store)
    for act in (store.open, store.size):
        with pytest.raises(FileNotFoundError):
            act("a" * 32)


def test_a_sweep_needs_a_zone(store):
    with pytest.raises(ValueError, match="zone"):
        store.sweep(datetime(2026, 11, 22), lambda _: False)  # noqa: DTZ001


def test_a_sweep_gives_up_when_it_cannot_ask_and_takes_what_is_unwanted(store):
    wanted, unwanted = kept(store), kept(store)
    later = datetime.now(UTC) + timedelta(days=3)
    with pytest.raises(ConnectionError):
        store.sweep(later, cannot_tell)
    assert sorted(store.names()) == sorted([wanted, unwanted])
    assert store.sweep(later, lambda name: name == wanted) == 1
    assert store.names() == [wanted]


def cannot_tell(_name):
    raise ConnectionError


def test_a_blob_that_is_put_back_has_its_name_and_replaces_none(store, lying_there):
    name = "0123456789abcdef" * 2
    for _ in range(2):  # the first try is given up
        with store.back(name) as writer:
            writer.write(SEALED)
    with store.back(name) as writer:
        writer.write(SEALED)
        writer.keep()
    assert store.names() == [name]
    with store.open(name) as content:
        assert content.read() == SEALED
    other = SEALED + b"another"
    with pytest.raises(OSError, match=r"under that name|of that name"), store.back(name) as writer:  # noqa: PT012
        writer.write(other)
        writer.keep()
    with store.open(name) as content:
        assert content.read() == SEALED
    assert lying_there() == [name]


@pytest.mark.parametrize("name", ["", "0" * 31, "../" + "0" * 29, "Z" * 32])
def test_only_a_name_of_a_blob_is_put_back(store, lying_there, name):
    with pytest.raises(BadName):
        store.back(name)
    assert lying_there() == []
