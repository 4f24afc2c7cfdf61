"""The desk's command line: clear lines, exit codes, and nothing changed without a line in the chain."""

import json

import pytest
from click.testing import CliRunner

from portal.commands import main
from portal.desk.audit.actions import COMMAND, Act
from portal.desk.officers.enrolment import as_colleague
from portal.sealing import VerifyKey

HAN = ("officer", "enrol", "han", "--name", "范例韩", "--office", "yunling", "--role")
PASSPHRASE = "words for a test of commands"


@pytest.fixture
def run(world):
    """Runs `portal --config … args`; returns (exit code, what was printed)."""

    def call(*args, typed=None):
        config = str(world.folder / "config.toml")
        done = CliRunner().invoke(main, ["--config", config, *map(str, args)], input=typed)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    return call


@pytest.fixture
def secret(tmp_path):
    """A file with a passphrase on its first line."""

    def write(passphrase=PASSPHRASE, mode=0o600, name="passphrase"):
        path = tmp_path / name
        path.write_text(f"{passphrase}\nsecond line\n", encoding="utf-8")
        path.chmod(mode)
        return path

    return write


@pytest.fixture
def authority(world, secret):
    """Options that let `roster sign` use the demonstration's authority."""
    words = json.loads((world.settings.desk.keys / "people.json").read_bytes())["authority_passphrase"]
    file = secret(words, name="authority-passphrase")
    return ["--authority", world.settings.desk.keys / "authority.age", "--passphrase-file", file]


def commands(world):
    with world.desk.database.reading() as session:
        return list(world.desk.ledger.notes(session, COMMAND, Act.COMMAND))


def test_offices_are_entered_and_listed(world, run):
    code, said = run(
        "office",
        "add",
        "xiakou",
        "--zh",
        "峡口县(虚构)",
        "--en",
        "Xiakou (fictional)",
        "--level",
        "county",
        "--parent",
        "wangxi",
    )
    assert (code, commands(world)[-1]) == (0, "office add xiakou")
    code, said = run("office", "list")
    assert code == 0
    assert "xiakou  county  under wangxi  峡口县(虚构) / Xiakou (fictional)  (nobody can answer yet)" in said


def test_a_refused_office_is_one_line_and_exit_one(world, run):
    before = commands(world)
    code, said = run("office", "add", "Bad Id", "--zh", "甲", "--en", "A", "--level", "county")
    assert code == 1
    assert said.splitlines() == [
        "Error: Bad Id: an office id is up to 40 small letters or digits, single dashes between them"
    ]
    assert commands(world) == before


def test_an_officer_is_enrolled_shown_and_revoked(world, run, secret):
    theirs = secret(world.people["lin"].passphrase, name="theirs")
    code, said = run(
        *HAN,
        "handler",
        "--granted-by",
        "lin",
        "--granted-by-passphrase-file",
        theirs,
        "--passphrase-file",
        secret(),
    )
    assert code == 0, said
    assert "otpauth://totp/Desk:han?secret=" in said
    assert "█" in said
    assert "key fingerprint: " in said
    assert PASSPHRASE not in said
    who = as_colleague(world.desk, "han", PASSPHRASE)
    assert who.name == "范例韩"
    assert any(note.startswith("officer enrol han ") for note in commands(world))
    assert f"han  范例韩  handler  {who.identity.recipient.fingerprint}  (can answer)" in run("officer", "list")[1]
    assert run("officer", "revoke", "han", typed="n\n")[0] == 1
    code, said = run("officer", "revoke", "han", "--yes")
    assert code == 0
    assert "destroy it once colleagues have them" in said
    assert commands(world)[-1] == "officer revoke han"
    assert "(revoked " in run("officer", "list")[1]
    assert "no active officer" in run("officer", "revoke", "han", "--yes")[1]


@pytest.mark.parametrize(
    ("passphrase", "says"),
    [
        ("short", "too weak: at least 14 characters: passphrases can be tried"),
        ("aaaaaaaaaaaaaaaaa", "too weak: at least 6 different"),
        ("this is han in words", "too weak: it must not contain the login"),
        ("", "no passphrase on its first line"),
    ],
)
def test_a_weak_passphrase_is_refused_with_its_reason(world, run, secret, passphrase, says):
    code, said = run(
        *HAN,
        "reviewer",
        "--passphrase-file",
        secret(passphrase),
    )
    assert code == 1
    assert says in said
    assert len(said.splitlines()) == 1


def test_a_passphrase_is_asked_for_twice_and_not_shown(world, run):
    typed = f"{PASSPHRASE}\nsomething else\n{PASSPHRASE}\n{PASSPHRASE}\n"
    code, said = run(*HAN, "reviewer", typed=typed)
    assert code == 0, said
    assert PASSPHRASE not in said
    assert as_colleague(world.desk, "han", PASSPHRASE).login == "han"


def test_a_passphrase_that_others_can_read_is_not_used(world, run, secret):
    file = secret(mode=0o644)
    code, said = run(
        *HAN,
        "reviewer",
        "--passphrase-file",
        file,
    )
    assert code == 1
    assert f"run: chmod 600 {file}" in said


def test_a_wrong_use_is_exit_two(run):
    assert run("officer", "enrol", "han")[0] == 2
    assert run("officer", "enrol", "han", "--name", "x", "--office", "y", "--role", "emperor")[0] == 2
    assert run("no-such-command")[0] == 2


def test_a_second_factor_is_made_anew_by_its_owner(world, run, secret):
    lin = world.people["lin"]
    code, said = run("officer", "reset-second-factor", "lin", "--passphrase-file", secret(lin.passphrase))
    assert code == 0
    assert lin.totp_secret not in said
    assert commands(world)[-1] == "officer reset-second-factor lin"
    code, said = run("officer", "reset-second-factor", "lin", "--passphrase-file", secret("a wrong one of the same"))
    assert (code, said) == (1, "Error: wrong passphrase\n")


def test_a_roster_is_signed_published_and_checked(world, run, authority, tmp_path):
    code, said = run("roster", "sign", "--days", 30, *authority)
    assert code == 0, said
    assert "roster 2 signed" in said
    assert "yunling  lin  " in said
    code, said = run("roster", "publish")
    assert (code, said) == (0, f"roster 2 is in {world.settings.public.keys}\n")
    code, said = run("roster", "check")
    assert code == 0
    assert "roster 2, good until" in said
    assert run("roster", "publish", "--to", tmp_path / "carried")[0] == 0
    assert run("roster", "check", tmp_path / "carried")[0] == 0
    assert commands(world)[-3:] == ["roster sign 2", "roster publish 2", "roster publish 2"]


def test_a_spoilt_roster_is_refused_in_one_line(world, run, authority):
    keys = world.settings.public.keys
    document = (keys / "roster.json").read_bytes()
    (keys / "roster.json").write_bytes(document.replace(b"wangxi", b"wangxj"))
    code, said = run("roster", "check")
    assert code == 1
    assert "not signed by the pinned authority" in said
    (keys / "authority.pub").write_text("nothing")
    assert "not an authority key" in run("roster", "check")[1]
    (keys / "roster.sig").unlink()
    assert VerifyKey.parse((world.settings.desk.keys / "authority.pub").read_text().strip())
    (keys / "authority.pub").unlink()
    code, said = run("roster", "check")
    assert (code, len(said.splitlines())) == (1, 1)
    assert "cannot be read" in said


def test_a_missing_authority_or_a_wrong_passphrase_is_one_line(world, run, authority, secret):
    code, said = run("roster", "sign", *authority[:2], "--passphrase-file", secret("not the authority's words"))
    assert (code, said) == (1, "Error: wrong passphrase\n")
    assert run("roster", "sign", "--authority", world.folder / "missing.age")[0] == 2


def test_the_chain_is_verified_and_checkpointed(world, run, tmp_path):
    code, said = run("audit", "verify")
    assert code == 0
    assert said.endswith("lines, intact\n")
    kept = tmp_path / "elsewhere" / "checkpoint"
    assert run("checkpoint", "--to", kept)[0] == 0
    assert commands(world)[-1] == "checkpoint"
    code, said = run("audit", "verify", "--against", kept)
    assert said.endswith("intact and as checkpointed\n")
    assert json.loads(run("checkpoint")[1])["v"] == 1
    code, said = run("checkpoint", "--to", kept)
    assert code == 1
    assert "is there already" in said


def test_damage_is_named_and_exit_one(world, run, tmp_path):
    kept = tmp_path / "checkpoint"
    run("checkpoint", "--to", kept)
    with world.desk.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE audit_lines SET note = 'other' WHERE seq = 3")
    code, said = run("audit", "verify", "--against", kept)
    assert code == 1
    assert "line 3: altered" in said
    assert "keep this database as it is" in said
    assert "audit verify" in run("checkpoint")[1]
    kept.write_text("{}")
    assert "not a checkpoint" in run("audit", "verify", "--against", kept)[1]


def test_databases_are_upgraded_door_by_door(world, run):
    assert run("db", "upgrade", "--door", "desk") == (0, "desk: revision 0016\n")
    code, said = run("db", "upgrade", "--door", "letterbox")
    assert code == 0
    assert said.startswith("letterbox: revision ")
    assert run("db", "upgrade", "--door", "window")[0] == 2


def test_a_desk_that_is_not_there_says_what_to_do(tmp_path, secret):
    config = tmp_path / "config.toml"
    config.write_text("[deployment]\nmode = 'production'\n")

    def run(*args):
        done = CliRunner().invoke(main, ["--config", str(config), *map(str, args)])
        return done.exit_code, done.output

    code, said = run("office", "list")
    assert code == 1
    assert "run: portal init" in said
    code, said = run("init", "--authority", tmp_path / "away/authority.age", "--passphrase-file", secret())
    assert code == 0
    assert "authority's fingerprint: " in said
    assert PASSPHRASE not in said
    assert (
        "is there already"
        in run("init", "--authority", tmp_path / "away/authority.age", "--passphrase-file", secret())[1]
    )
    code, said = run("office", "list")
    assert code == 1
    assert "db upgrade" in said
    assert len(said.splitlines()) == 1
    assert run("db", "upgrade", "--door", "desk")[0] == 0
    assert run("office", "list") == (0, "")
    config.write_text("[desk]\nunknown = 1\n")
    code, said = run("office", "list")
    assert code == 1
    assert "unknown" in said
