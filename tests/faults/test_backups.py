"""An old backup put back: of the roster, of the letterbox, of the desk. None goes unseen, and none doubles anything."""

import shutil

import pytest
from click.testing import CliRunner

from portal.commands import main
from portal.desk.audit.chain import Damage
from portal.doctor import Door, examine
from tests.faults.deeds import LIST, SOUND, TOLD
from tests.faults.invariants import audited, cases, holds, items, leaves_nothing, waiting_in_letterbox
from tests.stories.test_changing_keys import publishes, signs

# The files of the deployment are copied and put back; a server keeps its own.
pytestmark = pytest.mark.sqlite_only


class Backup:
    """A copy of one part of a deployment, taken while nobody writes."""

    def __init__(self, world, *names):
        self._world, self._names = world, names
        self._kept = world.folder.with_name("backup")
        world.close()
        assert not [*world.folder.glob("*-wal")], "a database is still open: its file alone is not all of it"
        self._kept.mkdir()
        for name in names:
            _copy(world.folder / name, self._kept / name)

    def is_put_back(self):
        self._world.close()
        for name in self._names:
            for old in self._world.folder.glob(f"{name}*"):
                shutil.rmtree(old) if old.is_dir() else old.unlink()
            _copy(self._kept / name, self._world.folder / name)


def _copy(source, target):
    shutil.copytree(source, target) if source.is_dir() else shutil.copy2(source, target)


@pytest.fixture
def busy(world):
    """A case that is registered, and two reports and a letter that wait."""
    reporter = world.reporter()
    reporter.reports(offices=["yunling"], originals=[SOUND], **TOLD)
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    world.collects()
    reporter.writes_letter("又想起一件事。", files=[LIST])
    later = world.reporter()
    later.reports(offices=["yunling"], originals=[SOUND], **TOLD)
    world.reporter().reports(offices=["yunling"], **TOLD)
    return reporter, later


def test_a_letterbox_from_before_a_collection_makes_no_case_twice(world, busy):
    reporter, later = busy
    backup = Backup(world, "letterbox.sqlite", "letterbox-blobs")
    world.collects()
    collected = audited(world, "collect")
    backup.is_put_back()
    assert waiting_in_letterbox(world)[:2] == (2, 1), "the old parcels are there again"
    for _ in range(2):
        world.collects()
        assert waiting_in_letterbox(world)[:2] == (0, 0)
        assert cases(world) == 3
        assert items(world, "letter") == 1
        assert audited(world, "collect") == collected
    holds(world, later.code)
    leaves_nothing(world)
    assert reporter.mailbox().text


def test_a_desk_from_before_a_collection_is_convicted_by_its_checkpoint(world, busy):
    backup = Backup(world, "desk.sqlite", "desk-blobs")
    world.collects()
    with world.desk.database.reading() as session:
        checkpoint = world.desk.ledger.checkpoint(session)
    backup.is_put_back()
    assert cases(world) == 1
    with world.desk.database.reading() as session:
        assert world.desk.ledger.verify(session).intact, "the old chain is whole in itself"
        found = world.desk.ledger.verify(session, checkpoint)
    assert [fault.damage for fault in found.faults] == [Damage.TRUNCATED]
    kept = world.folder / "checkpoint.json"
    kept.write_text(checkpoint, encoding="utf-8")
    config = {"PORTAL_CONFIG": str(world.folder / "config.toml")}
    told = CliRunner(env=config).invoke(main, ["audit", "verify", "--against", str(kept)])
    assert told.exit_code == 1
    assert "intact" not in told.output.splitlines()[0]


def test_an_old_roster_closes_the_door_and_the_doctor_says_why(world):
    put_back = roster_backup(world)
    signs_anew(world)
    world.reporter().reports(offices=["yunling"], **TOLD)
    assert not rolled_back(world)
    put_back()
    reporter = world.reporter()
    reporter.goes("report/before")
    assert reporter.answer.status_code == 503
    assert "现在不能安全地接收" in reporter.page.text
    (complaint,) = rolled_back(world)
    assert complaint.remedy == "Publish the newest again, at the desk: portal roster publish"
    publishes(world)
    assert not rolled_back(world)
    world.reporter().reports(offices=["yunling"], **TOLD)
    assert waiting_in_letterbox(world)[0] == 2


def roster_backup(world):
    files = [world.settings.public.keys / name for name in ("roster.json", "roster.sig")]
    old = [file.read_bytes() for file in files]

    def put_back():
        for file, content in zip(files, old, strict=True):
            file.write_bytes(content)

    return put_back


def signs_anew(world):
    signs(world)
    publishes(world)


def rolled_back(world):
    return [complaint for complaint in examine(world.settings, [Door.PUBLIC]) if "older than one" in complaint.wrong]
