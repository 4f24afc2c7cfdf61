"""The pages of an officer's leaving: who holds what, handing it over, and the end. Views like those in `views.py`."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework.rules import NotAllowed, Refusal
from portal.desk.casework.visiting import on_bench
from portal.desk.circle import handing_over
from portal.desk.circle.forms import HeirForm
from portal.desk.circle.handing_over import HandedOver
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import needs
from portal.desk.officers.rules import Right, Who
from portal.web.forms import PlainForm
from portal.web.language import language

UNPROCESSABLE = 422


@needs(Right.GRANT)
def staff(desk: Desk, who: Who) -> ResponseReturnValue:
    """Show the colleagues of the office and how many cases each holds."""
    with desk.database.reading() as session:
        found = handing_over.staff(session, who)
    return render_template("desk/circle/staff.html", staff=found, gone=request.args.get("gone") == "1")


@needs(Right.GRANT)
def leaving(desk: Desk, who: Who, which: str) -> ResponseReturnValue:
    """Hand a colleague's cases over, and offer the end."""
    return _hand_over(desk, who, which)


@needs(Right.OPEN_CASE)
def hand_on_own(desk: Desk, who: Who) -> ResponseReturnValue:
    """Hand one's own cases over."""
    return _hand_over(desk, who, who.officer)


@needs(Right.GRANT)
def let_go(desk: Desk, who: Who, which: str) -> ResponseReturnValue:
    """Take the leaver's keys and end their sign-ins."""
    try:
        with on_bench(desk, who, "") as session:
            handing_over.let_go(session, desk, who, which)
    except NotAllowed as no:
        return _page(desk, who, which, refused=no.why)
    return redirect(url_for("circle.staff", gone="1"), 303)


def _hand_over(desk: Desk, who: Who, which: str) -> ResponseReturnValue:
    with on_bench(desk, who, "") as session:
        found = handing_over.leaver(session, who, which)
    form = HeirForm.among(found.heirs, language())
    if form.validate_on_submit():
        try:
            return _page(desk, who, which, done=handing_over.hand_over(desk, who, which, form.heir.data or ""))
        except NotAllowed as no:
            return _page(desk, who, which, refused=no.why)
    return _page(desk, who, which)


def _page(
    desk: Desk, who: Who, which: str, *, done: HandedOver | None = None, refused: Refusal | None = None
) -> ResponseReturnValue:
    with on_bench(desk, who, "") as session:
        found = handing_over.leaver(session, who, which)
    form = HeirForm.among(found.heirs, language())
    form.validate_on_submit()
    faults = bool(form.errors) and done is None and refused is None
    given = {"found": found, "form": form, "done": done, "refused": refused, "ending": PlainForm()}
    html = render_template("desk/circle/leaving.html", **given)
    return html, UNPROCESSABLE if refused or faults else 200
