"""The papers of one case: the working paper, requests to the units, de-identified findings; and the way out."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework.rules import NeedsSecond, NotAllowed
from portal.desk.casework.visiting import on_bench
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.desk.workbench.bench import enter
from portal.desk.workbench.examining.examiner import Examiner
from portal.desk.workbench.papers import asked, making, out
from portal.desk.workbench.papers.content import said
from portal.desk.workbench.papers.forms import ChooseForm
from portal.desk.workbench.papers.leaving import Consent, Export, export_of, let_out, may_export
from portal.desk.workbench.papers.requesting import SIDE_WORDS
from portal.desk.workbench.people import People
from portal.web.downloads import attachment_response
from portal.web.forms import PlainForm
from portal.web.language import language


def room_with(examiner: Examiner, consent: Consent) -> Callable[[Desk], Blueprint]:
    """The room of papers; `consent` tells who else agreed to an export."""

    def room(desk: Desk) -> Blueprint:
        papers = DeskRoom("papers", desk)
        papers.get("/case/<number>/workbench/papers", overview, examiner=examiner)
        papers.both("/case/<number>/workbench/papers/ask/<key>", ask, examiner=examiner)
        papers.get("/case/<number>/workbench/papers/see/<what>", paper, examiner=examiner, consent=consent)
        papers.post("/case/<number>/workbench/papers/out/<what>", leave, examiner=examiner, consent=consent)
        return papers.blueprint

    return room


@needs(Right.OPEN_CASE)
def overview(desk: Desk, who: Who, number: str, examiner: Examiner) -> ResponseReturnValue:
    with on_bench(desk, who, number) as session:
        bench = enter(session, desk, who, number, reading="workbench papers")
    people, unreadable = People.of(bench.roster()).names, asked.lists_of(bench).unreadable
    given: dict[str, Any] = {
        "people": people,
        "unreadable": unreadable,
        "large": examiner.is_large(bench),
        "form": PlainForm(),
    }
    given |= {"may": who.may(Right.WORKBENCH), "reading": bench.reading}
    return render_template("desk/papers/overview.html", number=number, here="papers", **given)


@needs(Right.WORKBENCH)
def ask(desk: Desk, who: Who, number: str, key: str, examiner: Examiner) -> ResponseReturnValue:
    with on_bench(desk, who, number) as session:
        bench = enter(session, desk, who, number, reading="workbench days to ask about")
    desktop, form, nothing = making.spread_out(bench, examiner, key), ChooseForm(), False
    with on_bench(desk, who, number):
        person = desktop.person(key)
    if form.validate_on_submit():
        chosen = making.days_to_ask(desktop, person)
        nothing = not chosen
        if chosen:
            with on_bench(desk, who, number) as session:
                asked.keep(session, desk, who, number, chosen, form.seen.data or 0)
            return redirect(url_for("papers.ask", number=number, key=key), 303)
    lists = [(one, making.sides_of(desktop, one)) for one in desktop.lists.of(person.person)]
    given = {"lists": lists, "name": desktop.people.names[key], "form": form, "nothing": nothing, "sides": SIDE_WORDS}
    given["reading"] = bench.reading
    page = render_template("desk/papers/ask.html", number=number, here="papers", seen=len(bench.papers), **given)
    return page, 422 if nothing else 200


def _known(number: str, what: str) -> Export:
    """What an address asks for; 404 for nonsense."""
    export = out.named(number, what)
    if export is None:
        abort(404)
    return export


@needs(Right.OPEN_CASE)
def paper(desk: Desk, who: Who, number: str, what: str, examiner: Examiner, consent: Consent) -> ResponseReturnValue:
    wanted = _known(number, what)
    with on_bench(desk, who, number) as session:
        bench = enter(session, desk, who, number, reading=f"workbench paper {wanted.kind}")
        export = export_of(bench, wanted.kind, wanted.about)
        agreed = may_export(session, desk, who, export, consent)
    with on_bench(desk, who, number):
        made = out.paper_of(bench, examiner, export)
    if made is None:
        abort(404)
    given = {"paper": made, "export": export, "agreed": agreed, "form": PlainForm(), "may": who.may(Right.WORKBENCH)}
    given["reading"] = bench.reading
    return render_template("desk/papers/paper.html", number=number, said=said, lang=language(), **given)


@needs(Right.WORKBENCH)
def leave(desk: Desk, who: Who, number: str, what: str, examiner: Examiner, consent: Consent) -> ResponseReturnValue:
    wanted = _known(number, what)
    with on_bench(desk, who, number) as session:
        bench = enter(session, desk, who, number)
    export = export_of(bench, wanted.kind, wanted.about)
    with on_bench(desk, who, number):
        name, content = out.file_of(bench, examiner, export, language())
    try:
        with on_bench(desk, who, number) as session:
            let_out(session, desk, who, export, consent)
    except (NeedsSecond, NotAllowed):
        return render_template("desk/papers/held.html", number=number, here="papers", export=export), 409
    return attachment_response(name, len(content), iter(BytesIO(content)))
