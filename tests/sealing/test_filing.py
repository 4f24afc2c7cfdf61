"""A proof of filing is one text, signed by one key, and nothing near it passes."""

from datetime import date, datetime

import pytest

from portal.sealing import BadFiling, BadSignature, Context, Filing, SigningKey, parcel_digest

DAY = date(2026, 11, 22)
KEY = SigningKey.from_seed(bytes(32))


def proof(**changed):
    given = {"office": "yunling", "received": DAY, "digest": parcel_digest(b"sealed")} | changed
    return Filing.signed(**given, signer=KEY)


def test_it_is_read_back_from_windows_and_from_mail():
    text = str(proof())
    for shape in (text, text.replace("\n", "\r\n"), "\ufeff\n" + text.replace("\n", "  \n\n"), text.strip()):
        found = Filing.parse(shape)
        assert found == proof()
        found.check(KEY.verify_key)
        assert str(found) == text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("office yunling", "office wangxi"),
        ("received 2026-11-22", "received 2026-11-21"),
        ("sha256 " + parcel_digest(b"sealed"), "sha256 " + parcel_digest(b"other")),
        (str(KEY.verify_key), str(SigningKey.from_seed(bytes(range(32))).verify_key)),
    ],
)
def test_no_line_can_be_changed(old, new):
    forged = Filing.parse(str(proof()).replace(old, new))
    for key in (KEY.verify_key, forged.key):
        with pytest.raises(BadSignature):
            forged.check(key)


def test_the_key_inside_is_not_believed():
    with pytest.raises(BadSignature):
        proof().check(SigningKey.generate().verify_key)


def test_a_signature_for_another_purpose_is_none():
    message = str(proof()).rpartition("signature ")[0].encode()
    reply = KEY.sign(Context.REPLY, message)
    with pytest.raises(BadSignature):
        Filing("yunling", DAY, parcel_digest(b"sealed"), KEY.verify_key, reply).check(KEY.verify_key)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("filing v1", "filing v2"),
        ("office yunling\n", ""),
        ("office yunling", "office YUNLING"),
        ("received 2026-11-22", "received 20261122"),
        ("received 2026-11-22", "received 2026-02-31"),
        (parcel_digest(b"sealed"), "ab"),
        (parcel_digest(b"sealed"), "G" * 64),
        (str(KEY.verify_key), "AAAA"),
        ("signature ", "signature A"),
        ("signature ", "note x\nsignature "),
        ("portal", " " * 5000 + "portal"),
    ],
)
def test_what_is_not_in_its_form_is_no_proof(old, new):
    with pytest.raises(BadFiling):
        Filing.parse(str(proof()).replace(old, new))


@pytest.mark.parametrize("changed", [{"office": "Y"}, {"digest": "ab"}, {"digest": "Z" * 64}])
def test_what_cannot_be_stated_is_not_signed(changed):
    with pytest.raises(ValueError, match="office"):
        proof(**changed)


def test_no_time_of_day_is_signed():
    with pytest.raises(TypeError, match="day"):
        proof(received=datetime(2026, 11, 22, 9, 30))  # noqa: DTZ001
