"""When the door cannot serve at this moment, it gives back every word, ready to be sent again.

The page carries what was sent as hidden inputs, and shows longer texts for copying. Nothing is stored for that.
"""

from collections.abc import Collection, Mapping

from flask import Blueprint, Response, current_app, make_response, render_template, request

from portal.blobs import StoreUnavailable
from portal.public.buckets import FILLER
from portal.public.flood.gate import ANSWER, TICKET, WORK, Challenge
from portal.public.flood.precedence import Precedence
from portal.public.words import ASKED, ERRORS, TOO_MANY
from portal.public.written import unpacked
from portal.web.database import Unavailable
from portal.web.error_words import DOOR_WORDS, Words
from portal.web.errors import error_page

WORTH_COPYING = 30
_NOT_SHOWN = frozenset({"code", "once", "report", "identity", TICKET, WORK, FILLER})


def give_words_back(room: Blueprint) -> None:
    """Let every error of `ERRORS`, and a database or store that is gone, answer with the words that were sent."""
    answers: Mapping[type[Exception], Words] = {
        Unavailable: DOOR_WORDS[503],
        StoreUnavailable: DOOR_WORDS[503],
        **ERRORS,
    }
    for kind, words in answers.items():
        room.register_error_handler(kind, lambda error, words=words: _answer(error, words))


def ask_first(challenge: Challenge, precedence: Precedence) -> Response:
    """Answer a form that has to bring something first (`Gate.admit`): the page holds all of it, ready to be sent again.

    When nothing is taken at all, what was brought stays good, and only time is asked for.
    The page comes a moment later than it could (`Precedence.hold_up`).
    """
    precedence.hold_up()
    words, but = (TOO_MANY, ()) if challenge.full else (ASKED, (TICKET, WORK, ANSWER))
    return _words_back(words, None if challenge.full else challenge, but)


def _answer(error: Exception, words: Words) -> Response:
    current_app.logger.error("a request ended in a named error", exc_info=error)
    if request.method != "POST":
        return error_page(words)
    return _words_back(words)


def _words_back(words: Words, challenge: Challenge | None = None, but: Collection[str] = ()) -> Response:
    left_out = {FILLER, *but}
    sent = [(name, text) for name, text in request.form.items(multi=True) if name not in left_out]
    whole = unpacked(request.form).items(multi=True)
    texts = [text for name, text in whole if len(text) >= WORTH_COPYING and name not in _NOT_SHOWN | left_out]
    page = render_template("public/not_now.html", words=words, sent=sent, texts=texts, challenge=challenge)
    return make_response(page, words.status)
