"""A page that shows an attachment, and the picture on it."""

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from portal.desk.audit.actions import Act
from portal.desk.casework.actions import attachment
from portal.desk.casework.visiting import on_case
from portal.desk.desk import Desk
from portal.desk.looking import COVER, Look, NoPreview
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.sealing import FileEntry

_AT = "/case/<number>/file/<int:sending>/<int:slot>"


def room(desk: Desk) -> Blueprint:
    """Make the room in which attachments are looked at."""
    previews = DeskRoom("previews", desk)
    previews.get(f"{_AT}/look/<int:page>", look)
    previews.get(f"{_AT}/picture/<int:page>", picture)
    return previews.blueprint


@needs(Right.DOWNLOAD)
def look(desk: Desk, who: Who, number: str, sending: int, slot: int, page: int) -> ResponseReturnValue:
    given = {"number": number, "sending": sending, "slot": slot, "page": page}
    try:
        entry, seen = _seen(desk, who, number, (sending, slot), COVER)
        if seen.text is not None:
            entry, seen = _seen(desk, who, number, (sending, slot), page)
    except NoPreview:
        return render_template("desk/previews/none.html", **given), 422
    if not 1 <= page <= seen.pages:
        abort(404)
    return render_template("desk/previews/look.html", entry=entry, seen=seen, **given)


@needs(Right.DOWNLOAD)
def picture(desk: Desk, who: Who, number: str, sending: int, slot: int, page: int) -> ResponseReturnValue:
    try:
        _, seen = _seen(desk, who, number, (sending, slot), page)
    except NoPreview:
        abort(404)
    if seen.picture is None:
        abort(404)
    return Response(seen.picture, mimetype="image/jpeg")


def _seen(desk: Desk, who: Who, number: str, place: tuple[int, int], page: int) -> tuple[FileEntry, Look]:
    """Open the file and draw it. The audit line is written before; the drawing holds no transaction."""
    act = None if page == COVER else Act.LOOK
    with on_case(desk, who, number) as session:
        entry, chunks = attachment(session, desk, who, number, *place, act=act)
    return entry, desk.looking.look(entry.size, chunks, page)
