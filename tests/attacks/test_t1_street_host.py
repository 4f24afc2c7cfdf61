"""T1: a thief carries away the disk and database of the street host, before and after collecting."""

from tests.canary import CANARIES, canary_report, found_in


def street_files(world):
    """Everything the street host has; its key folder too, for there must be no secret in it."""
    for path in [*world.folder.rglob("*")]:
        name = path.relative_to(world.folder).as_posix()
        if path.is_file() and (name.startswith(("letterbox", "keys/public", "config"))):
            yield name, path.read_bytes()


def test_nothing_readable_waits_in_the_letterbox(world):
    reporter, files = canary_report(world)
    assert found_in(street_files(world), reporter.code) == []
    world.collects()
    reporter.writes_letter(CANARIES["letter"], files=files)
    assert found_in(street_files(world), reporter.code) == []


def test_of_a_collected_case_not_even_the_sealed_bytes_remain(world):
    from sqlalchemy import select

    from portal.letterbox.records import parcels, slips

    canary_report(world)
    with world.desk.letterbox.reading() as session:
        sealed = [*session.scalars(select(parcels.c.sealed)), *session.scalars(select(slips.c.sealed))]
    blobs = [path.read_bytes() for path in world.settings.letterbox.blobs.iterdir()]
    pieces = [content[200:400] for content in [*sealed, *blobs]]
    assert any(piece in content for piece in pieces for _, content in street_files(world)), "seen before"
    world.collects()
    left = [(name, n) for n, piece in enumerate(pieces) for name, content in street_files(world) if piece in content]
    assert left == []


def test_the_street_hosts_keys_open_nothing(world):
    names = {path.name for path in world.settings.public.keys.iterdir()}
    assert names == {"roster.json", "roster.sig", "authority.pub"}


def test_the_roster_names_no_officer(world):
    roster = (world.settings.public.keys / "roster.json").read_text(encoding="utf-8")
    for person in world.people.values():
        assert person.name not in roster
        assert f'"{person.login}"' not in roster
