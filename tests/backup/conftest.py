import pytest

from tests.backup.operator import Operator
from tests.faults.deeds import LIST, SOUND, TOLD


@pytest.fixture
def operator(world):
    return Operator(world)


@pytest.fixture
def busy(world):
    """A registered case with a file, and a report with a file that waits. (reporter, number, later)."""
    reporter = world.reporter()
    reporter.reports(offices=["yunling"], originals=[SOUND], **TOLD)
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.replies(number, "请问会议记录在哪里?", files=[LIST])
    world.collects()
    later = world.reporter()
    later.reports(offices=["yunling"], originals=[SOUND], **TOLD)
    return reporter, number, later
