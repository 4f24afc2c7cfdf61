"""The queue and the case."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework import access, actions
from portal.desk.casework.forms import DecisionForm, GrantForm
from portal.desk.casework.rules import TABLE, Decision, NotAllowed
from portal.desk.casework.visiting import on_case
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.domain.statuses import SENTENCES, STATUS_TITLES, State, shown
from portal.web.downloads import attachment_response
from portal.web.language import language


def room(desk: Desk) -> Blueprint:
    """The casework room."""
    casework = DeskRoom("casework", desk)
    casework.get("/", queue)
    casework.get("/case/<number>", case)
    casework.both("/case/<number>/decide/<decision>", decide)
    casework.both("/case/<number>/grant", grant)
    casework.get("/case/<number>/file/<int:sending>/<int:slot>", file)
    return casework.blueprint


@needs(Right.QUEUE)
def queue(desk: Desk, who: Who) -> ResponseReturnValue:
    wanted = request.args.get("state", "")
    state = State(wanted) if wanted in set(State) else None
    with desk.database.reading() as session:
        page = actions.queue(session, who, state=state, before=request.args.get("before"))
    return render_template("desk/casework/queue.html", page=page, chosen=state, states=State)


@needs(Right.OPEN_CASE)
def case(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        view = actions.read(session, desk, who, number)
    may = {"may_reply": who.may(Right.REPLY), "may_grant": who.may(Right.GRANT)}
    return render_template("desk/casework/case.html", case=view, **may)


@needs(Right.OPEN_CASE)
def decide(desk: Desk, who: Who, number: str, decision: str) -> ResponseReturnValue:
    if decision not in set(Decision):
        abort(404)
    form, row, refused = DecisionForm.of(Decision(decision), language()), TABLE[Decision(decision)], None
    if form.validate_on_submit():
        try:
            with on_case(desk, who, number) as session:
                actions.take_decision(session, desk, who, number, Decision(decision), form.grounds())
            return redirect(url_for("casework.case", number=number), 303)
        except NotAllowed as no:
            refused = no.why
    outside = shown(row.target)
    words = {"outside_title": STATUS_TITLES[outside.status], "outside_sentence": SENTENCES[outside.sentence]}
    given = {"form": form, "row": row, "decision": decision, "number": number, "refused": refused}
    return render_template("desk/casework/decide.html", **given, **words), 422 if refused or form.errors else 200


@needs(Right.GRANT)
def grant(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        candidates = access.candidates(session, who, number)
    form, refused = GrantForm.among(candidates, language()), None
    if form.validate_on_submit():
        try:
            with on_case(desk, who, number) as session:
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
