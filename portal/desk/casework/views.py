"""The queue and the case."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework import actions
from portal.desk.casework.forms import DecisionForm
from portal.desk.casework.rules import TABLE, Decision, NotAllowed
from portal.desk.casework.unlocking import NoSuchCase
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.domain.statuses import State
from portal.web.downloads import attachment_response


def room(desk: Desk) -> Blueprint:
    """The casework room."""
    casework = DeskRoom("casework", desk)
    casework.get("/", queue)
    casework.get("/case/<number>", case)
    casework.both("/case/<number>/decide/<decision>", decide)
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
    with desk.database.writing() as session:
        view = actions.read(session, desk, who, number)
    return render_template("desk/casework/case.html", case=view)


@needs(Right.OPEN_CASE)
def decide(desk: Desk, who: Who, number: str, decision: str) -> ResponseReturnValue:
    if decision not in set(Decision):
        abort(404)
    form, row = DecisionForm.for_decision(Decision(decision)), TABLE[Decision(decision)]
    refused = None
    if form.validate_on_submit():
        try:
            with desk.database.writing() as session:
                actions.take_decision(session, desk, who, number, Decision(decision), form.grounds())
            return redirect(url_for("casework.case", number=number))
        except NotAllowed as no:
            refused = no.why
    page = render_template("desk/casework/decide.html", form=form, row=row, decision=decision, number=number, refused=refused)
    return page, 409 if refused else 200


@needs(Right.DOWNLOAD)
def file(desk: Desk, who: Who, number: str, sending: int, slot: int) -> Response:
    with desk.database.writing() as session:
        entry, chunks = actions.attachment(session, desk, who, number, sending, slot)
    return attachment_response(entry.name, entry.size, chunks)
