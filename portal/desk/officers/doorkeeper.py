"""Who gets in where. Default deny: a view without a mark is not mounted, and every mark is checked on every request."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from portal.age import Identity
from portal.desk.audit.actions import Act
from portal.desk.desk import Desk
from portal.desk.officers import sessions
from portal.desk.officers.cookies import Jar
from portal.desk.officers.passkeys import Passkey, read_all
from portal.desk.officers.rules import Right, Who, passphrase_due
from portal.desk.officers.sessions import Officer, Sitting, Stage
from portal.domain.roles import Role
from portal.web.language import PREFIX
from portal.web.room import Room, View

_MARK = "desk_mark"
_FRONT = PREFIX + "/"
_SEEN_GRAIN_SECONDS = 15
SHORT_FORM = 64 * 1024
"""What is read of a form that is open to all, in bytes. The longest has a passkey's answer, percent-encoded."""
_LONGEST_PATH = 500
# Between two names there must be a slash: were it optional, a long name could be cut in exponentially many ways.
_LOCAL = re.compile(r"/(zh|en)/([A-Za-z0-9_.~%-]+(/[A-Za-z0-9_.~%-]+)*/?)?(\?[A-Za-z0-9_.~%=&+-]*)?")
ViewT = TypeVar("ViewT", bound=View)


class Unmarked(TypeError):
    """A view says neither which right it needs nor why it is open to all."""


@dataclass(frozen=True)
class Needs:
    """The view is for officers who have this right."""

    right: Right


@dataclass(frozen=True)
class OpenToAll:
    """The view is for anybody who reaches the desk; `why` is the reason a reviewer reads."""

    why: str


Mark = Needs | OpenToAll


@dataclass(frozen=True)
class Visit:
    """The signed-in officer of this request, and when the sign-in ends (aware, UTC); `sitting` is the sign-in's id.

    `passphrase_due`: the passphrase is older than the house allows; until it is changed only the own page opens.
    """

    who: Who
    ends: datetime
    idle_ends: datetime
    sitting: str = ""
    passphrase_due: bool = False
    passkeys: tuple[Passkey, ...] = ()


def needs(right: Right) -> Callable[[ViewT], ViewT]:
    """Mark a view `view(desk, who, **url_args)`: only officers with `right` get in."""
    return _marked(Needs(right))


def open_to_all(why: str) -> Callable[[ViewT], ViewT]:
    """Mark a view `view(desk, **url_args)` that anybody may reach. Raise `ValueError` without a `why`."""
    if not why.strip():
        raise ValueError("say why this view is open to all")
    return _marked(OpenToAll(why))


def mark_of(view: Callable[..., object]) -> Mark | None:
    """Return the mark of a view, also after it was mounted; None when it has none."""
    mark = view.__dict__.get(_MARK)
    return mark if isinstance(mark, Needs | OpenToAll) else None


class DeskRoom(Room[Desk]):
    """A room of the desk. Its views get the desk and, unless open to all, the officer."""

    def bind(self, view: View) -> View:
        """Stand between the address and the view. Raise `Unmarked` for a view that says nothing about who may enter."""
        mark, desk = mark_of(view), self.given
        if mark is None:
            raise Unmarked(f"{self.blueprint.name}.{view.__name__} has neither needs(…) nor open_to_all(…)")

        @wraps(view)
        def bound(**url_args: Any) -> ResponseReturnValue:
            if isinstance(mark, OpenToAll):
                return view(desk, **url_args)
            visit = visit_of(desk)
            if visit is None:
                return _to_sign_in(desk)
            if not visit.who.may(mark.right):
                return _turned_away(desk, visit.who, mark.right)
            if visit.passphrase_due and mark.right is not Right.OWN_PAGE:
                return redirect(url_for("officers.passphrase", due="1"), 303)
            return view(desk, visit.who, **url_args)

        return bound


def admit(desk: Desk, app: Flask) -> None:
    """Send who is not signed in to sign in, before anything reads the request's body; other pages read short forms.

    Forms are read to their end before a view is entered, for the token in them: a stranger's largest upload, too.
    """

    @app.before_request
    def check() -> ResponseReturnValue | None:
        if request.endpoint is not None and isinstance(mark_of(app.view_functions[request.endpoint]), Needs):
            return None if visit_of(desk) else _to_sign_in(desk)
        request.max_content_length = SHORT_FORM
        return None


def refuse_unmarked(app: Flask, open_endpoints: frozenset[str]) -> None:
    """Guard the whole app: an endpoint mounted past the rooms answers 404 unless it is named here."""

    @app.before_request
    def check() -> None:
        endpoint = request.endpoint
        if endpoint is None or endpoint in open_endpoints:
            return
        if mark_of(app.view_functions[endpoint]) is None:
            abort(404)


def visit_of(desk: Desk) -> Visit | None:
    """Return who is signed in on this request, or None; looked up once a request, and the idle time begins anew."""
    if "desk_visit" not in g:
        g.desk_visit = _look_up(desk, Jar(desk.policy.secure_cookies).sitting())
    return visit_already_known()


def visit_already_known() -> Visit | None:
    """Return what `visit_of` found on this request, without looking; None also when nobody has asked yet."""
    visit = g.get("desk_visit")
    return visit if isinstance(visit, Visit) else None


def safe_return(address: str | None) -> str | None:
    """Return `address` if it is a plain path of this desk (so a link cannot lead out after signing in), else None."""
    return address if address and len(address) <= _LONGEST_PATH and _LOCAL.fullmatch(address) else None


def _look_up(desk: Desk, cookie: str) -> Visit | None:
    now = int(desk.clock.now().timestamp())
    with desk.database.reading() as session:
        found = sessions.find(session, desk.policy, now, cookie, Stage.OPEN)
        record = sessions.officer_of(session, found) if found else None
    if found is None or record is None or record.revoked is not None:
        return None
    if now - found.seen >= _SEEN_GRAIN_SECONDS:
        with desk.database.writing() as session:
            sessions.touch(session, found.id, now)
    idle_ends = min(now + int(desk.policy.idle.total_seconds()), found.ends)
    set_on, today = record.passphrase_set or record.enrolled, desk.clock.today()
    return Visit(
        _who(record, found),
        datetime.fromtimestamp(found.ends, UTC),
        datetime.fromtimestamp(idle_ends, UTC),
        found.id,
        passphrase_due(set_on, today, desk.policy.passphrase_days),
        read_all(found.secrets.get("passkeys", "")),
    )


def _who(record: Officer, found: Sitting) -> Who:
    first, *rest = (Identity.parse(found.secrets[name]) for name in ("identity", "other") if name in found.secrets)
    if rest and str(first.recipient) != record.recipient:
        # The roster that was signed meanwhile vouches for the key that waited until now.
        first, rest = rest[0], [first]
    return Who(
        officer=record.id,
        login=record.login,
        name=record.name,
        office=record.office,
        roles=frozenset(Role(code) for code in record.roles.split()),
        identity=first,
        other=rest[0] if rest else None,
    )


def _to_sign_in(desk: Desk) -> ResponseReturnValue:
    """Send to the sign-in page, and from there back to this page if it was only being looked at."""
    after = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else ""
    over = "1" if Jar(desk.policy.secure_cookies).sitting() else None
    return redirect(url_for("officers.sign_in", after=safe_return(after), over=over), 303)


def _turned_away(desk: Desk, who: Who, right: Right) -> ResponseReturnValue:
    """Refuse, and write it down. The front address is no refusal: it leads each officer to a page of their own."""
    if request.url_rule is not None and request.url_rule.rule == _FRONT:
        return redirect(url_for("officers.home"), 303)
    with desk.database.writing() as session:
        desk.ledger.record(session, actor=who.officer, act=Act.DENIED, note=f"{right} {request.endpoint}")
    raise Forbidden


def _marked(mark: Mark) -> Callable[[ViewT], ViewT]:
    def put(view: ViewT) -> ViewT:
        view.__dict__[_MARK] = mark
        return view

    return put
