"""The one place that turns errors into words: what happened, what became of your words, what to do now."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import Flask, Response, current_app, make_response, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from portal.blobs import StoreUnavailable
from portal.domain.text import Text
from portal.web.crossorigin import CrossSite
from portal.web.database import Unavailable
from portal.web.error_words import CROSS_SITE, STALE, Words
from portal.web.language import TAGS, language
from portal.web.patience import NoSeat

_SERVER_ERROR, _CLIENT_ERROR = 500, 400


# Shown when even the template cannot be rendered: no template, no translation table, no database stands behind it.
_BARE = Text(
    "<h1>系统出了问题</h1><p>是我们这边出了错,与您无关。刚才的操作请当作没有完成,过一会儿再试。</p>",
    "<h1>Something went wrong</h1><p>The fault is ours. Assume that what you just did was not completed, "
    "and try again later.</p>",
)


def error_page(words: Words) -> Response:
    """Make the page that says `words`, with their status; a bare page when it cannot be rendered."""
    try:
        body = render_template("shared/error.html", words=words)
    except Exception as broken:
        current_app.logger.exception("the error page cannot be rendered", exc_info=broken)
        lang = language()
        head = f'<!DOCTYPE html><html lang="{TAGS[lang]}"><meta charset="utf-8"><title>-</title>'
        body = f"{head}{_BARE.of(lang)}</html>"
    return make_response(body, words.status)


def words_for(error: HTTPException, table: Mapping[int, Words]) -> Words:
    """Find the words of `table` for an HTTP error; a status that has none borrows those of 400 or 500."""
    status = error.code or _SERVER_ERROR
    if status in table:
        return table[status]
    near = table[_SERVER_ERROR if status >= _SERVER_ERROR else _CLIENT_ERROR]
    return Words(status, near.title, near.happened, near.kept, near.now)


def install_errors(app: Flask, table: Mapping[int, Words], named: Mapping[type[Exception], Words]) -> None:
    """Let every error of `app` end in a page: `table` has the words by status, `named` those of a door's own errors.

    Anything unforeseen arrives here as a 500 after Flask has had it logged, so nothing unforeseen reaches the reader.
    """

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        # Redirects and answers given by `abort(answer)` do not come here: Flask passes them on by itself.
        # Slow clients hold what may wait: that is haste of too many, not a fault, and has the words of 429.
        busy = isinstance(error, NoSeat)
        answer = error_page(replace(table[429], status=503) if busy else words_for(error, table))
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After"):
                answer.headers[name] = value
        return answer

    def named_error(words: Words) -> Callable[[Exception], Response]:
        def answer(error: Exception) -> Response:
            if words.status >= _SERVER_ERROR:
                app.logger.error("a request ended in a named error", exc_info=error)
            return error_page(words)

        return answer

    ours = {CrossSite: CROSS_SITE, CSRFError: STALE, Unavailable: table[503], StoreUnavailable: table[503]}
    for kind, words in {**ours, **named}.items():
        app.register_error_handler(kind, named_error(words))
