"""No room in a database, a clock that jumps, a blob half written: each is told, and nothing comes of it."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from portal.desk.intake.actions import sweep
from tests.faults.deeds import LIST, SOUND, TOLD
from tests.faults.invariants import cases, holds, items, leaves_nothing, waiting_in_letterbox

# The files of the deployment are copied and put back; a server keeps its own.
pytestmark = pytest.mark.sqlite_only
LARGE = "这一段写得很长,把页都写满。" * 300


@contextmanager
def no_room(database):
    """SQLite's own limit: the file may not grow by a single page."""

    def limit(connection, _record) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    database.close()
    event.listen(database.engine, "connect", limit)
    yield
    event.remove(database.engine, "connect", limit)
    database.close()


def test_a_full_letterbox_takes_nothing_and_gives_the_words_back(world):
    reporter = world.reporter()
    reporter.begins()
    reporter.writes(**TOLD)
    with no_room(world.door.letterbox):
        page = reporter.hands_in(files=[LIST])
    assert reporter.answer.status_code == 503
    assert "存储空间不够" in page.text
    assert TOLD["summary"] in page.text
    assert reporter.code == ""
    assert waiting_in_letterbox(world) == (0, 0, 0)
    holds(world)
    reporter.sends(page.forms[-1], page.forms[-1].pairs)
    assert reporter.answer.status_code == 200
    world.collects()
    assert cases(world) == 1
    leaves_nothing(world)


def test_a_full_desk_collects_later_and_says_so_to_its_officers(world):
    reporter = world.reporter()
    reporter.reports(offices=["yunling"], originals=[SOUND], **TOLD)
    with no_room(world.desk.database), pytest.raises(Exception, match="OperationalError") as full:
        world.collects()
    assert type(full.value).__name__ == "Full"
    assert cases(world) == 0
    assert waiting_in_letterbox(world)[0] == 1
    world.collects()
    assert cases(world) == 1
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    form = lin.goes(f"case/{number}/reply").forms[-1]
    with no_room(world.desk.database):
        page = lin.sends(form, form.filled(text=LARGE), files=[("files", LIST)])
    assert lin.answer.status_code == 503
    assert "存储空间已满" in page.text
    assert items(world, "copy") == 0
    lin.replies(number, "收到。")
    assert items(world, "copy") == 1
    holds(world)
    leaves_nothing(world)


@pytest.mark.parametrize("jump", [-1, 366], ids=["a day back", "a year on"])
def test_a_clock_that_jumps_between_the_steps_loses_nothing(world, jump):
    """Each step works on the day that the clock shows; nothing waits for a time that never comes."""
    reporter = world.reporter()
    reporter.reports(offices=["yunling"], originals=[SOUND], **TOLD)
    world.passes(days=jump)
    sweep(world.desk, 24)
    world.collects()
    assert cases(world) == 1
    holds(world, reporter.code)
    world.passes(days=-jump)
    assert reporter.mailbox()
    assert reporter.answer.status_code == 200
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    assert lin.downloads(number, 0, 1) == SOUND[1]
    world.passes(days=2)
    world.collects()
    reporter.writes_letter("又想起一件事。", files=[LIST])
    world.passes(days=-2)
    world.collects()
    assert items(world, "letter") == 1
    holds(world, reporter.code)


def test_blobs_half_written_are_swept_and_harm_nobody(world):
    writers = [store.new() for store in (world.desk.blobs, world.desk.letterbox_blobs)]
    for writer in writers:
        writer.write(b"age-encryption.org/v1\n" + bytes(300_000))
    reporter = world.reporter()
    reporter.reports(originals=[SOUND], **TOLD)
    world.collects()
    assert sweep(world.desk, 24) == 0, "what is being written now is nobody's leavings"
    assert cases(world) == 1
    leaves_nothing(world)
