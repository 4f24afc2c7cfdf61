"""The gate: open while it is quiet, and then for whoever worked or answered for this very sending."""

import logging

import pytest

from portal.public.flood.bucket import Bucket
from portal.public.flood.gate import ANSWER, TICKET, WORK, WORK_BITS, Form, Gate
from portal.public.flood.questions import question
from portal.sealing import tickets
from tests.public.flood.test_bucket import Clockwork

KEYS = (tickets.new_key(),)
ONCE = "ab" * 16


def no_keys():
    raise AssertionError("while it is quiet nobody asks for keys")


def gate(burst, keys=lambda: KEYS):
    return Gate({form: Bucket(6, burst, Clockwork()) for form in Form}, keys)


def pressed(level, burst=80):
    """A gate that is pressed as hard as `level` says."""
    made = gate(burst)
    bucket = made._buckets[Form.REPORT]
    while bucket.level() < level:
        bucket.take()
    return made


def worked(challenge):
    ticket = tickets.check(KEYS, Form.REPORT, ONCE, challenge.ticket)
    nonce = next(str(n) for n in range(10_000_000) if tickets.worked(ticket, str(n), challenge.bits))
    return {TICKET: challenge.ticket, WORK: nonce}


def answered(challenge):
    return {TICKET: challenge.ticket, ANSWER: min(challenge.question.answers)}


def test_while_it_is_quiet_nothing_is_asked_and_no_key_is_needed():
    quiet = gate(80, no_keys)
    assert quiet.asks(Form.REPORT, ONCE) is None
    assert all(quiet.admit(Form.REPORT, ONCE, {}) is None for _ in range(40))


@pytest.mark.parametrize("pays", [worked, answered])
@pytest.mark.parametrize("level", [1, 2])
def test_under_pressure_work_or_an_answer_lets_in(level, pays):
    made = pressed(level)
    challenge = made.asks(Form.REPORT, ONCE)
    assert challenge.bits == WORK_BITS[level]
    assert made.admit(Form.REPORT, ONCE, {}) is not None
    assert made.admit(Form.REPORT, ONCE, pays(challenge)) is None


def test_what_was_paid_for_one_sending_or_form_pays_for_no_other():
    made = pressed(1)
    paid = answered(made.asks(Form.REPORT, ONCE))
    assert made.admit(Form.REPORT, "cd" * 16, paid) is not None
    while made._buckets[Form.LETTER].level() < 1:
        made._buckets[Form.LETTER].take()
    assert made.admit(Form.LETTER, ONCE, paid) is not None
    assert made.admit(Form.REPORT, ONCE, paid) is None


@pytest.mark.parametrize(
    "brought",
    [
        {},
        {TICKET: "", WORK: "0", ANSWER: "12"},
        {TICKET: "1-" + "0" * 16 + "-" + "0" * 64, WORK: "0"},
        {TICKET: "x" * 100_000, ANSWER: "x" * 100_000},
    ],
    ids=["nothing", "no ticket", "a forged ticket", "much"],
)
def test_nothing_and_nonsense_are_asked_anew(brought):
    assert pressed(1).admit(Form.REPORT, ONCE, brought) is not None


def test_a_wrong_answer_is_asked_another_question():
    made = pressed(1)
    challenge = made.asks(Form.REPORT, ONCE)
    again = made.admit(Form.REPORT, ONCE, {TICKET: challenge.ticket, ANSWER: "不知道"})
    assert again.ticket != challenge.ticket


def test_a_ticket_of_quieter_times_does_not_serve_when_it_is_pressed_hard():
    made = pressed(1)
    paid = answered(made.asks(Form.REPORT, ONCE))
    bucket = made._buckets[Form.REPORT]
    while bucket.level() < 2:
        bucket.take()
    assert made.admit(Form.REPORT, ONCE, paid) is None
    while bucket.level() < 3:
        bucket.take()
    assert made.admit(Form.REPORT, ONCE, paid) is not None


def test_a_ticket_that_was_issued_at_no_level_that_asks_serves_nobody():
    made = pressed(1)
    for level in (0, 5, 9):
        ticket = tickets.issue(KEYS[0], Form.REPORT, ONCE, level)
        brought = {TICKET: ticket.text, WORK: "0", ANSWER: min(question(ticket.seed).answers)}
        assert made.admit(Form.REPORT, ONCE, brought) is not None


def test_when_it_is_empty_even_the_paid_wait_and_what_they_paid_stays_good():
    made = pressed(4)
    bucket = made._buckets[Form.REPORT]
    paid = answered(made.asks(Form.REPORT, ONCE))
    while bucket.take():
        pass
    assert made.admit(Form.REPORT, ONCE, paid).full
    bucket._now.seconds += 10
    assert made.admit(Form.REPORT, ONCE, paid) is None


def test_the_operator_reads_how_hard_it_is_pressed_and_nothing_else(caplog):
    with caplog.at_level(logging.WARNING):
        made = pressed(2)
        made.asks(Form.REPORT, ONCE)
        made.asks(Form.REPORT, ONCE)
    assert [record.getMessage() for record in caplog.records] == ["flood control: report at level 2 of 4"]
