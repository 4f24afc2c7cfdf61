"""The page of one's own key: a new one, moving to it, the end of the old one."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.forms import OwnPassphraseForm
from portal.desk.officers.own_keys import NotChanged, Refused
from portal.desk.officers.rules import Right, Who
from portal.desk.rekeying import actions
from portal.desk.rekeying.rules import OLD_KEY_DAYS


def room(desk: Desk) -> Blueprint:
    """The room in which an officer changes keys."""
    rekeying = DeskRoom("rekeying", desk)
    rekeying.get("/me/key", key)
    rekeying.post("/me/key/new", new)
    rekeying.post("/me/key/withdraw", withdraw)
    rekeying.post("/me/key/move", move)
    rekeying.post("/me/key/end", end)
    return rekeying.blueprint


@needs(Right.OWN_PAGE)
def key(desk: Desk, who: Who) -> ResponseReturnValue:
    return _page(desk, who, OwnPassphraseForm())


@needs(Right.OWN_PAGE)
def new(desk: Desk, who: Who) -> ResponseReturnValue:
    return _with_passphrase(desk, who, actions.begin)


@needs(Right.OWN_PAGE)
def withdraw(desk: Desk, who: Who) -> ResponseReturnValue:
    return _with_passphrase(desk, who, actions.withdraw)


@needs(Right.OWN_PAGE)
def move(desk: Desk, who: Who) -> ResponseReturnValue:
    try:
        done = actions.move(desk, who)
    except NotChanged as no:
        return _page(desk, who, OwnPassphraseForm(), no.why)
    return redirect(url_for("rekeying.key", moved="all" if done else "some"), 303)


@needs(Right.OWN_PAGE)
def end(desk: Desk, who: Who) -> ResponseReturnValue:
    return _with_passphrase(desk, who, actions.destroy_old)


def _with_passphrase(desk: Desk, who: Who, act: Callable[[Desk, Who, str], None]) -> ResponseReturnValue:
    """Do it, and sign in anew: the sign-in until now holds other keys than the key file."""
    form = OwnPassphraseForm()
    if not form.validate_on_submit():
        return _page(desk, who, form)
    try:
        act(desk, who, form.given())
    except NotChanged as no:
        return _page(desk, who, form, no.why)
    return redirect(url_for("officers.sign_in", after=url_for("rekeying.key"), over="1"), 303)


def _page(desk: Desk, who: Who, form: OwnPassphraseForm, refused: Refused | None = None) -> ResponseReturnValue:
    with desk.database.reading() as session:
        view = actions.own_key(session, desk, who)
    moved = request.args.get("moved", "")
    given = {"view": view, "form": form, "refused": refused, "whys": Refused, "moved": moved, "days": OLD_KEY_DAYS}
    return render_template("desk/rekeying/key.html", **given), 422 if refused or form.errors else 200
