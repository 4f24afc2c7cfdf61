"""The whole way with both doors on buckets, and what a reporter hears when the letterbox's bucket fails."""

from contextlib import suppress
from dataclasses import replace

import pytest

from portal.blobs import Patience, open_store
from portal.desk import desk_app
from portal.desk.intake.actions import sweep
from portal.letterbox.records import files, parcels
from portal.public import door_app
from tests.blobs import unruly as faults
from tests.blobs.object_store import contents, elsewhere
from tests.stories.test_enclosures import NOTICE, fetches
from tests.world import SUMMARY

PLAN = ("日程.txt", "三月十日,县政府办公楼,未见本人。".encode() * 9000)
SOUND = ("录音.mp3", b"ID3" + bytes(range(256)) * 40_000)


@pytest.fixture
def buckets(object_store, tmp_path):
    return {name: object_store.bucket(tmp_path / name) for name in ("letterbox", "desk")}


@pytest.fixture
def bucketed(world, buckets, unruly):
    """A deployment whose blobs are in two buckets, reached through one unruly proxy."""
    once = Patience(connect=2, read=2, finish=20, tries=1)
    letterbox, desk = (
        open_store(replace(elsewhere(buckets[name], unruly.port), patience=once)) for name in ("letterbox", "desk")
    )
    world.door = replace(world.door, blobs=letterbox)
    world.desk = replace(world.desk, blobs=desk, letterbox_blobs=letterbox)
    world.collector = replace(world.collector, blobs=desk, letterbox_blobs=letterbox)
    world.public_app, world.desk_app = door_app(world.door), desk_app(world.desk)
    return world


def test_a_report_with_files_goes_in_and_a_reply_with_files_comes_out(bucketed, buckets):
    reporter = bucketed.reporter()
    reporter.reports(files=[PLAN], originals=[SOUND])
    assert len(contents(buckets["letterbox"])) == 2
    assert bucketed.collects().parcels == 1
    assert contents(buckets["letterbox"]) == []
    assert len(contents(buckets["desk"])) == 2
    lin = bucketed.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    assert {lin.downloads(number, 0, slot) for slot in (1, 2)} == {PLAN[1], SOUND[1]}
    lin.replies(number, "请看附件。", files=[NOTICE])
    bucketed.collects()
    reporter.mailbox()
    assert fetches(reporter, 2, 1).get_data() == NOTICE[1]
    assert not any(SUMMARY.encode() in content or PLAN[1][:60] in content for _, content in bucketed.every_byte())


@pytest.mark.parametrize(
    "fault", [faults.REFUSE, faults.DROP, faults.LIE, faults.FORBID, faults.FULL, faults.DROP_ANSWER]
)
def test_a_report_whose_files_cannot_be_kept_is_not_taken_and_the_words_come_back(bucketed, buckets, unruly, fault):
    reporter = bucketed.reporter()
    reporter.begins()
    reporter.writes()
    unruly.does(fault, "PUT", "HEAD")
    page = reporter.hands_in(files=[PLAN])
    assert reporter.answer.status_code == 503
    assert reporter.code == ""
    assert SUMMARY in page.text
    unruly.does(faults.PASS)
    assert contents(buckets["letterbox"]) == []
    assert nothing_waits(bucketed)
    # The very page that brings the words back sends them again.
    reporter.sends(page.forms[-1], page.forms[-1].pairs)
    assert reporter.answer.status_code == 200
    assert bucketed.collects().parcels == 1


def nothing_waits(world):
    with world.door.letterbox.reading() as session:
        return not session.execute(parcels.select()).all() and not session.execute(files.select()).all()


@pytest.mark.parametrize("fault", [faults.REFUSE, faults.DROP, faults.CUT_UNSEEN])
def test_what_cannot_be_carried_over_whole_waits_in_the_letterbox(bucketed, buckets, unruly, fault):
    bucketed.reporter().reports(originals=[SOUND])
    before = contents(buckets["letterbox"])
    unruly.does(fault, "GET")
    collected = bucketed.collects()
    assert (collected.parcels, collected.left) == (0, 1)
    unruly.does(faults.PASS)
    assert contents(buckets["letterbox"]) == before
    assert contents(buckets["desk"]) == []
    assert bucketed.collects().parcels == 1
    lin = bucketed.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    assert lin.downloads(number, 0, 1) == SOUND[1]


def test_a_bucket_that_does_not_answer_is_no_lost_file(bucketed, unruly):
    reporter = bucketed.reporter()
    reporter.reports(originals=[SOUND])
    bucketed.collects()
    lin = bucketed.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.replies(number, "请看附件。", files=[NOTICE])
    bucketed.collects()
    reporter.mailbox()
    unruly.does(faults.REFUSE)
    assert fetches(reporter, 2, 1).status_code == 503
    lin.downloads(number, 0, 1)
    assert lin.answer.status_code == 503
    unruly.does(faults.PASS)
    reporter.mailbox()
    assert fetches(reporter, 2, 1).get_data() == NOTICE[1]
    assert lin.downloads(number, 0, 1) == SOUND[1]


@pytest.mark.parametrize("fault", [faults.REFUSE, faults.DROP_ANSWER])
def test_a_bucket_that_is_lost_at_any_request_of_a_hand_in_loses_nothing_and_leaves_nothing(
    bucketed, buckets, unruly, fault
):
    lost_at = 0
    for lost_at in range(1, 30):
        reporter = bucketed.reporter()
        reporter.begins()
        reporter.writes()
        form = reporter.page.form("/report/send")
        pressed = {"button": ("do", "send"), "files": [("files", PLAN), ("originals", SOUND)]}
        lost_from(unruly, lost_at, fault)
        reporter.sends(form, form.pairs, **pressed)
        shown = reporter.answer.status_code == 200
        reached = len(unruly.seen) >= lost_at
        unruly.does(faults.PASS)
        assert shown == (not nothing_waits(bucketed))
        if not shown:
            assert reporter.answer.status_code == 503
            assert reporter.sends(form, form.pairs, **pressed)
            assert reporter.answer.status_code == 200
        assert bucketed.collects().parcels == 1
        if not reached:
            break
    assert lost_at > 3
    assert len(bucketed.desk_states()) == lost_at
    bucketed.passes(days=3)
    sweep(bucketed.desk, 24)
    assert contents(buckets["letterbox"]) == []
    assert len(contents(buckets["desk"])) == 2 * lost_at


@pytest.mark.parametrize("fault", [faults.REFUSE, faults.DROP_ANSWER])
def test_a_bucket_that_is_lost_at_any_request_of_a_collection_loses_nothing_and_leaves_nothing(
    bucketed, buckets, unruly, fault
):
    lost_at = 0
    for lost_at in range(1, 40):
        bucketed.reporter().reports(originals=[SOUND])
        lost_from(unruly, lost_at, fault)
        with suppress(OSError):
            bucketed.collects()
        reached = len(unruly.seen) >= lost_at
        unruly.does(faults.PASS)
        bucketed.collects()
        assert len(bucketed.desk_states()) == lost_at
        assert nothing_waits(bucketed)
        if not reached:
            break
    assert lost_at > 3
    bucketed.passes(days=3)
    sweep(bucketed.desk, 24)
    assert contents(buckets["letterbox"]) == []
    assert len(contents(buckets["desk"])) == lost_at


def lost_from(unruly, number, fault):
    """Let the store be as if it were gone from its `number`th request on."""
    unruly.seen.clear()
    unruly.fault = lambda seen, *_: fault if seen >= number else faults.PASS
