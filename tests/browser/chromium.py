"""Debian's Chromium, and what to do where there is none."""

import shutil

from tests.loopback import unavailable

NAMES = ("chromium", "chromium-browser", "google-chrome")

# The tests open their own pages on loopback only and every other name is made unknown, so the sandbox, which root and
# most containers cannot have, protects nothing here.
SWITCHES = (
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def find() -> str:
    """Path of the browser. Skip the test loudly without one, or fail it where nothing may be skipped."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        unavailable("NOT TESTED IN A BROWSER: there is no Chromium. Install it with:  apt install chromium")
    return found
