"""Every page of both doors under the ruler, in both languages: WCAG 2.2 AA, light and dark, valid HTML, width, size."""

from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from portal import desk, public
from portal.public.buckets import PAGE
from portal.web import factory
from tests.browser import axe, layout, markup
from tests.browser.conftest import PHONE, SCREEN
from tests.browser.deployment import Deployment
from tests.browser.journey import CAST, Stage, journey
from tests.browser.people import Officer, Reporter
from tests.browser.watching import Watch

PAGES = {"public": 31, "desk": 184}
"""How many pages of each door the journey sees at least; a journey cut short proves nothing."""

NO_PAGE = {
    "public": {
        "static": "files of the face",
        "to_default_language": "leads on",
        "mailbox.note": "a file to save",
    },
    "desk": {
        "static": "files of the face",
        "to_default_language": "leads on",
        "officers.passkey": "leads on to the first page; tests/browser/test_passkey.py",
        "officers.new_passkey": "leads on to signing in; tests/browser/test_passkey.py",
        "officers.remove_passkey": "leads on to signing in; tests/browser/test_passkey.py",
        "rekeying.move": "leads on to the key",
        "rekeying.end": "leads on to signing in",
        "rekeying.withdraw": "leads on to signing in",
        "officers.home": "leads on to the first page the officer may see",
        "sheets.leave": "a download",
        "handover.take": "leads on to the case",
        "handover.withdraw": "leads on to the case",
        "recovery.stop": "leads on to the own page of recovery",
        "recovery.withdraw": "leads on to the page it was on",
        "naming.join": "leads on to the name",
        "approvals.withdraw": "leads on to the request",
        "officers.sign_out": "leads on to signing in",
        "officers.end_others": "leads on to the sign-ins",
        "oversight.make_checkpoint": "leads on to the checkpoint",
        "circle.let_go": "leads on to the officers",
        "circle.readmit": "the page of removal with other words; a test reads it",
        "casework.file": "a download",
        "casework.file_away": "leads on to the register",
        "casework.keep_view": "leads on to the queue",
        "casework.drop_view": "leads on to the queue",
        "workbench.again": "leads on to the files",
        "workbench.original": "a download",
        "workbench.upload": "leads on to what was understood",
        "previews.picture": "a picture",
    },
}
"""Views that never show a page of their own, each with the reason."""

REFLOW = {"width": 320, "height": 640}
"""1280 pixels at four times the size (WCAG 1.4.10)."""

HTML_AND_CSS_AT_MOST, SCRIPTS_AT_MOST = 100 * 1024, 15 * 1024

languages = pytest.mark.parametrize("lang", ["zh", "en"])


class Survey:
    """One journey with everything that was found on it: `found[kind]` is a list of "door/page: what"."""

    def __init__(self, browser, deployment, used_codes, lang, folder) -> None:
        self.found, self.seen, self.watches = defaultdict(list), defaultdict(list), []
        self.folder, self.sizes, self.documents = folder, {}, {}
        self.views = defaultdict(set)
        apps = {"public": public.create_app(deployment.settings), "desk": desk.create_app(deployment.settings)}
        self.maps = {door: app.url_map.bind("127.0.0.1") for door, app in apps.items()}
        office, front, back, auditor, keeper, holder = CAST[lang]
        contexts = []

        def page(size):
            contexts.append(browser.new_context(viewport=size))
            contexts[-1].set_default_timeout(60_000)
            axe.prepare(contexts[-1])
            self.watches.append(Watch.over(contexts[-1]))
            made = contexts[-1].new_page()
            made.on("response", lambda answer: self._answered(made, answer))
            return made

        def officer(login):
            return Officer(page(SCREEN), deployment.desk, deployment.people[login], used_codes, lang)

        def reporter():
            return Reporter(page(PHONE), deployment.public, lang)

        name = deployment.people[back].name
        try:
            for stop in journey(Stage(lang, office, front, back, auditor, keeper, holder, name, reporter, officer)):
                self._look(stop)
        finally:
            for context in contexts:
                context.close()

    def _answered(self, page, answer) -> None:
        if answer.request.is_navigation_request() and not 300 <= answer.status < 400:
            self.documents[page] = answer

    def _look(self, stop) -> None:
        page = stop.page
        page.wait_for_load_state()
        self.seen[stop.door].append(stop.name)
        self.views[stop.door] |= self._view(stop.door, urlsplit(page.url).path)
        sent = self.documents[page].body()
        self.sizes[stop.door, stop.name] = len(sent)
        (self.folder / f"{stop.door}-{stop.name}.html").write_bytes(sent)
        self._note(stop, "light", axe.violations(page))
        page.emulate_media(color_scheme="dark")
        self._note(stop, "dark", axe.contrast_violations(page))
        page.emulate_media(color_scheme="light")
        self._note(stop, "headings", layout.badly_headed(page))
        self._note(stop, "typesetting", layout.badly_set(page))
        self._note(stop, "wide", layout.too_wide(page))
        if stop.door == "public":
            before = page.viewport_size
            page.set_viewport_size(REFLOW)
            self._note(stop, "wide", layout.too_wide(page))
            page.set_viewport_size(before)
            self._note(stop, "targets", layout.too_small(page))
            self._note(stop, "kept", layout.forms_that_keep(page))

    def _view(self, door, path):
        for method in ("GET", "POST"):
            with suppress(HTTPException, RequestRedirect):
                return {self.maps[door].match(path, method)[0]}
        return set()

    def _note(self, stop, kind, faults) -> None:
        self.found[kind] += [f"{stop.door}/{stop.name}: {fault}" for fault in faults]


def nothing(found):
    assert not found, "\n" + "\n".join(found)


@pytest.fixture(scope="module")
def deployment(chromium_path, built, tmp_path_factory):
    """A deployment of the journeys' own: what other tests left behind would lead them astray."""
    with Deployment(built, tmp_path_factory.mktemp("pages")) as started:
        yield started


@pytest.fixture(scope="module")
def used_codes():
    return {}


@pytest.fixture(scope="module")
def surveys(browser, deployment, used_codes, tmp_path_factory):
    made, broken_off = {}, {}

    def survey(lang):
        # A journey that broke off is not begun again: it left its traces in the deployment, and would break off anew.
        if lang in broken_off:
            raise broken_off[lang]
        if lang not in made:
            try:
                made[lang] = Survey(browser, deployment, used_codes, lang, tmp_path_factory.mktemp(f"pages-{lang}"))
            except Exception as broken:
                broken_off[lang] = broken
                raise
        return made[lang]

    return survey


@languages
def test_every_page_was_seen(surveys, lang):
    seen = surveys(lang).seen
    assert {door: len(pages) >= PAGES[door] for door, pages in seen.items()} == {"public": True, "desk": True}, seen


@languages
@pytest.mark.parametrize("door", ["public", "desk"])
def test_every_view_of_the_url_map_was_visited_or_says_why_it_shows_no_page(surveys, lang, door):
    survey = surveys(lang)
    views = {rule.endpoint for rule in survey.maps[door].map.iter_rules()}
    unseen = views - survey.views[door] - set(NO_PAGE[door])
    assert not unseen, f"let tests/browser/journey.py visit {', '.join(sorted(unseen))}"
    assert set(NO_PAGE[door]) & survey.views[door] == set(), "these do show a page"
    assert set(NO_PAGE[door]) - views == set(), "these are there no more"


@languages
def test_every_page_is_valid_html(surveys, lang):
    nothing(markup.faults(surveys(lang).folder))


def test_the_checker_of_html_finds_what_is_wrong(tmp_path):
    (tmp_path / "wrong.html").write_text("<!DOCTYPE html><title>x</title><p><div></div></p><i id=a></i><b id=a></b>")
    assert len(markup.faults(tmp_path)) >= 2


@languages
def test_the_form_and_its_style_are_small_and_so_are_the_scripts(surveys, lang):
    """As sent, filled up to its bucket (T6), with two rows of observations; without that it is a third less."""
    static = Path(factory.__file__).parent / "static"
    style = sum((static / name).stat().st_size for name in ("tokens.css", "door.css"))
    sizes = surveys(lang).sizes
    assert {name: sizes["public", name] for name in ("write", "write-filled")} == {"write": PAGE, "write-filled": PAGE}
    assert PAGE + style <= HTML_AND_CSS_AT_MOST
    assert sum(path.stat().st_size for path in static.glob("*.js")) <= SCRIPTS_AT_MOST


@languages
def test_every_page_of_the_public_door_is_filled_up_to_its_bucket(surveys, lang):
    sizes = {name: size for (door, name), size in surveys(lang).sizes.items() if door == "public"}
    assert {name: size for name, size in sizes.items() if size % PAGE} == {}


@languages
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_of_wcag_22_aa(surveys, lang, scheme):
    nothing(surveys(lang).found[scheme])


@languages
def test_nothing_scrolls_sideways(surveys, lang):
    nothing(surveys(lang).found["wide"])


@languages
def test_targets_at_the_public_door_are_large_enough_for_a_thumb(surveys, lang):
    nothing(surveys(lang).found["targets"])


@languages
def test_every_page_says_where_one_is(surveys, lang):
    nothing(surveys(lang).found["headings"])


def test_chinese_is_set_with_full_width_punctuation(surveys):
    nothing(surveys("zh").found["typesetting"])


@languages
def test_no_form_of_the_public_door_lets_a_browser_keep_what_was_written(surveys, lang):
    nothing(surveys(lang).found["kept"])


@languages
def test_no_page_called_elsewhere_or_complained(surveys, lang):
    watches = surveys(lang).watches
    nothing([url for watch in watches for url in watch.called_elsewhere()])
    nothing([words for watch in watches for words in watch.complaints])
