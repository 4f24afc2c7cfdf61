"""Attachments through real multipart bodies: sealed while parsed, bounded, and nothing left of what was not kept."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.age import AgeError, open_stream
from portal.apart import Ceilings
from portal.blobs import FolderStore
from portal.cleaning.workshop import Workshop
from portal.public.uploads import Limits, NotTaken, Uploads
from portal.sealing.files import open_file
from tests.cleaning import files
from tests.public.bodies import (
    BOUNDARY,
    MULTIPART,
    NO_FILE,
    SMALL,
    File,
    SmallDoor,
    body,
    file_head,
    keep,
    text_part,
)

URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def store(folder: Path) -> FolderStore:
    return FolderStore(folder)


@pytest.fixture
def door(store: FolderStore) -> SmallDoor:
    return SmallDoor(store)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def contents(store: FolderStore, uploads: Uploads) -> list[bytes]:
    """What an officer who has the files identity finds."""
    found = []
    for upload in uploads.taken:
        with store.open(upload.blob) as source:
            found.append(b"".join(open_file(source, uploads.file_list.key, upload.entry)))
    return found


@pytest.mark.parametrize("size", [1, 2, 15, 16, 4095, 65_519, 65_535, 65_536, 65_537, 131_072, 199_999, 200_000])
def test_a_file_of_any_size_comes_out_as_it_went_in(store: FolderStore, folder: Path, size: int) -> None:
    door, sent = SmallDoor(store, view=keep), os.urandom(size)
    assert door.post(body(("summary", "前"), File(sent), ("post", "后"))) == 200
    assert door.seen.form == {"summary": "前", "post": "后"}
    assert door.seen.taken == [(1, "照片.jpg", size)]
    assert contents(store, door.seen.uploads) == [sent]
    assert left_in(folder) == [door.seen.uploads.sealed_files[0].blob]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(
        st.sampled_from(
            [b"\r\n", b"\r", b"\n", b"--", b"\r\n--", BOUNDARY, b"\r\n--" + BOUNDARY[:-1], b"x", b"\0" * 70_000]
        )
    )
)
@example(pieces=[b"\r\n--" + BOUNDARY + b"x"])
@example(pieces=[b"x" * 65_535, b"\r\n"])
def test_content_that_looks_like_a_boundary_is_content(store: FolderStore, pieces: list[bytes]) -> None:
    sent = b"".join(pieces)[:200_000]
    # A line that is the boundary, and only that, ends the file in every implementation; a browser never makes one.
    lines = (b"\n" + sent).replace(b"\r", b"\n")
    if b"\n--" + BOUNDARY in lines or (b"--" + BOUNDARY in sent and not sent.endswith(b"x")):
        sent = sent.replace(BOUNDARY, b"boundary")
    door = SmallDoor(store, view=keep)
    assert door.post(body(File(sent or b"x"), ("post", "后"))) == 200
    assert contents(store, door.seen.uploads) == [sent or b"x"]
    assert door.seen.form == {"post": "后"}
    door.seen.uploads.discard()


def test_several_files_have_their_slots_one_key_and_sizes_that_tell_little(store: FolderStore) -> None:
    door = SmallDoor(store, view=keep)
    sent = [b"a" * 10, b"b" * 70_000, b"c"]
    assert door.post(body(*(File(content, f"{number}.txt") for number, content in enumerate(sent)))) == 200
    assert [entry.slot for entry in door.seen.uploads.file_list.entries] == [1, 2, 3]
    assert contents(store, door.seen.uploads) == sent
    buckets = [file.bucket for file in door.seen.uploads.sealed_files]
    assert buckets[0] == buckets[2] == 65_536
    assert buckets[1] > 70_000
    sizes = {store.size(file.blob) for file in door.seen.uploads.sealed_files if file.bucket == 65_536}
    assert len(sizes) == 1


def test_every_request_has_another_key(store: FolderStore) -> None:
    door = SmallDoor(store)
    keys = set()
    for _ in range(3):
        assert door.post(body(File(b"x"))) == 200
        keys.add(str(door.seen.uploads.file_list.key))
    assert len(keys) == 3


def test_names_and_types_are_cleaned(door: SmallDoor) -> None:
    assert door.post(body(File(b"x", "../范例甲/证据.pdf", "TEXT/HTML; charset=x"))) == 200
    assert (door.seen.taken, door.seen.types) == ([(1, "证据.pdf", 1)], ["text/html"])


def test_empty_file_inputs_are_no_files_and_touch_no_disk(door: SmallDoor, folder: Path) -> None:
    assert door.post(body(NO_FILE, ("summary", "字"), NO_FILE)) == 200
    assert (door.seen.taken, door.seen.refused, door.seen.form) == ([], [], {"summary": "字"})
    assert not folder.exists()


def test_a_named_file_without_a_byte_is_not_passed_over_in_silence(door: SmallDoor, folder: Path) -> None:
    assert door.post(body(File(b"", "证据.pdf"), ("summary", "字"))) == 200
    assert door.seen.refused == [("证据.pdf", "EMPTY")]
    assert not folder.exists()


@pytest.mark.parametrize("size", [200_001, 262_144, 900_000])
def test_a_file_above_the_limit_does_not_take_the_text_with_it(door: SmallDoor, folder: Path, size: int) -> None:
    sent = body(("first", "前"), File(b"x" * size, "大.zip"), ("last", "后"), File(b"small", "小.txt"))
    assert door.post(sent) == 200
    assert door.seen.form == {"first": "前", "last": "后"}
    assert door.seen.refused == [("大.zip", "TOO_LARGE")]
    assert left_in(folder) == []


def test_files_above_the_limit_together(door: SmallDoor) -> None:
    files = [File(b"x" * 150_000, "a"), File(b"x" * 150_001, "b"), File(b"x" * 150_000, "c")]
    assert door.post(body(*files, ("last", "后"))) == 200
    assert door.seen.refused == [("b", "TOO_MUCH")]
    assert door.seen.form == {"last": "后"}


def test_too_many_files(door: SmallDoor) -> None:
    files = [File(b"x", f"{number}") for number in range(5)]
    assert door.post(body(*files, NO_FILE, ("last", "后"))) == 200
    assert door.seen.refused == [("3", "TOO_MANY"), ("4", "TOO_MANY")]
    assert door.seen.form == {"last": "后"}


def test_a_refused_file_does_not_use_up_room(store: FolderStore) -> None:
    door = SmallDoor(store)
    files = [File(b"x" * 250_000, "a"), File(b"x" * 200_000, "b"), File(b"x" * 100_000, "c")]
    assert door.post(body(*files)) == 200
    assert door.seen.refused == [("a", "TOO_LARGE")]


def test_what_is_not_kept_is_gone_when_the_request_ends(store: FolderStore, folder: Path) -> None:
    during: list[list[str]] = []
    door = SmallDoor(store, view=lambda _uploads: during.append(left_in(folder)))
    assert door.post(body(File(b"x"), File(b"y"))) == 200
    assert [len(names) for names in during] == [2]
    assert all(name.endswith(".part") for name in during[0])
    assert left_in(folder) == []


def test_a_refused_file_forbids_keeping_the_others(store: FolderStore, folder: Path) -> None:
    def view(uploads: Uploads) -> None:
        with pytest.raises(NotTaken):
            uploads.keep()
        assert left_in(folder) == []

    door = SmallDoor(store, view=view)
    assert door.post(body(File(b"x"), File(b"", "leer"))) == 200


def test_kept_blobs_survive_whatever_the_view_does_next(store: FolderStore, folder: Path) -> None:
    def view(uploads: Uploads) -> None:
        uploads.keep()
        uploads.keep()
        raise RuntimeError("the commit's outcome is unknown")

    assert SmallDoor(store, view=view).post(body(File(b"x"), File(b"y"))) == 500
    assert len(store.names()) == len(left_in(folder)) == 2


def test_a_view_that_fails_before_keeping_leaves_nothing(store: FolderStore, folder: Path) -> None:
    def view(_uploads: Uploads) -> None:
        raise RuntimeError

    assert SmallDoor(store, view=view).post(body(File(b"x"))) == 500
    assert left_in(folder) == []


def test_kept_blobs_can_be_given_back(store: FolderStore, folder: Path) -> None:
    def view(uploads: Uploads) -> None:
        uploads.keep()
        uploads.discard()

    assert SmallDoor(store, view=view).post(body(File(b"x"))) == 200
    assert left_in(folder) == []


def test_a_form_never_read_leaves_nothing(store: FolderStore, folder: Path) -> None:
    door = SmallDoor(store)
    assert door.app.test_client().post("/nowhere", data=body(File(b"x")), content_type=MULTIPART).status_code == 404
    assert left_in(folder) == []


BROKEN = {
    "no boundary named": (body(File(b"x")), "multipart/form-data"),
    "another boundary": (body(File(b"x")), "multipart/form-data; boundary=other"),
    "a boundary that is no ASCII": (body(File(b"x")), "multipart/form-data; boundary=范例"),
    "nothing at all": (b"", MULTIPART),
    "no end": (file_head(File(b"")) + b"x" * 1000, MULTIPART),
    "no end after text": (text_part("a", "b"), MULTIPART),
    "no name": (b"--" + BOUNDARY + b"\r\nContent-Disposition: form-data\r\n\r\nx\r\n--" + BOUNDARY + b"--", MULTIPART),
    "no disposition": (b"--" + BOUNDARY + b"\r\nContent-Type: a/b\r\n\r\nx\r\n--" + BOUNDARY + b"--", MULTIPART),
    "a header that is no UTF-8": (body(File(b"x")).replace("照片".encode(), b"\xff\xfe"), MULTIPART),
    "percent and bytes": (b"a=\xff", URLENCODED),
    "too many pairs": (b"a&" * 3000, URLENCODED),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_form_is_called_broken(door: SmallDoor, folder: Path, broken: str) -> None:
    sent, content_type = BROKEN[broken]
    assert door.post(sent, content_type) == 400
    assert left_in(folder) == []


def test_a_form_without_any_part_is_an_empty_form(door: SmallDoor) -> None:
    assert door.post(b"--" + BOUNDARY + b"--\r\n") == 200
    assert (door.seen.form, door.seen.taken) == ({}, [])


TOO_LARGE = {
    "above the ceiling": (body(File(b"x" * SMALL.ceiling)), MULTIPART),
    "too much text in one field": (body(File(b"x"), ("a", "x" * 100_001)), MULTIPART),
    "too much text in all fields": (body(File(b"x"), *[(f"{n}", "x" * 20_000) for n in range(6)]), MULTIPART),
    "too many parts": (body(File(b"x"), *[("a", "")] * 2500), MULTIPART),
    "a header without end": (b"--" + BOUNDARY + b"\r\nX-Header: " + b"x" * 1_200_000, MULTIPART),
    "too long a preamble": (b"x" * 1_200_000 + body(File(b"x")), MULTIPART),
    "urlencoded": (b"a=" + b"x" * 100_001, URLENCODED),
}


@pytest.mark.parametrize("large", TOO_LARGE)
def test_too_much_of_anything_but_files_ends_the_request(door: SmallDoor, folder: Path, large: str) -> None:
    sent, content_type = TOO_LARGE[large]
    assert door.post(sent, content_type) == 413
    assert left_in(folder) == []


def test_text_up_to_the_limit_is_text(door: SmallDoor) -> None:
    assert door.post(body(("a", "x" * 60_000), File(b"x"), ("b", "x" * 40_000))) == 200
    assert {name: len(value) for name, value in door.seen.form.items()} == {"a": 60_000, "b": 40_000}


def test_forms_without_files_work_as_ever(door: SmallDoor) -> None:
    assert door.post(b"a=%E8%8C%83%E4%BE%8B&b=&a2=+", URLENCODED) == 200
    assert door.seen.form == {"a": "范例", "b": "", "a2": " "}
    assert door.post(b"{}", "application/json") == 200
    assert door.seen.form == {}


def test_a_lower_limit_for_bodies_is_respected_and_a_higher_is_not(store: FolderStore) -> None:
    request_class = SmallDoor(store).app.request_class
    asked = request_class(
        {"CONTENT_TYPE": MULTIPART, "wsgi.url_scheme": "http", "SERVER_NAME": "x", "SERVER_PORT": "1"}
    )
    assert asked.max_content_length == SMALL.ceiling
    for value, holds in ((10, 10), (10**12, SMALL.ceiling), (None, SMALL.ceiling)):
        asked.max_content_length = value
        assert asked.max_content_length == holds


def test_nothing_can_spool_a_file(store: FolderStore) -> None:
    asked = SmallDoor(store).app.request_class({"wsgi.url_scheme": "http", "SERVER_NAME": "x", "SERVER_PORT": "1"})
    with pytest.raises(RuntimeError, match="sealed while they are parsed"):
        asked._get_file_stream(1, "a/b", "x", 1)


def test_the_shipped_limits() -> None:
    shipped = Limits()
    assert (shipped.file_bytes, shipped.request_bytes) == (20 * 1024**2, 50 * 1024**2)
    # Whoever chose a film by mistake is told so beside the file, and keeps every word.
    assert shipped.ceiling > 10 * shipped.request_bytes


def cleaned(door: SmallDoor, *sent: File) -> list[tuple[str, str, str, tuple[str, ...]]]:
    assert door.post(body(*sent)) == 200
    entries = door.seen.uploads.entries
    return [(entry.name, entry.media_type, entry.treated.value, entry.removed) for entry in entries]


def test_what_came_to_be_cleaned_is_cleaned_and_what_not_is_not(store: FolderStore, folder: Path) -> None:
    door, photo = SmallDoor(store, view=keep), files.picture()
    told = cleaned(door, File(photo, field="files"), File(photo), File(b"text", "a.txt", "text/plain", "files"))
    assert told == [
        ("照片.jpg", "image/jpeg", "cleaned", told[0][3]),
        ("照片.jpg", "image/jpeg", "original", ()),
        ("a.txt", "text/plain", "passed", ()),
    ]
    assert {"place", "time", "device"} <= set(told[0][3])
    clean, same, text = contents(store, door.seen.uploads)
    assert files.RAW not in clean
    assert (same, text) == (photo, b"text")
    assert left_in(folder) == sorted(file.blob for file in door.seen.uploads.sealed_files)


def test_a_heic_arrives_as_a_jpeg_under_its_new_name(store: FolderStore) -> None:
    door = SmallDoor(store, view=keep)
    assert cleaned(door, File(files.heic(), "IMG_0001.HEIC", "image/heic", "files"))[0][:2] == (
        "IMG_0001.jpg",
        "image/jpeg",
    )


def test_sound_and_film_pass_in_pieces(store: FolderStore) -> None:
    film = b"\0\0\0\x18ftypisom\0\0\0\0isomiso2" + os.urandom(190_000)
    door = SmallDoor(store, view=keep)
    assert cleaned(door, File(film, "a.mp4", "video/mp4", "files")) == [("a.mp4", "video/mp4", "passed", ())]
    assert contents(store, door.seen.uploads) == [film]


def test_what_cannot_be_cleaned_is_refused_and_nothing_is_kept(store: FolderStore, folder: Path) -> None:
    def try_to_keep(uploads: Uploads) -> None:
        with pytest.raises(NotTaken):
            uploads.keep()

    door, broken = SmallDoor(store, view=try_to_keep), File(b"\xff\xd8\xffnot a picture", field="files")
    assert cleaned(door, broken, File(b"x"), File(b"<svg/>", "a.svg", field="files")) == []
    assert door.seen.refused == [("照片.jpg", "BROKEN"), ("a.svg", "UNKNOWN")]
    assert left_in(folder) == []


def test_after_a_file_that_exhausted_its_child_no_other_is_tried(store: FolderStore) -> None:
    door = SmallDoor(store)
    door.app.request_class.workshop = Workshop(Ceilings(seconds=0))
    photo = File(files.picture(), field="files")
    assert door.post(body(photo, photo, photo)) == 200
    assert [why for _, why in door.seen.refused] == ["EXHAUSTED", "BUSY", "BUSY"]


def test_files_that_were_not_treated_are_not_kept(store: FolderStore, folder: Path) -> None:
    uploads = Uploads(store, SMALL, Workshop())
    arriving = uploads.arriving("files", "a.txt", "text/plain")
    arriving.write(b"text")
    arriving.end()
    with pytest.raises(RuntimeError):
        uploads.keep()
    uploads.close()
    assert left_in(folder) == []


def test_before_it_is_cleaned_a_file_lies_sealed_to_nobody_who_will_read_it(store: FolderStore, folder: Path) -> None:
    uploads = Uploads(store, SMALL, Workshop())
    arriving = uploads.arriving("files", "a.txt", "text/plain")
    arriving.write(files.RAW * 15_000)
    arriving.end()
    (path,) = folder.iterdir()
    assert files.RAW not in path.read_bytes()
    with path.open("rb") as source, pytest.raises(AgeError):
        b"".join(open_stream(source, [uploads.file_list.key]))
    uploads.treat()
    (path,) = folder.iterdir()
    uploads.keep()
    with store.open(uploads.sealed_files[0].blob) as source:
        assert b"".join(open_file(source, uploads.file_list.key, uploads.entries[0])) == files.RAW * 15_000
