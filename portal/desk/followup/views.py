"""What follows from a case: the list, adding, and the next step of one."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.visiting import on_case, require_open
from portal.desk.desk import Desk
from portal.desk.followup import actions, rules
from portal.desk.followup.forms import FollowUpForm
from portal.desk.followup.rules import Act, Row
from portal.desk.followup.shown import ACT_NAMES
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.domain.followup import FollowUp
from portal.web.language import language


def room(desk: Desk) -> Blueprint:
    """The room of what follows."""
    followup = DeskRoom("followup", desk)
    followup.get("/case/<number>/followup", items)
    followup.both("/case/<number>/followup/add/<kind>", add)
    followup.both("/case/<number>/followup/<int:slot>/<act>", take)
    return followup.blueprint


@needs(Right.OPEN_CASE)
def items(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        view = actions.read(session, desk, who, number)
    return render_template("desk/followup/items.html", view=view, act_names=ACT_NAMES)


@needs(Right.FOLLOW_UP)
def add(desk: Desk, who: Who, number: str, kind: str) -> ResponseReturnValue:
    row = rules.row(FollowUp(kind), Act.ADD, None) if kind in set(FollowUp) else None
    if row is None:
        abort(404)
    require_open(desk, who, number)
    form, refused = FollowUpForm.of(row, language()), None
    if form.validate_on_submit():
        try:
            with on_case(desk, who, number) as session:
                actions.add(session, desk, who, number, row.kind, form.given())
            return redirect(url_for("followup.items", number=number), 303)
        except NotAllowed as no:
            refused = no.why
    return _page(number, row, form, refused)


@needs(Right.FOLLOW_UP)
def take(desk: Desk, who: Who, number: str, slot: int, act: str) -> ResponseReturnValue:
    if act not in set(Act):
        abort(404)
    with on_case(desk, who, number) as session:
        row = actions.next_step(session, who, number, slot, Act(act))
    form, refused = FollowUpForm.of(row, language()), None
    if form.validate_on_submit():
        try:
            with on_case(desk, who, number) as session:
                actions.take(session, desk, who, number, slot, row.act, form.given())
            return redirect(url_for("followup.items", number=number), 303)
        except NotAllowed as no:
            refused = no.why
    return _page(number, row, form, refused)


def _page(number: str, row: Row, form: FollowUpForm, refused: Refusal | None) -> ResponseReturnValue:
    given = {"number": number, "row": row, "form": form, "refused": refused, "act": ACT_NAMES[row.act]}
    return render_template("desk/followup/step.html", **given), 422 if refused or form.errors else 200
