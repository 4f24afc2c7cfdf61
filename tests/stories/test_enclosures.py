"""Files from the office to the reporter: cleaned, carried with the reply, fetched with the code, gone at the end."""

import pytest
from sqlalchemy import func, select

from portal.blobs import NoRoom
from portal.desk.casework.outgoing import OURS, deliver
from portal.desk.casework.records import FileRecord, OutboxRecord
from portal.letterbox.records import files
from portal.sealing import Receipt
from tests.cleaning.files import RAW, pdf, picture
from tests.stories.test_mailbox import presses

NOTICE = ("通知.txt", "请于三月底前补充会议记录。".encode() * 20)


@pytest.fixture
def told(world):
    """A registered case, an officer and a reporter."""
    reporter = world.reporter()
    reporter.reports()
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    return reporter, lin, number


def fetches(reporter, slot, file):
    """Press the button beside a file."""
    form = next(form for form in reporter.page.forms if form.action.endswith("/mailbox/file"))
    pairs = [(name, value) for name, value in form.pairs if name != "reply"]
    reporter.sends(form, [*pairs, ("reply", str(slot))], button=("file", str(file)))
    return reporter.answer


def test_a_reply_brings_its_files_and_the_officer_sees_what_was_sent(world, told):
    reporter, lin, number = told
    lin.replies(number, "请看附件。", files=[("函.pdf", pdf()), NOTICE])
    page = lin.opens(number)
    assert "入口已去除" in page.text
    sent = lin.downloads(number, OURS + 2, 1)
    assert sent.startswith(b"%PDF-")
    assert RAW not in sent
    world.collects()
    box = reporter.mailbox()
    assert "函.pdf" in box.text
    answer = fetches(reporter, 2, 1)
    assert answer.get_data() == sent
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="file-1.pdf"')
    reporter.mailbox()
    assert fetches(reporter, 2, 2).get_data() == NOTICE[1]


def test_an_office_file_that_cannot_be_cleaned_sends_nothing_unless_the_officer_says_so(world, told):
    reporter, lin, number = told
    broken = ("函.pdf", b"%PDF-1.7 signed")
    page = lin.replies(number, "请看附件。", files=[broken])
    assert lin.answer.status_code == 422
    assert "函.pdf" in page.text
    assert "请看附件。" in page.forms[-1].value("text")
    world.collects()
    assert "请看附件" not in reporter.mailbox().text
    lin.replies(number, "请看附件。", files=[broken], as_they_are=True)
    world.collects()
    reporter.mailbox()
    assert fetches(reporter, 2, 1).get_data() == broken[1]


@pytest.mark.parametrize("files_sent", [[NOTICE] * 6], ids=["six files"])
def test_too_many_files_are_told(told, files_sent):
    _, lin, number = told
    page = lin.replies(number, "请看附件。", files=files_sent)
    assert lin.answer.status_code == 422
    assert "最多5个" in page.text


def test_nobody_else_fetches_and_nothing_else_is_fetched(world, told):
    reporter, lin, number = told
    lin.replies(number, "请看附件。", files=[NOTICE])
    world.collects()
    for slot, file in ((2, 2), (1, 1), (9, 1), (99_999, 1)):
        reporter.mailbox()
        assert fetches(reporter, slot, file).status_code == 404
    for odd in ("", "-1", "1e3", "x"):
        reporter.mailbox()
        assert fetches(reporter, odd, 1).status_code == 400
    stranger = world.reporter(Receipt.new().code)
    form = next(form for form in reporter.mailbox().forms if form.action.endswith("/mailbox/file"))
    pairs = [(name, stranger.code if name == "code" else value) for name, value in form.pairs]
    stranger.goes("mailbox")
    stranger.sends(form, pairs, button=("file", "1"))
    assert stranger.answer.status_code == 404
    assert stranger.goes("mailbox/file").form("/mailbox")


def test_a_file_that_somebody_changed_is_not_handed_out(world, told):
    reporter, lin, number = told
    lin.replies(number, "请看附件。", files=[NOTICE])
    world.collects()
    (blob,) = world.door.blobs.names()
    path = world.door.blobs.path / blob
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    reporter.mailbox()
    answer = fetches(reporter, 2, 1)
    assert answer.status_code == 404
    assert NOTICE[1] not in answer.get_data()


@pytest.mark.parametrize("way", ["destroy", "close"])
def test_destroying_or_closing_takes_the_files_too(world, told, way):
    reporter, lin, number = told
    lin.replies(number, "请看附件。", files=[NOTICE, ("照片.jpg", picture())])
    world.collects()
    assert len(world.door.blobs.names()) == 2
    reporter.mailbox()
    presses(reporter, f"/mailbox/{way}")
    presses(reporter, f"/mailbox/{way}")
    assert reporter.answer.status_code == 200
    assert world.door.blobs.names() == []
    with world.door.letterbox.reading() as session:
        assert session.scalar(select(func.count()).select_from(files)) == 0


class FullStore:
    """A letterbox folder on a disk that is full for now."""

    def __init__(self, inside):
        self.inside, self.full = inside, True

    def new(self):
        if self.full:
            raise NoRoom
        return self.inside.new()

    def __getattr__(self, name):
        return getattr(self.inside, name)


def test_an_answer_waits_until_its_files_can_come_along(world, told):
    from dataclasses import replace

    _, lin, number = told
    world.collects()
    lin.replies(number, "请看附件。", files=[NOTICE])
    store = FullStore(world.desk.letterbox_blobs)
    desk = replace(world.desk, letterbox_blobs=store)
    assert deliver(desk) == 0
    with world.desk.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(OutboxRecord)) == 1
    store.full = False
    assert deliver(desk) == 1
    assert len(world.door.blobs.names()) == 1


def test_a_delivery_that_is_repeated_leaves_no_second_copy(world, told):
    reporter, lin, number = told
    world.collects()
    lin.replies(number, "请看附件。", files=[NOTICE])
    with world.desk.database.reading() as session:
        (row,) = session.scalars(select(OutboxRecord)).all()
        kept = {column.name: getattr(row, column.name) for column in OutboxRecord.__table__.columns}
        assert session.scalar(select(func.count()).select_from(FileRecord)) == 1
    assert deliver(world.desk) == 1
    names = world.door.blobs.names()
    with world.desk.database.writing() as session:
        session.add(OutboxRecord(**kept))
    assert deliver(world.desk) == 1
    assert world.door.blobs.names() == names
    reporter.mailbox()
    assert fetches(reporter, 2, 1).get_data() == NOTICE[1]
