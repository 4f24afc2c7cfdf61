"""Device cookies: a browser in which an officer has signed in before is known again.

After the device-cookie scheme of OWASP. It opens nothing. It only decides in which bucket a failed sign-in counts:
whoever floods the sign-in page from other machines uses up the strangers' bucket of a name, never the officer's own.

The cookie holds up to `KEPT` sealed tokens, so that colleagues at one workstation do not push each other out.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, timedelta
from secrets import token_hex

from portal.sealing import NotUnwrapped, unwrap, wrap

GOOD_FOR = timedelta(days=180)
KEPT = 4
_BETWEEN = "."
_LONGEST_COOKIE = 2048


def remember(key: bytes, cookie: str, officer: str, today: date) -> str:
    """Return the cookie to set after `officer` signed in: their token (new if there was none), then the others'."""
    tokens = _tokens(cookie)
    mine = next((token for token in tokens if _nonce(key, token, officer, today)), None) or _issue(key, officer, today)
    return _BETWEEN.join([mine, *(token for token in tokens if token != mine)][:KEPT])


def known_device(key: bytes, cookie: str, officer: str, today: date) -> str | None:
    """Return the name of the device if it is one of `officer`'s (32 hex digits), else None."""
    return next((nonce for token in _tokens(cookie) if (nonce := _nonce(key, token, officer, today))), None)


def _tokens(cookie: str) -> list[str]:
    return [token for token in cookie[:_LONGEST_COOKIE].split(_BETWEEN) if token][:KEPT]


def _issue(key: bytes, officer: str, today: date) -> str:
    words = json.dumps({"device": token_hex(16), "since": today.isoformat()}).encode("ascii")
    return urlsafe_b64encode(wrap(words, key, _context(officer))).decode("ascii").rstrip("=")


def _nonce(key: bytes, token: str, officer: str, today: date) -> str | None:
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        words = json.loads(unwrap(raw, key, _context(officer)))
    except (ValueError, NotUnwrapped):  # not base64, cut, forged, or another officer's
        return None
    since = date.fromisoformat(words["since"])
    return str(words["device"]) if since <= today <= since + GOOD_FOR else None


def _context(officer: str) -> bytes:
    return f"portal/desk/device/{officer}".encode("ascii")
