"""Officers come and go: nothing half-done, nothing secret left behind, every step in the chain."""

import stat
from dataclasses import replace

import pyotp
import pytest

from portal.age import Cost, Identity, WrongPassphrase, open_with_passphrase
from portal.desk.audit.actions import COMMAND, Act
from portal.desk.keys import KeysError, identity_path
from portal.desk.officers import enrolment
from portal.desk.officers.actions import NoReplyKey, office_names, officer_names, reply_key
from portal.desk.officers.enrolment import NewOfficer, as_colleague, enrol, reset_second_factor, revoke
from portal.desk.officers.identity_file import NotAnIdentity, OfficerIdentity, read_identity
from portal.desk.officers.offices import DirectoryError, NewOffice, add_office, list_offices
from portal.desk.officers.records import ReplyKeySlip
from portal.domain.roles import Role

GOOD = "four quite ordinary words"


def newcomer(**changes):
    return replace(NewOfficer("lin", "范例林", "yunling", frozenset({Role.INTAKE})), **changes)


def files(bureau):
    return sorted(path.name for path in (bureau.keys / "officers").iterdir())


def test_the_key_file_is_a_standard_identity_file_with_the_second_factor_in_it(bureau):
    done = enrol(bureau.desk, newcomer(), GOOD, cost=Cost.TESTS_ONLY)
    path = identity_path(bureau.keys, "lin")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = open_with_passphrase(path.read_bytes(), GOOD).decode().splitlines()
    secrets = [line for line in lines if not line.startswith("#")]
    assert len(secrets) == 1
    assert Identity.parse(secrets[0]).recipient.fingerprint == done.fingerprint
    assert f"# totp {done.totp_secret}" in lines
    assert pyotp.parse_uri(done.totp_uri).secret == done.totp_secret


@pytest.mark.sqlite_only
def test_nothing_secret_shows_or_reaches_the_database(bureau):
    done = enrol(bureau.desk, newcomer(), GOOD, cost=Cost.TESTS_ONLY)
    assert done.totp_secret not in repr(done)
    bureau.desk.database.scrub()
    content = (bureau.folder / "desk.sqlite").read_bytes()
    for secret in (done.totp_secret, GOOD, "AGE-SECRET-KEY"):
        assert secret.encode() not in content


@pytest.mark.parametrize(
    ("changes", "passphrase", "says"),
    [
        ({"login": "../lin"}, GOOD, "a login is"),
        ({"login": "Lin"}, GOOD, "a login is"),
        ({"name": " "}, GOOD, "a name is needed"),
        ({"name": "x" * 101}, GOOD, "a name is needed"),
        ({"name": "a\nb"}, GOOD, "a name is needed"),
        ({"office": "nowhere"}, GOOD, "no such office"),
        ({"roles": frozenset()}, GOOD, "at least one role"),
        ({"roles": frozenset({Role.CHIEF, Role.SYSADMIN})}, GOOD, "must not be both chief and sysadmin"),
        ({}, "short", "too weak: at least 14"),
        ({}, "lin is the name here", "too weak: it must not contain"),
    ],
)
def test_a_refused_enrolment_says_why_and_leaves_nothing(bureau, changes, passphrase, says):
    with pytest.raises(DirectoryError, match=says):
        enrol(bureau.desk, newcomer(**changes), passphrase, cost=Cost.TESTS_ONLY)
    assert files(bureau) == []
    with bureau.desk.database.reading() as session:
        assert officer_names(session) == {}


def test_a_login_is_given_once_for_ever(bureau):
    bureau.member("lin")
    with bureau.desk.database.writing() as session:
        revoke(session, bureau.desk, "lin")
    with pytest.raises(DirectoryError, match="taken"):
        enrol(bureau.desk, newcomer(), GOOD, cost=Cost.TESTS_ONLY)


def test_a_key_file_in_the_way_is_not_overwritten_and_no_row_is_left(bureau):
    path = identity_path(bureau.keys, "lin")
    path.write_bytes(b"somebody's")
    with pytest.raises(KeysError, match="already"):
        enrol(bureau.desk, newcomer(), GOOD, cost=Cost.TESTS_ONLY)
    assert path.read_bytes() == b"somebody's"
    with bureau.desk.database.reading() as session:
        assert officer_names(session) == {}


class _FullAtCommit:
    """A database whose disk fills up at the very last moment."""

    def __init__(self, database):
        self.database = database

    def writing(self):
        return self

    def __enter__(self):
        self.inner = self.database.writing()
        return self.inner.__enter__()

    def __exit__(self, *_):
        full = OSError(28, "No space left on device")
        assert not self.inner.__exit__(OSError, full, None)
        raise full


def test_a_commit_that_fails_takes_the_key_file_with_it(bureau):
    desk = replace(bureau.desk, database=_FullAtCommit(bureau.desk.database))
    with pytest.raises(OSError, match="No space"):
        enrol(desk, newcomer(), GOOD, cost=Cost.TESTS_ONLY)
    assert files(bureau) == []
    enrol(bureau.desk, newcomer(), GOOD, cost=Cost.TESTS_ONLY)


def test_the_first_who_speaks_makes_the_reply_key_and_the_next_gets_it_from_a_colleague(bureau):
    lin = bureau.member("lin")
    with pytest.raises(DirectoryError, match="--granted-by"):
        bureau.member("wu")
    wu = bureau.member("wu", Role.CHIEF, by=lin)
    whos = [as_colleague(bureau.desk, m.login, m.passphrase) for m in (lin, wu)]
    with bureau.desk.database.reading() as session:
        keys = [reply_key(session, who) for who in whos]
        offices = list_offices(session)
    assert keys[0].seed == keys[1].seed
    assert [office.reply_key for office in offices] == [str(keys[0].verify_key)]
    assert (lin.id, Act.GRANT, "reply-key wu") in bureau.lines()


def test_a_colleague_of_another_office_cannot_hand_on_what_they_do_not_have(bureau):
    bureau.office("wangxi", "yunling")
    lin, chen = bureau.member("lin"), bureau.member("chen", office="wangxi")
    assert lin.login
    with pytest.raises(DirectoryError, match="--granted-by"):
        bureau.member("wu", by=chen)


def test_whoever_never_speaks_gets_no_reply_key(bureau):
    shen = bureau.member("shen", Role.SECRECY_AUDITOR)
    who = as_colleague(bureau.desk, "shen", shen.passphrase)
    with bureau.desk.database.reading() as session, pytest.raises(NoReplyKey):
        reply_key(session, who)
    bureau.member("lin")


def test_an_office_whose_speakers_are_all_gone_gets_a_new_reply_key(bureau):
    bureau.member("lin")
    with bureau.desk.database.reading() as session:
        before = list_offices(session)[0].reply_key
    with bureau.desk.database.writing() as session:
        revoke(session, bureau.desk, "lin")
    bureau.member("wu")
    with bureau.desk.database.reading() as session:
        assert list_offices(session)[0].reply_key != before


def test_a_slip_moved_to_a_colleague_or_exchanged_does_not_open(bureau):
    lin = bureau.member("lin")
    wu = bureau.member("wu", by=lin)
    who = as_colleague(bureau.desk, "wu", wu.passphrase)
    with bureau.desk.database.writing() as session:
        theirs = session.get(ReplyKeySlip, ("yunling", lin.id)).sealed
        session.get(ReplyKeySlip, ("yunling", wu.id)).sealed = theirs
    with bureau.desk.database.reading() as session, pytest.raises(NoReplyKey, match="does not open"):
        reply_key(session, who)


def test_a_reply_key_that_is_not_the_offices_is_not_used(bureau):
    lin = bureau.member("lin")
    who = as_colleague(bureau.desk, "lin", lin.passphrase)
    with bureau.desk.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE offices SET reply_key = 'another'")
    with bureau.desk.database.reading() as session, pytest.raises(NoReplyKey, match="not the one"):
        reply_key(session, who)


@pytest.mark.parametrize(("login", "says"), [("nobody", "cannot be read"), ("../x", "no login name")])
def test_a_colleague_who_is_not_there(bureau, login, says):
    with pytest.raises(DirectoryError, match=says):
        as_colleague(bureau.desk, login, GOOD)


def test_a_colleague_with_a_wrong_passphrase_revoked_or_with_anothers_file(bureau):
    lin = bureau.member("lin")
    wu = bureau.member("wu", by=lin)
    with pytest.raises(WrongPassphrase):
        as_colleague(bureau.desk, "lin", "a wrong passphrase indeed")
    identity_path(bureau.keys, "wu").write_bytes(identity_path(bureau.keys, "lin").read_bytes())
    with pytest.raises(DirectoryError, match="another officer's"):
        as_colleague(bureau.desk, "wu", lin.passphrase)
    with bureau.desk.database.writing() as session:
        revoke(session, bureau.desk, "lin")
    with pytest.raises(DirectoryError, match="no active officer"):
        as_colleague(bureau.desk, "lin", lin.passphrase)
    assert wu.login


def test_a_foreign_file_is_named(bureau):
    lin = bureau.member("lin")
    path = identity_path(bureau.keys, "lin")
    path.write_bytes((bureau.folder / "authority.age").read_bytes())
    with pytest.raises(DirectoryError, match="not an officer's identity file"):
        as_colleague(bureau.desk, "lin", "authority passphrase, for tests")
    assert lin.login


def test_a_new_second_factor_keeps_the_identity(bureau):
    lin = bureau.member("lin")
    before = as_colleague(bureau.desk, "lin", lin.passphrase)
    fresh = reset_second_factor(bureau.desk, "lin", lin.passphrase, cost=Cost.TESTS_ONLY)
    after = as_colleague(bureau.desk, "lin", lin.passphrase)
    assert str(after.identity) == str(before.identity)
    assert fresh.totp_secret != lin.totp
    assert stat.S_IMODE(identity_path(bureau.keys, "lin").stat().st_mode) == 0o600
    assert (COMMAND, Act.COMMAND, "officer reset-second-factor lin") in bureau.lines()


def test_whoever_had_no_reply_key_is_revoked_alike(bureau):
    bureau.member("shen", Role.SECRECY_AUDITOR)
    with bureau.desk.database.writing() as session:
        revoke(session, bureau.desk, "shen")
        (line,) = enrolment.list_officers(session)
    assert line.revoked


def test_revoking_twice_is_refused_and_lists_the_day(bureau):
    lin = bureau.member("lin")
    with bureau.desk.database.writing() as session:
        assert revoke(session, bureau.desk, "lin") == identity_path(bureau.keys, "lin")
        with pytest.raises(DirectoryError, match="no active officer"):
            revoke(session, bureau.desk, "lin")
        (line,) = enrolment.list_officers(session)
    assert (line.login, line.revoked, line.answers) == ("lin", "2026-11-23", False)
    assert lin.id in {note.split()[3] for _, _, note in bureau.lines() if note.startswith("officer enrol")}


@pytest.mark.parametrize(
    ("office", "says"),
    [
        (NewOffice("Yunling", "云岭", "Y", "province"), "an office id"),
        (NewOffice("x" * 81, "云岭", "Y", "province"), "an office id"),
        (NewOffice("a--b", "云岭", "Y", "province"), "an office id"),
        (NewOffice("other", "", "Y", "province"), "both names"),
        (NewOffice("other", "云岭", "x" * 101, "province"), "both names"),
        (NewOffice("other", "云岭", "Y", "two words"), "a level"),
        (NewOffice("yunling", "云岭", "Y", "province"), "already"),
        (NewOffice("other", "云岭", "Y", "city", "nowhere"), "to stand above"),
    ],
)
def test_a_refused_office_says_why(bureau, office, says):
    with bureau.desk.database.writing() as session, pytest.raises(DirectoryError, match=says):
        add_office(session, bureau.desk, office)


def test_offices_are_listed_from_the_top(bureau):
    bureau.office("qinghe", None)
    bureau.office("a-county", "yunling")
    bureau.office("b-town", "a-county")
    with bureau.desk.database.reading() as session:
        assert [line.id for line in list_offices(session)] == ["qinghe", "yunling", "a-county", "b-town"]
        assert office_names(session)["yunling"] == ("云岭省(虚构)", "Yunling (fictional)")


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"AGE-SECRET-KEY-PQ-1QQ\n", b"# portal officer x\n# login y\n# totp z\n"]
)
def test_what_is_no_identity_file(content):
    with pytest.raises(NotAnIdentity):
        read_identity(content)


def test_an_identity_file_reads_as_written():
    made = OfficerIdentity("a" * 32, "lin", "BASE32", Identity.generate())
    read = read_identity(made.write())
    assert (read.officer, read.login, read.totp) == (made.officer, made.login, made.totp)
    assert str(read.identity) == str(made.identity)
    assert "BASE32" not in repr(made)


def test_an_identity_file_holds_two_keys_at_most():
    first, second, third = (Identity.generate() for _ in range(3))
    made = OfficerIdentity("a" * 32, "lin", "BASE32", first, second)
    read = read_identity(made.write())
    assert (read.identity, read.other) == (first, second)
    turned = read.with_key_of(str(second.recipient))
    assert (turned.identity, turned.other) == (second, first)
    assert read.with_key_of(str(first.recipient)) is read
    assert read.with_key_of(str(third.recipient)) is None
    with pytest.raises(NotAnIdentity):
        read_identity(made.write() + f"{third}\n".encode())
