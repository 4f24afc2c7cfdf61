"""Writing to the reporter, with what could expose them in view."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework.minding import what_to_mind
from portal.desk.casework.rules import NotAllowed
from portal.desk.casework.visiting import on_case
from portal.desk.correspondence import actions
from portal.desk.correspondence.forms import ReplyForm
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.domain.ready_texts import READY_TEXTS


def room(desk: Desk) -> Blueprint:
    """The correspondence room."""
    correspondence = DeskRoom("correspondence", desk)
    correspondence.both("/case/<number>/reply", reply)
    return correspondence.blueprint


@needs(Right.REPLY)
def reply(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    form, refused = _form(), None
    if form.validate_on_submit() and (files := form.enclosed(desk.workshop)) is not None:
        try:
            with on_case(desk, who, number) as session:
                actions.reply(session, desk, who, number, form.text.data or "", files=files, **form.marks())
            return redirect(url_for("casework.case", number=number), 303)
        except NotAllowed as no:
            refused = no.why
    with on_case(desk, who, number) as session:
        reading = what_to_mind(session, desk, who, number)
    given = {"form": form, "number": number, "refused": refused, "reading": reading, "ready": READY_TEXTS}
    return render_template("desk/correspondence/reply.html", **given), 422 if refused or form.errors else 200


def _form() -> ReplyForm:
    """The form as it was sent; when it is first shown, with the ready text that the address asks for."""
    ready = READY_TEXTS.get(request.args.get("use", "")) if request.method == "GET" else None
    if ready is None and request.method == "GET":
        return ReplyForm(question="ask" in request.args)
    if ready is None:
        return ReplyForm()
    return ReplyForm(text=ready.words.of(request.args.get("in", "zh")), question=ready.question)
