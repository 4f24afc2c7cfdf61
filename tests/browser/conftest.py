"""Servers and browsers, started once; every visit in a context of its own, watched from its first request."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.deployment import Deployment
from tests.browser.people import Officer, Reporter
from tests.browser.watching import Watch

PHONE = {"width": 360, "height": 640}
SCREEN = {"width": 1280, "height": 800}


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium_path():
    return chromium.find()


@pytest.fixture(scope="session")
def playwright(chromium_path):
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright, chromium_path):
    launched = playwright.chromium.launch(executable_path=chromium_path, args=list(chromium.SWITCHES))
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def deployment(chromium_path, built, tmp_path_factory):
    with Deployment(built, tmp_path_factory.mktemp("browser")) as started:
        yield started


@pytest.fixture(scope="session")
def used_codes():
    """The last second-factor step used, by officer."""
    return {}


@pytest.fixture
def visit(browser):
    """Open a page in a fresh browser context: `visit(size=PHONE, java_script_enabled=False, …)`.

    When the test is over, no context may have asked anybody but loopback for anything (`leaving_for`: addresses a
    person was sent to by the test itself), nor complained in its console.
    """
    opened = []
    with ExitStack() as contexts:

        def open_page(size=SCREEN, leaving_for=(), **options):
            context = browser.new_context(viewport=size, **options)
            contexts.callback(context.close)
            context.set_default_timeout(60_000)
            opened.append((Watch.over(context), leaving_for))
            return context.new_page()

        yield open_page
    assert [watch.called_elsewhere(*leaving) for watch, leaving in opened] == [[] for _ in opened]
    assert [watch.complaints for watch, _ in opened] == [[] for _ in opened]


@pytest.fixture
def reporter(visit, deployment):
    """Somebody at the public door with a telephone, or with what is said."""

    def come(lang="zh", size=PHONE, **options):
        return Reporter(visit(size, **options), deployment.public, lang)

    return come


@pytest.fixture
def officer(visit, deployment, used_codes):
    """An officer, signed in, at a screen of 1280 px."""

    def come(login, lang="zh", **options):
        person = Officer(visit(SCREEN, **options), deployment.desk, deployment.people[login], used_codes, lang)
        person.signs_in()
        return person

    return come
