"""The mailbox after a report: a question and its answer, the next date, the proof of filing, destroying, closing."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.letterbox.records import answers, files, letter_marks, letters, mailboxes, parcels
from portal.letterbox.slot import shelf
from portal.sealing import Filing, Receipt
from tests import databases
from tests.public.pages import bare


@pytest.fixture
def answered(world):
    reporter = world.reporter()
    reporter.reports()
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.replies(number, "请问会议由谁主持?", question=True)
    world.collects()
    return reporter, lin, number


def presses(visitor, address, **pairs):
    """Press the button that leads to `address`, wherever its form leads by itself."""
    for form in visitor.page.forms:
        for name, value, to in form.buttons:
            if (to or form.action).endswith(address):
                button = (name, value) if name else None
                return visitor.sends(form, form.filled(**pairs), button=button, to=to or form.action)
    raise AssertionError(f"no button leads to {address}")


def test_a_question_is_shown_as_one_and_the_answer_says_what_it_is(world, answered):
    reporter, lin, number = answered
    box = reporter.mailbox()
    assert "有一个问题想请您回答" in box.text
    assert box.form("/mailbox/letter").value("purpose") == "answer"
    reporter.writes_letter("办公室主任。")
    world.collects()
    page = lin.opens(number)
    assert "回答机关的问题" in page.text
    assert "这是向举报人提的问题" in page.text


@pytest.mark.parametrize(("purpose", "words"), [("retaliation", "我受到了打击报复"), ("withdraw", "请求撤回")])
def test_the_officer_sees_what_a_letter_is_for(world, answered, purpose, words):
    reporter, lin, number = answered
    box = reporter.mailbox()
    form = box.form("/mailbox/letter")
    reporter.sends(form, form.filled(text="见下。", purpose=purpose), button=("do", "send"))
    assert reporter.answer.status_code == 200
    world.collects()
    assert words in lin.opens(number).text


def test_an_objection_is_told_its_date_and_an_unknown_purpose_is_refused(world, answered):
    reporter, _, _ = answered
    form = reporter.mailbox().form("/mailbox/letter")
    pairs = [pair for pair in form.filled(text="不同意。") if pair[0] != "purpose"]
    reporter.sends(form, [*pairs, ("purpose", "pardon")], button=("do", "send"))
    assert reporter.answer.status_code == 422
    form = reporter.mailbox().form("/mailbox/letter")
    page = reporter.sends(form, form.filled(text="不同意。", purpose="object"), button=("do", "send"))
    assert "我们会答复您的异议" in page.text


def test_the_next_date_is_told_and_then_that_we_are_late(world):
    reporter = world.reporter()
    reporter.reports()
    world.collects()
    lin = world.officer("lin")
    lin.registers(lin.numbers()[0])
    world.collects()
    assert "我们会在这里告诉您是否受理" in reporter.mailbox().text
    world.passes(days=40)
    box = reporter.mailbox()
    assert "我们没有按时告诉您是否受理" in box.text


def test_a_question_makes_the_case_wait_and_an_answer_lets_it_go_on(world, answered):
    reporter, lin, number = answered
    assert world.desk_states() == {number: "info_requested"}
    assert "请尽量在" in reporter.mailbox().text
    page = lin.decides(number, "resume")
    assert lin.answer.status_code == 422
    assert "还没有收到举报人的补充" in page.text
    reporter.writes_letter("办公室主任。")
    world.collects()
    lin.decides(number, "resume")
    assert world.desk_states() == {number: "registered"}


def test_a_question_that_nobody_reviewed_is_not_sent(world):
    reporter = world.reporter()
    reporter.reports()
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    page = lin.replies(number, "请问您坐在哪个办公室?", question=True, reviewed=False)
    assert lin.answer.status_code == 422
    assert "请逐项确认" in page.text
    world.collects()
    assert "哪个办公室" not in reporter.mailbox().text


def test_the_proof_of_filing_names_the_parcel_that_was_sent_and_is_saved_under_a_plain_name(world):
    reporter = world.reporter()
    reporter.begins()
    reporter.writes()
    check = reporter.hands_in().form("/report/saved").value("check")
    with world.door.letterbox.reading() as session:
        day = session.scalars(select(mailboxes.c.day)).one()
    world.collects()
    lin = world.officer("lin")
    lin.registers(lin.numbers()[0])
    world.collects()
    box = reporter.mailbox()
    assert check in box.text
    presses(reporter, "/mailbox/note")
    saved = reporter.answer
    assert saved.mimetype == "text/plain"
    assert saved.headers["Content-Disposition"].startswith('attachment; filename="note.txt"')
    assert saved.headers["Cache-Control"] == "no-store"
    proof = Filing.parse(saved.get_data(as_text=True))
    proof.check(world.door.rosters.now().office("yunling").reply_key)
    assert (proof.received, proof.check_words, proof.office) == (day, check, "yunling")
    locator = Receipt.parse(reporter.code).locator_hash
    assert locator not in str(proof)
    assert reporter.code not in str(proof)


def test_a_report_exchanged_before_it_was_collected_shows_other_check_words(world):
    """T3: what the page after sending said, and what the office says it received, no longer agree."""
    checks = []
    for _ in range(2):
        one = world.reporter()
        one.begins()
        one.writes()
        checks.append((one, one.hands_in().form("/report/saved").value("check")))
    with world.door.letterbox.altering() as connection:
        (first, a), (second, b) = connection.execute(select(parcels.c.id, parcels.c.sealed)).all()
        connection.execute(parcels.update().where(parcels.c.id == first).values(sealed=b))
        connection.execute(parcels.update().where(parcels.c.id == second).values(sealed=a))
    world.collects()
    lin = world.officer("lin")
    for number in lin.numbers():
        lin.registers(number)
    world.collects()
    for one, check in checks:
        assert check not in one.mailbox().text


def test_a_mistyped_last_group_keeps_the_check_words(world):
    reporter = world.reporter()
    reporter.begins()
    reporter.writes()
    page = reporter.hands_in()
    check = page.form("/report/saved").value("check")
    again = reporter.sends(page.form("/report/saved"), [*page.form("/report/saved").pairs, ("last", "0000")])
    assert check in again.text
    forged = [("code", reporter.code), ("check", "<b>"), ("last", "0000")]
    assert "&lt;b&gt;" not in reporter.sends(again.form("/report/saved"), forged).html


def test_read_replies_are_destroyed_and_newer_ones_and_statuses_stay(world, answered):
    reporter, lin, number = answered
    reporter.mailbox()
    lin.replies(number, "第二条,还没有看过。")
    world.collects()
    page = presses(reporter, "/mailbox/destroy")
    assert "谁也恢复不了" in page.text
    assert "请问会议由谁主持" in reporter.mailbox().text
    reporter.page = page
    form = page.form("/mailbox/destroy")
    assert "1条答复已经删掉" in reporter.sends(form, form.pairs, button=("do", "yes")).text
    box = reporter.mailbox()
    assert "请问会议由谁主持" not in box.html
    assert "第二条" in box.text
    assert "正在判断是否属于受理范围" in box.text
    assert "销毁过1条答复" in box.text
    assert "缺少消息" not in box.text
    page = presses(reporter, "/mailbox/destroy")
    form = page.form("/mailbox/destroy")
    reporter.sends(form, form.pairs, button=("do", "yes"))
    box = reporter.mailbox()
    assert "销毁过2条答复" in box.text
    assert "缺少消息" not in box.text
    lin.replies(number, "第三条。")
    world.collects()
    assert "第三条" in reporter.mailbox().text


def test_destroying_without_a_page_or_with_nothing_to_destroy_does_no_harm(world, answered):
    reporter, _, _ = answered
    client = reporter.browser
    assert client.post("/zh/mailbox/destroy", data={"code": reporter.code, "upto": "x"}).status_code == 400
    assert client.get("/zh/mailbox/destroy").status_code == 303
    assert client.get("/zh/mailbox/note").status_code == 303
    for code in (reporter.code, "nonsense"):
        page = client.post("/zh/mailbox/destroy", data={"code": code, "upto": "0", "do": "yes"})
        assert "没有可以销毁的答复" in page.text
    assert "请问会议由谁主持" in reporter.mailbox().text


def closes(reporter):
    reporter.mailbox()
    page = presses(reporter, "/mailbox/close")
    assert "不会撤回" in page.text
    form = page.form("/mailbox/close")
    return reporter.sends(form, form.pairs, button=("do", "yes"))


def test_a_closed_mailbox_is_forgotten_and_its_code_is_like_none(world, answered):
    reporter, lin, number = answered
    reporter.writes_letter("还没有被取走的信。", files=[("证明.txt", b"proof")])
    with world.door.letterbox.reading() as session:
        (blob,) = session.scalars(select(files.c.blob))
        sealed = session.scalars(select(answers.c.sealed)).all()
    assert closes(reporter).text == closes_unknown(world).text
    assert blob not in world.door.blobs.names()
    at = Receipt.parse(reporter.code).locator_hash
    kept = [
        (name, content)
        for name, content in world.every_byte()
        if "letterbox" in name and not databases.removed_rows_too(name)
    ]
    assert [name for name, content in kept if at.encode() in content] == []
    for one in sealed:
        assert not any(one[200:260] in content for _, content in kept)
    lin.replies(number, "谁也看不到的答复。")
    world.passes(days=40)
    world.officer("lin").decides(number, "resume")
    assert world.desk_states() == {number: "registered"}
    done = world.collects()
    assert (done.left, done.letters) == (0, 0)
    unknown = bare(world.reporter().mailbox(Receipt.new().code).html)
    assert bare(world.reporter().mailbox(reporter.code).html) == unknown
    with world.door.letterbox.reading() as session:
        for table in (answers, letters, letter_marks, files, mailboxes):
            assert session.execute(select(table)).all() == []
    with world.desk.database.reading() as session:
        assert world.desk.ledger.verify(session).intact


def closes_unknown(world):
    stranger = world.reporter()
    page = stranger.goes("mailbox/close")
    page = stranger.sends(page.form("/mailbox/close"), [("code", Receipt.new().code)], button=("do", "ask"))
    return stranger.sends(page.form("/mailbox/close"), page.form("/mailbox/close").pairs, button=("do", "yes"))


def test_a_report_not_yet_collected_outlives_its_mailbox(world):
    reporter = world.reporter()
    reporter.reports(files=[("名单.txt", b"one")])
    page = reporter.goes("mailbox/close")
    page = reporter.sends(page.form("/mailbox/close"), [("code", reporter.code)], button=("do", "ask"))
    reporter.sends(page.form("/mailbox/close"), page.form("/mailbox/close").pairs, button=("do", "yes"))
    at = Receipt.parse(reporter.code).locator_hash
    with world.door.letterbox.reading() as session:
        assert session.scalars(select(mailboxes.c.locator_hash).where(mailboxes.c.locator_hash == at)).all() == []
    assert world.collects().parcels == 1
    lin = world.officer("lin")
    (number,) = lin.numbers()
    assert lin.registers(number)
    assert lin.downloads(number, 0, 1) == b"one"
    world.collects()
    unknown = bare(world.reporter().mailbox(Receipt.new().code).html)
    assert bare(reporter.mailbox().html) == unknown


def test_a_mark_of_destruction_that_the_reporter_did_not_make_hides_no_loss(world, answered):
    """T3: whoever removes an answer cannot pass it off as destroyed by the reporter."""
    from portal.sealing import Envelope, Kind, Place, SigningKey, seal_envelope

    reporter, _, _ = answered
    receipt = Receipt.parse(reporter.code)
    place = Place(Kind.DESTROYED, "mailbox", receipt.locator_hash, 2)
    envelope = Envelope(place, date(2026, 11, 22), "server", {"slots": [2]})
    forged = seal_envelope(envelope, receipt.reply_identity.recipient, signer=SigningKey.generate())
    with world.door.letterbox.writing() as session:
        parcel = session.scalars(select(mailboxes.c.parcel)).one()
        here = (answers.c.locator_hash == shelf(receipt.locator_hash, parcel), answers.c.slot == 2)
        session.execute(answers.update().where(*here).values(sealed=forged))
    box = reporter.mailbox()
    assert "无法核验" in box.text
    assert "销毁过" not in box.text
