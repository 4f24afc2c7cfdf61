"""From the register to the street door: only keys that were made here, only forward."""

import json

import pytest
from sqlalchemy import text

from portal.age import Identity
from portal.desk.audit.actions import COMMAND, Act, ChainBroken
from portal.desk.officers.enrolment import revoke
from portal.desk.officers.offices import DirectoryError
from portal.desk.officers.records import RosterRecord
from portal.desk.officers.rosters import publish, sign_next
from portal.domain.roles import Role
from portal.sealing import Roster, RosterExpired, SigningKey


def sign(bureau, authority=None, days=90):
    with bureau.desk.database.writing() as session:
        return sign_next(session, bureau.desk, authority or bureau.authority(), days)


def put(bureau, folder):
    with bureau.desk.database.writing() as session:
        return publish(session, bureau.desk, folder)


def verified(bureau, folder):
    document, signature = (folder / "roster.json").read_bytes(), (folder / "roster.sig").read_bytes()
    return Roster.verified(document, signature, bureau.authority().verify_key, bureau.clock.today(), 0)


@pytest.fixture
def street(bureau, tmp_path):
    """A bureau with one of each kind of officer, and the street host's key folder."""
    lin = bureau.member("lin", Role.INTAKE, Role.INTAKE_LEAD)
    bureau.member("wu", Role.HANDLER, by=lin)
    bureau.member("shen", Role.SECRECY_AUDITOR)
    return tmp_path / "street"


def test_the_roster_says_who_receives_and_names_nobody(bureau, street):
    signed = sign(bureau)
    assert (signed.version, signed.expires, signed.left_out) == (1, "2027-02-21", ())
    assert [(office, login) for office, login, _ in signed.fingerprints] == [
        ("yunling", "lin"),
        ("yunling", "shen"),
        ("yunling", "wu"),
    ]
    assert put(bureau, street) == 1
    (office,) = verified(bureau, street).offices
    assert sorted((sorted(o.roles), o.receives) for o in office.officers) == [
        (["handler"], False),
        (["intake", "intake_lead"], True),
    ]
    assert "范例".encode() not in (street / "roster.json").read_bytes()
    assert (street / "authority.pub").read_text().strip() == str(bureau.authority().verify_key)
    assert (street / "roster.json").stat().st_mode & 0o777 == 0o644
    notes = [note for _, _, note in bureau.lines(Act.COMMAND)]
    assert notes[-2:] == ["roster sign 1", "roster publish 1"]


def test_a_revoked_officer_is_not_in_the_next_one(bureau, street):
    sign(bureau)
    with bureau.desk.database.writing() as session:
        revoke(session, bureau.desk, "wu")
    assert sign(bureau).version == 2
    put(bureau, street)
    (office,) = verified(bureau, street).offices
    assert len(office.officers) == 1


def test_an_office_without_anybody_who_speaks_is_left_out_and_said(bureau, street):
    bureau.office("qinghe")
    assert sign(bureau).left_out == ("qinghe",)


def test_an_office_under_one_that_is_left_out_is_refused(bureau, street):
    bureau.office("wangxi")
    bureau.office("qinghe", "wangxi")
    bureau.member("zhao", office="qinghe")
    with pytest.raises(DirectoryError, match="wangxi: stands above qinghe"):
        sign(bureau)


def test_a_desk_without_anybody_who_receives_signs_nothing(bureau):
    with pytest.raises(DirectoryError, match="no office has an officer who receives"):
        sign(bureau)
    bureau.member("wu", Role.HANDLER)
    with pytest.raises(DirectoryError, match="no office has an officer who receives"):
        sign(bureau)


def test_another_authority_is_refused(bureau, street):
    with pytest.raises(DirectoryError, match="not the authority"):
        sign(bureau, SigningKey.generate())


@pytest.mark.parametrize("days", [0, 401])
def test_a_roster_lasts_a_sensible_time(bureau, street, days):
    with pytest.raises(DirectoryError, match="1 to 400 days"):
        sign(bureau, days=days)


def test_a_recipient_slipped_into_the_register_is_never_signed(bureau, street):
    """T3's cousin at the desk: whoever writes the table waits for the authority to sign their own key."""
    mine = str(Identity.generate().recipient)
    with bureau.desk.database.writing() as session:
        session.execute(text("UPDATE officers SET recipient = :v1 WHERE login = 'lin'"), {"v1": mine})
    with pytest.raises(DirectoryError, match="lin: the key in the register is not the one that was enrolled"):
        sign(bureau)


def test_a_reply_key_slipped_into_the_register_is_never_signed(bureau, street):
    mine = str(SigningKey.generate().verify_key)
    with bureau.desk.database.writing() as session:
        session.execute(text("UPDATE offices SET reply_key = :v1"), {"v1": mine})
    with pytest.raises(DirectoryError, match="yunling: its reply key"):
        sign(bureau)


def test_an_officer_invented_in_the_register_is_never_signed(bureau, street):
    with bureau.desk.database.writing() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO officers SELECT 'ffffffffffffffffffffffffffffffff', 'ghost', name, office, roles, recipient, "
            "enrolled, revoked, totp_step, passphrase_set FROM officers WHERE login = 'lin'"
        )
    with pytest.raises(DirectoryError, match="ghost"):
        sign(bureau)


def test_a_chain_made_to_vouch_for_a_foreign_key_stops_the_signing(bureau, street):
    with bureau.desk.database.writing() as session:
        session.execute(
            text(
                "UPDATE audit_lines SET note = replace(note, 'lin', 'lin') || '0' WHERE note LIKE 'officer enrol lin%'"
            )
        )
    with pytest.raises(ChainBroken):
        sign(bureau)


def test_publishing_before_signing_is_refused(bureau, street):
    with pytest.raises(DirectoryError, match="no roster was signed"):
        put(bureau, street)


def test_an_expired_roster_is_not_published(bureau, street):
    sign(bureau, days=1)
    bureau.hands.move(days=2)
    with pytest.raises(RosterExpired):
        put(bureau, street)
    assert not street.exists()


def test_an_old_backup_of_the_desk_cannot_roll_the_street_back(bureau, street):
    sign(bureau)
    sign(bureau)
    put(bureau, street)
    with bureau.desk.database.writing() as session:
        session.delete(session.get(RosterRecord, 2))
    before = (street / "roster.json").read_bytes()
    with pytest.raises(DirectoryError, match="holds roster 2, ours is 1"):
        put(bureau, street)
    assert (street / "roster.json").read_bytes() == before


def test_also_when_the_newer_one_there_has_expired(bureau, street):
    sign(bureau, days=90)
    sign(bureau, days=1)
    put(bureau, street)
    bureau.hands.move(days=3)
    with bureau.desk.database.writing() as session:
        session.delete(session.get(RosterRecord, 2))
    with pytest.raises(DirectoryError, match="holds roster 2, ours is 1"):
        put(bureau, street)


def test_the_same_roster_may_be_published_again_and_a_broken_one_is_replaced(bureau, street):
    sign(bureau)
    put(bureau, street)
    (street / "roster.json").write_bytes(b"{}")
    assert put(bureau, street) == 1
    assert verified(bureau, street).version == 1
    assert json.loads((street / "roster.json").read_bytes())["version"] == 1
    assert [actor for actor, _, note in bureau.lines() if note.startswith("roster publish")] == [COMMAND] * 2


def test_another_authority_pinned_on_the_street_is_never_replaced(bureau, street):
    sign(bureau)
    street.mkdir()
    (street / "authority.pub").write_text(f"{SigningKey.generate().verify_key}\n")
    with pytest.raises(DirectoryError, match="another authority is pinned"):
        put(bureau, street)
    assert not (street / "roster.json").exists()
