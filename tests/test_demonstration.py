"""`make run`: invents what it may, reuses what is there, refuses where the configuration says production."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from portal.age import Cost
from portal.commands import main
from portal.demonstration.building import build, demonstration_config, people_file
from portal.demonstration.people import OFFICERS
from portal.demonstration.welcome import welcome
from portal.settings import SettingsError, load
from tests.house.source import ROOT
from tests.loopback import free_port

pytestmark = pytest.mark.sqlite_only


def starts(config, **more):
    environment = {**os.environ, "PORTAL_CONFIG": str(config)}
    return subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, text=True, **more)


def test_it_refuses_to_invent_keys_for_production(tmp_path):
    config = tmp_path / "config.toml"
    config.write_text("[deployment]\nmode = 'production'\n", encoding="utf-8")
    with starts(config, stderr=subprocess.PIPE) as process:
        _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert 'says mode = "production"' in said
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


def test_a_second_run_reuses_the_state(world):
    before = {path: path.read_bytes() for path in (world.folder / "keys").rglob("*") if path.is_file()}
    again = build(world.settings, cost=Cost.TESTS_ONLY)
    assert {person.login: person for person in again} == world.people
    assert {path: path.read_bytes() for path in (world.folder / "keys").rglob("*") if path.is_file()} == before


def test_a_first_run_that_was_cut_short_says_so(tmp_path):
    settings = load(demonstration_config(tmp_path / "var"))
    build(settings, cost=Cost.TESTS_ONLY)
    people_file(settings).unlink()
    with pytest.raises(SettingsError, match="half made"):
        build(settings, cost=Cost.TESTS_ONLY)


def test_the_welcome_names_addresses_officers_and_codes(world):
    said = welcome("var/config.toml", world.settings, world.people.values(), world.clock.now())
    assert "portal --config var/config.toml demo-codes" in said
    assert "http://127.0.0.1:8400/zh/" in said
    assert "http://127.0.0.1:8500/zh/" in said
    for person in world.people.values():
        assert person.passphrase in said
    assert len(world.people) == len(OFFICERS)


def test_passphrases_and_keys_differ_from_one_demonstration_to_the_next(world, tmp_path):
    other = load(demonstration_config(tmp_path / "other"))
    people = {person.login: person for person in build(other, cost=Cost.TESTS_ONLY)}
    for login, person in people.items():
        assert person.passphrase != world.people[login].passphrase
        assert person.totp_secret != world.people[login].totp_secret


@pytest.mark.slow
def test_it_starts_answers_and_stops_all_of_it(tmp_path):
    public, desk = free_port(), free_port()
    config = demonstration_config(tmp_path / "var")
    text = config.read_text(encoding="utf-8")
    text = text.replace("[public]\n", f'[public]\nbind = "127.0.0.1:{public}"\nworkers = 1\n')
    text = text.replace("[desk]\n", f'[desk]\nbind = "127.0.0.1:{desk}"\nworkers = 1\n')
    config.write_text(text, encoding="utf-8")
    with starts(config, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        said = []
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        assert f"http://127.0.0.1:{public}/zh/" in "".join(said)
        for port, path in ((public, "/zh/"), (desk, "/zh/sign-in")):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", path)
            answer = connection.getresponse()
            assert answer.status == 200
            assert answer.getheader("Server") is None
            answer.read()
            connection.close()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=40)
        assert process.returncode == 0
    until = time.monotonic() + 10
    for port in (public, desk):
        with socket.socket() as probe:
            while probe.connect_ex(("127.0.0.1", port)) == 0 and time.monotonic() < until:
                time.sleep(0.1)
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_the_command_for_the_next_codes_works_as_it_is_printed(world):
    done = CliRunner().invoke(main, ["--config", str(world.folder / "config.toml"), "demo-codes"])
    assert done.exit_code == 0, done.output
    for person in world.people.values():
        assert person.name in done.output


def test_there_are_no_codes_for_production(world):
    config = world.folder / "production.toml"
    config.write_text("[deployment]\nmode = 'production'\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["--config", str(config), "demo-codes"])
    assert done.exit_code == 1
    assert "make run" in done.output
