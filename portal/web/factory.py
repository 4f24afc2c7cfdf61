"""Make the Flask app of a door: the same hardening for both, nothing of either."""

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NoReturn

from flask import Flask, Request
from flask.sessions import SessionInterface, SessionMixin
from flask.wrappers import Response
from jinja2 import FileSystemLoader, PrefixLoader, StrictUndefined

from portal.domain.text import Text
from portal.domain.treatments import removed_words
from portal.web.bodies import FORM_LIMIT, FormOnlyRequest, install_body_limits
from portal.web.crossorigin import install_crossorigin
from portal.web.error_words import DESK_WORDS, DOOR_WORDS, Words
from portal.web.errors import install_errors
from portal.web.forms import fault_words, faults
from portal.web.headers import install_headers
from portal.web.language import LANGUAGES, TAGS, Translations, gettext, install_language, language, twin_address
from portal.web.logs import install_logs
from portal.web.nul import refuse_nul
from portal.web.slim import Slim
from portal.web.text import file_size, safe_html

# An everyday page that any office and any home opens. The door only links to it; it loads nothing from there.
WEATHER = "https://www.weather.com.cn/"

_TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"


class SessionTouchedError(RuntimeError):
    """Somebody used `flask.session` (or `flash`) in a door that keeps no cookie."""


class _Untouchable(dict[str, Any], SessionMixin):
    """A session that is there because Flask wants one, and refuses every use."""

    accessed = False

    def _refuse(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise SessionTouchedError("this door sets no cookie; nothing may be kept in a session")

    __getitem__ = __setitem__ = __delitem__ = __contains__ = __iter__ = __len__ = _refuse
    get = pop = setdefault = update = clear = popitem = keys = values = items = _refuse


class _NoSession(SessionInterface):
    def open_session(self, app: Flask, request: Request) -> SessionMixin:  # noqa: ARG002
        return _Untouchable()

    def is_null_session(self, obj: object) -> bool:  # noqa: ARG002
        return True

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None: ...


class PortalApp(Flask):
    """Flask that logs no values and renders no undefined name."""

    jinja_options = {  # noqa: RUF012  Flask's own shape
        "undefined": StrictUndefined,
        "autoescape": True,
        "extensions": ["jinja2.ext.i18n", Slim],
        "trim_blocks": True,
        "lstrip_blocks": True,
    }

    def log_exception(self, exc_info: Any) -> None:
        # Flask would put the address asked for into the message.
        self.logger.error("a request ended in an unforeseen error", exc_info=exc_info)


def make_app(
    name: str,
    *,
    face: Literal["door", "desk"],
    template_rooms: Sequence[str],
    translations: Translations,
    request_class: type[Request] = FormOnlyRequest,
    session_key: bytes | None = None,
    secure_cookies: bool = True,
    leave_to: str | None = None,
    admit: Callable[[Flask], None] | None = None,
    site: str,
    errors: Mapping[type[Exception], Words] | None = None,
    frame: str = "shared/base.html",
) -> Flask:
    """Make a hardened Flask app without views.

    `name` is the logger's name and begins with "portal."; `face` chooses the stylesheet; `template_rooms` are the
    only folders under templates/ that can be rendered, under names like "shared/base.html". Files are refused unless a
    `request_class` takes them; `admit` installs what looks at a request before anything reads its body. Without
    `session_key` the session raises `SessionTouchedError` on any use and no cookie is ever set; with it Flask's signed
    cookie (for CSRF only) and Flask-WTF's tokens are on. `leave_to` is where 离开 leads (None: not shown); `site` the
    neutral name in titles, a Chinese sentence with a translation; `frame` the template around error pages. `errors`
    turns a door's own errors into words.
    """
    app = PortalApp(name, root_path=str(Path(__file__).resolve().parent), template_folder=None)
    app.request_class = request_class
    app.jinja_loader = PrefixLoader({room: FileSystemLoader(_TEMPLATES / room) for room in template_rooms})
    # No redirect that only adds a slash: Werkzeug writes it with a host and scheme a proxy may have changed.
    app.url_map.strict_slashes = app.url_map.merge_slashes = False
    app.config.update(
        MAX_FORM_MEMORY_SIZE=FORM_LIMIT,
        PROPAGATE_EXCEPTIONS=False,
        TRAP_HTTP_EXCEPTIONS=False,
        TRAP_BAD_REQUEST_ERRORS=False,
        WTF_CSRF_ENABLED=session_key is not None,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,
        SECRET_KEY=session_key,
        SESSION_COOKIE_NAME=f"__Host-{face}" if secure_cookies else face,
        SESSION_COOKIE_SECURE=secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
    )
    if session_key is None:
        app.session_interface = _NoSession()
    install_logs()
    app.logger.setLevel(logging.INFO)
    install_crossorigin(app)
    install_body_limits(app)
    install_language(app, translations)
    install_headers(app)
    if admit is not None:
        admit(app)
    refuse_nul(app, forms=session_key is not None)
    install_errors(app, DOOR_WORDS if face == "door" else DESK_WORDS, errors or {})
    _furnish(app, face=face, site=site, leave_to=leave_to, frame=frame)
    return app


def _furnish(app: Flask, *, face: str, site: str, leave_to: str | None, frame: str) -> None:
    """Give the templates what every page needs."""

    @app.context_processor
    def every_page() -> dict[str, object]:
        lang = language()
        return {
            "lang": lang,
            "lang_tag": TAGS[lang],
            "other_lang_tag": TAGS[LANGUAGES[1 - LANGUAGES.index(lang)]],
            "twin": twin_address(),
            "face": face,
            "site": gettext(site),
            "leave_to": leave_to,
            "frame": frame,
        }

    def say(text: Text) -> str:
        return text.of(language())

    def removed(codes: tuple[str, ...]) -> str:
        return removed_words(codes, language())

    app.jinja_env.filters.update(say=say, safe_html=safe_html, size=file_size, removed=removed)
    app.jinja_env.globals.update(faults=faults, fault_words=fault_words)
