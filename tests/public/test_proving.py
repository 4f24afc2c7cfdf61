"""`portal proof verify`: intact, forged, unknown office, another key."""

from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner

from portal.commands import main
from portal.sealing import Filing, FormerKey, SigningKey, parcel_digest, sign_roster
from tests.house.source import ROOT


@pytest.fixture
def verify(street, tmp_path):
    def run(text, *args):
        file = tmp_path / "note.txt"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        config = ["--config", str(ROOT / "config.example.toml")]
        return CliRunner().invoke(main, [*config, "proof", "verify", str(file), "--keys", str(street.keys), *args])

    return run


@pytest.fixture
def proof(street):
    return Filing.signed("yunling", street.today, parcel_digest(b"sealed"), street.desks["yunling"].reply_key)


def test_an_intact_proof_says_the_day_and_the_office(verify, proof, street):
    done = verify(str(proof))
    assert done.exit_code == 0, done.output
    assert all(word in done.output for word in ("INTACT", "yunling", street.today.isoformat(), proof.check_words))


def test_a_roster_that_has_expired_still_verifies(verify, proof, street):
    street.publish(2, expires=street.today.replace(day=2))
    assert "INTACT" in verify(str(proof)).output


def test_a_changed_proof_is_forged(verify, proof):
    done = verify(str(proof).replace("received 2026-11-20", "received 2026-11-19"))
    assert done.exit_code == 1
    assert "FORGED" in done.output


def test_another_offices_signature_is_not_this_offices(verify, street):
    wrong = Filing.signed("yunling", street.today, parcel_digest(b"x"), street.desks["qinghe"].reply_key)
    done = verify(str(wrong))
    assert done.exit_code == 1
    assert "OTHER KEY" in done.output


def test_an_earlier_key_counts_by_its_pinned_fingerprint_only(verify, street):
    earlier = SigningKey.generate()
    old = Filing.signed("yunling", street.today, parcel_digest(b"x"), earlier)
    assert "OTHER KEY" in verify(str(old)).output
    words = earlier.verify_key.fingerprint
    assert verify(str(old), "--fingerprint", words.lower()).exit_code == 0
    assert "OTHER KEY" in verify(str(old), "--fingerprint", SigningKey.generate().verify_key.fingerprint).output
    changed = str(old).replace("office yunling", "office wangxi")
    assert "FORGED" in verify(changed, "--fingerprint", words).output


def test_an_office_that_nobody_published_is_unknown(verify, street):
    done = verify(str(Filing.signed("nowhere", street.today, parcel_digest(b"x"), SigningKey.generate())))
    assert done.exit_code == 1
    assert "UNKNOWN OFFICE" in done.output


@pytest.mark.parametrize("text", ["", "hello", b"\xff\xfe", "x" * 9000])
def test_what_is_no_proof_is_said_to_be_none(verify, text):
    done = verify(text)
    assert done.exit_code == 1
    assert "no proof of filing" in done.output


def test_a_list_of_keys_that_is_missing_or_forged_is_not_used(verify, proof, street):
    street.publish(2, authority=SigningKey.generate())
    assert "cannot be trusted" in verify(str(proof)).output
    (street.keys / "roster.json").unlink()
    assert "cannot be read" in verify(str(proof)).output


def test_a_former_key_of_the_published_list_counts_for_its_days_only(verify, street):
    earlier = SigningKey.generate()
    until = street.today - timedelta(days=2)
    former = (FormerKey(earlier.verify_key, until - timedelta(days=30), until),)
    offices = tuple(replace(one, former=former) if one.id == "yunling" else one for one in street.draft(2).offices)
    document, signature = sign_roster(replace(street.draft(2), offices=offices), street.authority)
    (street.keys / "roster.json").write_bytes(document)
    (street.keys / "roster.sig").write_bytes(signature)
    old = Filing.signed("yunling", until, parcel_digest(b"x"), earlier)
    assert "INTACT" in verify(str(old)).output
    late = Filing.signed("yunling", street.today, parcel_digest(b"x"), earlier)
    assert "OTHER KEY" in verify(str(late)).output
    before = Filing.signed("yunling", until - timedelta(days=31), parcel_digest(b"x"), earlier)
    assert verify(str(before)).exit_code == 1
