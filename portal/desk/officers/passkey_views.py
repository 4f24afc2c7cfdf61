"""The page of one's own passkeys."""

from collections.abc import Callable

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.desk.desk import Desk
from portal.desk.officers import own_passkeys as actions
from portal.desk.officers.doorkeeper import DeskRoom, needs, visit_already_known
from portal.desk.officers.forms import LostPasskeyForm, NewPasskeyForm
from portal.desk.officers.own_keys import NotChanged, Refused
from portal.desk.officers.rules import Right, Who


def add_to(officers: DeskRoom) -> None:
    """Put the pages into the officers' room."""
    officers.get("/me/passkeys", own_passkeys)
    officers.post("/me/passkeys/new", new_passkey)
    officers.post("/me/passkeys/remove", remove_passkey)


@needs(Right.OWN_PAGE)
def own_passkeys(desk: Desk, who: Who) -> ResponseReturnValue:
    """Show them, and a form for one more with a new challenge."""
    return _page(desk, who, NewPasskeyForm(), LostPasskeyForm())


@needs(Right.OWN_PAGE)
def new_passkey(desk: Desk, who: Who) -> ResponseReturnValue:
    """Add the one that answered."""
    form = NewPasskeyForm()
    if not form.validate_on_submit():
        return _page(desk, who, form, LostPasskeyForm(formdata=None))
    return _changed(desk, who, form, lambda: actions.add(desk, who, _sitting(), *form.given()))


@needs(Right.OWN_PAGE)
def remove_passkey(desk: Desk, who: Who) -> ResponseReturnValue:
    """Take one away."""
    form = LostPasskeyForm()
    if not form.validate_on_submit():
        return _page(desk, who, NewPasskeyForm(formdata=None), form)
    return _changed(desk, who, NewPasskeyForm(formdata=None), lambda: actions.remove(desk, who, *form.given()))


def _changed(desk: Desk, who: Who, form: NewPasskeyForm, act: Callable[[], None]) -> ResponseReturnValue:
    """Do it, and sign in anew: the sign-in until now knows the passkeys of before."""
    try:
        act()
    except NotChanged as no:
        return _page(desk, who, form, LostPasskeyForm(formdata=None), no.why)
    return redirect(url_for("officers.sign_in", after=url_for("officers.own_passkeys"), over="1"), 303)


def _page(
    desk: Desk, who: Who, form: NewPasskeyForm, lost: LostPasskeyForm, refused: Refused | None = None
) -> ResponseReturnValue:
    visit = visit_already_known()
    known = visit.passkeys if visit else ()
    question = actions.question(desk, who, _sitting(), known)
    form.answer.data = ""
    given = {"form": form, "lost": lost, "known": known, "question": question, "refused": refused, "whys": Refused}
    page = render_template("desk/officers/passkeys.html", **given, most=actions.MOST)
    return page, 422 if refused or form.errors or lost.errors else 200


def _sitting() -> str:
    visit = visit_already_known()
    return visit.sitting if visit else ""
