"""Field work on one case: visits, their plan, questions to ask, answers counted."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework.visiting import on_bench
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.desk.workbench.bench import Bench, enter
from portal.desk.workbench.examining.examiner import Examiner
from portal.desk.workbench.field import actions
from portal.desk.workbench.field.forms import PlanForm, StrikeForm, TallyForm, VisitForm
from portal.desk.workbench.field.questions import sheet_for
from portal.desk.workbench.findings.actions import days_so_far
from portal.domain.options import SEEN
from portal.web.language import language


def room_with(examiner: Examiner) -> Callable[[Desk], Blueprint]:
    """The room for field work; the checks tell on which weekdays most is in dispute."""

    def room(desk: Desk) -> Blueprint:
        field = DeskRoom("field", desk)
        field.get("/case/<number>/workbench/field", overview)
        field.both("/case/<number>/workbench/field/visit", visit)
        field.both("/case/<number>/workbench/field/visit/<int:slot>/strike", strike)
        field.both("/case/<number>/workbench/field/tally", tally)
        field.both("/case/<number>/workbench/field/plan", plan, examiner=examiner)
        field.get("/case/<number>/workbench/field/interview", interview, examiner=examiner)
        return field.blueprint

    return room


@needs(Right.OPEN_CASE)
def overview(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    with on_bench(desk, who, number) as session:
        bench = enter(session, desk, who, number, reading="workbench field")
    names = {row.person: row.name for row in bench.roster()}
    given = {"noted": actions.noted(bench), "names": names, "seen": SEEN, "may": who.may(Right.WORKBENCH)}
    return render_template("desk/field/overview.html", number=number, here="field", **given)


@needs(Right.WORKBENCH)
def visit(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    with on_bench(desk, who, number) as session:
        bench = enter(session, desk, who, number)
    form = VisitForm.among(bench.roster(), language(), bench.today)
    if form.validate_on_submit():
        with on_bench(desk, who, number) as session:
            actions.note_visit(session, desk, who, number, form.body(), form.fresh_key())
        return redirect(url_for("field.overview", number=number), 303)
    page = render_template("desk/field/visit.html", number=number, here="field", form=form, **_ahead(bench))
    return page, 422 if form.errors else 200


@needs(Right.WORKBENCH)
def strike(desk: Desk, who: Who, number: str, slot: int) -> ResponseReturnValue:
    form = StrikeForm()
    with on_bench(desk, who, number) as session:
        bench = enter(session, desk, who, number)
        one = actions.visit_at(bench, slot)
        if form.validate_on_submit():
            actions.strike(session, desk, who, number, slot, form.reason.data or "")
            return redirect(url_for("field.overview", number=number), 303)
    page = render_template("desk/field/strike.html", number=number, here="field", form=form, one=one)
    return page, 422 if form.errors else 200


@needs(Right.WORKBENCH)
def plan(desk: Desk, who: Who, number: str, examiner: Examiner) -> ResponseReturnValue:
    with on_bench(desk, who, number) as session:
        bench = enter(session, desk, who, number)
    form = PlanForm()
    if form.validate_on_submit():
        shares = examiner.shares(bench)
        with on_bench(desk, who, number) as session:
            actions.make_plan(session, desk, who, number, form.ahead(), shares)
        return redirect(url_for("field.overview", number=number), 303)
    page = render_template("desk/field/plan.html", number=number, here="field", form=form, **_ahead(bench))
    return page, 422 if form.errors else 200


@needs(Right.WORKBENCH)
def tally(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    form = TallyForm()
    if form.validate_on_submit():
        with on_bench(desk, who, number) as session:
            actions.count(session, desk, who, number, form.body(), form.fresh_key())
        return redirect(url_for("field.overview", number=number), 303)
    with on_bench(desk, who, number) as session:
        bench = enter(session, desk, who, number)
    page = render_template("desk/field/tally.html", number=number, here="field", form=form, **_ahead(bench))
    return page, 422 if form.errors else 200


@needs(Right.OPEN_CASE)
def interview(desk: Desk, who: Who, number: str, examiner: Examiner) -> ResponseReturnValue:
    with on_bench(desk, who, number) as session:
        bench = enter(session, desk, who, number, reading="workbench interview")
    # Days of hundreds of people are no list for one conversation: that sheet has none, and no names.
    large = examiner.is_large(bench)
    sheet = sheet_for((), set(), set()) if large else sheet_for(bench.roster(), *days_so_far(bench))
    return render_template("desk/field/interview.html", number=number, here="field", sheet=sheet, reading=bench.reading)


def _ahead(bench: Bench) -> dict[str, object]:
    """What stays in view where something is noted that a paper may quote, or where people will be asked."""
    return {"today": bench.today, "reading": bench.reading}
