"""Two languages. Chinese sentences, typeset, are the message ids; English comes from `translations/en`.

The language is the first part of every address (`/zh/…`, `/en/…`), never a cookie and never a request header: what a
person reads must not depend on, or leave behind, a setting of their browser.
"""

import gettext as stdlib_gettext
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.domain.text import typeset

LANGUAGES = ("zh", "en")
DEFAULT = "zh"
PREFIX = "/<any(zh, en):lang>"
TAGS = {"zh": "zh-Hans", "en": "en"}
Translations = Mapping[str, stdlib_gettext.NullTranslations]

_FOLDER = Path(__file__).resolve().parent.parent / "translations"


# A page has a hundred sentences of ours, and each is set once. Only message ids come here: what quotes a record or a
# person is a `Text`, whose words must not outlive their request.
_set_once = lru_cache(maxsize=8192)(typeset)


class _Chinese(stdlib_gettext.NullTranslations):
    """The sentences themselves, with the punctuation of Chinese print."""

    def gettext(self, message: str) -> str:
        return _set_once(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return typeset(super().ngettext(msgid1, msgid2, n))


_CHINESE = _Chinese()


def load_translations(folder: Path = _FOLDER) -> Translations:
    """Read `<folder>/en/LC_MESSAGES/messages.po` once, at start. Raise `OSError` when it is not there."""
    with (folder / "en" / "LC_MESSAGES" / "messages.po").open("rb") as source:
        catalogue = read_po(source, locale="en")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return {"zh": _CHINESE, "en": stdlib_gettext.GNUTranslations(compiled)}


def N_(message: str) -> str:  # noqa: N802  the customary name of the mark, known to every extractor
    """Mark a sentence that is translated later, by `gettext` or in a template; returns it unchanged."""
    return message


def _catalogue() -> stdlib_gettext.NullTranslations:
    # Asked some hundred times a page, so the proxy is followed once and not asked first whether it leads anywhere.
    try:
        found = g.catalogue
    except (AttributeError, RuntimeError):
        return _CHINESE
    return found if isinstance(found, stdlib_gettext.NullTranslations) else _CHINESE


def gettext(message: str, /, **values: object) -> str:
    """Say `message` in the language of this request, `%(name)s` filled from `values`. Import it as `_`."""
    words = _catalogue().gettext(message)
    return words % values if values else words


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """Say the singular or plural sentence for `count`, which is also the value `%(n)s` and `%(num)s`."""
    return _catalogue().ngettext(one, many, count) % {"n": count, "num": count, **values}


def language() -> str:
    """Tell the language of this request; Chinese outside a request."""
    try:
        return str(g.lang)
    except (AttributeError, RuntimeError):
        return DEFAULT


def twin_address() -> str | None:
    """Find the address of this very page in the other language, or None where a page is an answer to something sent.

    The query is carried over as raw text: handing its names to `url_for` would let a link choose `_scheme` or
    `_external` and turn the language switch into a way out of the site.
    """
    if request.method not in ("GET", "HEAD") or request.endpoint is None or "lang" not in g:
        return None
    other = LANGUAGES[1 - LANGUAGES.index(g.lang)]
    address = url_for(request.endpoint, **{**(request.view_args or {}), "lang": other})
    query = request.query_string.decode("ascii", "ignore")
    return f"{address}?{query}" if query else address


def install_language(app: Flask, translations: Translations) -> None:
    """Take the language from every address, put it into every link, and teach Jinja to speak it."""

    @app.url_value_preprocessor
    def take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        # An unknown address has no values, yet its error page must still speak the reader's language.
        first = request.path.split("/", 2)[1] if request.path.startswith("/") else ""
        chosen = (values or {}).pop("lang", first)
        g.lang = chosen if chosen in LANGUAGES else DEFAULT
        g.catalogue = translations[g.lang]

    @app.url_defaults
    def put_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = language()

    @app.get("/")
    def to_default_language() -> Response:
        return redirect(f"{request.script_root}/{DEFAULT}/")

    # Not "newstyle": that declares every sentence to be safe HTML. Here a sentence is text and is escaped like any
    # other, so nothing that is ever handed to `_` can become markup.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by jinja2.ext.i18n
        gettext, ngettext, newstyle=False
    )
    # Jinja's own `_` looks `gettext` up in every context anew; this is the same function, called at once.
    app.jinja_env.globals["_"] = gettext
