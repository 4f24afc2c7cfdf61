"""Every page of both doors under the ruler, in both languages: WCAG 2.2 AA, light and dark, width, targets, words."""

from collections import defaultdict

import pytest

from tests.browser import axe, layout
from tests.browser.conftest import PHONE, SCREEN
from tests.browser.journey import CAST, Stage, journey
from tests.browser.people import Officer, Reporter
from tests.browser.watching import Watch

PAGES = {"public": 18, "desk": 24}
"""How many pages of each door the journey sees at least; a journey cut short proves nothing."""

languages = pytest.mark.parametrize("lang", ["zh", "en"])


class Survey:
    """One journey with everything that was found on it: `found[kind]` is a list of "door/page: what"."""

    def __init__(self, browser, deployment, used_codes, lang) -> None:
        self.found, self.seen, self.watches = defaultdict(list), defaultdict(list), []
        office, front, back, auditor = CAST[lang]
        contexts = []

        def page(size):
            contexts.append(browser.new_context(viewport=size))
            contexts[-1].set_default_timeout(15_000)
            axe.prepare(contexts[-1])
            self.watches.append(Watch.over(contexts[-1]))
            return contexts[-1].new_page()

        def officer(login):
            return Officer(page(SCREEN), deployment.desk, deployment.people[login], used_codes, lang)

        def reporter():
            return Reporter(page(PHONE), deployment.public, lang)

        name = deployment.people[back].name
        for stop in journey(Stage(lang, office, front, back, auditor, name, reporter, officer)):
            self._look(stop)
        for context in contexts:
            context.close()

    def _look(self, stop) -> None:
        page = stop.page
        page.wait_for_load_state()
        self.seen[stop.door].append(stop.name)
        self._note(stop, "light", axe.violations(page))
        page.emulate_media(color_scheme="dark")
        self._note(stop, "dark", axe.contrast_violations(page))
        page.emulate_media(color_scheme="light")
        self._note(stop, "headings", layout.badly_headed(page))
        self._note(stop, "typesetting", layout.badly_set(page))
        self._note(stop, "wide", layout.too_wide(page))
        if stop.door == "public":
            self._note(stop, "targets", layout.too_small(page))
            self._note(stop, "kept", layout.forms_that_keep(page))

    def _note(self, stop, kind, faults) -> None:
        self.found[kind] += [f"{stop.door}/{stop.name}: {fault}" for fault in faults]


def nothing(found):
    assert not found, "\n" + "\n".join(found)


@pytest.fixture(scope="session")
def surveys(browser, deployment, used_codes):
    made = {}

    def survey(lang):
        if lang not in made:
            made[lang] = Survey(browser, deployment, used_codes, lang)
        return made[lang]

    return survey


@languages
def test_every_page_was_seen(surveys, lang):
    seen = surveys(lang).seen
    assert {door: len(pages) >= PAGES[door] for door, pages in seen.items()} == {"public": True, "desk": True}, seen


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
