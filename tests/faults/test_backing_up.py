"""kill -9 and a failing disk at every crossing of a backup and of putting one back (T13)."""

from contextlib import suppress

import pytest

from portal.backup.errors import BackupError
from portal.backup.restoring import MARK
from portal.web.database import Unavailable
from tests.backup.operator import Operator
from tests.canary import CANARIES, found_in
from tests.faults.children import at_every_crossing, failing, killing
from tests.faults.deeds import SOUND, Deed
from tests.faults.invariants import holds

# The files of the deployment are copied and put back; a server keeps its own.
pytestmark = [pytest.mark.sqlite_only, pytest.mark.slow]
DEEDS = (killing, failing)
SMALL = 32 * 1024


class BacksUp(Deed):
    """The desk with two sealed files, into parts of one file each, beside an older backup."""

    def __init__(self, world) -> None:
        super().__init__(world)
        _, _, self.number = self.registered()
        world.reporter().reports(originals=[SOUND], offices=["yunling"])
        world.collects()
        # Inside the world's folder, where crossings are seen.
        self.operator = Operator(world, world.folder / "shelf")
        self.operator.backs_up("desk")
        world.passes(hours=1)

    def work(self, tell) -> None:
        with suppress(Unavailable, BackupError, OSError):
            self.operator.backs_up("desk", limit=SMALL)
            tell("done")

    def check(self, told) -> None:
        finished = self.operator.backups("desk")
        assert len(finished) == 2 or not told, "a backup that was told of is not there"
        holds(self.world)
        if len(finished) < 2:
            finished.append(self.operator.backs_up("desk", limit=SMALL))
        assert not list(self.world.folder.glob("*.snapshot")), "a copy of the database was left"
        assert [backup.manifest.files for backup in finished] == [2, 2]
        self.operator.loses("desk")
        assert self.operator.puts_back(finished[-1]).missing == 0
        assert CANARIES["summary"] in self.world.officer("lin").opens(self.number).text


class PutsBack(Deed):
    """The same desk, from its backup, after it was lost."""

    def __init__(self, world) -> None:
        super().__init__(world)
        _, _, self.number = self.registered()
        world.reporter().reports(originals=[SOUND], offices=["yunling"])
        world.collects()
        self.operator = Operator(world)
        self.backup = self.operator.backs_up("desk", limit=SMALL)
        self.operator.loses("desk")

    def work(self, tell) -> None:
        with suppress(Unavailable, BackupError, OSError):
            self.operator.puts_back(self.backup)
            tell("done")

    def check(self, told) -> None:
        assert found_in(self.world.every_byte(), "no code was shown") == []
        keys = self.world.folder / "keys/desk"
        if not (keys / MARK).exists() and (self.world.folder / "desk.sqlite").exists():
            holds(self.world)
        else:
            assert not told
            assert self.operator.puts_back(self.backup).missing == 0
        assert not (keys / MARK).exists()
        assert {path.name for path in self.world.folder.iterdir() if path.name.startswith("desk")} <= {
            "desk.sqlite", "desk.sqlite-wal", "desk.sqlite-shm", "desk-blobs",
        }  # fmt: skip
        lin = self.world.officer("lin")
        assert CANARIES["summary"] in lin.opens(self.number).text
        assert lin.downloads(self.number, 0, 1) == SOUND[1]
        holds(self.world)


@pytest.mark.parametrize("fault", DEEDS, ids=lambda fault: fault.__name__)
@pytest.mark.parametrize("kind", [BacksUp, PutsBack], ids=lambda kind: kind.__name__)
def test_cut_short_at_every_step(world, kind, fault):
    deed = kind(world)
    names = at_every_crossing(world, deed.work, deed.check, fault)
    assert {"open", "os.rename"} <= set(names), "the crossings were not seen"
    assert len(names) >= 15
