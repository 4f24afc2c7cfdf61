"""Whatever breaks while attachments arrive: no blob is left, plaintext never was in a file, and the text survives."""

import errno
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from itertools import repeat
from pathlib import Path
from typing import NoReturn

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from portal.blobs import FolderStore, NoRoom
from portal.public.multipart import StreamingForm
from portal.public.uploads import Limits, Uploads
from tests.public.bodies import FailingStore, File, Pieces, SmallDoor, body, file_head, keep

SENT = body(
    ("first", "前"), File(os.urandom(70_000), "a"), ("middle", "中"), File(os.urandom(100), "b"), ("last", "后")
)
CUTS = [*range(0, 400, 7), *range(400, len(SENT) - 700, 5_003), *range(len(SENT) - 700, len(SENT) - 4, 9)]
LARGE = Limits(file_bytes=10**8, request_bytes=10**8)
CANARY = "范例甲在云岭省某局的原文-CANARY".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_body_cut_anywhere_is_broken_and_leaves_nothing(folder: Path) -> None:
    door = SmallDoor(FolderStore(folder), view=keep)
    for cut in CUTS:
        assert door.post(SENT[:cut]) == 400, cut
        assert left_in(folder) == [], cut


def test_a_client_that_goes_away_anywhere_leaves_nothing(folder: Path) -> None:
    door = SmallDoor(FolderStore(folder), view=keep)
    for cut in CUTS:
        assert door.post(SENT[:cut], CONTENT_LENGTH=str(len(SENT))) == 400, cut
        assert left_in(folder) == [], cut


@pytest.mark.parametrize(
    ("error", "status"), [(ConnectionResetError(), 400), (TimeoutError(), 400), (RuntimeError(), 500)]
)
def test_a_connection_that_breaks_leaves_nothing(folder: Path, error: Exception, status: int) -> None:
    def pieces() -> Iterator[bytes]:
        yield SENT[:60_000]
        raise error

    door = SmallDoor(FolderStore(folder), view=keep)
    assert door.post_stream(Pieces(pieces()), len(SENT)) == status
    assert left_in(folder) == []


def test_a_length_that_is_too_short_cuts_the_form(folder: Path) -> None:
    door = SmallDoor(FolderStore(folder), view=keep)
    assert door.post(SENT, CONTENT_LENGTH=str(len(SENT) - 200)) == 400
    assert left_in(folder) == []


def test_above_the_ceiling_not_a_byte_is_read(folder: Path) -> None:
    door = SmallDoor(FolderStore(folder))
    stream = Pieces(iter([SENT]))
    assert door.post_stream(stream, 10**10) == 413
    assert stream.given == 0


def test_a_disk_that_fails_at_any_step_leaves_nothing_and_the_text_survives(folder: Path) -> None:
    outcomes = set()
    for step in range(1, 100):
        store = FailingStore(folder, step)
        door = SmallDoor(store, view=keep_or_note(outcomes))
        assert door.post(SENT) == 200
        assert door.seen.form == {"first": "前", "middle": "中", "last": "后"}
        if not store.failed:
            break
        assert left_in(folder) == []
    else:
        pytest.fail("never came to an end")
    assert outcomes == {"NOT_STORED", "NoRoom", "kept"}
    assert len(left_in(folder)) == 2


def keep_or_note(outcomes: set[str]) -> Callable[[Uploads], None]:
    def view(uploads: Uploads) -> None:
        if uploads.refused:
            outcomes.update(refused.why.name for refused in uploads.refused)
            return
        try:
            uploads.keep()
        except NoRoom as full:
            outcomes.add(type(full).__name__)
        else:
            outcomes.add("kept")

    return view


def test_a_disk_error_of_another_kind_is_not_stored_either(folder: Path) -> None:
    door = SmallDoor(FailingStore(folder, 3, OSError(errno.EIO, "input/output error")))
    assert door.post(SENT) == 200
    assert door.seen.refused == [("a", "NOT_STORED"), ("b", "NOT_STORED")]
    assert left_in(folder) == []


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    door = SmallDoor(FolderStore(tmp_path / "file" / "blobs"))
    assert door.post(SENT) == 200
    assert door.seen.refused == [("a", "NOT_STORED"), ("b", "NOT_STORED")]


def open_files() -> Iterator[bytes]:
    """The content of every regular file this process has open: also of those that no folder shows any more."""
    for link in Path("/proc/self/fd").iterdir():
        try:
            if link.is_file() and link.stat().st_size < 10**8:
                yield link.read_bytes()
        except OSError:
            continue


def files_in(*folders: Path) -> Iterator[bytes]:
    for path in (path for folder in folders for path in folder.glob("*")):
        try:
            if path.is_file() and path.stat().st_size < 10**8:
                yield path.read_bytes()
        except OSError:
            continue


def test_the_look_at_open_files_sees_one_that_has_no_name() -> None:
    # The control of the next test: this is how a form parser usually spools an upload.
    with tempfile.TemporaryFile() as spooled:
        spooled.write(CANARY)
        spooled.flush()
        assert any(CANARY in seen for seen in open_files())


def test_no_plaintext_is_in_any_file_at_any_moment(folder: Path) -> None:
    content = CANARY * 100_000
    sealed: list[int] = []

    def pieces() -> Iterator[bytes]:
        yield file_head(File(b"", "原文.txt"))
        for start in range(0, len(content), 400_000):
            elsewhere = [*open_files(), *files_in(Path(tempfile.gettempdir()), Path("/dev/shm"))]
            stored = list(files_in(folder))
            assert not any(CANARY in seen for seen in (*elsewhere, *stored))
            sealed.append(sum(map(len, stored)))
            yield content[start : start + 400_000]
        yield b"\r\n" + body()

    length = len(file_head(File(b"", "原文.txt"))) + len(content) + 2 + len(body())
    door = SmallDoor(FolderStore(folder), limits=LARGE, view=keep)
    assert door.post_stream(Pieces(pieces()), length) == 200
    assert door.seen.taken == [(1, "原文.txt", len(content))]
    assert sealed[0] == 0
    assert sealed[-1] > len(content) / 2  # it did look where the upload was being written, while it was
    assert not any(CANARY in seen for seen in files_in(folder))


@pytest.mark.parametrize("field", ["files", "originals"])
def test_a_hundred_mebibytes_take_little_memory(tmp_path: Path, field: str) -> None:
    command = [sys.executable, "-m", "tests.public.large_upload", str(tmp_path / "blobs"), str(100 * 1024**2), field]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=200)
    taken, above_idle = map(int, done.stdout.split())
    assert taken == 100 * 1024**2
    assert above_idle < 16 * 1024**2


def test_many_at_once_do_not_mix(folder: Path) -> None:
    store = FolderStore(folder)
    found: list[tuple[str, list[tuple[int, str, int]]]] = []

    def send(number: int) -> None:
        door = SmallDoor(store, view=keep)
        assert door.post(body(("who", str(number)), File(bytes([number]) * (1000 + number), f"{number}"))) == 200
        found.append((door.seen.form["who"], door.seen.taken))

    threads = [threading.Thread(target=send, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted((str(n), [(1, str(n), 1000 + n)]) for n in range(12))
    assert len(store.names()) == 12


def test_the_reader_bounds_text_even_from_a_stream_without_an_end() -> None:
    def no_files(*_: str) -> NoReturn:
        pytest.fail("a file in a form without files")

    with pytest.raises(RequestEntityTooLarge):
        StreamingForm(no_files, 100_000, MultiDict).parse(
            Pieces(repeat(b"a=b&" * 1000)), "application/x-www-form-urlencoded", None
        )
