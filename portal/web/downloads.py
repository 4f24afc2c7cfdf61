"""Handing out a file that nobody should open in the browser (T11)."""

from collections.abc import Iterator
from urllib.parse import quote

from flask import Response

_FALLBACK = "attachment"
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._- ")


def attachment_response(name: str, size: int, chunks: Iterator[bytes]) -> Response:
    """A download of `size` bytes under `name`, whatever the file claims to be.

    The length is announced: when the last check of the content fails, `chunks` raises, the connection ends early, and
    the browser reports a broken download instead of keeping a file that was tampered with.
    """
    answer = Response(chunks, mimetype="application/octet-stream", direct_passthrough=True)
    answer.content_length = size
    answer.headers["Content-Disposition"] = disposition(name)
    return answer


def disposition(name: str) -> str:
    """The Content-Disposition header (RFC 6266, RFC 8187): always a download, no path, no control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(char for char in last if char.isprintable()).strip(". ") or _FALLBACK
    ascii_name = "".join(char if char in _PLAIN else "_" for char in clean)
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(clean, safe='')}"
