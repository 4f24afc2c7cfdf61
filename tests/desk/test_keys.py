"""The key folder: made once, closed to others, replaced whole."""

import stat

import pytest

from portal.age import Cost, WrongPassphrase, open_with_passphrase
from portal.desk.keys import KeysError, authority_of, load_keys, make_keys, open_authority, write_new
from portal.whole_files import replace
from tests.desk.building import AUTHORITY_PASSPHRASE

NAMES = ["audit.key", "authority.pub", "cookie.key", "decoy.age"]


@pytest.fixture
def folder(tmp_path):
    make_keys(
        tmp_path / "host/keys", tmp_path / "host/away/authority.age", "a passphrase of the authority", Cost.TESTS_ONLY
    )
    return tmp_path / "host/keys"


def test_what_is_made_is_closed_to_others(folder):
    assert sorted(path.name for path in folder.iterdir()) == sorted([*NAMES, "officers"])
    for path in (folder, folder / "officers"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    for name in ("audit.key", "cookie.key", "decoy.age", "../away/authority.age"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_the_authority_opens_with_its_passphrase_and_is_the_pinned_one(folder):
    path = folder / "../away/authority.age"
    key = open_authority(path, "a passphrase of the authority", open_with_passphrase)
    assert key.verify_key == authority_of(folder)
    with pytest.raises(WrongPassphrase):
        open_authority(path, "another", open_with_passphrase)


def test_a_file_that_is_no_authority_is_named(folder, bureau):
    bureau.member("lin")
    path = bureau.keys / "officers/lin.age"
    with pytest.raises(KeysError, match="not an authority key"):
        open_authority(path, "a passphrase for officer no. 3 alone", open_with_passphrase)
    with pytest.raises(KeysError, match="cannot be read"):
        open_authority(folder / "missing.age", AUTHORITY_PASSPHRASE, open_with_passphrase)


@pytest.mark.parametrize("there", [*NAMES, "../away/authority.age"])
def test_nothing_is_overwritten(folder, tmp_path, there):
    kept = (folder / there).read_bytes()
    for name in {*NAMES, "../away/authority.age"} - {there}:
        (folder / name).unlink()
    with pytest.raises(KeysError, match="already"):
        make_keys(folder, tmp_path / "host/away/authority.age", "a passphrase", Cost.TESTS_ONLY)
    assert (folder / there).read_bytes() == kept
    assert len([name for name in (*NAMES, "../away/authority.age") if (folder / name).exists()]) == 1


def test_half_a_set_is_not_left_behind(tmp_path):
    """The last place cannot be written: a file stands where its folder should be."""
    (tmp_path / "away").write_bytes(b"")
    with pytest.raises(OSError, match="away"):
        make_keys(tmp_path / "keys", tmp_path / "away/authority.age", "a passphrase", Cost.TESTS_ONLY)
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["officers"]
    make_keys(tmp_path / "keys", tmp_path / "elsewhere/authority.age", "a passphrase", Cost.TESTS_ONLY)


@pytest.mark.parametrize("name", ["audit.key", "cookie.key", "decoy.age"])
def test_a_missing_or_cut_key_is_named(folder, name):
    whole = (folder / name).read_bytes()
    (folder / name).unlink()
    with pytest.raises(KeysError, match=rf"{name}: cannot be read .* portal init"):
        load_keys(folder)
    (folder / name).write_bytes(whole[:-1])
    if name != "decoy.age":
        with pytest.raises(KeysError, match=f"{name}: {len(whole)} bytes expected"):
            load_keys(folder)


def test_the_three_cookie_keys_are_three(folder):
    cookies = load_keys(folder).cookies
    assert len({cookies.forms, cookies.devices, cookies.buckets}) == 3
    assert {len(key) for key in (cookies.forms, cookies.devices, cookies.buckets)} == {32}


@pytest.mark.parametrize("content", [b"", b"\xff", b"QUJD"])
def test_a_pinned_key_that_is_none_is_named(folder, content):
    (folder / "authority.pub").write_bytes(content)
    with pytest.raises(KeysError, match=r"authority\.pub: not an authority key"):
        authority_of(folder)


def test_a_decoy_opens_for_nobody(folder):
    with pytest.raises(WrongPassphrase):
        open_with_passphrase((folder / "decoy.age").read_bytes(), "")


def test_what_cannot_be_written_whole_is_removed(tmp_path):
    with pytest.raises(TypeError):
        write_new(tmp_path / "file", "text where bytes belong")
    assert list(tmp_path.iterdir()) == []


def test_writing_leaves_no_draft_behind(tmp_path):
    path = tmp_path / "new/file"
    write_new(path, b"one")
    with pytest.raises(KeysError, match="already"):
        write_new(path, b"two")
    assert path.read_bytes() == b"one"
    replace(path, b"three")
    assert path.read_bytes() == b"three"
    assert [entry.name for entry in path.parent.iterdir()] == ["file"]


def test_the_shipped_cost_is_the_real_one():
    """Cheap passphrases are for tests; nothing in the product may hand them in."""
    from tests.house.source import PORTAL, modules

    cheap = [path for path in modules(PORTAL) if "TESTS_ONLY" in path.read_text(encoding="utf-8")]
    assert [path.name for path in cheap] == ["passphrase.py"]
    assert Cost.REAL == 18
