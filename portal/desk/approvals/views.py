"""Asking for a second person, and being one."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, url_for
from flask import request as flask_request
from flask.typing import ResponseReturnValue

from portal.desk.approvals import actions, asking, waiting
from portal.desk.approvals.decisions import body_of
from portal.desk.approvals.forms import AnswerForm, AskForm
from portal.desk.approvals.kinds import Acts, Given, TwofoldAct, act_of
from portal.desk.casework.considering import DecisionPage, decision_page
from portal.desk.casework.forms import DecisionForm
from portal.desk.casework.rules import Decision, NotAllowed, Refusal
from portal.desk.casework.visiting import on_case
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.web.forms import PlainForm
from portal.web.language import language

UNPROCESSABLE = 422


def room_with(acts: Acts) -> Callable[[Desk], Blueprint]:
    """The room of requests, with the acts that other rooms have two persons do."""

    def room(desk: Desk) -> Blueprint:
        approvals = DeskRoom("approvals", desk)
        approvals.get("/requests", listed, acts=acts)
        approvals.both("/requests/<which>", request, acts=acts)
        approvals.post("/requests/<which>/withdraw", withdraw, acts=acts)
        approvals.get("/case/<number>/requests", of_case, acts=acts)
        approvals.both("/case/<number>/ask/<kind>", ask, acts=acts)
        return approvals.blueprint

    return room


@needs(Right.APPROVALS)
def listed(desk: Desk, who: Who, acts: Acts) -> ResponseReturnValue:
    with desk.database.writing() as session:
        found = waiting.lists(session, desk, who, acts)
    return render_template("desk/approvals/listed.html", found=found)


@needs(Right.APPROVALS)
def withdraw(desk: Desk, who: Who, which: str, acts: Acts) -> ResponseReturnValue:
    with on_case(desk, who, "") as session:
        actions.withdraw(session, desk, who, which, acts)
    return redirect(url_for("approvals.request", which=which), 303)


@needs(Right.OPEN_CASE)
def of_case(desk: Desk, who: Who, number: str, acts: Acts) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        page = asking.requests_of(session, desk, who, number, acts)
    return render_template("desk/approvals/of_case.html", page=page, may_open=who.may(Right.APPROVALS))


@needs(Right.OPEN_CASE)
def ask(desk: Desk, who: Who, number: str, kind: str, acts: Acts) -> ResponseReturnValue:
    act = act_of(acts, kind)
    if act is None:
        abort(404)
    if act.page:
        return redirect(url_for(act.page, number=number), 303)
    if act.by_register is not None:
        return redirect(url_for(act.by_register.asked_at, number=number, kind=kind), 303)
    return _ask_decision(desk, who, number, act) if act.by_decision else _ask(desk, who, number, act)


@needs(Right.APPROVALS)
def request(desk: Desk, who: Who, which: str, acts: Acts) -> ResponseReturnValue:
    form, refused = AnswerForm.empty(), None
    if form.validate_on_submit():
        try:
            with on_case(desk, who, "") as session:
                done = actions.answer(session, desk, who, which, acts, form.answer.data or "", form.text.data or "")
            return redirect(_after(done, which), 303)
        except NotAllowed as no:
            refused = no.why
    with on_case(desk, who, "") as session:
        view = actions.read(session, desk, who, which, acts)
    given = {"view": view, "form": form, "refused": refused, "withdrawing": PlainForm()}
    page = render_template("desk/approvals/request.html", **given, days=desk.policy.new_second_days)
    return page, UNPROCESSABLE if refused or form.errors else 200


def _after(done: actions.Answered, which: str) -> str:
    return url_for(done.then, number=done.number) if done.then else url_for("approvals.request", which=which)


def _ask(desk: Desk, who: Who, number: str, act: TwofoldAct) -> ResponseReturnValue:
    about = flask_request.values.get("about", "")
    with on_case(desk, who, number) as session:
        page = asking.page_of(session, desk, who, number, act, {"about": about} if about else {})
    form, refused = AskForm.of(page.version, about), None
    if form.validate_on_submit():
        made = _made(desk, who, number, act, form.text.data or "", form.given(), form.seen())
        if not isinstance(made, Refusal):
            return redirect(url_for("approvals.request", which=made), 303)
        refused = made
    shown = {"act": act, "number": number, "form": form, "refused": refused, "days": desk.policy.request_days}
    reading = page.reading if act.kind in actions.LEAVING else None
    html = render_template("desk/approvals/ask.html", **shown, page=page, reading=reading)
    return html, UNPROCESSABLE if refused or form.errors else 200


def _ask_decision(desk: Desk, who: Who, number: str, act: TwofoldAct) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        page = decision_page(session, desk, who, number, Decision(act.kind))
    if page.row is None or not page.row.second:
        return _no_longer(number, act, page)
    form, refused = DecisionForm.of(page.row, page.people, page.version, language()), None
    if form.validate_on_submit():
        grounds = form.grounds(page.row)
        made = _made(desk, who, number, act, grounds.text, body_of(grounds), form.seen())
        if not isinstance(made, Refusal):
            return redirect(url_for("approvals.request", which=made), 303)
        refused = made
    shown = {"act": act, "number": number, "form": form, "refused": refused, "days": desk.policy.request_days}
    html = render_template("desk/approvals/ask_decision.html", **shown, **page.shown())
    return html, UNPROCESSABLE if refused or form.errors else 200


def _made(desk: Desk, who: Who, number: str, act: TwofoldAct, text: str, given: Given, seen: int) -> str | Refusal:
    try:
        with on_case(desk, who, number) as session:
            return actions.ask(session, desk, who, number, act, text, given, seen)
    except NotAllowed as no:
        return no.why


def _no_longer(number: str, act: TwofoldAct, page: DecisionPage) -> ResponseReturnValue:
    """The table has no such decision for this state: another officer was faster, or the page is old."""
    given = {"number": number, "decision": Decision(act.kind), "state": page.state, "form": PlainForm()}
    typed = flask_request.form.get("text", "")
    return render_template("desk/casework/no_longer.html", **given, refused=Refusal.STATE, typed=typed), 409
