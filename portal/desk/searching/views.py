"""The search page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.desk.searching import actions
from portal.desk.searching.forms import SearchForm


def room(desk: Desk) -> Blueprint:
    """The room for searching."""
    searching = DeskRoom("searching", desk)
    searching.both("/search", search)
    return searching.blueprint


@needs(Right.OPEN_CASE)
def search(desk: Desk, who: Who) -> ResponseReturnValue:
    form, found, prepared = SearchForm(), None, None
    if form.validate_on_submit() and form.words.data:
        # The line in the audit chain is durable before anything that was found is shown.
        with desk.database.writing() as session:
            prepared = actions.prepare(session, desk, who)
        with desk.database.reading() as session:
            found = actions.search(session, who, form.words.data)
    page = render_template("desk/searching/search.html", form=form, found=found, prepared=prepared)
    return page, 422 if form.errors else 200
