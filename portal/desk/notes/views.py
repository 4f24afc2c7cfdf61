"""The notes and tasks of one case."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework.rules import NotAllowed
from portal.desk.casework.visiting import on_case
from portal.desk.desk import Desk
from portal.desk.notes import actions
from portal.desk.notes.actions import Notebook
from portal.desk.notes.forms import EndForm, NoteForm, TaskForm
from portal.desk.notes.rules import Unmentionable
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.web.language import language

UNPROCESSABLE = 422


def room(desk: Desk) -> Blueprint:
    """The room of notes and tasks."""
    notes = DeskRoom("notes", desk)
    notes.get("/case/<number>/notes", listed)
    notes.both("/case/<number>/notes/write", write)
    notes.both("/case/<number>/tasks/set", set_task)
    notes.both("/case/<number>/tasks/<int:slot>/done", end_task)
    return notes.blueprint


@needs(Right.OPEN_CASE)
def listed(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    return render_template("desk/notes/listed.html", book=_book(desk, who, number))


@needs(Right.OPEN_CASE)
def write(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    book, strikes = _book(desk, who, number), request.args.get("strikes", "")
    form, refused = NoteForm.of(strikes, _old(book, strikes)), None
    if form.validate_on_submit():
        try:
            with on_case(desk, who, number) as session:
                actions.write(session, desk, who, number, form.text.data or "", strikes=form.struck())
            return redirect(url_for("notes.listed", number=number), 303)
        except NotAllowed as no:
            refused = no
    strangers = refused.logins if isinstance(refused, Unmentionable) else ()
    given = {"book": book, "form": form, "refused": refused and refused.why, "strangers": strangers, "number": number}
    return render_template("desk/notes/write.html", **given), UNPROCESSABLE if refused or form.errors else 200


@needs(Right.OPEN_CASE)
def set_task(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    book = _book(desk, who, number)
    form, refused = TaskForm.among(book.people, language()), None
    if form.validate_on_submit():
        try:
            with on_case(desk, who, number) as session:
                actions.set_task(session, desk, who, number, form.given())
            return redirect(url_for("notes.listed", number=number), 303)
        except NotAllowed as no:
            refused = no.why
    given = {"form": form, "refused": refused, "number": number}
    return render_template("desk/notes/task.html", **given), UNPROCESSABLE if refused or form.errors else 200


@needs(Right.OPEN_CASE)
def end_task(desk: Desk, who: Who, number: str, slot: int) -> ResponseReturnValue:
    task = next((one for one in _book(desk, who, number).tasks if one.slot == slot), None)
    if task is None:
        abort(404)
    form, refused = EndForm(), None
    if form.validate_on_submit():
        try:
            with on_case(desk, who, number) as session:
                actions.end_task(session, desk, who, number, slot, form.text.data or "")
            return redirect(url_for("notes.listed", number=number), 303)
        except NotAllowed as no:
            refused = no.why
    given = {"form": form, "refused": refused, "number": number, "task": task}
    return render_template("desk/notes/done.html", **given), UNPROCESSABLE if refused or form.errors else 200


def _book(desk: Desk, who: Who, number: str) -> Notebook:
    with on_case(desk, who, number) as session:
        return actions.read(session, desk, who, number)


def _old(book: Notebook, strikes: str) -> str:
    """The words of the note that is to be corrected, to start from; nothing for a note of somebody else."""
    return next((note.text or "" for note in book.notes if str(note.slot) == strikes and note.own), "")
