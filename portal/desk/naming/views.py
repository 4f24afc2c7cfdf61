"""The page of a reporter's name, for the two who opened it."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework.visiting import on_case
from portal.desk.desk import Desk
from portal.desk.naming import actions
from portal.desk.naming.act import naming_act
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.web.forms import PlainForm


def room(desk: Desk) -> Blueprint:
    """The room of names."""
    naming = DeskRoom("naming", desk)
    naming.get("/requests/<which>/name", name)
    naming.post("/requests/<which>/name/join", join)
    return naming.blueprint


@needs(Right.APPROVALS)
def name(desk: Desk, who: Who, which: str) -> ResponseReturnValue:
    with on_case(desk, who, "") as session:
        view = actions.show(session, desk, who, which, naming_act())
    return render_template("desk/naming/name.html", view=view, form=PlainForm())


@needs(Right.ASK_NAME)
def join(desk: Desk, who: Who, which: str) -> ResponseReturnValue:
    with on_case(desk, who, "") as session:
        actions.join(session, desk, who, which, naming_act())
    return redirect(url_for("naming.name", which=which), 303)
