"""Whom a note mentions, and when a task may be set or ended."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.notes.rules import MOST_MENTIONS, Unmentionable, may_end, may_set, may_write, mentioned, mentions
from portal.domain.statuses import State

TODAY = date(2026, 11, 27)
HOLDERS = {"lin": "1", "zhou": "2", "xu-wen": "3"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请@lin看一下", ("lin",)),
        ("@lin、@zhou 和 @lin", ("lin", "zhou")),
        ("＠ＬＩＮ 全角也算", ("lin",)),
        ("@xu-wen。", ("xu-wen",)),
        ("@xu- wen", ("xu",)),
        ("写信到lin@example.invalid", ()),
        ("没有提到谁", ()),
        ("@@zhou", ("zhou",)),
        ("@ lin", ()),
        ("@林", ()),
    ],
)
def test_a_mention_is_an_at_and_a_sign_in_name(text, found):
    assert mentioned(text) == found


@given(st.text(max_size=200))
def test_any_text_can_be_read_for_mentions(text):
    assert all(login == login.casefold() for login in mentioned(text))


def test_only_who_can_open_the_case_is_mentioned():
    assert mentions("@zhou @lin", HOLDERS) == ("2", "1")
    with pytest.raises(Unmentionable) as no:
        mentions("@zhou @mao @nobody", HOLDERS)
    assert (no.value.why, no.value.logins) == (Refusal.MENTION, ("mao", "nobody"))
    with pytest.raises(NotAllowed) as no:
        mentions(" \n", HOLDERS)
    assert no.value.why is Refusal.TEXT


def test_a_note_does_not_call_the_whole_house():
    many = {f"o{number}": str(number) for number in range(MOST_MENTIONS + 1)}
    with pytest.raises(Unmentionable):
        mentions(" ".join(f"@{login}" for login in many), many)


def test_nobody_writes_before_registration_or_into_a_closed_file():
    closed = {State.DELIVERED, State.REFERRED_UP, State.ARCHIVED}
    for state in set(State) - closed:
        may_write(state)
    for state in closed:
        with pytest.raises(NotAllowed) as no:
            may_write(state)
        assert no.value.why is Refusal.STATE


def test_a_task_says_what_who_and_when():
    assert may_set("查考勤", TODAY, "2", {"2"}, TODAY) == TODAY
    wrong = {
        (" ", TODAY, "2"): Refusal.TITLE,
        ("查考勤", TODAY, "9"): Refusal.PERSON,
        ("查考勤", None, "2"): Refusal.AHEAD,
        ("查考勤", TODAY - timedelta(days=1), "2"): Refusal.AHEAD,
        ("查考勤", date(9999, 1, 1), "2"): Refusal.AHEAD,
    }
    for (title, due, assignee), why in wrong.items():
        with pytest.raises(NotAllowed) as no:
            may_set(title, due, assignee, {"2"}, TODAY)
        assert no.value.why is why


def test_a_task_is_ended_once_with_a_word_by_whose_it_is():
    may_end("办了", theirs=True, open_=True)
    wrong = {
        ("办了", True, False): Refusal.DONE,
        ("办了", False, True): Refusal.RIGHT,
        (" ", True, True): Refusal.TEXT,
    }
    for (word, theirs, open_), why in wrong.items():
        with pytest.raises(NotAllowed) as no:
            may_end(word, theirs=theirs, open_=open_)
        assert no.value.why is why
