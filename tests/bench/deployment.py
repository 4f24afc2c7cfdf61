"""A deployment to measure: the demonstration's offices and six officers who receive reports, in a folder that goes."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.age import Cost
from portal.demonstration.building import authority_file, people_file
from portal.desk.keys import open_authority
from portal.desk.officers.enrolment import NewOfficer, as_colleague, enrol
from portal.desk.officers.rosters import publish, sign_next
from portal.domain.roles import Role
from tests.world import World

RECEIVING = 6
_PASSPHRASE = "six more officers open the post here"


@contextmanager
def deployment() -> Iterator[World]:
    """A `World` on the disk where temporary files live (a commit must cost what it costs), removed at the end."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        world = World(Path(folder))
        widened(world.folder / "config.toml")
        try:
            _second_officers(world)
            receiving = [o for office in world.door.rosters.now().offices for o in office.officers if o.receives]
            if len(receiving) != RECEIVING:
                raise RuntimeError(f"{len(receiving)} officers receive reports here, not {RECEIVING}")
            yield world
        finally:
            world.close()


def widened(config: Path) -> None:
    """Let more through the door than flood control would, and larger files: speed is all that is measured."""
    rates = "reports_per_minute = 1000000\nletters_per_minute = 1000000\nfile_limit_mib = 256\nreport_limit_mib = 512\n"
    config.write_text(config.read_text(encoding="utf-8").replace("[public]\n", f"[public]\n{rates}"), encoding="utf-8")


def _second_officers(world: World) -> None:
    """A second receiving officer for each of the three offices, and the roster that says so."""
    desk = world.desk
    for number, first in enumerate(("lin", "chen", "zhao"), 1):
        credentials = world.people[first]
        colleague = as_colleague(desk, first, credentials.passphrase)
        new = NewOfficer(f"second{number}", f"示范员{number}", colleague.office, frozenset({Role.INTAKE}))
        enrol(desk, new, _PASSPHRASE, cost=Cost.TESTS_ONLY, colleague=colleague)
    listed = json.loads(people_file(world.settings).read_bytes())
    authority = open_authority(authority_file(world.settings), listed["authority_passphrase"], desk.open_identity)
    with desk.database.writing() as session:
        sign_next(session, desk, authority)
        publish(session, desk, world.settings.public.keys)
