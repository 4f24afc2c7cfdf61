"""The queue, the register, saved views, and assigning several cases at once."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework import deciding, noted
from portal.desk.casework.access import of_office
from portal.desk.casework.queue import actions, assigning, granting, saved
from portal.desk.casework.queue.actions import QueuePage
from portal.desk.casework.queue.forms import AssignForm, GrantSomeForm, KeepForm
from portal.desk.casework.queue.rules import Due, Flag, Position, Sort, Wanted
from portal.desk.casework.rules import NotAllowed
from portal.desk.casework.visiting import on_case
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.domain.statuses import State
from portal.web.forms import PlainForm
from portal.web.language import language


def mount(casework: DeskRoom) -> None:
    """Put these views into the casework room."""
    casework.get("/", queue)
    casework.post("/views", keep_view)
    casework.post("/views/drop", drop_view)
    casework.both("/assign", assign)
    casework.both("/grant", grant_some)
    casework.get("/register", register)
    casework.post("/register/<number>/archive", file_away)


@needs(Right.QUEUE)
def queue(desk: Desk, who: Who) -> ResponseReturnValue:
    with desk.database.reading() as session:
        page = actions.queue(session, who, desk.clock.today(), *_asked())
        views = saved.views_of(session, who)
        awaiting = noted.awaiting(session, who, desk.clock.today())
    given = {
        "awaiting": awaiting,
        "views": views,
        "may_assign": who.may(Right.LEAD),
        "may_grant": who.may(Right.GRANT),
        "form": KeepForm(),
        "full": request.args.get("full"),
    }
    return _listed("desk/casework/queue.html", page, **given)


@needs(Right.SEE_REGISTER)
def register(desk: Desk, who: Who) -> ResponseReturnValue:
    with desk.database.reading() as session:
        page = actions.register(session, who, desk.clock.today(), *_asked())
    may = {"may_archive": who.may(Right.ARCHIVE), "may_retain": who.may(Right.RETAIN)}
    return _listed("desk/casework/register.html", page, form=PlainForm(), **may)


@needs(Right.ARCHIVE)
def file_away(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        deciding.file_away(session, desk, who, actions.in_register(session, who, number))
    return redirect(url_for("casework.register"), 303)


@needs(Right.QUEUE)
def keep_view(desk: Desk, who: Who) -> ResponseReturnValue:
    form, wanted = KeepForm(), Wanted.read(request.form)
    shown: dict[str, Any] = wanted.written()
    if form.validate_on_submit() and form.name.data:
        try:
            with desk.database.writing() as session:
                saved.keep(session, desk, who, form.name.data, wanted)
        except saved.TooMany:
            shown["full"] = "1"
    return redirect(url_for("casework.queue", **shown), 303)


@needs(Right.QUEUE)
def drop_view(desk: Desk, who: Who) -> ResponseReturnValue:
    if PlainForm().validate_on_submit():
        with desk.database.writing() as session:
            saved.drop(session, desk, who, request.form.get("view", ""))
    return redirect(url_for("casework.queue"), 303)


@needs(Right.LEAD)
def assign(desk: Desk, who: Who) -> ResponseReturnValue:
    with desk.database.reading() as session:
        standing, handlers = assigning.standing(session, who, _numbers()), assigning.handlers(session, who)
    form = AssignForm.of(standing, handlers, language())
    if form.validate_on_submit():
        outcomes = assigning.assign_all(desk, who, form.chosen(), form.grounds())
        return render_template("desk/casework/assigned.html", outcomes=outcomes)
    page = render_template("desk/casework/assign.html", form=form, some=bool(standing))
    return page, 422 if form.errors else 200


@needs(Right.GRANT)
def grant_some(desk: Desk, who: Who) -> ResponseReturnValue:
    with desk.database.reading() as session:
        standing, people = assigning.standing(session, who, _numbers()), of_office(session, who)
    form, refused = GrantSomeForm.of(standing, [one for one in people if one.officer != who.officer], language()), None
    if form.validate_on_submit():
        numbers = [one.number for one in form.chosen()]
        try:
            with desk.database.writing() as session:
                outcomes = granting.grant_many(session, desk, who, numbers, form.colleague.data)
            return render_template("desk/casework/granted.html", outcomes=outcomes)
        except NotAllowed as no:
            refused = no.why
    page = render_template("desk/casework/grant_some.html", form=form, some=bool(standing), refused=refused)
    return page, 422 if form.errors or refused else 200


def _numbers() -> list[str]:
    """The cases that were chosen: from the queue their numbers, from a form those and what it showed of them."""
    return [one.partition(":")[0] for one in request.values.getlist("cases")]


def _asked() -> tuple[Wanted, Position | None]:
    wanted = Wanted.read(request.args)
    return wanted, Position.read(request.args.get("after"), wanted.sort)


def _listed(template: str, page: QueuePage, **given: object) -> str:
    lists = {"states": State, "dues": Due, "flags": Flag, "sorts": Sort}
    return render_template(template, page=page, chosen=Wanted.read(request.args), **lists, **given)
