"""Handing over: where to, the lists of what came and went, and one hand-over."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.approvals import actions as requests
from portal.desk.approvals.kinds import act_of
from portal.desk.casework.burning import burn
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.visiting import on_case
from portal.desk.desk import Desk
from portal.desk.handover import actions, offering
from portal.desk.handover.forms import OfferForm, RefuseForm
from portal.desk.handover.offering import Target
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.domain.statuses import SENTENCES, STATUS_TITLES, shown
from portal.web.forms import PlainForm

UNPROCESSABLE = 422


def room(desk: Desk) -> Blueprint:
    """The room of hand-overs."""
    handover = DeskRoom("handover", desk)
    handover.get("/transfers", listed)
    handover.get("/transfers/<which>", transfer)
    handover.post("/transfers/<which>/take", take)
    handover.both("/transfers/<which>/refuse", refuse)
    handover.post("/transfers/<which>/withdraw", withdraw)
    handover.both("/case/<number>/transfer", choose)
    return handover.blueprint


@needs(Right.SEE_HANDINGS)
def listed(desk: Desk, who: Who) -> ResponseReturnValue:
    with desk.database.reading() as session:
        found = actions.lists(session, who)
    return render_template("desk/handover/listed.html", found=found)


@needs(Right.SEE_HANDINGS)
def transfer(desk: Desk, who: Who, which: str) -> ResponseReturnValue:
    return _transfer(desk, who, which, None)


@needs(Right.REGISTER)
def take(desk: Desk, who: Who, which: str) -> ResponseReturnValue:
    try:
        with on_case(desk, who, "") as session:
            number = actions.take(session, desk, who, which)
    except NotAllowed as no:
        return _ended(desk, who, which, no.why)
    if burn(desk):
        desk.database.scrub()
    return redirect(url_for("casework.case", number=number), 303)


@needs(Right.REGISTER)
def refuse(desk: Desk, who: Who, which: str) -> ResponseReturnValue:
    form, refused = RefuseForm(), None
    with on_case(desk, who, "") as session:
        line = actions.look(session, who, which)
    if form.validate_on_submit():
        try:
            with on_case(desk, who, "") as session:
                actions.refuse(session, desk, who, which, form.text.data or "")
            return redirect(url_for("handover.listed"), 303)
        except NotAllowed as no:
            refused = no.why
    page = render_template("desk/handover/refuse.html", line=line, form=form, refused=refused)
    return page, UNPROCESSABLE if refused or form.errors else 200


@needs(Right.REGISTER)
def withdraw(desk: Desk, who: Who, which: str) -> ResponseReturnValue:
    try:
        with on_case(desk, who, "") as session:
            number = actions.withdraw(session, desk, who, which)
    except NotAllowed as no:
        return _ended(desk, who, which, no.why)
    return redirect(url_for("casework.case", number=number), 303)


@needs(Right.OPEN_CASE)
def choose(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        found = offering.choice(session, desk, who, number)
    wanted = request.values.get("to", "")
    target = found.target(wanted)
    if wanted and target is None:
        abort(404)
    if target is None:
        return render_template("desk/handover/where.html", found=found, number=number)
    form, refused = OfferForm.of(target, found.version), None
    if form.validate_on_submit():
        made = _asked(desk, who, number, target, form)
        if not isinstance(made, Refusal):
            return redirect(url_for("approvals.request", which=made), 303)
        refused = made
    return _offer_page(number, found, target, form, refused, desk.policy.request_days)


def _offer_page(
    number: str, found: offering.Choice, target: Target, form: OfferForm, refused: Refusal | None, days: int
) -> ResponseReturnValue:
    after = shown(target.after)
    words = {"title": STATUS_TITLES[after.status], "sentence": SENTENCES[after.sentence], "days": days}
    given = {"found": found, "target": target, "form": form, "refused": refused, "number": number}
    page = render_template("desk/handover/offer.html", **given, **words)
    return page, UNPROCESSABLE if refused or form.errors else 200


def _asked(desk: Desk, who: Who, number: str, target: Target, form: OfferForm) -> str | Refusal:
    act = act_of(offering.acts(), target.decision)
    if act is None:  # pragma: no cover  every way has its act
        return Refusal.RECEIVER
    try:
        with on_case(desk, who, number) as session:
            return requests.ask(session, desk, who, number, act, form.text.data or "", form.given(target), form.seen())
    except NotAllowed as no:
        return no.why


def _transfer(desk: Desk, who: Who, which: str, refused: Refusal | None) -> ResponseReturnValue:
    with on_case(desk, who, "") as session:
        line = actions.look(session, who, which)
    page = render_template("desk/handover/transfer.html", line=line, form=PlainForm(), refused=refused)
    return page, UNPROCESSABLE if refused else 200


def _ended(desk: Desk, who: Who, which: str, why: Refusal) -> ResponseReturnValue:
    """What stands in the way; a colleague who was faster, when the hand-over does not wait any more."""
    if why is Refusal.OVER:
        return render_template("desk/handover/over.html"), 409
    return _transfer(desk, who, which, why)
