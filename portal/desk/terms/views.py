"""Pages about one term of one case."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.timing import TermView
from portal.desk.casework.visiting import on_case, require_open
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.desk.terms import actions
from portal.desk.terms.forms import BeginForm, ExtendForm, MetForm
from portal.web.forms import PlainForm
from portal.web.language import language


def room(desk: Desk) -> Blueprint:
    """The room of the terms."""
    terms = DeskRoom("terms", desk)
    terms.both("/case/<number>/term/begin", begin)
    terms.both("/case/<number>/term/<code>/<int:round_>/met", met)
    terms.both("/case/<number>/term/<code>/<int:round_>/extend", extend)
    return terms.blueprint


@needs(Right.KEEP_TERMS)
def begin(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    require_open(desk, who, number)
    form, refused = BeginForm.offering(language()), None
    if form.validate_on_submit():
        given = (form.code.data or "", form.event.data, form.text.data or "")
        try:
            with on_case(desk, who, number) as session:
                actions.begin(session, desk, who, number, *given)
            return redirect(url_for("casework.case", number=number), 303)
        except NotAllowed as no:
            refused = no.why
    return _page("begin", number, form, refused)


@needs(Right.KEEP_TERMS)
def met(desk: Desk, who: Who, number: str, code: str, round_: int) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        term = actions.the_term(session, desk, who, number, code, round_)
    form, refused = MetForm(), None
    if form.validate_on_submit():
        try:
            with on_case(desk, who, number) as session:
                actions.meet(session, desk, who, number, code, round_, form.text.data or "")
            return redirect(url_for("casework.case", number=number), 303)
        except NotAllowed as no:
            refused = no.why
    return _page("met", number, form, refused, term)


@needs(Right.EXTEND)
def extend(desk: Desk, who: Who, number: str, code: str, round_: int) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        term = actions.the_term(session, desk, who, number, code, round_)
    form, refused = ExtendForm(), None
    if form.validate_on_submit():
        try:
            with on_case(desk, who, number) as session:
                actions.extend(session, desk, who, number, code, round_, **form.given())
            return redirect(url_for("casework.case", number=number), 303)
        except NotAllowed as no:
            refused = no.why
    return _page("extend", number, form, refused, term)


def _page(
    name: str, number: str, form: PlainForm, refused: Refusal | None, term: TermView | None = None
) -> ResponseReturnValue:
    given = {"form": form, "number": number, "refused": refused, "term": term}
    return render_template(f"desk/terms/{name}.html", **given), 422 if refused or form.errors else 200
