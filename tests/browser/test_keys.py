"""The desk's keys: rows of a list, opening one, searching, and the list of the keys themselves."""

import pytest


@pytest.fixture
def two_cases(officer, reporter):
    """lin, at a queue with two cases or more."""
    lin = officer("lin")
    for told in ("一件。", "又一件。"):
        known = lin.numbers()
        citizen = reporter()
        citizen.begins(["yunling"])
        citizen.writes(summary=f"范例甲挂职期间从未到岗,每月只在开会时来一次,工作由别人代做。{told}")
        citizen.hands_in()
        lin.waits_for_a_case_beside(known)
    return lin


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def test_rows_are_walked_ticked_and_opened(two_cases):
    page, (first, second, *_) = two_cases.page, two_cases.numbers()
    page.keyboard.press("j")
    assert focused(page) == first
    page.keyboard.press("j")
    assert focused(page) == second
    page.keyboard.press("x")
    assert page.locator("[name=cases]:checked").input_value() == second
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert focused(page) == first, "before the first there is nothing"
    page.keyboard.press("o")
    page.wait_for_url(f"**/case/{first}*")


def test_a_slash_leads_to_the_search_and_what_is_typed_there_is_no_key(two_cases):
    page = two_cases.page
    page.keyboard.press("/")
    page.wait_for_url("**/search#words")
    page.keyboard.type("j?")
    assert page.locator("#words").input_value() == "j?"
    assert not page.locator("dialog").is_visible()


def test_a_question_mark_shows_the_keys(two_cases):
    page, sheet = two_cases.page, two_cases.page.locator("dialog")
    assert not sheet.is_visible()
    page.keyboard.press("?")
    assert sheet.is_visible()
    assert "下一行" in sheet.inner_text()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    assert not sheet.is_visible()


def test_with_a_command_key_they_belong_to_the_browser(two_cases):
    page = two_cases.page
    page.keyboard.press("Control+j")
    assert page.evaluate("document.activeElement === document.body")
