"""Under a flood in a real browser: with scripts the work is done unseen, without them a question is answered."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.deployment import Deployment
from tests.browser.people import Reporter, presses

AT_ONCE = 10
"""Reports that may come at once where one a minute may come for long; from half of them on the door asks."""


@pytest.fixture(scope="module")
def narrow(chromium_path, built, tmp_path_factory):
    """A deployment of its own with one process, where a handful of reports is a flood."""
    public = "workers = 1\nreports_per_minute = 1\n"
    with Deployment(built, tmp_path_factory.mktemp("flood"), public=public) as running:
        yield running


@pytest.mark.parametrize("js", [True, False], ids=["script", "no-script"])
def test_under_a_flood_a_report_still_gets_through(narrow, visit, js):
    citizen = Reporter(visit(size=PHONE, java_script_enabled=js), narrow.public, "zh")
    field = citizen.page.locator("#answer")
    for _ in range(AT_ONCE):
        citizen.begins()
        citizen.writes()
        if field.count():
            break
        citizen.hands_in(files=())
    assert field.is_visible()
    assert citizen.page.locator("label[for=answer]").inner_text().endswith(("?", "\uff1f"))
    if js:
        # At once, before the work can be done: the page waits for it, and then sends.
        citizen.hands_in(files=())
    else:
        field.fill("不知道")
        presses(citizen.page, "send")
        assert "还差一步" in citizen.page.inner_text("main")
        assert field.is_visible()
        assert citizen.page.locator("input[name=report]").count() == 1
    assert citizen.page.context.cookies() == []
