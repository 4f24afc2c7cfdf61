"""Tickets: good for one sending of one form, and for whoever did the work that they ask for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.sealing import tickets

KEY, OTHER = tickets.new_key(), tickets.new_key()
ONCE = "0123456789abcdef" * 2


def test_a_ticket_is_known_again_by_any_of_the_keys():
    ticket = tickets.issue(KEY, "report", ONCE, 3)
    assert tickets.check((KEY,), "report", ONCE, ticket.text) == ticket
    assert tickets.check((OTHER, KEY), "report", ONCE, ticket.text) == ticket
    assert ticket.level == 3


def test_no_two_tickets_are_alike():
    made = {tickets.issue(KEY, "report", ONCE, 1) for _ in range(50)}
    assert len({ticket.text for ticket in made}) == len({ticket.seed for ticket in made}) == 50


@pytest.mark.parametrize(
    ("keys", "form", "once"),
    [((OTHER,), "report", ONCE), ((), "report", ONCE), ((KEY,), "letter", ONCE), ((KEY,), "report", ONCE[:-1] + "0"),
     ((KEY,), "report", "")],
    ids=["another key", "no key", "another form", "another sending", "no sending"],
)  # fmt: skip
def test_a_ticket_serves_nothing_else(keys, form, once):
    assert tickets.check(keys, form, once, tickets.issue(KEY, "report", ONCE, 1).text) is None


@given(st.text(max_size=120))
def test_what_nobody_issued_is_no_ticket(text):
    assert tickets.check((KEY,), "report", ONCE, text) is None


@pytest.mark.parametrize("at", [0, 5, 30, -1])
def test_a_changed_ticket_is_none(at):
    text = tickets.issue(KEY, "report", ONCE, 1).text
    changed = "2" if text[at] != "2" else "3"
    whole = list(text)
    whole[at] = changed
    assert tickets.check((KEY,), "report", ONCE, "".join(whole)) is None


def test_form_and_once_cannot_be_shifted_into_each_other():
    ticket = tickets.issue(KEY, "report", "a", 1)
    assert tickets.check((KEY,), "reporta", "", ticket.text) is None


def test_work_is_what_it_says():
    ticket = tickets.issue(KEY, "report", ONCE, 1)
    nonces = [str(n) for n in range(4000) if tickets.worked(ticket, str(n), 8)]
    assert 3 <= len(nonces) <= 50
    assert tickets.worked(ticket, "anything", 0)
    other = tickets.issue(KEY, "report", ONCE, 1)
    assert not all(tickets.worked(other, nonce, 8) for nonce in nonces)
