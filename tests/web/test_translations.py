"""Every sentence of templates and code has its English, with the same placeholders; nothing in English is left over."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "portal" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uff60]")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
TAG = re.compile(r"</?(\w+)")


def sentences():
    sources = (("templates", "**.html", "jinja2.ext:babel_extract"), ("portal", "**.py", "python"))
    for folder, pattern, method in sources:
        options = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
        found = extract_from_dir(str(ROOT / folder), [(pattern, method)], options_map={pattern: options})
        for file, line, message, _comments, _context in found:
            yield (message if isinstance(message, str) else message[0]), f"{folder}/{file}:{line}"


@pytest.fixture(scope="module")
def english():
    with PO.open("rb") as source:
        catalogue = read_po(source, locale="en", abort_invalid=True)
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message for message in catalogue if message.id
    }


@pytest.fixture(scope="module")
def used():
    return dict(sentences())


def forms_of(message):
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_every_sentence_has_its_english(english, used):
    silent = {text: place for text, place in used.items() if text not in english or not all(forms_of(english[text]))}
    assert silent == {}


def test_no_english_is_doubtful_or_left_over(english, used):
    assert [text for text, message in english.items() if message.fuzzy] == []
    assert sorted(set(english) - set(used)) == []


def test_english_fills_the_same_places_and_keeps_the_same_tags(english):
    different = [
        text
        for text, message in english.items()
        for form in forms_of(message)
        if set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(text))
        or sorted(TAG.findall(form)) != sorted(TAG.findall(text))
    ]
    assert different == []


def test_english_is_english_and_the_rest_is_chinese(english, used):
    assert [form for message in english.values() for form in forms_of(message) if HAN.search(form)] == []
    assert {text: place for text, place in used.items() if not HAN.search(text)} == {}


def test_no_visible_word_of_a_template_escapes_translation():
    """Chinese outside an expression would be shown to English readers as well."""
    untranslated = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        untranslated += [f"{path.name}: {line.strip()}" for line in text.splitlines() if HAN.search(line)]
    assert untranslated == []
