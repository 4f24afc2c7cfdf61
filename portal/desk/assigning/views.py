"""Tasks: the lists of both sides, giving one, reporting its result, sending it back."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.assigning import actions, giving
from portal.desk.assigning.forms import AssignForm, BackForm, ResultForm
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.visiting import on_case
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.desk.sheets.content import PURPOSES
from portal.web.language import language

UNPROCESSABLE = 422


def room(desk: Desk) -> Blueprint:
    """The room of tasks."""
    assigning = DeskRoom("assigning", desk)
    assigning.get("/assignments", listed)
    assigning.both("/case/<number>/assign", assign)
    assigning.both("/case/<number>/assign/<which>/back", send_back)
    assigning.both("/case/<number>/report-back", report_back)
    return assigning.blueprint


@needs(Right.SEE_HANDINGS)
def listed(desk: Desk, who: Who) -> ResponseReturnValue:
    with desk.database.reading() as session:
        found = actions.lists(session, who, desk.clock.today())
    return render_template("desk/assigning/listed.html", found=found)


@needs(Right.DISPOSE)
def assign(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        found = giving.choice(session, desk, who, number)
    wanted = request.values.get("to", "")
    target = found.target(wanted)
    if wanted and target is None:
        abort(404)
    if target is None or not found.fits or not found.sheets:
        return render_template("desk/assigning/where.html", found=found, number=number)
    titles = [f"{PURPOSES[one.content.purpose].of(language())} {one.place}" for one in found.sheets]
    form, refused = AssignForm.of(found, target, titles), None
    if form.validate_on_submit():
        refused = _assigned(desk, who, number, form, target)
        if refused is None:
            return redirect(url_for("casework.case", number=number), 303)
    page = render_template("desk/assigning/assign.html", number=number, form=form, target=target, refused=refused)
    return page, UNPROCESSABLE if refused or form.errors else 200


@needs(Right.CONCLUDE)
def report_back(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        task = actions.task_of(session, desk, who, number)
    form, refused = ResultForm(), None
    if form.validate_on_submit():
        text, reviewed = form.text.data or "", bool(form.reviewed.data)
        try:
            with on_case(desk, who, number) as session:
                actions.report_back(session, desk, who, number, text, reviewed=reviewed)
            return redirect(url_for("casework.case", number=number), 303)
        except NotAllowed as no:
            refused = no.why
    page = render_template("desk/assigning/result.html", number=number, task=task, form=form, refused=refused)
    return page, UNPROCESSABLE if refused or form.errors else 200


@needs(Right.DISPOSE)
def send_back(desk: Desk, who: Who, number: str, which: str) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        task = actions.given_task(session, desk, who, number, which)
    form, refused = BackForm.until(task.latest), None
    if form.validate_on_submit():
        try:
            with on_case(desk, who, number) as session:
                actions.send_back(session, desk, who, number, which, form.text.data or "", form.due.data)
            return redirect(url_for("casework.case", number=number), 303)
        except NotAllowed as no:
            refused = no.why
    page = render_template("desk/assigning/back.html", number=number, task=task, form=form, refused=refused)
    return page, UNPROCESSABLE if refused or form.errors else 200


def _assigned(desk: Desk, who: Who, number: str, form: AssignForm, target: giving.Target) -> Refusal | None:
    try:
        with on_case(desk, who, number) as session:
            giving.assign(session, desk, who, number, form.given(target))
    except NotAllowed as no:
        return no.why
    return None
