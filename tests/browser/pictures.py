"""`python -m tests.browser.pictures`: a picture of every page, for people to look at, and the few of the README.

Every page at 360, 768 and 1280 px, light and dark, in both languages into build/pictures; a chosen few, made small,
into docs/pictures; every page of the reporter's door, in Chinese, into docs/pictures/door. `--only=zh` leaves English
out; `--only=en` leaves Chinese out, and with it all pictures of docs.
"""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from portal.demonstration.running import ROOT
from tests.browser import chromium
from tests.browser.conftest import PHONE, SCREEN
from tests.browser.deployment import Deployment
from tests.browser.journey import CAST, Stage, journey
from tests.browser.people import Officer, Reporter
from tests.browser.png import smaller
from tests.world import World

ALL, CHOSEN = ROOT / "build" / "pictures", ROOT / "docs" / "pictures"
WIDTHS = (360, 768, 1280)
AT_MOST = 150 * 1024
"""Bytes a picture of the README may have."""

DOOR, DOOR_WIDTHS, DOOR_HEIGHT = CHOSEN / "door", (360, 1280), 3200
"""Every page of the reporter's door for docs/door.md, in Chinese: where, how wide, and how much of it at most."""

# The five-minute walk: page, width, and how much of it from the top (None: all).
README = {
    ("public", "home"): ("1-home", 768, 900),
    ("public", "write-filled"): ("2-write", 768, 1100),
    ("public", "check"): ("3-check", 768, 1100),
    ("public", "receipt"): ("4-receipt", 768, None),
    ("desk", "queue"): ("5-queue", 1280, None),
    ("desk", "case"): ("6-case", 1280, 900),
    ("desk", "accept"): ("7-decide", 1280, None),
    ("public", "mailbox"): ("8-mailbox", 768, 900),
}


def main() -> None:
    """Build a deployment, walk the journey in every language asked for, leave the pictures."""
    languages = [word.removeprefix("--only=") for word in sys.argv[1:]] or list(CAST)
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        (folder / "built").mkdir()
        World(folder / "built").close()
        deployment = opened.enter_context(Deployment(folder / "built" / "var", folder))
        playwright = opened.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.SWITCHES))
        codes: dict[str, int] = {}
        for lang in languages:
            for stop in journey(stage(browser, deployment, codes, lang)):
                stop.page.wait_for_load_state()
                take(stop, lang)
                if lang == "zh" and (stop.door, stop.name) in README:
                    take_for_readme(stop)
                if lang == "zh" and stop.door == "public" and stop.name != "write-unfolded":
                    take_of_the_door(stop)
        browser.close()


def stage(browser, deployment, codes, lang):
    """The cast of a journey in `lang`, each in a browser context of its own."""
    office, front, back, auditor, keeper, holder = CAST[lang]

    def page(size):
        context = browser.new_context(viewport=size)
        context.set_default_timeout(60_000)
        return context.new_page()

    return Stage(
        lang, office, front, back, auditor, keeper, holder, deployment.people[back].name,
        reporter=lambda: Reporter(page(PHONE), deployment.public, lang),
        officer=lambda login: Officer(page(SCREEN), deployment.desk, deployment.people[login], codes, lang),
    )  # fmt: skip


def take(stop, lang) -> None:
    """The page at every width, light and dark, from top to bottom."""
    page, before = stop.page, stop.page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=ALL / lang / str(width) / f"{stop.door}-{stop.name}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)


def take_for_readme(stop) -> None:
    name, width, height = README[stop.door, stop.name]
    page, before = stop.page, stop.page.viewport_size
    page.set_viewport_size({"width": width, "height": 400})
    clip = {"x": 0, "y": 0, "width": width, "height": height} if height else None
    picture = smaller(page.screenshot(full_page=True, clip=clip))
    page.set_viewport_size(before)
    if len(picture) > AT_MOST:
        raise ValueError(f"{name} has {len(picture)} bytes, more than a README should load")
    CHOSEN.mkdir(parents=True, exist_ok=True)
    (CHOSEN / f"{name}.png").write_bytes(picture)


def take_of_the_door(stop) -> None:
    page, before = stop.page, stop.page.viewport_size
    for width in DOOR_WIDTHS:
        page.set_viewport_size({"width": width, "height": 400})
        height = min(DOOR_HEIGHT, page.evaluate("document.documentElement.scrollHeight"))
        clip = {"x": 0, "y": 0, "width": width, "height": height}
        folder = DOOR / str(width)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{stop.name}.png").write_bytes(smaller(page.screenshot(full_page=True, clip=clip), 16))
    page.set_viewport_size(before)


if __name__ == "__main__":
    main()
