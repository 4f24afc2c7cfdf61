"""`portal backup …` and `portal restore`, as somebody types them at night."""

import tarfile
from io import BytesIO

import pytest
from click.testing import CliRunner

from portal.age import Identity, open_sealed, open_with_passphrase
from portal.commands import main
from portal.desk.audit.actions import COMMAND, Act
from portal.doctor import Door, examine
from portal.settings import load
from tests.age.counterparts import SecondAge

PASSPHRASE = "four quiet herons by the old weir"


class Terminal:
    """Commands with this world's configuration; backups go to a folder beside it."""

    def __init__(self, world):
        self.world, self.folder = world, world.folder.parent
        self.config, self.shelf = world.folder / "config.toml", self.folder / "backups"
        self.stick = self.folder / "backup-key.age"
        self.secret = self.folder / "passphrase"
        self.secret.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
        self.secret.chmod(0o600)
        with self.config.open("a", encoding="utf-8") as file:
            file.write(f'\n[backup]\nfolder = "{self.shelf}"\nrecipients = "backup.pub"\n')

    def types(self, *words):
        return CliRunner().invoke(main, ["--config", str(self.config), *map(str, words)])

    def does(self, *words):
        done = self.types(*words)
        assert done.exit_code == 0, done.output
        return done.stdout

    def refuses(self, *words):
        done = self.types(*words)
        assert done.exit_code == 1, done.output
        assert "Traceback" not in done.output
        return done.output

    def key(self):
        return ["--identity", self.stick, "--passphrase-file", self.secret]

    def makes_key(self):
        return self.does("backup", "key", "--to", self.stick, "--passphrase-file", self.secret)

    def made(self, door):
        (folder,) = sorted(self.shelf.glob(f"{door}-*"))
        return folder


@pytest.fixture
def terminal(world):
    return Terminal(world)


@pytest.fixture
def kept(terminal, busy):
    """A terminal with a key and a backup of each door."""
    terminal.makes_key()
    terminal.said = {door: terminal.does("backup", "make", "--door", door) for door in ("letterbox", "desk")}
    return terminal


def digest(said):
    return said.split("digest ")[1].split("  sealed")[0]


def test_from_the_key_to_a_host_that_stands_again(world, operator, kept):
    with world.desk.database.reading() as session:
        (newest,) = world.desk.ledger.of_actor(session, COMMAND, list(Act), 1)
    assert newest.note == f"backup {digest(kept.said['desk'])}"
    listed = kept.does("backup", "list", "--door", "desk")
    assert listed == kept.said["desk"]
    assert "whole (whether it opens, only its key can tell)" in kept.does("backup", "check", kept.made("desk"))
    assert "every part opens" in kept.does("backup", "check", kept.made("desk"), *kept.key())
    operator.loses("letterbox", "desk")
    for door in ("letterbox", "desk"):
        expect = digest(kept.said[door]).lower()
        told = kept.does("restore", kept.made(door), "--door", door, "--expect", expect, *kept.key())
        assert "next:" in told
        operator.gives_rights(door)
    assert "audit chain: " in told
    assert "intact" in told
    world.collects()
    assert len(world.desk_states()) == 2


def test_a_key_is_never_written_over_another(terminal):
    told = terminal.makes_key()
    assert "carry it off this host" in told
    before = terminal.stick.read_bytes()
    assert "is there already" in terminal.refuses(
        "backup", "key", "--to", terminal.stick, "--passphrase-file", terminal.secret
    )
    assert "backup.pub: is there already" in terminal.refuses(
        "backup", "key", "--to", terminal.folder / "other.age", "--passphrase-file", terminal.secret
    )
    assert terminal.stick.read_bytes() == before
    assert oct(terminal.stick.stat().st_mode & 0o777) == "0o600"


def test_a_weak_passphrase_makes_no_key(terminal):
    terminal.secret.write_text("password\n", encoding="utf-8")
    assert "too weak" in terminal.refuses("backup", "key", "--to", terminal.stick, "--passphrase-file", terminal.secret)
    assert not terminal.stick.exists()


@pytest.mark.npm
def test_another_age_and_tar_read_a_backup_too(kept):
    with SecondAge() as other:
        identity = other.open(kept.stick.read_bytes(), passphrase=PASSPHRASE).decode().strip()
        content = other.open((kept.made("desk") / "keys.age").read_bytes(), identities=[identity])
    with tarfile.open(fileobj=BytesIO(content)) as tar:
        assert tar.extractfile("audit.key").read() == (kept.world.folder / "keys/desk/audit.key").read_bytes()


def test_without_a_folder_or_a_key_there_is_no_backup(world, terminal):
    assert "backup.pub: cannot be read" in terminal.refuses("backup", "make", "--door", "desk")
    public = world.folder / "backup.pub"
    public.write_text("# nobody\n", encoding="utf-8")
    assert "names no key to seal to" in terminal.refuses("backup", "make", "--door", "desk")
    public.write_text("age1nonsense\n", encoding="utf-8")
    assert "no public key" in terminal.refuses("backup", "make", "--door", "desk")
    text = terminal.config.read_text(encoding="utf-8")
    terminal.config.write_text(text.replace(f'folder = "{terminal.shelf}"', 'folder = "."'), encoding="utf-8")
    for words in (("backup", "make"), ("backup", "list")):
        assert "[backup] folder is not set" in terminal.refuses(*words, "--door", "desk")
    assert not terminal.shelf.exists() or not any(terminal.shelf.glob("desk-*"))


def test_remarks_and_several_keys_stand_in_the_file(world, terminal, busy):
    terminal.makes_key()
    other, public = Identity.generate(), world.folder / "backup.pub"
    public.write_text(f"# the office's\n{public.read_text()}\n\n# the vault's\n{other.recipient}\n", encoding="utf-8")
    assert other.recipient.fingerprint in terminal.does("backup", "make", "--door", "desk")


def test_what_is_typed_wrongly_is_told_in_one_line(operator, kept):
    desk = kept.made("desk")
    operator.loses("desk")
    restore = ("restore", desk, "--door", "desk")
    assert "its digest is" in kept.refuses(*restore, "--expect", "AAAA BBBB", *kept.key())
    assert "not of the letterbox" in kept.refuses("restore", desk, "--door", "letterbox", *kept.key())
    assert "no backup is here" in kept.refuses("restore", kept.folder, "--door", "desk", *kept.key())
    kept.secret.write_text("another passphrase\n", encoding="utf-8")
    assert "wrong passphrase" in kept.refuses(*restore, *kept.key())
    kept.secret.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    notes = kept.folder / "notes"
    notes.write_text("age-encryption.org/v1\n", encoding="utf-8")
    told = kept.refuses(*restore, "--identity", notes, "--passphrase-file", kept.secret)
    assert "not the private key of backups" in told
    told = kept.refuses(*restore, *kept.key(), "--destroyed", notes)
    assert "no list of destroyed cases" in told
    assert not (kept.world.folder / "desk.sqlite").exists()


def test_a_damaged_backup_is_told_by_the_check(kept):
    part = kept.made("letterbox") / "database.age"
    content = bytearray(part.read_bytes())
    content[-1] ^= 1
    part.write_bytes(content)
    assert "is not as it was made" in kept.refuses("backup", "check", kept.made("letterbox"))


def test_a_file_that_is_lost_makes_the_command_fail_loudly(world, terminal, busy):
    terminal.makes_key()
    world.desk.blobs.delete(world.desk.blobs.names()[0])
    told = terminal.refuses("backup", "make", "--door", "desk")
    assert "1 sealed files that rows name are not in the store" in told
    assert terminal.made("desk"), "but the rest is saved"
    assert "1 LOST" in told


def test_the_list_of_destroyed_cases_lies_beside_the_backups(kept):
    beside = kept.shelf / "destroyed.age"
    assert oct(beside.stat().st_mode & 0o777) == "0o600"
    told = kept.folder / "destroyed"
    kept.does("retention", "list", "--to", told)
    assert told.read_text(encoding="utf-8").startswith('{"format"')
    assert "is there already" in kept.refuses("retention", "list", "--to", told)
    text = open_with_passphrase(kept.stick.read_bytes(), PASSPHRASE).decode().strip()
    assert open_sealed(beside.read_bytes(), [Identity.parse(text)]) == told.read_bytes()


def test_older_ones_are_removed_after_a_good_one(terminal, busy, kept):
    old = terminal.made("desk")
    manifest = old / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    stamp = old.name.removeprefix("desk-")
    day = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"
    manifest.write_text(text.replace(f'"begun": "{day}', '"begun": "2020-01-02'), encoding="utf-8")
    old.rename(old.with_name(old.name.replace(stamp[:8], "20200102")))
    assert "older backups removed: 1" in terminal.does("backup", "make", "--door", "desk")
    assert terminal.made("desk").name != "desk-20200102"


def complaints(terminal, *doors):
    found = examine(load(terminal.config), doors or list(Door))
    return [str(one) for one in found if "backup" in str(one)]


def test_the_doctor_says_when_the_last_good_backup_was(world, kept):
    assert complaints(kept) == []
    said = kept.types("doctor").output
    for door in ("letterbox", "desk"):
        stamp = kept.made(door).name.removeprefix(f"{door}-")
        assert f"last good backup of the {door}: {stamp[:4]}-{stamp[4:6]}-{stamp[6:8]} " in said


def test_the_doctor_names_what_is_wrong_with_backups(world, operator, kept):
    (kept.made("desk") / "keys.age").unlink()
    (found,) = complaints(kept)
    assert "no good backup of the desk" in found
    (kept.made("letterbox") / "manifest.json").write_text("{}", encoding="utf-8")
    assert len(complaints(kept)) == 2
    assert "last good backup of the desk: none" in kept.types("doctor").output
    kept.shelf.chmod(0o755)
    (world.folder / "backup.pub").chmod(0o666)
    assert len(complaints(kept, Door.DESK)) == 3
    (world.folder / "backup.pub").unlink()
    assert any("cannot be read" in one for one in complaints(kept, Door.DESK))
    (world.folder / "keys/desk/.restoring").write_bytes(b"{}")
    assert any("half put back" in one for one in complaints(kept, Door.DESK))


def test_the_doctor_names_an_old_backup_and_one_with_losses(kept):
    desk = kept.made("desk")
    text = (desk / "manifest.json").read_text(encoding="utf-8")
    (desk / "manifest.json").write_text(text.replace('"lost": 0', '"lost": 3'), encoding="utf-8")
    (found,) = complaints(kept, Door.DESK)
    assert "3 sealed files that rows name were not in the store" in found
    old = desk.with_name("desk-20200102T030405Z")
    desk.rename(old)
    begun = text.split('"begun": "')[1].split('"')[0]
    (old / "manifest.json").write_text(text.replace(begun, "2020-01-02T03:04:05Z"), encoding="utf-8")
    (found,) = complaints(kept, Door.DESK)
    assert "too old" in found


def test_no_folder_at_all_is_named(world):
    found = [str(one) for one in examine(load(world.folder / "config.toml"), list(Door)) if "[backup]" in str(one)]
    assert len(found) == 2
    assert all("no backups are made here" in one for one in found)
