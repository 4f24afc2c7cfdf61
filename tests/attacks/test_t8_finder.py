"""T8: the finder of a receipt code reads statuses and replies, and nothing of the report."""

from portal.age import AgeError
from portal.sealing import Receipt
from tests.canary import CANARIES, canary_report, spellings


def test_the_mailbox_shows_nothing_of_the_report(world):
    reporter, files = canary_report(world)
    reporter.writes_letter(CANARIES["letter"], files=files)
    world.collects()
    lin = world.officer("lin")
    lin.registers(lin.numbers()[0])
    world.collects()
    shown = world.reporter(reporter.code).mailbox().html.encode()
    for which in ("name", "summary", "letter", "file", "filename"):
        assert not any(form in shown for form in spellings(CANARIES[which])), which


def test_the_codes_own_key_opens_no_parcel_letter_or_file(world):
    """Not only is it not shown: with the whole letterbox in hand the code does not open the report."""
    from sqlalchemy import select

    from portal.age import open_sealed
    from portal.letterbox.records import letters, parcels, slips

    reporter, files = canary_report(world)
    reporter.writes_letter(CANARIES["letter"], files=files)
    key = Receipt.parse(reporter.code).reply_identity
    with world.door.letterbox.reading() as session:
        items = [*session.scalars(select(parcels.c.sealed)), *session.scalars(select(slips.c.sealed))]
        items += session.scalars(select(letters.c.sealed))
    items += [path.read_bytes() for path in world.settings.letterbox.blobs.iterdir()]
    assert len(items) >= 9
    for sealed in items:
        try:
            open_sealed(sealed, [key])
        except AgeError:
            continue
        raise AssertionError("the receipt opened something that was sealed to the office")
