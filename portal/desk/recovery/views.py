"""The pages of recovery: one's own, a keeper's, a lead's; and the two that are open to who cannot sign in."""

import segno
from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs, open_to_all
from portal.desk.officers.forms import OwnPassphraseForm
from portal.desk.officers.own_keys import NotChanged
from portal.desk.officers.rules import SHORTEST_PASSPHRASE, Right, Who
from portal.desk.recovery import asking, completing, keeping, shown
from portal.desk.recovery.finding import times
from portal.desk.recovery.forms import HAND, BeginForm, FinishForm, HandForm, PaperForm
from portal.desk.recovery.rules import NotRecovered
from portal.desk.recovery.visiting import at_recovery
from portal.web.forms import PlainForm

UNPROCESSABLE = 422


def room(desk: Desk) -> Blueprint:
    """The room in which officers get keys back."""
    recovery = DeskRoom("recovery", desk)
    recovery.both("/me/recovery", own)
    recovery.post("/me/recovery/stop", stop)
    recovery.get("/recovery/people", people)
    recovery.both("/recovery/people/<which>", begin)
    recovery.post("/recovery/<which>/withdraw", withdraw)
    recovery.get("/recovery/halves", halves)
    recovery.both("/recovery/halves/<which>", hand)
    recovery.both("/recover", take_up)
    recovery.both("/recover/finish", finish)
    return recovery.blueprint


@needs(Right.OWN_PAGE)
def own(desk: Desk, who: Who) -> ResponseReturnValue:
    form, refused = OwnPassphraseForm(), ""
    if form.validate_on_submit():
        try:
            keeping.set_up(desk, who, form.given())
            return redirect(url_for("recovery.own"), 303)
        except (NotChanged, NotRecovered) as no:
            refused = no.why.value
    with at_recovery(desk, who) as session:
        view = shown.own(session, desk, who)
    given = {"view": view, "form": form, "refused": refused, "plain": PlainForm(), "days": desk.policy.new_second_days}
    return render_template("desk/recovery/own.html", **given), UNPROCESSABLE if refused or form.errors else 200


@needs(Right.OWN_PAGE)
def stop(desk: Desk, who: Who) -> ResponseReturnValue:
    with at_recovery(desk, who) as session:
        keeping.stop(session, desk, who)
    return redirect(url_for("recovery.own"), 303)


@needs(Right.OWN_PAGE)
def withdraw(desk: Desk, who: Who, which: str) -> ResponseReturnValue:
    with at_recovery(desk, who) as session:
        officer = asking.withdraw(session, desk, who, which)
    if officer == who.officer:
        return redirect(url_for("recovery.own"), 303)
    return redirect(url_for("recovery.begin", which=officer), 303)


@needs(Right.GRANT)
def people(desk: Desk, who: Who) -> ResponseReturnValue:
    with at_recovery(desk, who) as session:
        found = shown.people(session, desk, who)
    return render_template("desk/recovery/people.html", people=found, own=who.officer)


@needs(Right.GRANT)
def begin(desk: Desk, who: Who, which: str) -> ResponseReturnValue:
    form, refused, code = BeginForm(), "", ""
    if form.validate_on_submit():
        try:
            with at_recovery(desk, who) as session:
                code = asking.begin(session, desk, who, which, form.seen.data or "")
        except NotRecovered as no:
            refused = no.why.value
    with at_recovery(desk, who) as session:
        person = shown.person(session, desk, who, which)
        form.seen.data = str(times(session, which))
    given = {"person": person, "form": form, "refused": refused, "code": code, "days": desk.policy.request_days}
    return render_template("desk/recovery/begin.html", **given), UNPROCESSABLE if refused or form.errors else 200


@needs(Right.HOLD_SHARE)
def halves(desk: Desk, who: Who) -> ResponseReturnValue:
    with at_recovery(desk, who) as session:
        found = shown.halves(session, desk, who)
    return render_template("desk/recovery/halves.html", found=found)


@needs(Right.HOLD_SHARE)
def hand(desk: Desk, who: Who, which: str) -> ResponseReturnValue:
    form, refused = HandForm.empty(), ""
    if form.validate_on_submit():
        try:
            with at_recovery(desk, who) as session:
                if form.answer.data == HAND:
                    asking.hand(session, desk, who, which, form.fingerprint.data or "")
                else:
                    asking.refuse(session, desk, who, which, form.text.data or "")
            return redirect(url_for("recovery.hand", which=which), 303)
        except NotRecovered as no:
            refused = no.why.value
    with at_recovery(desk, who) as session:
        view = shown.one_kept(session, desk, who, which)
    given = {"view": view, "form": form, "refused": refused, "days": desk.policy.new_second_days}
    return render_template("desk/recovery/hand.html", **given), UNPROCESSABLE if refused or form.errors else 200


@open_to_all("who lost the key cannot sign in; the code on the paper is 128 random bits")
def take_up(desk: Desk) -> ResponseReturnValue:
    form, refused, taken = PaperForm(), "", None
    if form.validate_on_submit():
        try:
            taken = asking.take_up(desk, form.code.data or "")
        except NotRecovered as no:
            refused = no.why.value
    if taken:
        return render_template("desk/recovery/taken_up.html", taken=taken)
    page = render_template("desk/recovery/take_up.html", form=form, refused=refused)
    return page, UNPROCESSABLE if refused or form.errors else 200


@open_to_all("who lost the key cannot sign in; the officer's own code is 128 random bits")
def finish(desk: Desk) -> ResponseReturnValue:
    form, refused = FinishForm(), ""
    if form.validate_on_submit():
        try:
            done = completing.complete(desk, form.code.data or "", form.new.data or "")
            return render_template("desk/recovery/done.html", done=done, picture=_picture(done.totp_uri))
        except NotRecovered as no:
            refused = no.why.value
    page = render_template("desk/recovery/finish.html", form=form, refused=refused, shortest=SHORTEST_PASSPHRASE)
    return page, UNPROCESSABLE if refused or form.errors else 200


def _picture(uri: str) -> Markup:
    """What a phone's authenticator reads, drawn by segno; a login is small letters, digits and dashes."""
    return Markup(segno.make(uri, error="m").svg_inline(svgclass="qr", light="#fff", omitsize=True))  # noqa: S704
