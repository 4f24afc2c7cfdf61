"""The page of the audit trail."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.audit.actions import Act
from portal.desk.audit.words import ACT_NAMES
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.desk.oversight import actions, checkpointing
from portal.desk.oversight.forms import CheckForm, read_filter
from portal.web.forms import PlainForm


def room(desk: Desk) -> Blueprint:
    """The room of whoever watches."""
    oversight = DeskRoom("oversight", desk)
    oversight.get("/audit", trail)
    oversight.post("/audit/verify", verify)
    oversight.both("/audit/checkpoints", checkpoints)
    oversight.post("/audit/checkpoints/make", make_checkpoint)
    oversight.get("/audit/checkpoints/<int:seq>", checkpoint)
    return oversight.blueprint


@needs(Right.READ_AUDIT)
def trail(desk: Desk, who: Who) -> ResponseReturnValue:
    which = read_filter(request.args)
    with desk.database.writing() as session:
        page = actions.read_trail(session, desk, who, which)
    return render_template("desk/oversight/trail.html", page=page, which=which, acts=ACT_NAMES)


@needs(Right.READ_AUDIT)
def verify(desk: Desk, who: Who) -> ResponseReturnValue:
    with desk.database.writing() as session:
        desk.ledger.record(session, actor=who.officer, act=Act.READ_AUDIT, note="verify")
    with desk.database.reading() as session:
        verdict = desk.ledger.verify(session)
    return render_template("desk/oversight/verified.html", verdict=verdict, damages=actions.DAMAGE_NAMES)


@needs(Right.READ_AUDIT)
def checkpoints(desk: Desk, who: Who) -> ResponseReturnValue:
    form, outcome = CheckForm(), None
    if form.validate_on_submit():
        outcome = checkpointing.compare(desk, who, *form.given())
    with desk.database.reading() as session:
        made = checkpointing.made(session, desk)
    given = {"form": form, "made": made, "outcome": outcome, "making": PlainForm(), "outcomes": checkpointing.Outcome}
    page = render_template("desk/oversight/checkpoints.html", **given, seq=form.given()[0])
    return page, 422 if form.errors else 200


@needs(Right.READ_AUDIT)
def make_checkpoint(desk: Desk, who: Who) -> ResponseReturnValue:
    return redirect(url_for("oversight.checkpoint", seq=checkpointing.make(desk, who)), 303)


@needs(Right.READ_AUDIT)
def checkpoint(desk: Desk, who: Who, seq: int) -> ResponseReturnValue:
    with desk.database.reading() as session:
        paper = checkpointing.paper(session, desk, seq)
    if paper is None:
        abort(404)
    return render_template("desk/oversight/checkpoint.html", paper=paper, who=who)
