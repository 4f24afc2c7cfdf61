"""Batches, and the people of a batch or case by what needs a look."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework.visiting import on_bench
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.desk.workbench.batches import actions
from portal.desk.workbench.batches.forms import BatchForm
from portal.desk.workbench.bench import enter
from portal.desk.workbench.checking.catalogue import NAMES
from portal.desk.workbench.examining.examiner import Examiner
from portal.desk.workbench.people import People


def room_with(examiner: Examiner) -> Callable[[Desk], Blueprint]:
    """The room of batches, with the checks it runs."""

    def room(desk: Desk) -> Blueprint:
        batches = DeskRoom("batches", desk)
        batches.both("/batches", listed)
        batches.get("/case/<number>/workbench/people", people, examiner=examiner)
        return batches.blueprint

    return room


@needs(Right.WORKBENCH)
def listed(desk: Desk, who: Who) -> ResponseReturnValue:
    form = BatchForm()
    if form.validate_on_submit():
        with desk.database.writing() as session:
            number = actions.open_batch(session, desk, who, form.named())
        return redirect(url_for("workbench.files", number=number), 303)
    with desk.database.reading() as session:
        batches = actions.batches_of(session, who)
    page = render_template("desk/batches/listed.html", batches=batches, form=form, may_grant=who.may(Right.GRANT))
    return page, 422 if form.errors else 200


@needs(Right.WORKBENCH)
def people(desk: Desk, who: Who, number: str, examiner: Examiner) -> ResponseReturnValue:
    with on_bench(desk, who, number) as session:
        bench = enter(session, desk, who, number, reading="workbench people")
    names = People.of(bench.roster()).names
    laid = actions.laid_out(examiner.ranked(bench) if names else (), names)
    given = {"laid": laid, "names": names, "checks": NAMES, "large": examiner.is_large(bench)}
    return render_template("desk/batches/people.html", number=number, here="people", **given)
