"""What is kept until when; holds; asking for destruction; what stays of a destroyed case."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.approvals import actions as approvals
from portal.desk.approvals.kinds import Acts, TwofoldAct, act_of
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.visiting import on_case
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.desk.retention import actions, holding
from portal.desk.retention.forms import ReasonForm

UNPROCESSABLE = 422


def room_with(acts: Acts) -> Callable[[Desk], Blueprint]:
    """The room of retention, with the acts of two persons that are asked for here."""

    def room(desk: Desk) -> Blueprint:
        retention = DeskRoom("retention", desk)
        retention.get("/retention", listed)
        retention.get("/retention/<number>", case)
        retention.both("/retention/<number>/hold", hold)
        retention.both("/retention/<number>/ask/<kind>", ask, acts=acts)
        retention.get("/destroyed", stones)
        retention.get("/destroyed/<number>", stone)
        return retention.blueprint

    return room


@needs(Right.RETAIN)
def listed(desk: Desk, who: Who) -> ResponseReturnValue:
    everything, after = "all" in request.args, request.args.get("after", "")
    with desk.database.reading() as session:
        page = actions.kept(session, desk, who, due_only=not everything, after=after)
    given = {"page": page, "everything": everything, "schedule": actions.schedule(desk)}
    return render_template("desk/retention/listed.html", **given)


@needs(Right.RETAIN)
def case(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        view = actions.case_of(session, desk, who, number)
    return render_template("desk/retention/case.html", case=view)


@needs(Right.RETAIN)
def hold(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        view = actions.case_of(session, desk, who, number)
    form, refused = ReasonForm.of(view.version), None
    if form.validate_on_submit():
        try:
            with on_case(desk, who, number) as session:
                holding.set_hold(session, desk, who, number, form.text.data or "")
            return redirect(url_for("retention.case", number=number), 303)
        except NotAllowed as no:
            refused = no.why
    page = render_template("desk/retention/hold.html", case=view, number=number, form=form, refused=refused)
    return page, UNPROCESSABLE if refused or form.errors else 200


@needs(Right.RETAIN)
def ask(desk: Desk, who: Who, number: str, kind: str, acts: Acts) -> ResponseReturnValue:
    act = act_of(acts, kind)
    if act is None or act.by_register is None:
        abort(404)
    with on_case(desk, who, number) as session:
        view = actions.case_of(session, desk, who, number)
    form, refused = ReasonForm.of(view.version), None
    if form.validate_on_submit():
        made = _made(desk, who, number, act, form)
        if not isinstance(made, Refusal):
            return redirect(url_for("approvals.request", which=made), 303)
        refused = made
    given = {"case": view, "number": number, "form": form, "refused": refused, "act": act}
    page = render_template("desk/retention/ask.html", **given, days=desk.policy.request_days)
    return page, UNPROCESSABLE if refused or form.errors else 200


@needs(Right.RETAIN)
def stones(desk: Desk, who: Who) -> ResponseReturnValue:
    with desk.database.reading() as session:
        found, after = actions.stones(session, who, after=request.args.get("after", ""))
    return render_template("desk/retention/stones.html", stones=found, after=after)


@needs(Right.APPROVALS)
def stone(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        found = actions.stone(session, who, number)
    return render_template("desk/retention/stone.html", stone=found, may_list=who.may(Right.RETAIN))


def _made(desk: Desk, who: Who, number: str, act: TwofoldAct, form: ReasonForm) -> str | Refusal:
    try:
        with on_case(desk, who, number) as session:
            return approvals.ask(session, desk, who, number, act, form.text.data or "", {}, form.seen())
    except NotAllowed as no:
        return no.why
