"""The receipt on paper: the code and what it is for, and nothing that says more than that."""

import re

import pytest


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_printed_receipt_has_the_code_and_no_controls_and_no_telling_word(reporter, lang):
    citizen = reporter(lang)
    citizen.begins()
    citizen.writes()
    citizen.hands_in(files=())
    page = citizen.page
    page.emulate_media(media="print", color_scheme="dark")
    shown = page.inner_text("body")
    assert [group for group in citizen.code.split("-") if group not in shown] == []
    controls = "button, input:not([type=hidden]), header, footer, .leave"
    assert [one.evaluate("it => it.outerHTML") for one in page.locator(controls).all() if one.is_visible()] == []
    colours = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert not re.search("举报|挂职|纪检|监督|secondment|whistle", shown + page.title())
