"""Each unsafe thing is named, and named only when it is there (T14)."""

import gc
import resource
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.age import Identity
from portal.backup.making import make
from portal.backup.side import side_of
from portal.blobs import Bucket
from portal.blobs.service import Service
from portal.commands import main
from portal.doctor import Door, examine
from portal.settings import load
from tests.backup.operator import no_bar
from tests.blobs.object_store import KEYS, elsewhere
from tests.blobs.unruly import FORBID, Unruly

pytestmark = pytest.mark.sqlite_only  # hosts with files

SAFE = """
[deployment]
mode = "production"
[letterbox]
database = "sqlite:///letterbox.sqlite"
blobs = "letterbox-blobs"
[public]
keys = "keys/public"
[desk]
database = "sqlite:///desk.sqlite"
blobs = "desk-blobs"
keys = "keys/desk"
[mail]
[backup]
folder = "../backups"
recipients = "backup.pub"
"""


@dataclass
class Host:
    """A production host made from a built deployment; `settings` may be changed line by line."""

    folder: object

    def complaints(self, *doors, **changed):
        text = SAFE
        for line, new in changed.items():
            section, key = line.split("__")
            text = "".join(
                one for one in text.splitlines(True) if not (key == "blobs" and one == f'blobs = "{section}-blobs"\n')
            )
            text = text.replace(f"[{section}]\n", f"[{section}]\n{key} = {new}\n")
        config = self.folder / "config.toml"
        config.write_text(text, encoding="utf-8")
        found = examine(load(config), doors or list(Door))
        return [complaint for complaint in found if complaint.where != "user"]


@pytest.fixture(scope="module")
def backups(built, tmp_path_factory):
    """Good backups of both doors, and the key they are sealed to."""
    key, shelf = Identity.generate(), tmp_path_factory.mktemp("shelf") / "backups"
    settings = load(built / "config.toml")
    for door in ("letterbox", "desk"):
        make(side_of(settings, door), [key.recipient], shelf, settings.clock(), no_bar)
    return shelf, f"{key.recipient}\n"


@pytest.fixture
def host(built, backups, tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    folder = tmp_path / "var"
    shutil.copytree(built, folder)
    (folder / "keys" / "desk" / "authority.age").rename(tmp_path / "carried-away.age")
    (folder / "keys" / "desk" / "people.json").unlink()
    shutil.copytree(backups[0], tmp_path / "backups")
    (folder / "backup.pub").write_text(backups[1], encoding="ascii")
    yield Host(folder)
    resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))


def wheres(complaints):
    return {complaint.where for complaint in complaints}


def test_a_safe_host_has_no_complaint(host):
    assert [str(complaint) for complaint in host.complaints()] == []


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"public__bind": '"0.0.0.0:8400"'}, "[public] bind"),
        ({"desk__bind": '"192.0.2.7:8500"'}, "[desk] bind"),
        ({"desk__secure_cookies": "false"}, "[desk] secure_cookies"),
        ({"desk__idle_minutes": "240"}, "[desk] idle_minutes"),
        ({"mail__host": '"mail.example.invalid"', "mail__tls": '"none"'}, "[mail] tls"),
        ({"public__file_limit_mib": "300"}, "[public] file_limit_mib"),
    ],
)
def test_an_unsafe_setting_is_named(host, changed, where):
    assert wheres(host.complaints(**changed)) == {where}


def test_a_mail_server_in_private_or_on_this_machine_is_safe(host):
    assert host.complaints(mail__host='"127.0.0.1"', mail__tls='"none"') == []
    assert host.complaints(mail__host='"mail.example.invalid"') == []


def test_a_demonstration_is_never_safe(host):
    (host.folder / "config.toml").write_text(SAFE.replace("production", "demonstration"), encoding="utf-8")
    found = wheres(examine(load(host.folder / "config.toml"), list(Door)))
    assert "[deployment] mode" in found


def test_one_database_for_both_doors_is_named(host):
    text = SAFE.replace("desk.sqlite", "letterbox.sqlite").replace("desk-blobs", "letterbox-blobs")
    (host.folder / "config.toml").write_text(text, encoding="utf-8")
    found = wheres(examine(load(host.folder / "config.toml"), [Door.DESK]))
    assert {"[desk] database", "[desk] blobs"} <= found


def test_a_password_in_an_address_is_named_and_not_repeated(host):
    text = SAFE.replace('"sqlite:///desk.sqlite"', '"postgresql+psycopg://portal:hunter2@localhost/desk"')
    (host.folder / "config.toml").write_text(text, encoding="utf-8")
    found = [str(c) for c in examine(load(host.folder / "config.toml"), [Door.PUBLIC])]
    assert any("password" in line for line in found)
    assert "hunter2" not in "".join(found)


@pytest.mark.parametrize(
    "name", ["keys/desk/audit.key", "keys/desk/officers/lin.age", "desk.sqlite", "letterbox.sqlite"]
)
def test_a_file_that_others_can_read_is_named(host, name):
    (host.folder / name).chmod(0o644)
    assert str(host.folder / name) in wheres(host.complaints())


@pytest.mark.parametrize("name", ["audit.key", "cookie.key"])
def test_a_missing_key_is_named(host, name):
    (host.folder / "keys" / "desk" / name).unlink()
    assert wheres(host.complaints()) == {str(host.folder / "keys" / "desk" / name)}


@pytest.mark.parametrize("name", ["authority.age", "lin.age", "audit.key"])
def test_a_private_key_on_the_street_host_is_named(host, name):
    stray = host.folder / "keys" / "public" / name
    stray.write_bytes(b"private")
    stray.chmod(0o600)
    assert str(stray) in wheres(host.complaints(Door.PUBLIC))


def test_the_authoritys_key_on_the_desk_host_is_named(host):
    stray = host.folder / "keys" / "desk" / "authority.age"
    stray.write_bytes(b"private")
    stray.chmod(0o600)
    assert wheres(host.complaints(Door.DESK)) == {str(stray)}


@pytest.mark.parametrize("name", ["roster.json", "roster.sig", "authority.pub"])
def test_a_missing_part_of_the_roster_is_named(host, name):
    (host.folder / "keys" / "public" / name).unlink()
    assert wheres(host.complaints(Door.PUBLIC)) == {str(host.folder / "keys" / "public" / name)}


def test_a_forged_roster_is_named(host):
    roster = host.folder / "keys" / "public" / "roster.json"
    roster.write_bytes(roster.read_bytes().replace(b"yunling", b"yunlinh"))
    (complaint,) = host.complaints(Door.PUBLIC)
    assert "cannot be trusted" in complaint.wrong


def test_a_foreign_authority_is_named(host):
    (host.folder / "keys" / "public" / "authority.pub").write_text("nonsense", encoding="ascii")
    assert wheres(host.complaints(Door.PUBLIC)) == {str(host.folder / "keys" / "public" / "authority.pub")}


@pytest.mark.parametrize("door", Door)
def test_nothing_that_was_looked_at_stays_open(host, door):
    gc.collect()
    gc.disable()
    try:
        assert host.complaints(door) == []
        held = [one.readlink() for one in Path("/dev/fd").iterdir() if one.is_symlink()]
    finally:
        gc.enable()
    assert [file for file in held if file.is_relative_to(host.folder)] == []


def test_a_database_that_is_not_there_is_named_with_the_command(host):
    (host.folder / "desk.sqlite").unlink()
    (complaint,) = host.complaints(Door.DESK)
    assert complaint.where == "[desk] database"
    assert "portal db upgrade --door desk" in complaint.remedy


def test_core_dumps_are_named(host):
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    if hard == 0:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (1, hard))
    assert "core dumps" in wheres(host.complaints())


def test_the_command_exits_with_one_and_says_why(host):
    host.complaints(desk__secure_cookies="false")
    done = CliRunner().invoke(main, ["--config", str(host.folder / "config.toml"), "doctor"])
    assert done.exit_code == 1
    assert "UNSAFE  [desk] secure_cookies" in done.output


def test_the_invented_officers_of_a_demonstration_are_named(host):
    """Their passphrases and second factors lie beside their keys, in clear."""
    invented = host.folder / "keys" / "desk" / "people.json"
    invented.write_text("{}", encoding="utf-8")
    invented.chmod(0o600)
    assert wheres(host.complaints()) == {str(invented)}


@pytest.mark.parametrize("mode", [0o666, 0o664])
def test_a_pinned_authority_that_others_can_exchange_is_named(host, mode):
    """Whoever exchanges it signs the next roster himself."""
    pinned = host.folder / "keys" / "public" / "authority.pub"
    pinned.chmod(mode)
    assert wheres(host.complaints(Door.PUBLIC)) == {str(pinned)}


def test_a_key_folder_that_others_can_write_is_named(host):
    folder = host.folder / "keys" / "public"
    folder.chmod(0o777)
    assert wheres(host.complaints(Door.PUBLIC)) == {str(folder)}


def test_a_bucket_that_answers_strangers_is_named(host, object_store, tmp_path):
    # This server asks nobody for keys: whoever runs such a one must hear of it.
    place = object_store.bucket(tmp_path / "store")
    assert wheres(host.complaints(Door.PUBLIC, **bucket(place))) == {"[letterbox] blobs"}
    place.credentials.chmod(0o644)
    place.spool.mkdir()
    place.spool.chmod(0o755)
    found = wheres(host.complaints(Door.PUBLIC, **bucket(place)))
    assert {str(place.credentials), str(place.spool)} <= found
    place.credentials.unlink()
    assert str(place.credentials) in wheres(host.complaints(Door.PUBLIC, **bucket(place)))


def test_a_safe_bucket_has_no_complaint_and_an_unsafe_one_names_each(host, object_store, tmp_path):
    place, proxy = object_store.bucket(tmp_path / "store"), Unruly(object_store.port)
    try:
        proxy.forbids_strangers = True
        here = bucket(elsewhere(place, proxy.port))
        assert host.complaints(Door.PUBLIC, **here) == []
        Service(place).ask("put_bucket_versioning", VersioningConfiguration={"Status": "Enabled"})
        (found,) = host.complaints(Door.PUBLIC, **here)
        assert "old versions" in found.wrong
        proxy.does(FORBID)
        (found,) = host.complaints(Door.PUBLIC, **here)
        assert "403" in found.wrong
    finally:
        proxy.close()


def test_a_store_without_tls_or_without_an_answer_is_named(host, tmp_path):
    keys = tmp_path / "store.keys"
    keys.write_text(KEYS, encoding="utf-8")
    keys.chmod(0o600)
    away = Bucket(name="blobs", endpoint="http://store.invalid:1", credentials=keys, spool=tmp_path / "spool")
    found = host.complaints(Door.PUBLIC, **bucket(away))
    assert wheres(found) == {"[letterbox] bucket_endpoint", "[letterbox] blobs"}
    assert "does not answer" in found[-1].wrong


def test_one_bucket_or_one_key_for_both_doors_is_named(host, object_store, tmp_path):
    place = object_store.bucket(tmp_path / "store")
    both = bucket(place) | bucket(place, "desk")
    assert "same bucket" in "".join(map(str, host.complaints(Door.DESK, **both)))
    other = bucket(object_store.bucket(tmp_path / "store"), "desk")
    assert "[desk] bucket_credentials" in wheres(host.complaints(Door.DESK, **(bucket(place) | other)))


def bucket(place, section="letterbox"):
    given = {
        "blobs": f"s3://{place.name}",
        "bucket_endpoint": place.endpoint,
        "bucket_region": place.region or "us-east-1",
        "bucket_credentials": place.credentials,
        "bucket_spool": place.spool,
    }
    return {f"{section}__{key}": f'"{value}"' for key, value in given.items()}
