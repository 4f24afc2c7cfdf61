"""A report, a letter, the closing of a mailbox, broken at every step (T13): no receipt without a report, none twice."""

import pytest
from sqlalchemy import func, select

from portal.letterbox.records import answers, mailboxes, parcels
from tests.canary import CANARIES, found_in
from tests.faults.steps import ClockJumps, FullDisk, Kill, LostOnce, every_step
from tests.world import usual_report

FILES = [("记录.txt", CANARIES["file"].encode() * 40), ("会议.txt", b"minutes" * 90_000)]
ON_DISK = [Kill(), FullDisk(), LostOnce()]


def named(fault):
    return type(fault).__name__


def sent(visitor, form, button, files=()):
    """Press it once more, exactly as before: what a browser does after a broken connection."""
    visitor.sends(form, form.pairs, button=button, files=[("files", one) for one in files])
    return visitor.answer.status_code


def waiting(world):
    with world.desk.letterbox.reading() as session:
        return session.scalar(select(func.count()).select_from(parcels))


@pytest.fixture
def written(world):
    """A reporter before the last button."""
    reporter = world.reporter()
    reporter.begins(["yunling"])
    reporter.writes(**usual_report() | {"summary": CANARIES["summary"]})
    return reporter, reporter.page.form("/report/send")


@pytest.mark.parametrize("fault", ON_DISK, ids=named)
def test_a_receipt_that_was_shown_opens_and_sending_again_makes_no_second_report(world, written, fault):
    reporter, form = written

    def hand_in():
        status = sent(reporter, form, ("do", "send"), FILES)
        return reporter.page.form("/report/saved").value("code") if status == 200 else f"refused {status}"

    steps = 0
    for trial in every_step(world, hand_in, fault):
        steps += 1
        if trial.said and not trial.said.startswith("refused"):
            assert "正在审阅" not in world.reporter(trial.said).mailbox().text
            assert "已加密送达" in world.reporter(trial.said).mailbox().text, "what was shown opens"
            assert waiting(world) == 1
        assert waiting(world) <= 1
        assert found_in(world.every_byte(), trial.said or "no code") == []
        assert sent(reporter, form, ("do", "send"), FILES) == 200, reporter.page.text
        code = reporter.page.form("/report/saved").value("code")
        assert trial.said in ("", code) or trial.said.startswith("refused")
        assert waiting(world) == 1
        assert world.collects().parcels == 1
        assert world.collects().parcels == 0
        lin = world.officer("lin")
        (number,) = lin.numbers()
        lin.registers(number)
        for slot, (_, content) in enumerate(FILES, 1):
            assert lin.downloads(number, 0, slot) == content
        assert "正在审阅" in mailbox_after(world, code)
    assert steps > 5


def mailbox_after(world, code):
    world.collects()
    return world.reporter(code).mailbox().text


@pytest.mark.parametrize("days", [-1, 366], ids=["a day back", "a year ahead"])
def test_a_clock_that_jumps_costs_no_report(world, written, days):
    reporter, form = written

    def hand_in():
        status = sent(reporter, form, ("do", "send"), FILES[:1])
        return reporter.page.form("/report/saved").value("code") if status == 200 else f"refused {status}"

    for trial in every_step(world, hand_in, ClockJumps(world, days)):
        if trial.said.startswith("refused"):
            assert waiting(world) == 0, "refused is not taken"
        else:
            assert "已加密送达" in world.reporter(trial.said).mailbox().text
            assert world.collects().parcels == 1


@pytest.mark.parametrize("fault", ON_DISK, ids=named)
def test_a_letter_arrives_once_or_not_at_all(world, fault):
    reporter = world.reporter()
    reporter.reports(offices=["yunling"])
    world.collects()
    reporter.mailbox()
    page = reporter.page
    if not any(form.action.endswith("/mailbox/letter") for form in page.forms):
        page = reporter.goes("mailbox/letter")
    form = page.form("/mailbox/letter")
    pairs = form.filled(code=reporter.code, text=CANARIES["letter"])
    files = [("files", FILES[0])]

    def write():
        page = reporter.sends(form, pairs, button=("do", "send"), files=files)
        return "sent" if reporter.answer.status_code == 200 and "已加密送达" in page.text else "refused"

    for trial in every_step(world, write, fault):
        if trial.said == "sent":
            assert world.collects().letters == 1, "what was said to be sent is there"
        assert write() == "sent", reporter.page.text
        assert world.collects().letters == (trial.said != "sent")
        assert world.collects().letters == 0
        assert found_in(world.every_byte(), reporter.code) == []
        lin = world.officer("lin")
        (number,) = lin.numbers()
        lin.registers(number)
        assert lin.opens(number).text.count(CANARIES["letter"].replace(",", "\uff0c")[:12]) == 1
        assert lin.downloads(number, 1, 1) == FILES[0][1]


@pytest.mark.parametrize("fault", ON_DISK, ids=named)
def test_a_mailbox_is_closed_wholly_or_not_at_all(world, fault):
    reporter = world.reporter()
    reporter.reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    lin.registers(*lin.numbers())
    world.collects()
    page = reporter.goes("mailbox/close")
    page = reporter.sends(page.form("/mailbox/close"), [("code", reporter.code)], button=("do", "ask"))
    form = page.form("/mailbox/close")

    def close():
        return str(sent(reporter, form, ("do", "yes")))

    def left():
        with world.desk.letterbox.reading() as session:
            return [session.scalar(select(func.count()).select_from(table)) for table in (mailboxes, answers)]

    for trial in every_step(world, close, fault):
        assert left() in ([0, 0], [1, 1]), "the answers go with their mailbox"
        assert left() == [0, 0] or trial.said != "200"
        assert close() == "200"
        assert left() == [0, 0]
        world.collects()
        assert left() == [0, 0], "what the desk still has to say finds no mailbox"
