"""When the door cannot serve at this moment, it gives back every word, ready to be sent again.

The page carries what was sent as hidden inputs, and shows longer texts for copying. Nothing is stored for that.
"""

from collections.abc import Mapping

from flask import Blueprint, Response, current_app, make_response, render_template, request

from portal.public.words import ERRORS
from portal.web.database import Unavailable
from portal.web.error_words import DOOR_WORDS, Words
from portal.web.errors import error_page

WORTH_COPYING = 30
_NOT_SHOWN = frozenset({"code", "once"})


def give_words_back(room: Blueprint) -> None:
    """Let every `Unavailable` and every error of `ERRORS` in `room` answer with the words that were sent."""
    answers: Mapping[type[Exception], Words] = {Unavailable: DOOR_WORDS[503], **ERRORS}
    for kind, words in answers.items():
        room.register_error_handler(kind, lambda error, words=words: _answer(error, words))


def _answer(error: Exception, words: Words) -> Response:
    current_app.logger.error("a request ended in a named error", exc_info=error)
    if request.method != "POST":
        return error_page(words)
    sent = list(request.form.items(multi=True))
    texts = [text for name, text in sent if len(text) >= WORTH_COPYING and name not in _NOT_SHOWN]
    page = render_template("public/not_now.html", words=words, sent=sent, texts=texts)
    return make_response(page, words.status)
