"""The page of the audit trail."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.desk.audit.actions import Act
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.desk.oversight import actions
from portal.desk.oversight.forms import read_filter


def room(desk: Desk) -> Blueprint:
    """The room of whoever watches."""
    oversight = DeskRoom("oversight", desk)
    oversight.get("/audit", trail)
    oversight.post("/audit/verify", verify)
    return oversight.blueprint


@needs(Right.READ_AUDIT)
def trail(desk: Desk, who: Who) -> ResponseReturnValue:
    which = read_filter(request.args)
    with desk.database.writing() as session:
        page = actions.read_trail(session, desk, who, which)
    return render_template("desk/oversight/trail.html", page=page, which=which, acts=actions.ACT_NAMES)


@needs(Right.READ_AUDIT)
def verify(desk: Desk, who: Who) -> ResponseReturnValue:
    with desk.database.writing() as session:
        desk.ledger.record(session, actor=who.officer, act=Act.READ_AUDIT, note="verify")
    with desk.database.reading() as session:
        verdict = desk.ledger.verify(session)
    return render_template("desk/oversight/verified.html", verdict=verdict, damages=actions.DAMAGE_NAMES)
