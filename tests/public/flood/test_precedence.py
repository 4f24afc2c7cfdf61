"""Reading goes first: others wait for its end, never for long, and nobody is refused."""

from dataclasses import replace
from threading import Event, Thread

import pytest

from portal.public import door_app
from portal.public.flood.precedence import LONGEST, MOST_WAITING, REFUSED, Precedence
from portal.public.mailbox import views
from tests.public.flood.test_bucket import Clockwork
from tests.public.pages import Visitor
from tests.public.street import Street

A_WHILE = 0.05


class Heard(Precedence):
    """Writes down who goes first and who steps aside."""

    def __init__(self):
        super().__init__()
        self.said = []

    def begin_reading(self):
        self.said.append("reading")
        done = super().begin_reading()

        def end():
            self.said.append("read")
            done()

        return end

    def step_aside(self):
        self.said.append("aside")
        super().step_aside()


@pytest.fixture
def street(tmp_path):
    street = Street(tmp_path)
    street.heard = Heard()
    street.door = replace(street.door, precedence=street.heard)
    street.app = door_app(street.door)
    return street


def aside(precedence, met):
    """Somebody who steps aside in a thread of their own, and says when they go on."""
    begun = Event()

    def step_aside():
        begun.set()
        precedence.step_aside()
        met.append("sent")

    stepping = Thread(target=step_aside)
    stepping.start()
    begun.wait()
    return stepping


def test_whoever_sends_waits_until_the_last_reading_has_ended():
    precedence, met = Precedence(longest=600), []
    first, second = precedence.begin_reading(), precedence.begin_reading()
    waiting = [aside(precedence, met) for _ in range(3)]
    first()
    waiting[0].join(A_WHILE)
    assert met == []
    second()
    for one in waiting:
        one.join()
    assert met == ["sent"] * 3


def test_where_nobody_reads_nobody_waits():
    precedence = Precedence(longest=600)
    precedence.step_aside()
    precedence.begin_reading()()
    precedence.step_aside()


def test_a_reading_that_does_not_end_holds_nobody_back_any_more():
    clock = Clockwork()
    precedence = Precedence(longest=600, now=clock)
    precedence.begin_reading()
    clock.seconds += 600
    precedence.step_aside()
    precedence.begin_reading()
    clock.seconds += 599.9
    # A tenth of a second is left, and then it goes on although both still read.
    precedence.step_aside()


def test_in_all_a_report_is_held_back_less_than_anybody_notices():
    assert 2 * LONGEST <= 0.1


def test_a_refused_sending_waits_a_moment_and_many_of_them_no_longer():
    waited = []

    def others_come(seconds):
        waited.append(seconds)
        precedence.hold_up()

    precedence = Precedence(wait=others_come)
    for _ in range(2):
        precedence.hold_up()
    # Each lets the next one come while it waits; who finds all places taken does not wait.
    assert waited == [REFUSED] * (2 * MOST_WAITING)


def test_only_who_is_refused_is_held_up(street, monkeypatch):
    held = []
    monkeypatch.setattr(street.heard, "hold_up", lambda: held.append(1))
    reporter = Visitor(street.client())
    reporter.reports()
    assert held == []
    bucket = street.door.gate._buckets["report"]
    while bucket.level() < 2:
        bucket.take()
    reporter.writes()
    assert reporter.presses("send").status == 429
    assert held == [1]


def test_reading_goes_first_from_the_whole_code_until_the_answer_is_sent(street):
    code = Visitor(street.client()).reports()
    street.answers(code, 1, html="<p>答复在此</p>")
    for typed in (code, "AAAA-BBBB", ""):
        street.heard.said.clear()
        answer = street.client().post("/zh/mailbox", data={"code": typed}, buffered=False)
        assert street.heard.said == ["reading"]
        answer.get_data()
        answer.close()
        assert street.heard.said == ["reading", "read"]


def test_a_reading_that_fails_has_ended_too(street, monkeypatch):
    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(views, "read_mailbox", broken)
    with street.client().post("/zh/mailbox", data={"code": "AAAA"}) as answer:
        assert answer.status_code == 500
    assert street.heard.said == ["reading", "read"]


def test_writing_and_sending_step_aside_and_are_done_all_the_same(street):
    held = Precedence.begin_reading(street.heard)
    reporter = Visitor(street.client())
    code = reporter.reports()
    held()
    assert len(street.parcels()) == 1
    assert street.heard.said[-2:] == ["aside", "aside"]
    assert "reading" not in street.heard.said
    street.answers(code, 1, html="<p>请问是哪一层?</p>")
    street.heard.said.clear()
    reporter.looks(code)
    reporter.presses("send", text="三层")
    assert [word for word in street.heard.said if word != "read"] == ["reading", "aside"]
    assert len(street.letters()) == 1
