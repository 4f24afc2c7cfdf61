"""What a browser did beside showing pages: where it called, what it complained of, what it kept."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

# Chromium reports every page that is not a 2xx as a failed resource. A page that asks for a correction is a 422, one
# that says the door is closed a 503.
_STATUS = re.compile(r"^Failed to load resource: the server responded with a status of (4\d\d|503)")

_LEFT_BEHIND = """async () => ({
  cookie: document.cookie,
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map((one) => one.name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""

NOTHING = {"cookie": "", "local": [], "session": [], "databases": [], "caches": [], "workers": 0}


@dataclass
class Watch:
    """Listens to one browser context from its beginning.

    `requests` addresses asked for, `complaints` errors and warnings of the console (refusals of the content security
    policy are among them) and exceptions of scripts.
    """

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def over(cls, context):
        watch = cls()
        context.on("request", lambda request: watch.requests.append(request.url))
        context.on("console", watch._said)
        context.on("weberror", lambda error: watch.complaints.append(str(error.error)))
        return watch

    def _said(self, message) -> None:
        if message.type in ("error", "warning") and not _STATUS.match(message.text):
            self.complaints.append(f"{message.type}: {message.text}")

    def called_elsewhere(self, *allowed):
        """Addresses outside loopback that were asked for."""
        outside = [
            url for url in self.requests if urlsplit(url).hostname != "127.0.0.1" and not url.startswith("about:")
        ]
        return [url for url in outside if not url.startswith(tuple(allowed) or "\0")]


def left_behind(page):
    """What the address of `page` keeps in this browser. Compare with `NOTHING`; cookies are asked of the context."""
    return page.evaluate(_LEFT_BEHIND)
