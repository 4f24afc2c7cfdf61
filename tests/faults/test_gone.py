"""A database that is gone for a while."""

import pytest

from tests.world import SUMMARY

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize("name", ["letterbox.sqlite", "desk.sqlite"])
def test_a_database_that_is_gone_and_comes_back_needs_nobody(world, name):
    reporter = world.reporter()
    reporter.reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    world.collects()
    world.close()
    gone = world.folder / name
    hidden = gone.with_suffix(".gone")
    gone.rename(hidden)
    if name == "letterbox.sqlite":
        reporter.mailbox()
        assert reporter.answer.status_code == 503
    else:
        lin.opens(number)
        assert lin.answer.status_code in (200, 503)
        assert SUMMARY not in lin.page.html
    assert not gone.exists(), "nothing is made in its place"
    hidden.rename(gone)
    assert "正在判断是否属于受理范围" in reporter.mailbox().text
    assert SUMMARY in lin.opens(number).html
