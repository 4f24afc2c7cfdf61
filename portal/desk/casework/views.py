"""The queue, the register and the case."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework import access, actions, considering, deciding
from portal.desk.casework.considering import DecisionPage
from portal.desk.casework.forms import DecisionForm, GrantForm
from portal.desk.casework.numbering import BATCH
from portal.desk.casework.queue.views import mount as mount_queue
from portal.desk.casework.rules import Decision, NotAllowed, Refusal
from portal.desk.casework.transitions import Transition
from portal.desk.casework.visiting import on_bench, on_case
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.web.downloads import attachment_response
from portal.web.forms import PlainForm
from portal.web.language import language


def room(desk: Desk) -> Blueprint:
    """The casework room."""
    casework = DeskRoom("casework", desk)
    mount_queue(casework)
    casework.get("/case/<number>", case)
    casework.both("/case/<number>/decide/<decision>", decide)
    casework.both("/case/<number>/grant", grant)
    casework.get("/case/<number>/file/<int:sending>/<int:slot>", file)
    return casework.blueprint


@needs(Right.OPEN_CASE)
def case(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    if number.startswith(BATCH):
        return redirect(url_for("workbench.files", number=number), 303)
    with on_case(desk, who, number) as session:
        view = actions.read(session, desk, who, number, whole_trail="trail" in request.args)
    may = {f"may_{right.name.lower()}": who.may(right) for right in Right}
    return render_template("desk/casework/case.html", case=view, **may)


@needs(Right.OPEN_CASE)
def decide(desk: Desk, who: Who, number: str, decision: str) -> ResponseReturnValue:
    if decision not in set(Decision):
        abort(404)
    taken = Decision(decision)
    if taken is Decision.ASK:
        return redirect(url_for("correspondence.reply", number=number, ask=1), 303)
    with on_case(desk, who, number) as session:
        page = considering.decision_page(session, desk, who, number, taken)
    if page.row is None:
        return _no_longer(number, taken, page)
    if elsewhere := _taken_elsewhere(number, page.row):
        return redirect(elsewhere, 303)
    form, refused = DecisionForm.of(page.row, page.people, page.version, language()), None
    if request.method == "GET":
        form.repeat_of.data = request.args.get("repeat_of", "")[:16]
    if form.validate_on_submit():
        refused = _decided(desk, who, number, form, page.row)
        if refused is None:
            return redirect(url_for("casework.case", number=number), 303)
    return _decision_page(number, page, form, refused)


def _taken_elsewhere(number: str, row: Transition) -> str | None:
    """The page on which a decision is taken that is not one person's."""
    if row.handover:
        return url_for("handover.choose", number=number)
    return url_for("approvals.ask", number=number, kind=row.decision.value) if row.second else None


def _decided(desk: Desk, who: Who, number: str, form: DecisionForm, row: Transition) -> Refusal | None:
    try:
        with on_case(desk, who, number) as session:
            deciding.take_decision(session, desk, who, number, row.decision, form.grounds(row), seen=form.seen())
    except NotAllowed as no:
        return no.why
    return None


def _decision_page(number: str, page: DecisionPage, form: DecisionForm, refused: Refusal | None) -> ResponseReturnValue:
    html = render_template("desk/casework/decide.html", number=number, form=form, refused=refused, **page.shown())
    return html, 422 if refused or form.errors else 200


def _no_longer(number: str, decision: Decision, page: DecisionPage) -> ResponseReturnValue:
    """The table has no such decision for this state: another officer was faster, or the page is old."""
    given = {"number": number, "decision": decision, "state": page.state, "form": PlainForm()}
    typed = request.form.get("text", "")
    page_html = render_template("desk/casework/no_longer.html", **given, refused=Refusal.STATE, typed=typed)
    return page_html, 409


@needs(Right.GRANT)
def grant(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    with on_bench(desk, who, number) as session:
        candidates = access.candidates(session, who, number)
    form, refused = GrantForm.among(candidates, language()), None
    if form.validate_on_submit():
        try:
            with on_bench(desk, who, number) as session:
                access.grant(session, desk, who, number, form.colleague.data)
            return redirect(url_for("casework.case", number=number), 303)
        except NotAllowed as no:
            refused = no.why
    page = render_template("desk/casework/grant.html", form=form, number=number, refused=refused)
    return page, 422 if refused or form.errors else 200


@needs(Right.DOWNLOAD)
def file(desk: Desk, who: Who, number: str, sending: int, slot: int) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        entry, chunks = actions.attachment(session, desk, who, number, sending, slot)
    return attachment_response(entry.name, entry.size, chunks)
