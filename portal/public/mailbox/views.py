"""The mailbox: the code comes in the body of a POST and goes out, if at all, as a hidden input. Never in an address."""

import re
from secrets import token_hex
from typing import cast

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from portal.letterbox.slot import MailboxFull
from portal.public.door import Door
from portal.public.mailbox.actions import MailboxAltered, NoMailbox, read_mailbox, write_letter
from portal.public.mailbox.forms import CodeForm, LetterForm
from portal.public.uploads import SealingRequest, Uploads
from portal.web.room import Room

TO_BE_PUT_RIGHT = 422

_ONCE = re.compile(r"[0-9a-f]{32}")
_CODE_FAULTS = {NoMailbox: "no_mailbox", MailboxAltered: "mailbox_altered", MailboxFull: "mailbox_full"}


def room(door: Door) -> Blueprint:
    """Make the room in which a reporter reads answers and writes again."""
    rooms = Room("mailbox", door)
    rooms.both("/mailbox", mailbox)
    rooms.both("/mailbox/letter", letter)
    return rooms.blueprint


def mailbox(door: Door) -> ResponseReturnValue:
    if request.method != "POST":
        return render_template("public/mailbox/code.html", form=CodeForm(formdata=None))
    view = read_mailbox(door, request.form.get("code", ""))
    if view is None:
        return render_template("public/mailbox/empty.html", form=CodeForm(formdata=None))
    form = LetterForm(formdata=None, code=view.code, once=token_hex(16))
    return render_template("public/mailbox/mailbox.html", view=view, form=form, limits=door.limits)


def letter(door: Door) -> ResponseReturnValue:
    if request.method != "POST":
        return _letter_page(door, LetterForm(formdata=None, once=token_hex(16)))
    form, uploads = LetterForm(formdata=request.form), cast("SealingRequest", request).uploads
    once = form.once.data or ""
    if not _ONCE.fullmatch(once):
        abort(400)
    if not _is_sendable(form, uploads):
        return _letter_page(door, form, uploads), TO_BE_PUT_RIGHT
    try:
        posted = write_letter(door, form.code.data or "", form.text.data or "", once, uploads)
    except tuple(_CODE_FAULTS) as refused:
        form.code.errors = [_CODE_FAULTS[type(refused)]]
        return _letter_page(door, form, uploads), TO_BE_PUT_RIGHT
    return render_template("public/mailbox/posted.html", posted=posted)


def _is_sendable(form: LetterForm, uploads: Uploads) -> bool:
    """Whether there is something to send, and all of it arrived. Says beside the field what is missing."""
    sendable = bool(form.validate()) and not uploads.refused
    if sendable and not form.text.data and not uploads.taken:
        form.text.errors = ["write_something"]
        return False
    return sendable


def _letter_page(door: Door, form: LetterForm, uploads: Uploads | None = None) -> str:
    refused, lost = (uploads.refused, bool(uploads.taken)) if uploads else ((), False)
    return render_template("public/mailbox/letter.html", form=form, refused=refused, lost=lost, limits=door.limits)
