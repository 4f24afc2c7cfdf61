"""Signing in and out, and one's own page."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.desk import Desk, TooBusy
from portal.desk.officers import own_keys, passkey_views, signing_in
from portal.desk.officers.actions import office_names
from portal.desk.officers.cookies import Jar
from portal.desk.officers.doorkeeper import DeskRoom, needs, open_to_all, safe_return, visit_already_known
from portal.desk.officers.forms import CodeForm, PasskeyAnswer, PassphraseForm, SignInForm
from portal.desk.officers.navigation import first_page
from portal.desk.officers.own_keys import NotChanged, Refused
from portal.desk.officers.rules import SHORTEST_PASSPHRASE, Right, Who
from portal.desk.officers.signing_in import SignedIn, SignInRefused, Why
from portal.domain.text import Text
from portal.web.forms import PlainForm


def room(desk: Desk) -> Blueprint:
    """The officers' room."""
    officers = DeskRoom("officers", desk)
    officers.both("/sign-in", sign_in)
    officers.both("/second-factor", second_factor)
    officers.post("/second-factor/passkey", passkey)
    officers.post("/sign-out", sign_out)
    officers.get("/me", me)
    officers.both("/me/passphrase", passphrase)
    officers.get("/me/sign-ins", sign_ins)
    officers.post("/me/sign-ins/end", end_others)
    officers.get("/home", home)
    passkey_views.add_to(officers)
    return officers.blueprint


@open_to_all("nobody is signed in before signing in")
def sign_in(desk: Desk) -> ResponseReturnValue:
    form, jar = SignInForm(), Jar(desk.policy.secure_cookies)
    form.after.data = form.after.data or request.args.get("after", "")
    if not form.validate_on_submit():
        return _sign_in_page(desk, form, over="over" in request.args)
    try:
        cookie = signing_in.give_passphrase(desk, *form.given(), jar.device())
    except SignInRefused as no:
        return _sign_in_page(desk, form, refused=no.why.value)
    except TooBusy:
        return _sign_in_page(desk, form, refused="busy")
    # The sign-in that this browser had until now ends: nobody who copied its cookie stays inside.
    signing_in.sign_out(desk, jar.sitting())
    answer = redirect(url_for("officers.second_factor", after=safe_return(form.after.data)), 303)
    jar.seat(answer, cookie)
    return answer


@open_to_all("the passphrase was right, the second factor is still missing")
def second_factor(desk: Desk) -> ResponseReturnValue:
    form, jar = CodeForm(), Jar(desk.policy.secure_cookies)
    form.after.data = form.after.data or request.args.get("after", "")
    if not form.validate_on_submit():
        return _code_page(desk, form)
    try:
        done = signing_in.give_code(desk, jar.sitting(), form.given(), jar.device())
    except SignInRefused as no:
        return _not_yet(desk, form, no.why)
    return _signed_in(jar, done, form.after.data)


@open_to_all("the passphrase was right, the second factor is still missing")
def passkey(desk: Desk) -> ResponseReturnValue:
    given, form, jar = PasskeyAnswer(), CodeForm(formdata=None), Jar(desk.policy.secure_cookies)
    form.after.data = given.after.data
    answer = given.given() if given.validate_on_submit() else ""
    try:
        done = signing_in.give_passkey(desk, jar.sitting(), answer, jar.device())
    except SignInRefused as no:
        return _not_yet(desk, form, no.why, "passkey")
    return _signed_in(jar, done, form.after.data)


@open_to_all("signing out must work when the session is already over")
def sign_out(desk: Desk) -> ResponseReturnValue:
    jar = Jar(desk.policy.secure_cookies)
    signing_in.sign_out(desk, jar.sitting())
    answer = redirect(url_for("officers.sign_in"), 303)
    jar.empty(answer)
    return answer


@needs(Right.OWN_PAGE)
def me(desk: Desk, who: Who) -> ResponseReturnValue:
    with desk.database.reading() as session:
        office = Text(*office_names(session)[who.office])
    given = {"who": who, "office": office, "policy": desk.policy, "changed": "changed" in request.args}
    return render_template("desk/officers/me.html", **given)


@needs(Right.OWN_PAGE)
def passphrase(desk: Desk, who: Who) -> ResponseReturnValue:
    form, refused = PassphraseForm(), None
    if form.validate_on_submit():
        try:
            own_keys.change_passphrase(desk, who, _sitting(), *form.given())
            return redirect(url_for("officers.me", changed="1"), 303)
        except NotChanged as no:
            refused = no.why
    given = {"form": form, "refused": refused, "due": "due" in request.args, "days": desk.policy.passphrase_days}
    page = render_template("desk/officers/passphrase.html", **given, shortest=SHORTEST_PASSPHRASE, whys=Refused)
    return page, 422 if refused or form.errors else 200


@needs(Right.OWN_PAGE)
def sign_ins(desk: Desk, who: Who) -> ResponseReturnValue:
    with desk.database.reading() as session:
        sittings = own_keys.own_sittings(session, desk, who, _sitting())
        history = own_keys.own_history(session, desk, who)
    given = {"sittings": sittings, "history": history, "form": PlainForm(), "ended": "ended" in request.args}
    return render_template("desk/officers/sign_ins.html", **given)


@needs(Right.OWN_PAGE)
def end_others(desk: Desk, who: Who) -> ResponseReturnValue:
    with desk.database.writing() as session:
        own_keys.end_others(session, desk, who, _sitting())
    return redirect(url_for("officers.sign_ins", ended="1"), 303)


@needs(Right.OWN_PAGE)
def home(desk: Desk, who: Who) -> ResponseReturnValue:  # noqa: ARG001  every view is handed the desk
    return redirect(url_for(first_page(who)), 303)


def _sign_in_page(desk: Desk, form: SignInForm, *, refused: str = "", over: bool = False) -> ResponseReturnValue:
    page = render_template("desk/officers/sign_in.html", form=form, refused=refused, over=over, policy=desk.policy)
    return page, 422 if refused or form.errors else 200


def _code_page(desk: Desk, form: CodeForm, *, refused: str = "") -> ResponseReturnValue:
    form.code.data = ""
    question = signing_in.ask_passkey(desk, Jar(desk.policy.secure_cookies).sitting())
    given = {"form": form, "refused": refused, "policy": desk.policy, "question": question}
    page = render_template("desk/officers/second_factor.html", **given)
    return page, 422 if refused or form.errors else 200


def _not_yet(desk: Desk, form: CodeForm, why: Why, wrong: str = "wrong") -> ResponseReturnValue:
    if why is Why.OVER:
        return redirect(url_for("officers.sign_in", after=safe_return(form.after.data), over="1"), 303)
    return _code_page(desk, form, refused=wrong if why is Why.WRONG else why.value)


def _signed_in(jar: Jar, done: SignedIn, after: str | None) -> ResponseReturnValue:
    answer = redirect(safe_return(after) or url_for("officers.home"), 303)
    jar.seat(answer, done.cookie)
    jar.remember(answer, done.device_cookie)
    return answer


def _sitting() -> str:
    """The id of this request's own sign-in, which the doorkeeper has found already."""
    visit = visit_already_known()
    return visit.sitting if visit else ""
