"""The statement before opening, and who is let into a case."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.audit.actions import Act
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.visiting import on_bench, on_case
from portal.desk.circle import actions, leaving, stating
from portal.desk.circle.forms import ReasonForm, StatementForm
from portal.desk.circle.rules import NONE
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs, safe_return
from portal.desk.officers.rules import Right, Who

UNPROCESSABLE = 422


def room(desk: Desk) -> Blueprint:
    """The room of who may know."""
    circle = DeskRoom("circle", desk)
    circle.both("/case/<number>/statement", state)
    circle.get("/case/<number>/circle", shown)
    circle.both("/case/<number>/circle/<which>/remove", remove)
    circle.both("/case/<number>/circle/<which>/readmit", readmit)
    circle.get("/staff", leaving.staff)
    circle.both("/staff/<which>", leaving.leaving)
    circle.post("/staff/<which>/leave", leaving.let_go)
    circle.both("/me/hand-over", leaving.hand_on_own)
    return circle.blueprint


@needs(Right.OPEN_CASE)
def state(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    form, refused = StatementForm.to(request.args.get("after", "")), None
    if form.validate_on_submit() and form.statement.data in (NONE, "recuse"):
        try:
            return _stated(desk, who, number, form)
        except NotAllowed as no:
            refused = no.why
    with on_case(desk, who, number) as session:
        found = stating.units(session, desk, who, number)
    page = render_template("desk/circle/state.html", form=form, number=number, units=found, refused=refused)
    return page, UNPROCESSABLE if refused or form.errors else 200


def _stated(desk: Desk, who: Who, number: str, form: StatementForm) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        if form.recuses:
            stating.recuse(session, desk, who, number, form.text.data or "")
        else:
            stating.state_none(session, desk, who, number)
    if form.recuses:
        return render_template("desk/circle/recused.html", number=number)
    return redirect(safe_return(form.after.data) or url_for("casework.case", number=number), 303)


@needs(Right.GRANT)
def shown(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    with on_bench(desk, who, number) as session:
        found = actions.circle(session, desk, who, number)
    return render_template("desk/circle/circle.html", circle=found, recusal=Act.RECUSE)


@needs(Right.GRANT)
def remove(desk: Desk, who: Who, number: str, which: str) -> ResponseReturnValue:
    return _about(desk, who, number, which, Act.REMOVE)


@needs(Right.GRANT)
def readmit(desk: Desk, who: Who, number: str, which: str) -> ResponseReturnValue:
    return _about(desk, who, number, which, Act.READMIT)


def _about(desk: Desk, who: Who, number: str, which: str, act: Act) -> ResponseReturnValue:
    """One act on one person's access, with its reason."""
    form, refused = ReasonForm(), None
    with on_bench(desk, who, number) as session:
        person = actions.colleague(session, who, number, which)
    if form.validate_on_submit():
        refused = _done(desk, who, number, which, act, form.text.data or "")
        if refused is None:
            return redirect(url_for("circle.shown", number=number), 303)
    given = {"form": form, "number": number, "person": person, "refused": refused, "act": act}
    page = render_template("desk/circle/about.html", **given)
    return page, UNPROCESSABLE if refused or form.errors else 200


def _done(desk: Desk, who: Who, number: str, which: str, act: Act, reason: str) -> Refusal | None:
    do = actions.remove if act is Act.REMOVE else actions.readmit
    try:
        with on_bench(desk, who, number) as session:
            do(session, desk, who, number, which, reason)
    except NotAllowed as no:
        return no.why
    return None
