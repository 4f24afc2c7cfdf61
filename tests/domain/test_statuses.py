import pytest

from portal.domain.statuses import (
    SENTENCES,
    STATUS_TITLES,
    PublicStatus,
    Shown,
    State,
    shown,
    status_words,
)

# DOMAIN.md section 3.4, column "shown as".
TABLE = {
    "delivered": "delivered", "registered": "reviewing", "info_requested": "info_requested", "referred_up": "passed_on",
    "referred": "passed_on", "declined": "not_accepted", "merged": "merged", "accepted": "handling",
    "assigned_out": "handling", "assessing": "handling", "inquiry": "handling", "verifying": "handling",
    "held": "handling", "returned": "reviewing", "filed": "handling", "concluded": "concluded",
    "feedback_given": "concluded", "reopened": "handling", "archived": "concluded",
}  # fmt: skip


def test_nineteen_states_are_shown_as_eight_statuses():
    assert {state.value: shown(state).status.value for state in State} == TABLE
    assert set(TABLE.values()) == {status.value for status in PublicStatus}


def test_what_is_done_about_a_person_cannot_be_told_from_outside():
    """T9: an inquiry, a verification, a hold and a formal case are the same answer to the last letter."""
    silent = {state for state in State if TABLE[state.value] == "handling"} - {State.REOPENED}
    assert silent >= {State.INQUIRY, State.VERIFYING, State.HELD, State.FILED}
    assert {shown(state) for state in silent} == {Shown(PublicStatus.HANDLING, "handling")}


def test_every_status_has_a_title_and_words():
    assert set(STATUS_TITLES) == set(PublicStatus)
    assert {shown(state).sentence for state in State} == set(SENTENCES)
    for status in PublicStatus:
        assert status_words(status).zh.endswith("。")


def test_a_sentence_from_a_newer_desk_falls_back_to_the_status():
    assert status_words(PublicStatus.PASSED_ON, "from_the_future") == SENTENCES["passed_on"]
    assert status_words(PublicStatus.PASSED_ON, "referred_up") == SENTENCES["referred_up"]


@pytest.mark.parametrize("word", ["谈话", "函询", "初步核实", "立案", "暂存", "处分"])
def test_no_public_sentence_names_a_measure(word):
    words = [*SENTENCES.values(), *STATUS_TITLES.values()]
    assert [text.zh for text in words if word in text.zh] == []
