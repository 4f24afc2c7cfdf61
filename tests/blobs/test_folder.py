"""Blobs: whole or not at all, private, dateless, and no name leads out of the folder."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest

from portal.blobs import BadName, BlobStore, FolderStore, NotSealed
from tests.blobs.disks import SEALED, die_while_writing, fill_up

NO_NAMES = ["", ".", "..", "../x", "/etc/passwd", "a" * 31, "a" * 33, "A" * 32, "g" * 32, "a" * 32 + "\n"]
HOSTILE = [*NO_NAMES, "a" * 31 + "/", "a" * 27 + ".part", "ａ" * 32, "../" + "a" * 29, None, 7, b"a" * 32]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var" / "blobs"


@pytest.fixture
def store(folder: Path) -> BlobStore:
    return FolderStore(folder)


def kept(store: BlobStore, content: bytes = b"") -> str:
    with store.new() as writer:
        writer.write(SEALED + content)
        writer.keep()
    return writer.name


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def content(store: BlobStore, name: str) -> bytes:
    with store.open(name) as source:
        return source.read()


@pytest.mark.parametrize("size", [0, 1, 65_000, 128 * 1024 - len(SEALED), 128 * 1024, 1_000_000])
def test_what_is_written_in_any_pieces_is_read(store: BlobStore, folder: Path, size: int) -> None:
    data = os.urandom(size)
    with store.new() as writer:
        writer.write(SEALED[:5])
        writer.write(SEALED[5:])
        for start in range(0, size, 70_001):
            assert writer.write(data[start : start + 70_001]) == len(data[start : start + 70_001])
        writer.keep()
    assert content(store, writer.name) == SEALED + data
    assert store.size(writer.name) == len(SEALED) + size
    assert store.names() == files(folder) == [writer.name]


def test_files_and_folder_are_for_the_owner_only(store: BlobStore, folder: Path) -> None:
    with store.new() as writer:
        part = folder / f"{writer.name}.part"
        assert stat.S_IMODE(part.stat().st_mode) == 0o600
        writer.write(SEALED)
        writer.keep()
    assert stat.S_IMODE((folder / writer.name).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_times_of_a_blob_tell_the_day_only(store: BlobStore, folder: Path) -> None:
    now = datetime.now(UTC)
    found = (folder / kept(store)).stat()
    assert found.st_mtime == found.st_atime
    assert found.st_mtime % 86_400 == 0
    assert 0 < found.st_mtime - now.timestamp() <= 86_401


def test_nothing_is_visible_before_it_is_kept(store: BlobStore) -> None:
    with store.new() as writer:
        writer.write(SEALED)
        assert store.names() == []
        with pytest.raises(FileNotFoundError):
            store.open(writer.name)


@pytest.mark.parametrize("written", [b"", SEALED, SEALED + b"x" * 300_000])
def test_what_is_not_kept_is_gone(store: BlobStore, folder: Path, written: bytes) -> None:
    with store.new() as writer:
        writer.write(written)
    assert files(folder) == []
    writer.discard()
    with pytest.raises(ValueError, match="finished"):
        writer.write(SEALED)
    with pytest.raises(ValueError, match="finished"):
        writer.keep()


def test_discarding_after_keeping_takes_nothing_away(store: BlobStore) -> None:
    with store.new() as writer:
        writer.write(SEALED)
        writer.keep()
        writer.discard()
    assert store.names() == [writer.name]


@pytest.mark.parametrize("plain", [b"", b"%PDF-1.7 ", "云岭省(虚构)".encode(), b"x" * 300_000])
def test_plaintext_does_not_reach_the_disk(store: BlobStore, folder: Path, plain: bytes) -> None:
    writer = store.new()
    with pytest.raises(NotSealed):  # noqa: PT012  small pieces are seen when the blob is kept, large ones at once
        writer.write(plain)
        writer.keep()
    assert files(folder) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_is_none_touches_nothing(store: BlobStore, folder: Path, name: str) -> None:
    kept(store)
    before = files(folder.parent), files(folder)
    for act in (store.open, store.size, store.delete):
        with pytest.raises(BadName):
            act(name)
    assert (files(folder.parent), files(folder)) == before


def test_a_link_under_a_good_name_is_not_followed(store: BlobStore, folder: Path, tmp_path: Path) -> None:
    kept(store)
    (tmp_path / "secret").write_bytes(b"key")
    (folder / ("a" * 32)).symlink_to(tmp_path / "secret")
    with pytest.raises(OSError, match="symbolic"):
        store.open("a" * 32)
    assert store.size("a" * 32) != len(b"key")


def test_deleting_is_idempotent(store: BlobStore) -> None:
    name = kept(store)
    store.delete(name)
    store.delete(name)
    assert store.names() == []
    with pytest.raises(FileNotFoundError):
        store.size(name)


def test_an_empty_place_has_no_blobs(store: BlobStore, folder: Path) -> None:
    assert store.names() == []
    assert store.sweep(datetime.now(UTC), lambda _: False) == 0
    store.delete("a" * 32)
    assert not folder.exists()


def test_the_sweep_takes_what_is_old_and_unwanted_only(store: BlobStore, folder: Path) -> None:
    wanted, unwanted, fresh = kept(store), kept(store), kept(store)
    unfinished, arriving = store.new(), store.new()
    (folder / "README").write_text("not ours", encoding="utf-8")
    old = datetime.now(UTC) - timedelta(days=3)
    for name in (wanted, unwanted, f"{unfinished.name}.part", "README"):
        os.utime(folder / name, (old.timestamp(), old.timestamp()))
    asked: list[str] = []

    def is_wanted(name: str) -> bool:
        asked.append(name)
        return name == wanted

    assert store.sweep(datetime.now(UTC) - timedelta(days=1), is_wanted) == 2
    assert files(folder) == sorted([wanted, fresh, f"{arriving.name}.part", "README"])
    assert sorted(asked) == sorted([wanted, unwanted])
    for writer in (unfinished, arriving):
        writer.discard()


def test_a_blob_kept_just_now_is_never_old(store: BlobStore) -> None:
    # It is in no database yet: between `keep` and the commit of whoever refers to it.
    name = kept(store)
    assert store.sweep(datetime.now(UTC), lambda _: False) == 0
    assert store.names() == [name]


def test_a_sweep_needs_a_zone_and_gives_up_when_it_cannot_ask(store: BlobStore, folder: Path) -> None:
    name = kept(store)
    os.utime(folder / name, (0, 0))
    with pytest.raises(ValueError, match="zone"):
        store.sweep(datetime(2026, 11, 22), lambda _: False)  # noqa: DTZ001
    with pytest.raises(ConnectionError):
        store.sweep(datetime.now(UTC), cannot_tell)
    assert store.names() == [name]


def cannot_tell(_name: str) -> bool:
    raise ConnectionError


def test_two_sweeps_at_once_do_not_trip_over_each_other(store: BlobStore, folder: Path) -> None:
    for name in [kept(store) for _ in range(40)]:
        os.utime(folder / name, (0, 0))
    with ThreadPoolExecutor(4) as threads:
        removed = list(threads.map(lambda _: store.sweep(datetime.now(UTC), lambda _: False), range(4)))
    assert sum(removed) == 40
    assert files(folder) == []


def test_a_full_disk_has_a_name_and_leaves_nothing(tmp_path: Path) -> None:
    with get_context("spawn").Pool(1) as pool:
        outcome = pool.apply(fill_up, (str(tmp_path / "blobs"),))
    assert outcome == ("NoRoom", [], "finished")


def test_an_error_while_keeping_leaves_nothing(store: BlobStore, folder: Path) -> None:
    writer = store.new()
    writer.write(SEALED)
    (folder / writer.name).mkdir()  # the rename onto it must fail
    with pytest.raises(OSError, match="directory"):
        writer.keep()
    assert files(folder) == [writer.name]
    (folder / writer.name).rmdir()
    assert store.names() == []


def test_a_process_that_dies_leaves_only_what_the_sweep_takes(store: BlobStore, folder: Path) -> None:
    process = get_context("spawn").Process(target=die_while_writing, args=(str(folder),))
    process.start()
    process.join()
    assert process.exitcode == 9
    assert store.names() == []
    (left,) = files(folder)
    assert left.endswith(".part")
    os.utime(folder / left, (0, 0))
    assert store.sweep(datetime.now(UTC), lambda _: True) == 1
    assert files(folder) == []


def test_names_are_random(store: BlobStore) -> None:
    assert len({kept(store) for _ in range(50)}) == 50
