"""T10: a flooder without a name slows the service down, but fills no disk past the refusal and holds nobody up."""

from secrets import token_hex

from sqlalchemy import insert

from portal.letterbox.items import MOST_LETTERS
from portal.letterbox.records import letter_marks
from portal.sealing import Receipt

LIMIT = 4 * 1024 * 1024
FILE = [("files", ("证据.bin", b"x" * 300_000))]


def test_a_letter_refused_for_its_id_leaves_no_file_behind(world):
    """The id travels in the page: whoever sends his own again from another mailbox would fill the disk for a day."""
    once, answers = token_hex(16), []
    for _ in range(2):
        reporter = world.reporter()
        reporter.reports()
        form = reporter.goes("mailbox/letter").form("/mailbox/letter")
        reporter.sends(form, [("code", reporter.code), ("once", once), ("text", "补充。")], files=FILE)
        answers.append((reporter.answer.status_code == 200, len(world.door.blobs.names())))
    assert answers == [(True, 1), (False, 1)]


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
