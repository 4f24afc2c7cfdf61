"""The words around acts of two persons, and the audit notes that carry them."""

import pytest

from portal.domain.decisions import Decision
from portal.domain.two_persons import (
    REQUEST_STATES,
    STEP_WORDS,
    TWOFOLD_NAMES,
    RequestState,
    Step,
    Twofold,
    name_of,
    step_note,
    step_words,
)


def test_everything_has_a_name():
    assert set(REQUEST_STATES) == set(RequestState)
    assert set(STEP_WORDS) == set(Step)
    assert set(TWOFOLD_NAMES) == set(Twofold)
    assert name_of("decline") == Decision.DECLINE.text
    assert name_of("publish").en == "Publish the outcome to the code"
    assert name_of("later").zh == "later"
    assert RequestState.LAPSED.text.zh == "已失效"


def test_a_note_is_read_back_in_words():
    assert step_words(step_note(Step.REFUSE, "direct_close")).zh == "第二人不同意 · 直接了结"


@pytest.mark.parametrize("note", ["", "two-persons", "two-persons pardon decline", "ask decline", "letter"])
def test_other_notes_are_left_alone(note):
    assert step_words(note) is None
