import tomllib

import pytest

from portal.blobs import Bucket
from portal.settings import Settings, SettingsError, load
from tests.house.source import ROOT


def written(tmp_path, text):
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_names_every_setting_with_its_default():
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    assert Settings.model_validate(tomllib.loads(text)) == Settings()
    documented = {section: set(keys) for section, keys in tomllib.loads(text).items()}
    known = {name: set(type(getattr(Settings(), name)).model_fields) for name in Settings.model_fields}
    assert documented == known


def test_every_key_of_the_example_has_a_line_that_says_why():
    lines = (ROOT / "config.example.toml").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if "=" in line and not line.startswith("#"):
            assert lines[number - 1].startswith("# "), line


def test_relative_paths_start_at_the_files_folder(tmp_path):
    settings = load(written(tmp_path, "[desk]\ndatabase = 'sqlite:///cases.sqlite'\nkeys = '/elsewhere'\n"))
    assert settings.desk.database == f"sqlite:///{tmp_path / 'cases.sqlite'}"
    assert str(settings.desk.keys) == "/elsewhere"
    assert settings.letterbox.blobs == tmp_path / "var" / "letterbox-blobs"


def test_other_database_addresses_are_left_alone(tmp_path):
    address = "postgresql+psycopg://portal_desk@/portal"
    assert load(written(tmp_path, f"[desk]\ndatabase = '{address}'\n")).desk.database == address


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[desk]\nidle_minute = 5\n", "desk.idle_minute"),
        ("[desk]\nidle_minutes = 0\n", "desk.idle_minutes"),
        ("[deployment]\nmode = 'testing'\n", "deployment.mode"),
        ("[deployment]\ntimezone = 'Asia/Nowhere'\n", "deployment.timezone"),
        ("[public\n", "not valid TOML"),
        ("[public]\nbind = 'everywhere'\n", "public.bind"),
        ("[letterbox]\nblobs = 's3://Up_per'\n", "letterbox.blobs"),
        ("[letterbox]\nblobs = 's3:/one-slash'\n", "letterbox.blobs"),
        ("[desk]\nblobs = 's3://bucket/a/../b'\n", "desk.blobs"),
        ("[desk]\nbucket_endpoint = 'https://key:secret@store.example.cn'\n", "desk.bucket_endpoint"),
    ],
)
def test_a_mistake_is_named_with_its_key(tmp_path, text, told):
    with pytest.raises(SettingsError, match=told):
        load(written(tmp_path, text))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        load(tmp_path / "none.toml")


def test_a_bad_value_is_not_repeated_in_the_error(tmp_path):
    """A secret pasted into the wrong key must not reach a terminal log."""
    with pytest.raises(SettingsError) as refused:
        load(written(tmp_path, "[public]\nbind = 'hunter2 secret'\n"))
    assert "hunter2" not in str(refused.value)


def test_blobs_lie_in_a_folder_or_in_a_bucket(tmp_path):
    text = "[letterbox]\nblobs = 's3://letters/door'\nbucket_credentials = 'store.keys'\nbucket_region = 'cn-north-1'\n"
    settings = load(written(tmp_path, text))
    assert settings.letterbox.place == Bucket(
        name="letters",
        prefix="door",
        region="cn-north-1",
        credentials=tmp_path / "store.keys",
        spool=tmp_path / "var" / "spool",
    )
    assert settings.desk.place == tmp_path / "var" / "desk-blobs"
