"""A desk opens whole or says in one line why not (T14)."""

import re

import pytest

from portal.desk import create_app, open_desk
from portal.desk.history import HISTORY
from portal.desk.keys import KeysError
from portal.settings import load
from portal.web.database import Database, Unavailable
from portal.web.migrating import downgrade
from portal.web.schema import WrongSchema


def test_the_settings_become_a_desk(world):
    app = create_app(world.settings)
    assert app.test_client().get("/zh/sign-in").status_code == 200
    desk = open_desk(world.settings)
    assert desk.policy.idle_minutes == world.settings.desk.idle_minutes
    assert desk.policy.absolute_hours == world.settings.desk.absolute_hours
    assert desk.policy.secure_cookies is world.settings.desk.secure_cookies


def test_a_missing_key_closes_the_desk_by_name(world):
    (world.settings.desk.keys / "cookie.key").unlink()
    with pytest.raises(KeysError, match=r"cookie\.key: cannot be read"):
        create_app(world.settings)


def test_an_old_database_closes_the_desk(world):
    downgrade(Database(world.settings.desk.database), HISTORY, "0001")
    with pytest.raises(WrongSchema, match="upgrade"):
        create_app(world.settings)


@pytest.mark.sqlite_only
def test_a_missing_database_closes_the_desk_and_is_not_made_up(world):
    world.close()
    file = Database(world.settings.desk.database).file
    for left in file.parent.glob(f"{file.name}*"):
        left.unlink()
    with pytest.raises(Unavailable):
        create_app(world.settings)
    assert not file.exists()


def test_no_page_of_the_desk_asks_another_site_or_runs_a_script_of_anybody_else(bureau):
    """Whatever a reporter manages to put on a page, the desk's origin runs nothing that is not its own file."""
    browser = bureau.sign_in(bureau.member("lin"))
    for path in ("/zh/sign-in", "/zh/second-factor", "/zh/me", "/zh/no-such-page"):
        answer = browser.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        own = re.findall(r'<script src="/static/[a-z]+\.js" defer></script>', answer.text)
        assert answer.text.count("<script") == len(own)
        assert "style=" not in answer.text


def test_a_desk_in_production_does_not_open_with_the_keys_of_a_demonstration(world):
    """Every officer's passphrase lies beside the keys, and was printed on a terminal."""
    config = world.folder / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('"demonstration"', '"production"'), encoding="utf-8")
    with pytest.raises(KeysError, match=r"people\.json"):
        create_app(load(config))
