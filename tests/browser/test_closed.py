"""The door closes while somebody writes: the words are given back in the page, and sent once it opens again."""

from contextlib import contextmanager

import pytest

from tests.browser import axe, layout

SUMMARY = "范例甲挂任副县长半年，每月只来开一次会，照相以后就走，其余时间都在原单位上班。"


@pytest.fixture
def closed(deployment):
    """While this lasts, the roster is gone and nothing can be sealed."""
    signature = deployment.settings.public.keys / "roster.sig"

    @contextmanager
    def close():
        signature.rename(signature.with_suffix(".away"))
        try:
            yield
        finally:
            signature.with_suffix(".away").rename(signature)

    return close


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_come_back_and_go_out_when_the_door_opens_again(reporter, closed, lang):
    citizen = reporter(lang)
    axe.prepare(citizen.page.context)
    citizen.begins()
    citizen.writes(summary=SUMMARY)
    with closed():
        citizen.chooses()
        citizen.page.locator("button[name=do][value=send]").click()
        citizen.page.locator("textarea[readonly]").first.wait_for()
        assert SUMMARY in [area.input_value() for area in citizen.page.locator("textarea").all()]
        faults = axe.violations(citizen.page) + layout.too_wide(citizen.page) + layout.too_small(citizen.page)
        faults += layout.forms_that_keep(citizen.page) + layout.badly_set(citizen.page)
        assert faults == []
        other = reporter(lang)
        axe.prepare(other.page.context)
        other.goes("report/before")
        assert axe.violations(other.page) == []
    citizen.chooses()
    citizen.page.locator("main form button:not(.unseen)").first.click()
    citizen.page.locator("p.code").wait_for()
