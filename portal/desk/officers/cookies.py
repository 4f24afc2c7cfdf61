"""The desk's two cookies besides Flask's: the sitting ends with the browser, the device lasts and opens nothing."""

from dataclasses import dataclass

from flask import request, session
from werkzeug.wrappers import Response

from portal.desk.officers.devices import GOOD_FOR

_SITTING, _DEVICE = "sitting", "device"


@dataclass(frozen=True)
class Jar:
    """Reads and sets both cookies.

    `__Host-` binds a cookie to this very host over TLS: no neighbour on the same domain can plant one. It cannot be
    used without TLS, so on loopback without TLS the plain names stand.
    """

    secure: bool

    def sitting(self) -> str:
        """Return the cookie of the sign-in, or an empty text."""
        return request.cookies.get(self._name(_SITTING), "")

    def device(self) -> str:
        """Return the device cookie, or an empty text."""
        return request.cookies.get(self._name(_DEVICE), "")

    def seat(self, answer: Response, cookie: str) -> None:
        """Set the cookie of a sign-in or of its next step. The form tokens of the step before die with it."""
        session.clear()
        self._set(answer, _SITTING, cookie, None)

    def remember(self, answer: Response, cookie: str) -> None:
        """Set the device cookie."""
        self._set(answer, _DEVICE, cookie, int(GOOD_FOR.total_seconds()))

    def empty(self, answer: Response) -> None:
        """Remove the cookie of the sign-in; the device stays known."""
        session.clear()
        answer.delete_cookie(self._name(_SITTING), path="/", secure=self.secure, httponly=True, samesite="Strict")

    def _name(self, name: str) -> str:
        return f"__Host-{name}" if self.secure else name

    def _set(self, answer: Response, name: str, value: str, seconds: int | None) -> None:
        answer.set_cookie(
            self._name(name), value, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="Strict"
        )
