"""T3: whoever can write the letterbox can delay and destroy, but not read, forge, swap, or slip in a key of his own."""

from datetime import date

import pytest
from sqlalchemy import delete, insert, select, update

from portal.age import Identity
from portal.letterbox.items import shelf
from portal.letterbox.records import answers, letter_marks, letters, mailboxes, parcels
from portal.sealing import Envelope, Kind, Place, Receipt, SigningKey, seal_envelope
from tests import databases
from tests.world import SUMMARY

DAY = date(2026, 11, 20)


@pytest.fixture
def answered(world):
    """A reporter whose report was registered and answered: (reporter, officer, case number)."""
    reporter = world.reporter()
    reporter.reports()
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.replies(number, "真正的回信。")
    world.collects()
    return reporter, lin, number


def shelf_of(world, reporter):
    """Where the answers to this report lie, as whoever has the letterbox can work it out."""
    at = Receipt.parse(reporter.code).locator_hash
    with world.door.letterbox.reading() as session:
        return shelf(at, session.scalars(select(mailboxes.c.parcel).where(mailboxes.c.locator_hash == at)).one())


def forged_answer(world, reporter, kind, body, slot=9, signer=None):
    """Put an answer of our own into the reporter's mailbox, sealed to the true key, signed by `signer`."""
    receipt = Receipt.parse(reporter.code)
    place = Place(kind, "mailbox", receipt.locator_hash, slot)
    sealed = seal_envelope(
        Envelope(place, DAY, "desk", body), receipt.reply_identity.recipient, signer=signer or SigningKey.generate()
    )
    at = shelf_of(world, reporter)
    with world.door.letterbox.writing() as session:
        session.execute(insert(answers), {"locator_hash": at, "slot": slot, "day": DAY, "sealed": sealed})


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (Kind.REPLY, {"office": "yunling", "html": "<p>请告诉我们您的姓名。</p>"}),
        (Kind.STATUS, {"office": "yunling", "status": "concluded", "sentence": "concluded"}),
    ],
)
def test_a_forged_answer_is_shown_as_unverified_and_never_read_out(world, answered, kind, body):
    reporter, _, _ = answered
    forged_answer(world, reporter, kind, body, slot=3)
    box = reporter.mailbox()
    assert "无法核验" in box.text
    assert "请告诉我们您的姓名" not in box.html
    assert "已办结" not in box.text
    assert "真正的回信" in box.text


def test_an_office_that_the_reporter_did_not_choose_cannot_answer(world):
    """Its signature is real, and it has the letterbox; the receipt's binding names other offices."""
    from portal.desk.officers.actions import reply_key
    from portal.desk.officers.enrolment import as_colleague

    reporter = world.reporter()
    reporter.reports(offices=["yunling", "wangxi"])
    zhao = as_colleague(world.desk, "zhao", world.people["zhao"].passphrase)
    with world.desk.database.reading() as session:
        key = reply_key(session, zhao)
    forged_answer(world, reporter, Kind.REPLY, {"office": "qinghe", "html": "<p>县里请您来一趟。</p>"}, 1, key)
    assert "县里请您来一趟" not in reporter.mailbox().html
    with world.door.letterbox.writing() as session:
        session.execute(update(mailboxes).values(offices="qinghe,wangxi,yunling"))
    box = reporter.mailbox()
    assert "县里请您来一趟" not in box.html
    assert "无法核验" in box.text


def test_answers_cannot_be_swapped_between_reporters_or_reordered(world, answered):
    reporter, lin, number = answered
    lin.replies(number, "第二封回信。")
    other = world.reporter()
    other.reports()
    world.collects()
    second = next(n for n in lin.numbers() if n != number)
    lin.registers(second)
    lin.replies(second, "给另一位的回信。")
    world.collects()
    here, there = (shelf_of(world, one) for one in (reporter, other))
    with world.door.letterbox.writing() as session:
        rows = dict(
            session.execute(select(answers.c.slot, answers.c.sealed).where(answers.c.locator_hash == here)).all()
        )
        foreign = session.scalars(
            select(answers.c.sealed).where(answers.c.locator_hash == there, answers.c.slot == 2)
        ).one()
        for slot, sealed in ((2, rows[3]), (3, foreign)):
            where = (answers.c.locator_hash == here, answers.c.slot == slot)
            session.execute(update(answers).where(*where).values(sealed=sealed))
    box = reporter.mailbox()
    for words in ("真正的回信", "第二封回信", "给另一位的回信"):
        assert words not in box.html
    assert box.text.count("无法核验") >= 2


def test_a_destroyed_answer_leaves_a_gap(world, answered):
    reporter, lin, number = answered
    lin.decides(number, "accept", text="受理。")
    world.collects()
    with world.door.letterbox.writing() as session:
        session.execute(delete(answers).where(answers.c.slot == 2))
    box = reporter.mailbox()
    assert "真正的回信" not in box.text
    assert "缺" in box.text or "丢失" in box.text or "没有收到" in box.text, box.text


def test_a_letter_is_never_sealed_to_a_key_that_was_slipped_in(world, answered):
    reporter, _, _ = answered
    thief = Identity.generate()
    with world.door.letterbox.writing() as session:
        session.execute(update(mailboxes).values(case_recipient=str(thief.recipient)))
    page = reporter.writes_letter("机密的补充。")
    assert reporter.answer.status_code == 422
    assert page.form("/mailbox/letter").value("text") == "机密的补充。"
    with world.door.letterbox.reading() as session:
        assert session.execute(select(letters)).all() == []


def test_a_letter_that_the_reporter_did_not_sign_is_not_shown_to_the_officer(world, answered):
    """Anyone can seal to the case key, which stands in the letterbox; only the receipt can sign."""
    reporter, lin, number = answered
    from portal.age import Recipient

    receipt = Receipt.parse(reporter.code)
    with world.door.letterbox.reading() as session:
        recipient = Recipient.parse(session.scalars(select(mailboxes.c.case_recipient)).one())
    place = Place(Kind.LETTER, "mailbox", receipt.locator_hash, 1)
    sealed = seal_envelope(
        Envelope(place, DAY, "server", {"text": "我撤回举报,都是编的。"}), recipient, signer=SigningKey.generate()
    )
    with world.door.letterbox.writing() as session:
        session.execute(insert(letter_marks), {"id": "a" * 32, "locator_hash": receipt.locator_hash, "slot": 1})
        session.execute(insert(letters), {"id": "a" * 32, "day": DAY, "sealed": sealed})
    world.collects()
    page = lin.opens(number)
    assert "我撤回举报" not in page.html
    assert "无法核验" in page.text


def test_a_report_put_in_anothers_place_reads_as_unreadable(world):
    """The sealed reports of two parcels are exchanged before they are collected."""
    world.reporter().reports(summary="第一件。" + SUMMARY)
    world.reporter().reports(summary="第二件。" + SUMMARY)
    with world.door.letterbox.writing() as session:
        (one, first), (two, second) = session.execute(select(parcels.c.id, parcels.c.sealed)).all()
        session.execute(update(parcels).where(parcels.c.id == one).values(sealed=second))
        session.execute(update(parcels).where(parcels.c.id == two).values(sealed=first))
    world.collects()
    lin = world.officer("lin")
    for number in lin.numbers():
        assert "无法读出" in lin.registers(number).text
        assert SUMMARY not in lin.opens(number).html


def test_replies_go_to_the_mailbox_the_report_names_whatever_the_letterbox_says(world):
    """The thief exchanges the mailboxes of two parcels; each reply still reaches only the reporter it is for."""
    one, two = world.reporter(), world.reporter()
    one.reports(summary="甲的材料。" + SUMMARY)
    two.reports(summary="乙的材料。" + SUMMARY)
    with databases.unchecked(world.door.letterbox) as connection:
        (a, pa), (b, pb) = connection.execute(select(mailboxes.c.locator_hash, mailboxes.c.parcel)).all()
        for locator, parcel in ((a, "f" * 32), (b, pa), (a, pb)):
            connection.execute(update(mailboxes).where(mailboxes.c.locator_hash == locator).values(parcel=parcel))
    world.collects()
    lin = world.officer("lin")
    for number in lin.numbers():
        words = "给甲的回信" if "甲的材料" in lin.registers(number).text else "给乙的回信"
        lin.replies(number, words)
    world.collects()
    assert "给乙的回信" not in one.mailbox().html
    assert "给甲的回信" not in two.mailbox().html
