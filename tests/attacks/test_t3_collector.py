"""T3 against the desk: what somebody wrote into the letterbox is carried inside by the collector and meets officers."""

import tracemalloc
from datetime import date
from secrets import token_hex

import pytest
from sqlalchemy import insert, select, text

from portal.age import Identity, seal
from portal.desk.casework.records import CaseRecord
from portal.letterbox import slot as letterbox
from portal.letterbox.records import answers, letter_marks, mailboxes
from portal.sealing import CaseKey, Envelope, FileList, Kind, Place, Receipt, SigningKey, seal_envelope

DAY = date(2026, 11, 20)
OFFICES = ("qinghe", "wangxi", "yunling")


def writes(world, statement, **values):
    with world.door.letterbox.writing() as session:
        session.execute(text(statement), values)


def puts_in_a_parcel(world, mailbox):
    """A report with words of the thief's own, sealed to the true officers, that names `mailbox` as its own."""
    case, parcel, receipt = CaseKey.fresh(), token_hex(16), Receipt.new()
    body = {
        "report": {},
        "mailbox": {
            "id": mailbox,
            "recipient": str(Identity.generate().recipient),
            "letter_key": str(SigningKey.generate().verify_key),
        },
        "files": FileList(Identity.generate(), ()).to_body(),
    }
    envelope = Envelope(Place(Kind.REPORT, "parcel", parcel, 0), DAY, "server", body)
    slips = tuple(
        letterbox.SealedSlip(officer.id, case.slip_for(officer.id, officer.recipient, parcel, DAY))
        for officer in world.door.rosters.now().officers_receiving(OFFICES)
    )
    recipient, binding = case.recipient, receipt.bind(case.recipient, parcel, OFFICES)
    with world.door.letterbox.writing() as session:
        letterbox.drop(
            session,
            letterbox.Parcel(parcel, DAY, OFFICES, seal_envelope(envelope, recipient), slips),
            letterbox.Mailbox(receipt.locator_hash, parcel, str(recipient), OFFICES, binding, DAY),
        )


def test_spoilt_letters_before_it_do_not_starve_a_true_one(world):
    """More of them than one batch holds, of an older day than any other."""
    reporter = world.reporter()
    reporter.reports()
    world.collects()
    mine = Receipt.parse(world.reporter().reports()).locator_hash
    with world.door.letterbox.writing() as session:
        for number in range(120):
            mark = {"id": f"{number:032x}", "locator_hash": mine, "slot": 100 + number}
            session.execute(insert(letter_marks), mark)
            session.execute(text("INSERT INTO letters VALUES (:id, '1999-01-01', :junk)"), {**mark, "junk": b"junk"})
    reporter.writes_letter("真的补充。")
    assert world.collects().letters == 1


def test_a_row_too_large_for_any_item_is_not_even_read(world):
    """Somebody fills rows until the collector dies of them: they count as spoilt, and the rest goes on."""
    for _ in range(2):
        world.reporter().reports()
    with world.door.letterbox.reading() as session:
        one, _ = session.scalars(select(mailboxes.c.parcel)).all()
    writes(world, "UPDATE parcels SET sealed = :much WHERE id = :one", one=one, much=bytes(99_000_000))
    tracemalloc.start()
    world.collects()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 50_000_000
    assert len(world.officer("lin").numbers()) == 1


def test_case_numbers_and_days_of_receipt_are_the_desks_own(world):
    """A day in the letterbox is anybody's: a case of the year 9999 would stand above all others for ever."""
    for day in ("9999-12-31", "0001-01-01"):
        world.reporter().reports()
        writes(world, "UPDATE mailboxes SET day = :day WHERE parcel IN (SELECT id FROM parcels)", day=day)
        world.collects()
    today = world.clock.today()
    with world.desk.database.reading() as session:
        cases = session.scalars(select(CaseRecord).order_by(CaseRecord.number)).all()
    assert [case.number for case in cases] == [f"{today.year}-000001", f"{today.year}-000002"]
    assert {case.received for case in cases} == {today}


def test_a_letter_shows_the_day_that_the_reporter_signed(world):
    reporter = world.reporter()
    reporter.reports()
    world.collects()
    reporter.writes_letter("补充一句话。")
    writes(world, "UPDATE letters SET day = '2001-01-01'")
    world.collects()
    lin = world.officer("lin")
    lin.registers(lin.numbers()[0])
    page = lin.opens(lin.numbers()[0])
    assert "补充一句话" in page.text
    assert "2001-01-01" not in page.text


@pytest.mark.parametrize("mailbox", ["", "zz", "A" * 64, "0" * 65, "../" + "0" * 61])
def test_a_report_that_names_no_mailbox_is_registered_and_cannot_be_answered(world, mailbox):
    puts_in_a_parcel(world, mailbox)
    world.collects()
    lin = world.officer("lin")
    lin.registers(lin.numbers()[0])
    assert lin.answer.status_code == 200
    assert "没有可用的回信地址" in lin.page.text


def test_a_report_that_names_anothers_mailbox_takes_nothing_from_its_owner(world):
    """Known mailbox ids, one parcel put in: neither the officer's answer nor its delivery to the owner may fail."""
    reporter = world.reporter()
    reporter.reports()
    world.collects()
    puts_in_a_parcel(world, Receipt.parse(reporter.code).locator_hash)
    world.collects()
    lin = world.officer("lin")
    true, false = sorted(lin.numbers())
    lin.registers(false)
    lin.registers(true)
    assert lin.answer.status_code == 200
    lin.replies(true, "给真正的举报人。")
    world.collects()
    box = reporter.mailbox()
    assert "给真正的举报人" in box.text
    assert "无法核验" not in box.text


def test_slots_filled_beforehand_do_not_keep_an_answer_from_its_reader(world):
    """Somebody who wrote once, and is gone, must not have destroyed what the office answers later."""
    reporter = world.reporter()
    reporter.reports()
    world.collects()
    lin = world.officer("lin")
    lin.registers(lin.numbers()[0])
    world.collects()
    junk = seal(b"junk", [Identity.generate().recipient])
    with world.door.letterbox.writing() as session:
        at = session.scalars(select(answers.c.locator_hash)).one()
        session.execute(
            insert(answers), [{"locator_hash": at, "slot": slot, "day": DAY, "sealed": junk} for slot in range(2, 9)]
        )
    lin.replies(lin.numbers()[0], "真正的回信。")
    world.collects()
    assert "真正的回信" in reporter.mailbox().text


@pytest.mark.sqlite_only
def test_a_spoilt_roster_mark_closes_the_door_with_words(world):
    writes(world, "DELETE FROM roster_mark")
    writes(world, "INSERT INTO roster_mark VALUES (1, 'abc')")
    page = world.reporter().goes("report/before")
    assert "现在不能安全地接收" in page.text
