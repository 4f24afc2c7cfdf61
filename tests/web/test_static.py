"""The stylesheets keep what UX.md promises: contrast, nothing from elsewhere, nothing that moves."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from portal.web import headers

STATIC = Path(headers.__file__).parent / "static"
TEMPLATES = STATIC.parents[2] / "templates"
SHEETS = ("tokens.css", "door.css", "desk.css")


def read(name):
    return (STATIC / name).read_text(encoding="utf-8")


def colours(block):
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def schemes():
    light, dark, paper = re.findall(r":root \{(.*?)\}", read("tokens.css"), flags=re.DOTALL)
    return {"light": colours(light), "dark": colours(light) | colours(dark), "print": colours(light) | colours(paper)}


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """WCAG 2.2, definition of contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


PAIRS = [
    ("ink", "paper", 7), ("ink", "sheet", 7), ("ink", "caution-paper", 7), ("ink", "danger-paper", 7),
    ("quiet", "paper", 4.5), ("quiet", "sheet", 4.5), ("accent", "paper", 4.5), ("accent", "sheet", 4.5),
    ("on-accent", "accent", 4.5), ("quiet", "caution-paper", 4.5), ("accent", "caution-paper", 4.5),
    ("caution", "caution-paper", 4.5), ("caution", "sheet", 4.5),
    ("danger", "paper", 4.5), ("danger", "sheet", 4.5), ("danger", "danger-paper", 4.5),
    ("edge", "paper", 3), ("edge", "sheet", 3), ("focus", "paper", 3),
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_contrast(scheme, front, back, least):
    palette = schemes()[scheme]
    assert contrast(palette[front], palette[back]) >= least


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_is_loaded_from_anywhere_and_nothing_moves(name):
    sheet = read(name)
    for banned in ("url(", "@import", "@font-face", "http", "animation", "transition", "!important"):
        assert banned not in sheet


@pytest.mark.parametrize("name", ["door.css", "desk.css"])
def test_colours_come_from_the_tokens(name):
    rules = re.sub(r"/\*.*?\*/", "", read(name), flags=re.DOTALL)
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", rules)) <= {"#ffffff"}
    assert set(re.findall(r"var\(--([\w-]+)\)", rules)) <= set(schemes()["light"]) | {"sans", "mono"}


@pytest.mark.parametrize("name", SHEETS)
def test_every_class_is_named_in_the_head_of_its_file(name):
    head, rules = read(name).split("*/", 1)
    known = set(re.findall(r"[a-z][\w-]+", head)) | set(re.findall(r"[a-z][\w-]+", read("tokens.css").split("*/")[0]))
    assert set(re.findall(r"\.([a-z][\w-]+)", re.sub(r"\{.*?\}", "", rules, flags=re.DOTALL))) - known == set()


def test_what_is_touched_at_the_door_is_large_enough():
    door = read("door.css")
    assert "font-size: 17px" in door
    assert "line-height: 1.75" in door
    for rule in ("button,\n.button {", "input,\nselect,\ntextarea {"):
        assert "min-height: 48px" in door[door.index(rule) :].split("}")[0]
    assert "min-height: 44px" in door[door.index(".choice,\n.tick {") :].split("}")[0]


def test_the_icon_is_a_drawing_and_nothing_more():
    drawing = ET.parse(STATIC / "icon.svg")  # noqa: S314  our own file
    assert {element.tag.rpartition("}")[2] for element in drawing.iter()} <= {"svg", "rect", "path"}
    assert not re.search(r"<text|script|href|xlink|on\w+=", read("icon.svg"))


def test_the_exit_replaces_the_page_and_stores_nothing():
    script = read("leave.js")
    assert "location.replace" in script
    for banned in ("fetch", "XMLHttp", "Storage", "cookie", "sendBeacon", "import"):
        assert banned not in script


@pytest.mark.parametrize("script", sorted(path.name for path in STATIC.glob("*.js")))
def test_no_script_is_long_enough_for_a_browser_to_keep_it(script):
    """Chromium writes a script of 1 KiB and more, with its address, into the code cache of its profile (T7)."""
    assert len(read(script).encode()) < 1024
    for banned in ("fetch", "XMLHttp", "Storage", "cookie", "sendBeacon", "import", "eval", "innerHTML"):
        assert banned not in read(script)


def test_no_template_has_inline_style_or_script():
    """The policy forbids them, so they would only fail in front of a reader."""
    inline = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        if re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", text):
            inline.append(path.name)
    assert inline == []
