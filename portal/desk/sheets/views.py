"""The sheets of a case: the list, writing one, reading it, and the way out."""

from io import BytesIO

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework.rules import NotAllowed
from portal.desk.casework.visiting import on_case
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.desk.sheets import actions
from portal.desk.sheets.content import PURPOSES, paper_of
from portal.desk.sheets.forms import SheetForm
from portal.desk.workbench.papers.content import said
from portal.desk.workbench.papers.out import DOCUMENT
from portal.web.downloads import attachment_response
from portal.web.forms import PlainForm
from portal.web.language import language

UNPROCESSABLE = 422


def room(desk: Desk) -> Blueprint:
    """The room of sheets."""
    sheets = DeskRoom("sheets", desk)
    sheets.get("/case/<number>/sheets", listed)
    sheets.both("/case/<number>/sheets/new/<kind>", begin)
    sheets.get("/case/<number>/sheets/<int:place>", sheet)
    sheets.both("/case/<number>/sheets/<int:place>/edit", edit)
    sheets.post("/case/<number>/sheets/<int:place>/out", leave)
    return sheets.blueprint


@needs(Right.OPEN_CASE)
def listed(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        found = actions.sheets_of(session, desk, who, number)
    given = {"sheets": found, "purposes": PURPOSES, "may": who.may(Right.SHEET)}
    return render_template("desk/sheets/listed.html", number=number, **given)


@needs(Right.SHEET)
def begin(desk: Desk, who: Who, number: str, kind: str) -> ResponseReturnValue:
    if kind not in PURPOSES:
        abort(404)
    return _write(desk, who, number, 0, kind)


@needs(Right.SHEET)
def edit(desk: Desk, who: Who, number: str, place: int) -> ResponseReturnValue:
    return _write(desk, who, number, place, "")


@needs(Right.OPEN_CASE)
def sheet(desk: Desk, who: Who, number: str, place: int) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        found = actions.read(session, desk, who, number, place)
    given = {"sheet": found, "paper": paper_of(found.content, desk.clock.today()), "form": PlainForm()}
    page = {"said": said, "lang": language(), "may": who.may(Right.SHEET)}
    return render_template("desk/sheets/sheet.html", number=number, **given, **page)


@needs(Right.SHEET)
def leave(desk: Desk, who: Who, number: str, place: int) -> ResponseReturnValue:
    try:
        with on_case(desk, who, number) as session:
            content = actions.let_out(session, desk, who, number, place)
    except NotAllowed as no:
        return render_template("desk/sheets/held.html", number=number, place=place, why=no.why), 409
    from portal.desk.workbench.papers.writing import docx_of  # noqa: PLC0415  python-docx, when a sheet leaves

    document = docx_of(paper_of(content, desk.clock.today()), language(), desk.clock.today())
    return attachment_response(DOCUMENT, len(document), iter(BytesIO(document)))


def _write(desk: Desk, who: Who, number: str, place: int, purpose: str) -> ResponseReturnValue:
    with on_case(desk, who, number) as session:
        draft = actions.draft(session, desk, who, number, place, language())
    form, refused = SheetForm.of(draft), None
    if form.validate_on_submit():
        try:
            with on_case(desk, who, number) as session:
                saved = actions.save(session, desk, who, number, place, purpose, form.written())
            return redirect(url_for("sheets.sheet", number=number, place=saved), 303)
        except NotAllowed as no:
            refused = no
    still = refused.words if isinstance(refused, actions.StillThere) else ()
    given = {"draft": draft, "form": form, "refused": refused.why if refused else None, "still": still}
    page = render_template("desk/sheets/write.html", number=number, **given)
    return page, UNPROCESSABLE if refused or form.errors else 200
