"""Putting back: never over something, never half, never what was changed."""

import tarfile
from io import BytesIO

import pytest

from portal.age import Identity, seal
from portal.backup import shelf
from portal.backup.digesting import digest_of
from portal.backup.errors import BackupError, NotGenuine
from portal.backup.manifest import Part
from portal.backup.restoring import MARK, open_all
from portal.blobs import FolderStore
from portal.desk.history import HISTORY
from portal.web.migrating import upgrade
from portal.whole_files import replace
from tests import databases
from tests.backup.operator import no_bar
from tests.faults.invariants import holds


@pytest.fixture
def backup(operator, busy):
    return operator.backs_up("desk")


def test_nothing_that_is_there_is_overwritten(operator, backup):
    before = operator.everything()
    with pytest.raises(BackupError, match=r"\[desk\] database: something is there"):
        operator.puts_back(backup)
    assert operator.everything() == before


@pytest.mark.parametrize(("left", "told"), [("desk-blobs", "blobs"), ("keys/desk", "audit.key")])
def test_not_even_a_part_of_a_deployment(world, operator, backup, left, told):
    kept = world.folder.with_name("kept")
    (world.folder / left).rename(kept)
    operator.loses("desk")
    kept.rename(world.folder / left)
    before = operator.everything()
    with pytest.raises(BackupError, match=told):
        operator.puts_back(backup)
    assert operator.everything() == before


@pytest.mark.parametrize("name", ["database.age", "keys.age", "files-00001.age"])
@pytest.mark.parametrize("where", ["head", "middle", "end", "more", "gone"])
def test_a_part_that_was_changed_is_found_before_anything_is_written(operator, backup, name, where):
    operator.loses("desk")
    before, part = operator.everything(), backup.folder / name
    content = bytearray(part.read_bytes())
    at = {"head": 30, "middle": len(content) // 2, "end": len(content) - 1}.get(where)
    if at is not None:
        content[at] ^= 1
        part.write_bytes(content)
    elif where == "more":
        part.write_bytes(content + b"x")
    else:
        part.unlink()
    with pytest.raises(NotGenuine, match=name):
        operator.puts_back(backup)
    assert operator.everything() == before


def test_another_key_opens_nothing_and_nothing_is_written(operator, backup):
    operator.loses("desk")
    before = operator.everything()
    with pytest.raises(BackupError, match="another key"):
        operator.puts_back(backup, key=Identity.generate())
    assert operator.everything() == before


def test_one_of_two_keys_is_enough(operator, busy):
    other = Identity.generate()
    backup = operator.backs_up("desk", to=[operator.key.recipient, other.recipient])
    operator.loses("desk")
    operator.puts_back(backup, key=other)


def exchanged(backup, name, content, to):
    """The same backup with another part in the place of one, by somebody who knows the public key."""
    (backup.folder / name).write_bytes(seal(content, [to]))
    new = Part(
        name=name,
        size=(backup.folder / name).stat().st_size,
        sha256=digest_of(backup.folder / name, lambda _: None),
    )
    parts = tuple(new if part.name == name else part for part in backup.manifest.parts)
    changed = shelf.Backup(backup.folder, backup.manifest.model_copy(update={"parts": parts}))
    replace(backup.folder / shelf.MANIFEST, changed.manifest.write())
    return changed


def archive(*entries):
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, kind in entries:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname, entry.size = kind, "/etc/passwd", 3 if kind == tarfile.REGTYPE else 0
            tar.addfile(entry, BytesIO(b"bad"))
    return out.getvalue()


@pytest.mark.parametrize(
    "entry",
    [
        ("../../outside.age", tarfile.REGTYPE),
        ("/tmp/outside.age", tarfile.REGTYPE),
        ("cookie.key", tarfile.REGTYPE),
        ("audit.key", tarfile.SYMTYPE),
        ("officers/lin.age", tarfile.LNKTYPE),
        ("officers", tarfile.DIRTYPE),
    ],
)
def test_keys_that_would_lie_elsewhere_are_refused(operator, backup, entry):
    bad = exchanged(backup, "keys.age", archive(entry), operator.key.recipient)
    operator.loses("desk")
    before = operator.everything()
    with pytest.raises(NotGenuine, match="no key file"):
        operator.puts_back(bad)
    assert operator.everything() == before


@pytest.mark.parametrize(
    "entry",
    [("../outside", tarfile.REGTYPE), ("0" * 32, tarfile.SYMTYPE), ("0" * 31, tarfile.REGTYPE)],
)
def test_files_that_are_no_sealed_files_are_refused(operator, backup, entry):
    bad = exchanged(backup, "files-00001.age", archive(entry), operator.key.recipient)
    operator.loses("desk")
    with pytest.raises(NotGenuine, match="no sealed file"):
        operator.puts_back(bad)
    assert not (operator.world.folder / "desk.sqlite").exists()


@pytest.mark.sqlite_only
@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\x00" + bytes(5000)])
def test_what_is_no_database_never_gets_its_name(operator, backup, content):
    bad = exchanged(backup, "database.age", content, operator.key.recipient)
    operator.loses("desk")
    with pytest.raises(NotGenuine, match=r"no database|is damaged"):
        operator.puts_back(bad)
    assert not (operator.world.folder / "desk.sqlite").exists()


def test_what_is_no_archive_is_told(operator, backup):
    bad = exchanged(backup, "keys.age", b"no archive at all, but long enough" * 40, operator.key.recipient)
    operator.loses("desk")
    with pytest.raises(NotGenuine, match="no archive"):
        operator.puts_back(bad)


def test_fewer_files_than_promised_are_told(operator, backup):
    fewer = backup.manifest.model_copy(update={"files": backup.manifest.files + 1})
    operator.loses("desk")
    with pytest.raises(NotGenuine, match="says that it has 3 files, and has 2"):
        operator.puts_back(shelf.Backup(backup.folder, fewer))
    assert databases.on_postgresql() or not (operator.world.folder / "desk.sqlite").exists()


def test_cut_short_it_goes_on(world, operator, backup, monkeypatch):
    operator.loses("desk")
    with monkeypatch.context() as patched:
        patched.setattr(FolderStore, "back", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match="No space"):
            operator.puts_back(backup)
    assert (world.folder / "keys/desk" / MARK).exists()
    other = operator.backs_up("letterbox")
    assert operator.puts_back(backup).missing == 0
    assert not (world.folder / "keys/desk" / MARK).exists()
    holds(world)
    assert other


def test_a_database_that_somebody_made_meanwhile_is_not_taken_for_the_one_put_back(
    world, operator, backup, monkeypatch
):
    """Or the operator who tries `portal db upgrade` in between would have an empty desk that looks restored."""
    operator.loses("desk")
    with monkeypatch.context() as patched:
        patched.setattr(FolderStore, "back", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match="No space"):
            operator.puts_back(backup)
    upgrade(world.desk.database, HISTORY)
    with pytest.raises(BackupError, match=r"\[desk\] database: something is there"):
        operator.puts_back(backup)


def test_two_backups_are_not_mixed(world, operator, backup, monkeypatch):
    world.passes(hours=1)
    second = operator.backs_up("desk")
    operator.loses("desk")
    with monkeypatch.context() as patched:
        patched.setattr(FolderStore, "back", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match="No space"):
            operator.puts_back(backup)
    with pytest.raises(BackupError, match="another backup is being put back"):
        operator.puts_back(second)
    operator.puts_back(backup)


def test_a_key_that_somebody_put_there_meanwhile_stays(world, operator, backup, monkeypatch):
    operator.loses("desk")
    with monkeypatch.context() as patched:
        patched.setattr(FolderStore, "back", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match="No space"):
            operator.puts_back(backup)
    (world.folder / "keys/desk/audit.key").write_bytes(b"another")
    with pytest.raises(BackupError, match="is there already, and is another one"):
        operator.puts_back(backup)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"finished": None}, "never finished"),
        ({"door": "letterbox"}, "not of the desk"),
        ({"revision": "9999"}, "newer portal"),
        ({"parts": ()}, "has no database"),
    ],
)
def test_what_does_not_fit_is_told_before_anything_is_read(operator, backup, change, told):
    operator.loses("desk")
    before = operator.everything()
    with pytest.raises(BackupError, match=told):
        operator.puts_back(shelf.Backup(backup.folder, backup.manifest.model_copy(update=change)), door="desk")
    assert operator.everything() == before


def test_a_backup_of_another_kind_of_database_is_told(operator, backup):
    other = "sqlite" if databases.on_postgresql() else "postgresql"
    operator.loses("desk")
    with pytest.raises(BackupError, match=f"of a {other} database"):
        operator.puts_back(shelf.Backup(backup.folder, backup.manifest.model_copy(update={"engine": other})))


def test_files_and_folders_are_for_their_owner_only(world, operator, backup):
    operator.loses("desk")
    operator.puts_back(backup)
    keys = world.folder / "keys/desk"
    assert {oct(path.stat().st_mode & 0o777) for path in (keys, keys / "officers", world.folder / "desk-blobs")} == {
        "0o700"
    }
    assert {oct((keys / name).stat().st_mode & 0o777) for name in ("audit.key", "cookie.key", "officers/lin.age")} == {
        "0o600"
    }
    assert oct((keys / "authority.pub").stat().st_mode & 0o777) == "0o644"


def test_everything_can_be_opened_without_writing_anything(operator, backup):
    before = operator.everything()
    open_all(backup, operator.key, no_bar)
    with pytest.raises(BackupError, match="another key"):
        open_all(backup, Identity.generate(), no_bar)
    assert operator.everything() == before
