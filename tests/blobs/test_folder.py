"""Blobs in a folder: private, dateless, and a broken or full disk leaves nothing."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest

from portal.blobs import BlobStore, FolderStore
from tests.blobs.disks import die_while_writing, fill_up
from tests.blobs.keeping import SEALED, kept


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var" / "blobs"


@pytest.fixture
def store(folder: Path) -> BlobStore:
    return FolderStore(folder)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


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


def test_a_link_under_a_good_name_is_not_followed(store: BlobStore, folder: Path, tmp_path: Path) -> None:
    kept(store)
    (tmp_path / "secret").write_bytes(b"key")
    (folder / ("a" * 32)).symlink_to(tmp_path / "secret")
    with pytest.raises(OSError, match="symbolic"):
        store.open("a" * 32)
    assert store.size("a" * 32) != len(b"key")


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
