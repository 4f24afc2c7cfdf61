"""T7: what is left on the reporter's own device after the visit. Nothing of ours."""

import urllib.parse
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Error

from portal.web.factory import WEATHER
from tests.browser import chromium
from tests.browser.conftest import PHONE
from tests.browser.people import FILES, Reporter
from tests.browser.watching import NOTHING, Watch, left_behind
from tests.world import SUMMARY

CANARY = "云雀丙七九三"

scripts = pytest.mark.parametrize("js", [True, False], ids=["script", "no-script"])


@pytest.fixture
def profile(tmp_path):
    return tmp_path / "profile"


@pytest.fixture
def own_browser(playwright, chromium_path, profile, deployment):
    """A Chromium with a profile on disk, as a person at home has one; its cache of whole pages is on."""

    @contextmanager
    def start(*, js, leaving=False):
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium_path,
            args=list(chromium.SWITCHES),
            ignore_default_args=["--disable-back-forward-cache"],
            java_script_enabled=js,
            viewport=PHONE,
        )
        context.set_default_timeout(60_000)
        watch = Watch.over(context)
        if leaving:  # Nobody outside is called: the address is answered here. It also turns the cache off.
            context.route(f"{WEATHER}**", lambda route: route.fulfill(body="", content_type="text/html"))
        try:
            yield Reporter(context.pages[0], deployment.public)
        finally:
            context.close()
        assert watch.called_elsewhere(WEATHER) == []
        assert watch.complaints == []

    return start


def files_holding(folder, words):
    """(file, word) for each of `words` that stands in a file of `folder`, as Chromium may spell it."""
    spelled = [
        (word, form)
        for word in words
        for form in (word.encode(), word.encode("utf-16-le"), urllib.parse.quote(word).encode())
    ]
    return {
        (path.relative_to(folder).as_posix(), word)
        for path in folder.rglob("*")
        if path.is_file()
        for word, form in spelled
        if form.lower() in path.read_bytes().lower()
    }


@scripts
def test_no_cookie_and_nothing_stored(reporter, js):
    citizen = reporter(java_script_enabled=js)
    citizen.begins()
    citizen.writes()
    citizen.hands_in()
    citizen.copies_down()
    citizen.opens_mailbox()
    assert citizen.page.context.cookies() == []
    assert left_behind(citizen.page) == NOTHING


@scripts
def test_neither_words_nor_code_reach_the_disk_of_either_side(own_browser, profile, deployment, js):
    """The whole profile is searched: caches, session files for restoring tabs, autofill, history.

    Pressing "back" onto a page that a form led to makes Chromium forget that what was sent is not to be kept, so the
    last page asks not to; this test does not press it.
    """
    with own_browser(js=js) as citizen:
        citizen.begins()
        citizen.writes(summary=SUMMARY + CANARY, subject_name=CANARY[:3] + "甲")
        once = citizen.page.locator("[name=once]").get_attribute("value")
        citizen.hands_in()
        citizen.copies_down()
        citizen.opens_mailbox()
        citizen.page.locator("a[href$='/mailbox/letter']").click()
        citizen.page.locator("[name=code]").fill(citizen.code)
        citizen.writes_back(f"补充：{CANARY}")
        citizen.goes("protection")
    plain = citizen.code.replace("-", "")
    words = [CANARY, CANARY[:3] + "甲", once, citizen.code, plain, citizen.code.replace("-", " "), FILES[0]["name"]]
    assert files_holding(profile, words) == set()
    assert files_holding(deployment.folder, words) == set()
    assert files_holding(deployment.logs, words) == set()


@scripts
def test_a_mailbox_read_emptied_and_closed_leaves_nothing(own_browser, officer, profile, deployment, js):
    """A question answered, the proof of filing unfolded and read, replies destroyed, the mailbox closed."""
    lin = officer("lin")
    known, asked, told = lin.numbers(), f"请问{CANARY}是谁？", f"是{CANARY[::-1]}。"
    with own_browser(js=js) as citizen:
        citizen.begins()
        citizen.writes()
        citizen.hands_in(files=())
        citizen.copies_down()
        number = lin.waits_for_a_case_beside(known)
        lin.registers(number)
        lin.replies(number, asked)
        page = citizen.page
        citizen.waits_for(lambda: page.locator("pre.own").count() and asked in page.inner_text("main"))
        page.locator("details:has(pre.own) > summary").click()
        proof = page.inner_text("pre.own").split()
        citizen.writes_back(told)
        citizen.opens_mailbox()
        page.locator("button[name=upto]").click()
        page.locator("button[value=yes]").click()
        citizen.opens_mailbox()
        page.locator("main form[action$='/mailbox/close'] button:not([name])").click()
        page.locator("button[value=yes]").click()
        assert page.locator("h1").inner_text() == "没有这个信箱了"
        assert page.context.cookies() == []
        citizen.goes("protection")
    words = [asked, told, citizen.code, citizen.code.replace("-", ""), max(proof, key=len)]
    assert files_holding(profile, words) == set()


@scripts
def test_no_cache_on_disk_knows_our_address(own_browser, profile, deployment, js):
    with own_browser(js=js) as citizen:
        citizen.goes()
        citizen.goes("protection")
        citizen.goes("mailbox")
    host = deployment.public.removeprefix("http://")
    caches = [path for path in profile.rglob("*") if path.is_dir() and "cache" in path.name.lower()]
    assert caches, "Chromium keeps its caches elsewhere now; look for them"
    assert [path for path in caches if files_holding(path, [host])] == []


@scripts
def test_back_does_not_bring_the_code_back(own_browser, js):
    with own_browser(js=js) as citizen:
        citizen.begins()
        citizen.writes()
        citizen.hands_in(files=())
        citizen.copies_down()
        citizen.goes("protection")
        for _ in range(4):
            with suppress(Error):  # Chromium's own page, which asks whether to send the form again, counts as an error
                citizen.page.go_back(wait_until="commit")
            citizen.page.wait_for_timeout(500)
            assert citizen.page.locator("p.code").count() == 0
            assert citizen.code.split("-")[0] not in citizen.page.inner_text("body")


def test_leaving_replaces_the_page_in_the_history(own_browser):
    with own_browser(js=True, leaving=True) as citizen:
        citizen.goes()
        citizen.goes("protection")
        behind = citizen.page.evaluate("history.length")
        citizen.page.locator("header a.leave").click()
        citizen.page.wait_for_url(WEATHER)
        assert citizen.page.evaluate("history.length") == behind
        citizen.page.go_back(wait_until="commit")
        citizen.page.wait_for_url("**/zh/", wait_until="commit")


@pytest.mark.parametrize("way", ["header a.leave", "main a.leave"])
def test_leaving_after_the_receipt_takes_its_page_out_of_the_history(own_browser, way):
    with own_browser(js=True, leaving=True) as citizen:
        citizen.begins()
        citizen.writes()
        citizen.hands_in(files=())
        citizen.copies_down()
        citizen.page.locator(way).click()
        citizen.page.wait_for_url(WEATHER)
        with suppress(Error):
            citizen.page.go_back(wait_until="commit")
        assert not citizen.page.url.endswith("/report/saved")


def test_leaving_works_without_scripts(own_browser):
    with own_browser(js=False, leaving=True) as citizen:
        citizen.goes("protection")
        citizen.page.locator("header a.leave").click()
        citizen.page.wait_for_url(WEATHER)
