"""Under a flood through the pages, without scripts: a question, every word kept, and reading as ever."""

import io
import re

import pytest

from portal.public.flood.questions import question
from portal.sealing import tickets
from tests.public.pages import STORY, Visitor
from tests.public.street import Street


@pytest.fixture
def pressed(tmp_path):
    """A street where ten reports and ten letters are a flood."""
    street = Street(tmp_path, rates=(1, 1))
    street.code = Visitor(street.client()).reports()
    floods(street)
    return street


def floods(street, form="report"):
    bucket = street.door.gate._buckets[form]
    while bucket.level() < 1:
        bucket.take()


def answer_on(street, page, form="report"):
    """What a person would answer. The test knows the key; a person knows the world."""
    ticket = tickets.check(street.door.gate._keys(), form, page.form.value("once"), page.form.value("ticket"))
    asked = question(ticket.seed)
    assert asked.words.of("zh") in page.text
    return min(asked.answers)


def test_the_page_for_checking_asks_and_whoever_answers_is_taken(pressed):
    reporter = Visitor(pressed.client())
    page = reporter.writes()
    assert page.status == 200
    page = reporter.presses("send", answer=answer_on(pressed, page))
    assert page.status == 200
    assert len(page.form.value("code").split("-")) == 7
    assert len(pressed.parcels()) == 2


def test_without_an_answer_every_word_waits_and_nothing_is_stored(pressed):
    reporter = Visitor(pressed.client())
    reporter.writes()
    page = reporter.presses("send", files=[(io.BytesIO(b"proof"), "a.txt")])
    assert page.status == 429
    assert "还差一步" in page.text
    assert STORY["summary"] in page.html.replace("\r\n", "\n")
    assert len(pressed.parcels()) == 1
    assert pressed.door.blobs.names() == []
    page = reporter.presses("", answer="不知道", files=[(io.BytesIO(b"proof"), "a.txt")])
    assert page.status == 429
    page = reporter.presses("", answer=answer_on(pressed, page), files=[(io.BytesIO(b"proof"), "a.txt")])
    assert page.status == 200
    assert len(pressed.parcels()) == 2
    assert len(pressed.door.blobs.names()) == 1


def test_an_answer_serves_one_report_only(pressed):
    reporter = Visitor(pressed.client())
    page = reporter.writes()
    kept = {"ticket": page.form.value("ticket"), "answer": answer_on(pressed, page)}
    code = reporter.presses("send", **kept).form.value("code")
    # The same sending once more, as after a lost page: the same code, and nothing stored twice.
    reporter.page = page
    assert reporter.presses("send", **kept).form.value("code") == code
    other = Visitor(pressed.client())
    other.writes()
    assert other.presses("send", **kept).status == 429
    assert len(pressed.parcels()) == 2


def test_letters_are_asked_too_and_reading_never_is(pressed):
    floods(pressed, "letter")
    pressed.answers(pressed.code, 1, html="<p>请问是哪一层?</p>")
    reporter = Visitor(pressed.client())
    page = reporter.looks(pressed.code)
    assert page.status == 200
    assert "哪一层" in page.text
    page = reporter.presses("send", text="三层")
    assert page.status == 429
    assert "三层" in page.html
    page = reporter.presses("", answer=answer_on(pressed, page, "letter"))
    assert page.status == 200
    assert len(pressed.letters()) == 1


def test_when_nothing_more_can_be_taken_the_words_wait_and_reading_goes_on(pressed):
    bucket = pressed.door.gate._buckets["report"]
    while bucket.level() < 4:
        bucket.take()
    reporter = Visitor(pressed.client())
    page = reporter.writes()
    told = answer_on(pressed, page)
    while bucket.take():
        pass
    page = reporter.presses("send", answer=told)
    assert page.status == 429
    assert "收不下" in page.text
    assert "请回答" not in page.text
    assert STORY["summary"] in page.html.replace("\r\n", "\n")
    pressed.answers(pressed.code, 1, html="<p>答复在此</p>")
    assert "答复在此" in Visitor(pressed.client()).looks(pressed.code).text
    bucket._tokens = 1
    assert reporter.presses("").status == 200


def test_another_process_of_the_door_knows_the_ticket(pressed):
    from portal.public import door_app

    reporter = Visitor(pressed.client())
    page = reporter.writes()
    told = answer_on(pressed, page)
    other = pressed.new_door()
    for _ in range(6):
        other.gate._buckets["report"].take()
    reporter.client = door_app(other).test_client()
    assert reporter.presses("send", answer=told).status == 200


def test_yesterdays_ticket_still_serves_and_older_keys_are_forgotten(pressed):
    from datetime import timedelta

    from sqlalchemy import func, select

    from portal.letterbox.records import gate_keys

    reporter = Visitor(pressed.client())
    page = reporter.writes()
    told = answer_on(pressed, page)
    pressed.now += timedelta(days=1)
    assert reporter.presses("send", answer=told).status == 200
    pressed.now += timedelta(days=1)
    Visitor(pressed.client()).writes()
    with pressed.letterbox.reading() as session:
        assert session.scalar(select(func.count()).select_from(gate_keys)) == 2


def test_a_spoilt_key_closes_nothing(pressed):
    from sqlalchemy import update

    from portal.letterbox.records import gate_keys

    Visitor(pressed.client()).writes()
    with pressed.letterbox.writing() as session:
        session.execute(update(gate_keys).values(key=b"short"))
    other = pressed.new_door()
    assert len(other.gate._keys()[0]) == 32


def test_nothing_of_the_asking_identifies_anybody(pressed):
    reporter = Visitor(pressed.client())
    page = reporter.writes()
    assert "Set-Cookie" not in page.headers
    assert re.fullmatch(r"[0-9]-[0-9a-f]{16}-[0-9a-f]{64}", page.form.value("ticket"))
    names = {name for name, _ in page.form.fields}
    assert {"ticket", "work", "answer"} <= names
