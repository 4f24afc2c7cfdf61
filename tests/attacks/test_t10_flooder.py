"""T10: a flooder without a name slows the service down, but fills no disk past the refusal and holds nobody up."""

from secrets import token_hex

from sqlalchemy import func, insert, select

from portal.letterbox.items import MOST_LETTERS
from portal.letterbox.records import letter_marks, parcels
from portal.public.flood.questions import question
from portal.sealing import Receipt, tickets

LIMIT = 4 * 1024 * 1024
FILE = [("originals", ("证据.bin", b"x" * 300_000))]


def test_a_letter_refused_for_its_id_leaves_no_file_behind(world):
    """The id travels in the page: whoever sends his own again from another mailbox would fill the disk for a day."""
    once, answers = token_hex(16), []
    for _ in range(2):
        reporter = world.reporter()
        reporter.reports()
        before = len(world.door.blobs.names())
        form = reporter.goes("mailbox/letter").form("/mailbox/letter")
        reporter.sends(form, [("code", reporter.code), ("once", once), ("text", "补充。")], files=FILE)
        answers.append((reporter.answer.status_code == 200, len(world.door.blobs.names()) - before))
    assert answers == [(True, 1), (False, 0)]


def test_a_flood_of_reports_has_to_pay_and_readers_notice_nothing(world):
    """A program that sends reports without looking: past what a minute may bring, it is asked, in vain."""
    reader = world.reporter()
    reader.reports()
    flooder, form = _ready_to_send(world)
    bucket = world.door.gate._buckets["report"]
    taken = 0
    for _ in range(int(bucket._burst)):
        pairs = [(name, token_hex(16) if name == "once" else value) for name, value in form.pairs]
        flooder.sends(form, pairs, button=("do", "send"))
        taken += flooder.answer.status_code == 200
    assert flooder.answer.status_code == 429
    # Half the bucket, and what came back into it meanwhile: a slow machine takes its time.
    assert taken <= bucket._burst / 2 + 5
    with world.door.letterbox.reading() as session:
        assert session.scalar(select(func.count()).select_from(parcels)) == taken + 1
    world.collects()
    assert "信箱" in reader.mailbox().text
    assert reader.answer.status_code == 200


def test_a_ticket_bought_once_floods_nothing(world):
    """Bought with one answer, used for a hundred sendings: it is good for the one that it was issued for."""
    bucket = world.door.gate._buckets["report"]
    while bucket.level() < 1:
        bucket.take()
    flooder, form = _ready_to_send(world)
    ticket = tickets.check(world.door.gate._keys(), "report", form.value("once"), form.value("ticket"))
    pairs = form.filled(answer=min(question(ticket.seed).answers))
    flooder.sends(form, pairs, button=("do", "send"))
    assert flooder.answer.status_code == 200
    for _ in range(5):
        other = [(name, token_hex(16) if name == "once" else value) for name, value in pairs]
        flooder.sends(form, other, button=("do", "send"))
        assert flooder.answer.status_code == 429
    with world.door.letterbox.reading() as session:
        assert session.scalar(select(func.count()).select_from(parcels)) == 1


def test_before_it_is_let_in_a_sending_costs_no_cleaning_no_sealing_and_no_row(world, monkeypatch):
    from portal.public.uploads import Uploads

    bucket = world.door.gate._buckets["report"]
    while bucket.level() < 4:
        bucket.take()
    flooder, form = _ready_to_send(world)
    costly = []
    monkeypatch.setattr(Uploads, "treat", costly.append)
    monkeypatch.setattr(Uploads, "keep", costly.append)
    flooder.sends(form, form.pairs, button=("do", "send"), files=FILE)
    assert flooder.answer.status_code == 429
    assert costly == []
    assert world.door.blobs.names() == []


def _ready_to_send(world):
    flooder = world.reporter()
    flooder.begins()
    return flooder, flooder.writes().form("/report/send")


def test_the_names_of_fields_count_as_text_too(world):
    """Two thousand names of half a megabyte each are a gigabyte of memory, before any view has looked."""
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{number:03}{"n" * 100_000}"\r\n\r\n\r\n' for number in range(50)
    )
    body = f"{parts}--b--\r\n".encode()
    assert len(body) > LIMIT
    answer = world.public_app.test_client().post(
        "/zh/report/send", data=body, content_type="multipart/form-data; boundary=b"
    )
    assert answer.status_code == 413


def test_nobody_can_post_more_letters_than_an_officer_can_open(world):
    reporter = world.reporter()
    reporter.reports()
    mine = Receipt.parse(reporter.code).locator_hash
    with world.door.letterbox.writing() as session:
        session.execute(insert(letter_marks), {"id": "a" * 32, "locator_hash": mine, "slot": MOST_LETTERS})
    page = reporter.writes_letter("一句话。")
    assert reporter.answer.status_code == 422
    assert "放满" in page.text
    assert MOST_LETTERS <= 500, "opening a case opens every letter in it, under the desk's write lock"


def test_a_row_number_too_long_to_be_one_is_no_error(world):
    reporter = world.reporter()
    form = reporter.begins().form("/report/write")
    reporter.sends(form, form.pairs, button=("do", "remove:observations:" + "9" * 5000))
    assert reporter.answer.status_code < 500
