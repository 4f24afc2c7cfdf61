"""A backup while it is made: cut short, doubled, in the way of others, from a store that loses things."""

import os
import tarfile
from datetime import timedelta
from io import BytesIO

import pytest

from portal.age import Identity, open_sealed
from portal.backup import shelf
from portal.backup.errors import BackupError, NotGenuine
from portal.backup.making import LASTS
from portal.backup.manifest import read_manifest
from portal.backup.side import side_of
from portal.blobs import FolderStore
from portal.web.database import Unavailable
from tests.backup.operator import no_bar
from tests.faults.deeds import SOUND, TOLD

SMALL = 64 * 1024


@pytest.fixture
def several(world):
    """Five reports with a file each at the desk."""
    for _ in range(5):
        world.reporter().reports(offices=["yunling"], originals=[SOUND], **TOLD)
    world.collects()
    return set(world.desk.blobs.names())


def parts(backup):
    return {part.name: (backup.folder / part.name).read_bytes() for part in backup.manifest.parts}


def names_in(content, key):
    with tarfile.open(fileobj=BytesIO(open_sealed(content, [key]))) as tar:
        return tar.getnames()


def test_files_go_into_parts_of_bounded_size_each_once(operator, several):
    backup = operator.backs_up("desk", limit=SMALL)
    files = [name for name in parts(backup) if name.startswith("files-")]
    assert files == [f"files-{number:05}.age" for number in range(1, 6)]
    held = [name for file in files for name in names_in(parts(backup)[file], operator.key)]
    assert sorted(held) == sorted(several)
    assert backup.manifest.files == 5


def test_a_run_that_broke_off_goes_on_after_the_last_whole_part(operator, several, monkeypatch):
    opened, opens = [], FolderStore.open

    def breaks(self, name):
        opened.append(name)
        if len(opened) == 3:
            raise OSError(5, "Input/output error")
        return opens(self, name)

    monkeypatch.setattr(FolderStore, "open", breaks)
    with pytest.raises(OSError, match="Input/output"):
        operator.backs_up("desk", limit=SMALL)
    (unfinished,) = operator.place.iterdir()
    before = {path.name: path.stat().st_ino for path in unfinished.glob("*.age")}
    assert len(before) == 4, "database, keys, two of five files"
    assert operator.backups("desk") == []
    backup = operator.backs_up("desk", limit=SMALL)
    assert len(opened) == 3 + 3
    assert {name: (backup.folder / name).stat().st_ino for name in before} == before
    assert backup.manifest.files == 5
    assert operator.backups("desk") == [backup]


@pytest.mark.parametrize("spoilt", ["cut", "missing", "manifest", "old", "other key"])
def test_what_cannot_be_gone_on_with_is_begun_anew(world, operator, several, monkeypatch, spoilt):
    with monkeypatch.context() as patched:
        patched.setattr(FolderStore, "open", lambda *_: (_ for _ in ()).throw(OSError(5, "Input/output error")))
        with pytest.raises(OSError, match="Input/output"):
            operator.backs_up("desk")
    (unfinished,) = operator.place.iterdir()
    database = unfinished / "database.age"
    first = database.read_bytes()
    if spoilt == "cut":
        os.truncate(database, 100)
    elif spoilt == "missing":
        database.unlink()
    elif spoilt == "manifest":
        (unfinished / shelf.MANIFEST).write_text("{}", encoding="utf-8")
    elif spoilt == "old":
        world.passes(seconds=LASTS.total_seconds() + 1)
    else:
        operator.key = Identity.generate()
    backup = operator.backs_up("desk")
    assert (backup.folder / "database.age").read_bytes() != first
    assert backup.manifest.to == (operator.key.recipient.fingerprint,)


def test_one_at_a_time(operator, several):
    with shelf.unfinished(operator.place, "desk"):
        with pytest.raises(BackupError, match="being made already"):
            operator.backs_up("desk")
        operator.backs_up("letterbox")
    operator.backs_up("desk")


def test_writing_goes_on_meanwhile(world, operator, several):
    lin = world.officer("lin")
    number = lin.numbers()[0]

    def registering(label, length):
        if label == "files":
            lin.registers(number)
            assert lin.answer.status_code == 200
        return no_bar(label, length)

    backup = operator.backs_up("desk", progress=registering)
    assert world.desk_states()[number] == "registered"
    operator.loses("desk")
    operator.puts_back(backup)
    assert world.desk_states()[number] == "delivered", "the database is of the moment before"


def test_a_file_that_is_lost_is_told_of_and_the_rest_is_saved(world, operator, several):
    world.desk.blobs.delete(min(several))
    backup = operator.backs_up("desk")
    assert (backup.manifest.files, backup.manifest.lost, backup.manifest.gone) == (4, 1, 0)
    operator.loses("desk")
    assert operator.puts_back(backup).missing == 1


def test_keys_that_change_meanwhile_are_copied_again(world, operator, several):
    file = world.folder / "keys/desk/officers/lin.age"
    changed = []

    def changing(label, length):
        if label == "database" and not changed:
            changed.append(True)
            file.write_bytes(file.read_bytes() + b" ")
        return no_bar(label, length)

    backup = operator.backs_up("desk", progress=changing)
    with tarfile.open(fileobj=BytesIO(open_sealed(parts(backup)["keys.age"], [operator.key]))) as tar:
        assert tar.extractfile("officers/lin.age").read() == file.read_bytes()

    def always(label, length):
        file.write_bytes(file.read_bytes() + b" ")
        return no_bar(label, length)

    with pytest.raises(BackupError, match="being changed all the time"):
        operator.backs_up("desk", progress=always)


def test_what_the_disk_spoils_while_it_is_written_is_no_backup(operator, several):
    def spoiling(label, length):
        if label == "reading back":
            (part,) = operator.place.glob("desk.unfinished/keys.age")
            part.write_bytes(part.read_bytes()[:-1] + b"x")
        return no_bar(label, length)

    with pytest.raises(NotGenuine, match=r"keys\.age"):
        operator.backs_up("desk", progress=spoiling)
    assert operator.backups("desk") == []


def test_keys_that_open_sign_ins_or_sign_rosters_are_not_in_it(world, operator, several):
    backup = operator.backs_up("desk")
    names = names_in(parts(backup)["keys.age"], operator.key)
    assert {"audit.key", "authority.pub", "decoy.age", "officers/lin.age"} <= set(names)
    assert not {"cookie.key", "authority.age", "people.json"} & set(names)
    assert names_in(parts(operator.backs_up("letterbox"))["keys.age"], operator.key) == [
        "authority.pub",
        "roster.json",
        "roster.sig",
    ]


def test_old_ones_go_and_the_newest_stays_whatever_its_age(world, operator, several):
    first = operator.backs_up("desk")
    world.passes(days=20)
    second = operator.backs_up("desk")
    world.passes(days=20)
    now = world.clock.now()
    assert shelf.prune(operator.place, "desk", now, 30) == 1
    assert operator.backups("desk") == [second]
    assert not first.folder.exists()
    world.passes(days=400)
    assert shelf.prune(operator.place, "desk", world.clock.now(), 30) == 0
    assert sorted(path.name for path in operator.place.iterdir()) == [second.folder.name]


def test_removing_that_was_cut_short_is_finished_the_next_time(world, operator, several):
    going = operator.place / ".going-desk-20200101T000000Z"
    going.mkdir(parents=True)
    (going / "database.age").write_bytes(b"x")
    shelf.prune(operator.place, "desk", world.clock.now(), 30)
    assert not going.exists()


def test_what_has_no_whole_manifest_is_no_backup(operator, several):
    backup = operator.backs_up("desk")
    good = (backup.folder / shelf.MANIFEST).read_bytes()
    for bad in (
        b"",
        b"{}",
        good[:-10],
        good.replace(b'"desk"', b'"office"'),
        good.replace(b"keys.age", b"../../k.age"),
    ):
        (backup.folder / shelf.MANIFEST).write_bytes(bad)
        assert operator.backups("desk") == []
        with pytest.raises(NotGenuine):
            read_manifest(bad)
    (backup.folder / shelf.MANIFEST).write_bytes(good)
    assert operator.backups("desk") == [backup]
    (backup.folder / "keys.age").unlink()
    assert operator.backups("desk") == []


def test_a_part_named_twice_is_no_manifest(operator, several):
    manifest = operator.backs_up("desk").manifest
    twice = manifest.model_copy(update={"parts": (*manifest.parts, manifest.parts[0])})
    with pytest.raises(NotGenuine, match="twice"):
        read_manifest(twice.write())


def test_there_is_nothing_to_back_up_before_there_is_a_database(world, operator):
    operator.loses("desk")
    with pytest.raises((Unavailable, BackupError)):
        operator.backs_up("desk")
    assert operator.backups("desk") == []


def test_two_backups_of_one_second_do_not_replace_each_other(world, operator, several, monkeypatch):
    first = operator.backs_up("desk")
    monkeypatch.setattr(world.clock.__class__, "now", lambda _: first.manifest.begun + timedelta(microseconds=5))
    with pytest.raises(BackupError, match="is there already"):
        operator.backs_up("desk")
    assert operator.backups("desk") == [first]


def test_only_what_lies_where_keys_lie_is_a_key(world):
    side = side_of(world.settings, "desk")
    assert side.is_key_file("audit.key")
    assert side.is_key_file("officers/lin.age")
    for name in (
        "../audit.key",
        "officers/../../x.age",
        "/etc/x.age",
        "lin.age",
        "deep/officers/lin.age",
        "cookie.key",
    ):
        assert not side.is_key_file(name)
