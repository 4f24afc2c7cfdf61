"""Impatient hands: a second click, a reload of the receipt. One parcel, one code."""

import pytest
from sqlalchemy import func, select

from portal.letterbox.records import mailboxes as rows
from portal.web.database import Database
from tests.browser.people import FILES, presses, shown_code

scripts = pytest.mark.parametrize("js", [True, False], ids=["script", "no-script"])


@pytest.fixture
def mailboxes(deployment):
    """How many mailboxes the letterbox holds; each report has one, and the collector leaves it there."""
    letterbox = Database(deployment.settings.letterbox.database)

    def count():
        with letterbox.reading() as session:
            return session.scalar(select(func.count()).select_from(rows))

    yield count
    letterbox.engine.dispose()


@pytest.fixture
def ready(reporter, tmp_path):
    """Somebody before the page for checking, with an attachment chosen from the disk, as a reload needs it."""
    photograph = tmp_path / FILES[0]["name"]
    photograph.write_bytes(FILES[0]["buffer"])

    def come(*, js):
        citizen = reporter(java_script_enabled=js)
        citizen.begins()
        citizen.writes()
        citizen.chooses([photograph])
        return citizen

    return come


@scripts
def test_a_double_click_hands_in_once(ready, mailboxes, js):
    citizen, before = ready(js=js), mailboxes()
    citizen.page.locator("button[name=do][value=send]").dblclick()
    citizen.page.locator("p.code").wait_for()
    assert mailboxes() == before + 1
    citizen.code = shown_code(citizen.page)
    citizen.copies_down()
    citizen.opens_mailbox()
    assert citizen.page.locator("h1").is_visible()


@scripts
def test_a_reload_of_the_receipt_shows_the_same_receipt(ready, mailboxes, js):
    citizen, before = ready(js=js), mailboxes()
    presses(citizen.page, "send")
    citizen.page.locator("p.code").wait_for()
    code = shown_code(citizen.page)
    citizen.page.reload()
    citizen.page.locator("p.code").wait_for()
    assert shown_code(citizen.page) == code
    assert citizen.page.locator("main .note").is_visible(), "the page says that it was received before"
    assert mailboxes() == before + 1


def test_a_letter_sent_twice_is_one_letter(ready):
    citizen = ready(js=True)
    presses(citizen.page, "send")
    citizen.page.locator("p.code").wait_for()
    citizen.code = shown_code(citizen.page)
    citizen.goes("mailbox/letter")
    citizen.page.locator("[name=code]").fill(citizen.code)
    citizen.writes_back("补充一句。")
    assert citizen.page.locator("main .note").count() == 0
    citizen.page.reload()
    assert citizen.page.locator("main .note").is_visible()
