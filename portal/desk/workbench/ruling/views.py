"""The rules of an office, and of one case."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework.visiting import on_bench
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.desk.workbench.bench import enter
from portal.desk.workbench.checking.rules import spelled
from portal.desk.workbench.ruling import actions, office
from portal.desk.workbench.ruling.forms import RulesForm
from portal.desk.workbench.ruling.rules import NAMES, TEMPLATES, faults_of
from portal.web.language import language


def room(desk: Desk) -> Blueprint:
    """The room where rules are set."""
    ruling = DeskRoom("ruling", desk)
    ruling.both("/rules", office_rules)
    ruling.both("/case/<number>/workbench/rules", rules)
    return ruling.blueprint


@needs(Right.WORKBENCH)
def office_rules(desk: Desk, who: Who) -> ResponseReturnValue:
    with desk.database.reading() as session:
        versions = office.versions(session, who.office)
    form, wrong, may = RulesForm.showing(versions[0].book, language()), {}, who.may(Right.LEAD)
    if may and form.validate_on_submit():
        wrong = faults_of(form.book())
        if not wrong:
            with desk.database.writing() as session:
                office.settle_office(session, desk, who, form.book(), form.seen.data or 0)
            return redirect(url_for("ruling.office_rules"), 303)
    given = {"form": form, "wrong": wrong, "names": NAMES, "templates": TEMPLATES, "seen": versions[0].version}
    page = render_template("desk/ruling/office.html", versions=versions, may=may, spelled=spelled, **given)
    return page, 422 if wrong or form.errors else 200


@needs(Right.OPEN_CASE)
def rules(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    with on_bench(desk, who, number) as session:
        bench = enter(session, desk, who, number, reading="workbench rules")
    held, may = actions.in_force(bench), who.may(Right.WORKBENCH)
    form, wrong = RulesForm.showing(held.book, language()), {}
    if may and form.validate_on_submit():
        wrong = faults_of(form.book())
        if not wrong:
            with on_bench(desk, who, number) as session:
                actions.settle(session, desk, who, number, form.book(), form.seen.data or 0)
            return redirect(url_for("ruling.rules", number=number), 303)
    given = {"form": form, "wrong": wrong, "names": NAMES, "templates": TEMPLATES, "held": held}
    page = render_template(
        "desk/ruling/rules.html", number=number, here="rules", may=may, seen=len(bench.rules), **given
    )
    return page, 422 if wrong or form.errors else 200
