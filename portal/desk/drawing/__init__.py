"""The child's side: one file in, one page of it out, as a picture of our own making or as text.

Loaded alone by `portal.apart`, so everything a drawing needs is imported here: later the child can open nothing more.
The question is a line of JSON, {"page": n}, and the file; page 0 asks for the head of the answer alone. The answer is a
line of JSON and what it announces: {"form": "picture", "pages": n} and a JPEG, {"form": "text", "pages": n} and UTF-8,
or {"form": "none"}.
"""

import json

from PIL import Image

from . import pdf, pictures, words

Image.init()

_FORMS = (pdf, pictures, words)


def answer(given: bytes) -> bytes:
    """Draw the page that is asked for. A file of no known form, or a broken one, is answered with "none"."""
    asked, _, content = given.partition(b"\n")
    page = int(json.loads(asked)["page"])
    for form in _FORMS:
        if form.knows(content):
            return _told(form.draw(content, page))
    return _told(None)


def _told(drawn: tuple[dict[str, object], bytes] | None) -> bytes:
    head, body = drawn or ({"form": "none"}, b"")
    return json.dumps(head).encode() + b"\n" + body
