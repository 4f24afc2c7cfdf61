"""T12: everything a reporter hands in is sealed to the post-quantum hybrid, and to nothing else."""

import pytest

from portal.age import Malformed, Recipient
from portal.letterbox.items import BadItem, SealedSlip
from tests.canary import canary_report

X25519_ONLY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


def stanzas(sealed):
    """The stanza types of an age file's header."""
    head = sealed[: sealed.index(b"\n--- ")]
    return {line.split(b" ")[1] for line in head.split(b"\n") if line.startswith(b"-> ")}


def test_every_stored_item_has_hybrid_stanzas_only(world):
    from sqlalchemy import select

    from portal.letterbox.records import answers, letters, parcels, slips

    reporter, files = canary_report(world)
    reporter.writes_letter("补充。", files=files)
    blobs = [path.read_bytes() for path in world.settings.letterbox.blobs.iterdir()]
    with world.door.letterbox.reading() as session:
        items = [sealed for table in (parcels, slips, letters) for sealed in session.scalars(select(table.c.sealed))]
        items += session.scalars(select(parcels.c.packet))
    world.collects()
    lin = world.officer("lin")
    lin.registers(lin.numbers()[0])
    world.collects()
    with world.door.letterbox.reading() as session:
        items += session.scalars(select(answers.c.sealed))
    assert len(items) >= 7
    # Two files each of the report and the letter.
    assert len(blobs) == 4
    assert {frozenset(stanzas(sealed)) for sealed in items + blobs} == {frozenset({b"mlkem768x25519"})}


def test_no_other_recipient_type_is_taken():
    with pytest.raises(Malformed):
        Recipient.parse(X25519_ONLY)


def test_the_slot_takes_nothing_sealed_otherwise():
    for other in (b"-> X25519 abc\n", b"-> scrypt abc 18\n", b"-> mlkem768x25519-x abc\n"):
        with pytest.raises(BadItem):
            SealedSlip("a" * 32, b"age-encryption.org/v1\n" + other)
