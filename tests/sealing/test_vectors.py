"""This implementation is held to its own known answers, as a second one will be."""

import base64
import hashlib
import io
from datetime import date

import pytest

from portal import sealing
from portal.age import Identity
from portal.sealing import (
    BadReceipt,
    BadRoster,
    CaseKey,
    Context,
    FileEntry,
    Filing,
    Half,
    NamePacket,
    Place,
    Receipt,
    Roster,
    Share,
    SigningKey,
    VerifyKey,
    bucket,
    clean_media_type,
    clean_name,
    open_envelope,
    open_file,
    open_name,
    open_share,
    padme,
    unwrap,
)
from portal.sealing.encoding import read_json
from portal.sealing.envelope import read_plaintext, write_plaintext
from tests.vectors import make


def place(expect):
    return Place(sealing.Kind(expect["kind"]), expect["holder"], expect["id"], expect["slot"])


def key(text):
    return VerifyKey.parse(text) if text else None


@pytest.mark.parametrize("name", make.FIXED)
def test_the_generator_still_gives_the_committed_answers(name):
    committed = (make.HERE / f"{name}.json").read_text(encoding="utf-8")
    assert make.text(make.FIXED[name]()) == committed, "a change of format needs a new version and an ADR"


def test_receipts():
    answers = make.read("receipt")
    for answer in answers["derived"]:
        receipt = Receipt.parse(answer["code"])
        assert receipt.secret.reveal().hex() == answer["secret"]
        assert receipt.locator_hash == answer["locator_hash"]
        assert receipt.reply_identity.seed.hex() == answer["reply_seed"]
        assert str(receipt.letter_key.verify_key) == answer["letter_verify_key"]
    for typed in answers["typed"]["accepted"]:
        assert Receipt.parse(typed).code == answers["typed"]["code"]
    for typed in answers["refused"]:
        with pytest.raises(BadReceipt):
            Receipt.parse(typed)


def test_bindings():
    for answer in make.read("binding"):
        receipt = Receipt.from_secret(bytes.fromhex(answer["secret"]))
        binding = bytes.fromhex(answer["binding"])
        assert receipt.binds(binding, answer["case_recipient"], answer["parcel"], answer["offices"])


def test_sizes():
    answers = make.read("sizes")
    assert all(bucket(int(length)) == size for length, size in answers["bucket"].items())
    assert all(padme(int(length)) == size for length, size in answers["padme"].items())


def test_written_forms():
    answers = make.read("json")
    for line in answers["written"]:
        read_json(line.encode("utf-8"))
    for line in answers["sorted"]:
        read_json(line.encode("utf-8"), sort_keys=True)
    for line in answers["refused"]:
        with pytest.raises(ValueError, match=r"\w"):
            read_json(line.encode("utf-8"))


def test_signatures():
    for answer in make.read("signature"):
        verify_key = VerifyKey.parse(answer["verify_key"])
        message, signature = bytes.fromhex(answer["message"]), bytes.fromhex(answer["signature"])
        verify_key.verify(Context(answer["context"]), message, signature)
        assert verify_key.fingerprint == answer["fingerprint"]


def test_wrappings():
    for answer in make.read("wrapping"):
        values = {name: bytes.fromhex(value) for name, value in answer.items()}
        assert unwrap(values["wrapped"], values["key"], values["context"]) == values["secret"]


def test_filings():
    for answer in make.read("filing"):
        filing, key = Filing.parse(answer["text"]), SigningKey.from_seed(bytes.fromhex(answer["seed"]))
        filing.check(key.verify_key)
        assert filing.check_words == answer["check"]
        assert str(Filing.signed(filing.office, filing.received, filing.digest, key)) == answer["text"]


def test_halves_of_a_names_key():
    for answer in make.read("name"):
        halves = {half: Share(half, bytes.fromhex(answer[half.name.lower()])) for half in Half}
        key = halves[Half.LEADS].joined(halves[Half.HOLDERS])
        assert (key.seed.hex(), str(key.recipient)) == (answer["seed"], answer["recipient"])


def test_whole_packets_of_names():
    answers = make.read("sealed-name")
    for answer in answers:
        parcel, sealed = answer["parcel"], base64.b64decode(answer["sealed"])
        packet = NamePacket.opened(sealed, CaseKey(Identity.parse(answer["case"])), parcel)
        if answer["said"] is None:
            assert not any(packet.name + packet.leads + packet.holders)
            continue
        first = open_share(packet.leads, Identity.parse(answer["lead"]), parcel, Half.LEADS)
        second = open_share(packet.holders, Identity.parse(answer["holder"]), parcel, Half.HOLDERS)
        assert open_name(packet, first, second, parcel) == answer["said"]
    assert len({len(answer["sealed"]) for answer in answers}) == 1, "nobody's name is as long as somebody's"


def test_file_names():
    answers = make.read("file-name")
    assert all(clean_name(raw) == clean for raw, clean in answers["names"])
    assert all(clean_media_type(raw) == clean for raw, clean in answers["types"])


def test_envelopes():
    for answer in make.read("envelope"):
        content = answer["line"] + "\n" + (answer["signature"] + "\n" if answer["signature"] else "")
        plaintext = content.encode("utf-8").ljust(answer["size"], b"\x00")
        assert hashlib.sha256(plaintext).hexdigest() == answer["sha256"]
        envelope = read_plaintext(plaintext, [place(answer["expect"])], key(answer["verify_key"]))
        seed = answer["signer_seed"]
        assert write_plaintext(envelope, SigningKey.from_seed(bytes.fromhex(seed)) if seed else None) == plaintext


@pytest.mark.parametrize("answer", make.read("envelope-refused"), ids=lambda answer: answer["why"])
def test_refused_envelopes(answer):
    plaintext = answer["head"].encode("utf-8").ljust(answer["size"], b"\x00")
    with pytest.raises(sealing.SealingError) as caught:
        read_plaintext(plaintext, [place(answer["expect"])], key(answer.get("verify_key")))
    assert type(caught.value).__name__ == answer["error"]


def test_the_roster():
    answer = make.read("roster")
    authority = VerifyKey.parse(answer["authority"])
    document, signature = answer["document"].encode("utf-8"), answer["signature"].encode("ascii")
    for day in (answer["first_day"], answer["last_day"]):
        roster = Roster.verified(document, signature, authority, date.fromisoformat(day), 7)
    for offices, officers in answer["receiving"].items():
        assert [officer.id for officer in roster.officers_receiving(offices.split())] == officers


@pytest.mark.parametrize("answer", make.read("roster-refused"), ids=lambda answer: answer["why"])
def test_refused_rosters(answer):
    good = make.read("roster")
    start, end = answer["start"], answer["start"] + answer["removed"]
    document = (good["document"][:start] + answer["inserted"] + good["document"][end:]).encode("utf-8")
    authority, today = VerifyKey.parse(good["authority"]), date.fromisoformat(good["first_day"])
    authority.verify(Context.ROSTER, document, base64.b64decode(answer["signature"]))
    with pytest.raises(BadRoster) as caught:
        Roster.verified(document, answer["signature"].encode("ascii"), authority, today, 1)
    assert type(caught.value) is BadRoster


def test_sealed_samples():
    answers = make.read("sealed")
    for answer in answers["items"]:
        identity, sealed = Identity.parse(answer["identity"]), base64.b64decode(answer["sealed"])
        envelope = open_envelope(sealed, identity, place(answer["expect"]), verify=key(answer["verify_key"]))
        assert f'"day":"{envelope.day.isoformat()}"' in answer["line"]
    file = answers["file"]
    entry = file["entry"]
    described = FileEntry(entry["slot"], entry["name"], entry["type"], entry["size"], entry["sha256"])
    source = io.BytesIO(base64.b64decode(file["sealed"]))
    assert b"".join(open_file(source, Identity.parse(file["identity"]), described)) == b"An invented duty list.\n"
