"""One request about one case: one transaction, one answer for a case that is not there and one that stays closed."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import abort, redirect, request, url_for
from sqlalchemy.orm import Session

from portal.desk.casework.actions import note_refused
from portal.desk.casework.numbering import BATCH
from portal.desk.casework.unlocking import NoSuchCase, NotDeclared, declared_case
from portal.desk.desk import Desk
from portal.desk.officers.rules import Who


@contextmanager
def on_case(desk: Desk, who: Who, number: str) -> Iterator[Session]:
    """A writing session for acts on one case. What this officer cannot open is written down, then answered with 404.

    A batch is no case to anybody who does not ask for one: nothing can be decided, answered or begun on it.
    """
    if number.startswith(BATCH):
        with desk.database.writing() as session:
            note_refused(session, desk, who, number)
        abort(404)
    with on_bench(desk, who, number) as session:
        yield session


@contextmanager
def on_bench(desk: Desk, who: Who, number: str) -> Iterator[Session]:
    """The same for what may be done on a batch too: the workbench, and giving a colleague access.

    Whoever has not stated yet that nothing calls for recusal is led to the page for it.
    """
    try:
        with desk.database.writing() as session:
            yield session
    except NotDeclared as closed:
        # Back to the page that was asked for, once the statement is made; a form that was sent is not sent again.
        after = request.full_path.rstrip("?") if request.method == "GET" else None
        abort(redirect(url_for("circle.state", number=closed.number, after=after), 303))
    except NoSuchCase:
        with desk.database.writing() as session:
            note_refused(session, desk, who, number)
        abort(404)


def require_open(desk: Desk, who: Who, number: str) -> None:
    """Before an empty form is shown: what is typed into it must not be lost to a statement that is still to be made."""
    with on_case(desk, who, number) as session:
        declared_case(session, who, number)
