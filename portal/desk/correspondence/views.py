"""Writing to the reporter, with what could expose them in view."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework.rules import NotAllowed
from portal.desk.casework.visiting import on_case
from portal.desk.correspondence import actions
from portal.desk.correspondence.forms import ReplyForm
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who


def room(desk: Desk) -> Blueprint:
    """The correspondence room."""
    correspondence = DeskRoom("correspondence", desk)
    correspondence.both("/case/<number>/reply", reply)
    return correspondence.blueprint


@needs(Right.REPLY)
def reply(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    form, refused = ReplyForm(), None
    if form.validate_on_submit():
        try:
            with on_case(desk, who, number) as session:
                actions.reply(session, desk, who, number, form.text.data or "")
            return redirect(url_for("casework.case", number=number), 303)
        except NotAllowed as no:
            refused = no.why
    with on_case(desk, who, number) as session:
        reading = actions.what_to_mind(session, desk, who, number)
    given = {"form": form, "number": number, "refused": refused, "reading": reading}
    return render_template("desk/correspondence/reply.html", **given), 422 if refused or form.errors else 200
