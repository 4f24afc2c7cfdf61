"""Writing to the reporter: ready texts to start from, questions."""

import pytest

from portal.domain.ready_texts import READY_TEXTS


@pytest.fixture
def case(world):
    world.reporter().reports()
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    return lin, number


@pytest.mark.parametrize("code", READY_TEXTS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_ready_text_fills_the_form_and_nothing_is_sent(world, case, code, lang):
    lin, number = case
    lin.goes(f"case/{number}/reply")
    href = next(href for href, _ in lin.page.links if f"use={code}" in href and f"in={lang}" in href)
    form = lin.goes(href).forms[-1]
    assert form.value("text") == READY_TEXTS[code].words.of(lang)
    assert (form.value("question") is not None) == READY_TEXTS[code].question
    assert world.collects().answers == 1


def test_an_unknown_ready_text_leaves_the_form_empty(case):
    lin, number = case
    assert lin.goes(f"case/{number}/reply?use=nothing").forms[-1].value("text") == ""


def test_asking_leads_to_the_page_for_letters_with_the_question_ticked(world, case):
    lin, number = case
    form = lin.goes(f"case/{number}/decide/ask").forms[-1]
    assert form.value("question")
    lin.sends(form, form.filled(text="请问会议由谁主持?", reviewed=True), to=f"/zh/case/{number}/reply")
    assert world.desk_states() == {number: "info_requested"}
    assert "提问以前的状态" in lin.goes(f"case/{number}/decide/resume").text
