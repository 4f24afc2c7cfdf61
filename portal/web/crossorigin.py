"""Refuse a change that another site's page asked for, without cookies and without tokens.

Browsers say where a request comes from: `Sec-Fetch-Site` (every current one, over HTTPS or on loopback) and `Origin` on
every POST. Older ones say neither, but where they come from unless the other page hides it: `Referer`. A request that
carries none of the three comes from no current browser's page.
"""

from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import Forbidden

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# "none" is a request no page made: the address bar, a bookmark, a reload of a form.
_OURS = frozenset({"same-origin", "none"})


class CrossSite(Forbidden):
    """A page of another site tried to send something here."""


def comes_from_elsewhere(
    method: str, fetch_site: str | None, origin: str | None, host: str, referrer: str | None = None
) -> bool:
    """Whether a request of `method` with these headers, sent to `host` (name and port), is another site's doing."""
    if method in _SAFE:
        return False
    if fetch_site is not None:
        return fetch_site not in _OURS
    if origin is not None:
        # "null" has no host and is refused: a sandboxed frame or a local file sends it.
        return urlsplit(origin).netloc != host
    return bool(referrer) and urlsplit(referrer).netloc != host


def install_crossorigin(app: Flask) -> None:
    """Check before anything else looks at the request: the body of a refused one is never read."""

    @app.before_request
    def refuse_other_sites() -> None:
        fetch_site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
        if comes_from_elsewhere(request.method, fetch_site, origin, request.host, request.referrer):
            raise CrossSite
