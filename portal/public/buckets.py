"""Sizes that tell little (T6): every page is filled up to a common size, and so, as far as it goes, is every form.

Whoever watches the line sees how long an encrypted page or form is. Between somebody who reads and somebody who writes,
that must not be the difference. What can still be told apart is in docs/adr/0018-sizes-in-buckets.md.
"""

from secrets import randbelow, token_urlsafe
from typing import Final

from flask import Flask, Response
from markupsafe import Markup

PAGE: Final = 64 * 1024
"""Bytes a page has, or a multiple of it."""

FORM: Final = 32 * 1024
"""Bytes a form without files has on its way in, at most, unless much was written: size.js brings it close to that."""

FILLER: Final = "pad"
"""The name of the input that only takes up room. No form reads it."""

LEAST, SPREAD = 8 * 1024, 8 * 1024
"""Without scripts nobody can measure what is typed: the page then brings so much that the parts known to it come to
LEAST bytes and up to SPREAD more, drawn anew each time; what a small report adds to that stays within one FORM."""

# Made once and cut to length. Drawn at random: were an answer ever compressed on its way, this would not shrink.
_NOISE: Final = token_urlsafe(PAGE).replace("-", "x").replace("_", "y")[:PAGE]
_NOISE_BYTES: Final = _NOISE.encode("ascii")
_OPEN, _CLOSE = b"<!--", b"-->"


def install_buckets(app: Flask) -> None:
    """Fill every page of `app` up to a multiple of `PAGE` bytes, and let its templates say `filler(…)`."""

    @app.after_request
    def fill_up(answer: Response) -> Response:
        if answer.mimetype == "text/html" and not answer.direct_passthrough:
            body = answer.get_data()
            answer.set_data(b"".join((body, _OPEN, _NOISE_BYTES[: missing(len(body))], _CLOSE)))
        return answer

    app.jinja_env.globals["filler"] = filler


def missing(size: int) -> int:
    """Tell how many bytes of noise, in a comment, bring a page of `size` bytes to the next multiple of `PAGE`."""
    return -(size + len(_OPEN) + len(_CLOSE)) % PAGE


def filler(own: int = 0) -> Markup:
    """Give the value of the filling input of a form that sends about `own` bytes without it."""
    wanted = max(0, LEAST + randbelow(SPREAD) - own)
    return Markup(_NOISE[:wanted])  # noqa: S704  letters and digits of our own, too many to escape each time
