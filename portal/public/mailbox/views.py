"""The mailbox: the code comes in the body of a POST and goes out, if at all, as a hidden input. Never in an address."""

import re
from secrets import token_hex
from typing import cast

from flask import Blueprint, Response, abort, after_this_request, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.correspondence import ADD, ANSWER, OBJECT
from portal.domain.next_date import objection_due
from portal.letterbox.slot import MailboxFull
from portal.public.door import Door
from portal.public.flood.gate import Form
from portal.public.mailbox.actions import MailboxAltered, NoMailbox, Words, read_mailbox, write_letter
from portal.public.mailbox.clearing import close_mailbox, destroy_replies
from portal.public.mailbox.enclosures import enclosure
from portal.public.mailbox.forms import CodeForm, LetterForm
from portal.public.not_now import ask_first
from portal.public.uploads import SealingRequest, Uploads
from portal.web.downloads import attachment_response, disposition
from portal.web.room import Room

TO_BE_PUT_RIGHT = 422

_SLOT = re.compile(r"[0-9]{1,5}", re.ASCII)
_ONCE = re.compile(r"[0-9a-f]{32}")
_CODE_FAULTS = {NoMailbox: "no_mailbox", MailboxAltered: "mailbox_altered", MailboxFull: "mailbox_full"}


def room(door: Door) -> Blueprint:
    """Make the room in which a reporter reads answers and writes again."""
    rooms = Room("mailbox", door)
    rooms.both("/mailbox", mailbox)
    rooms.both("/mailbox/letter", letter)
    rooms.both("/mailbox/note", note)
    rooms.both("/mailbox/file", file)
    rooms.both("/mailbox/destroy", destroy)
    rooms.both("/mailbox/close", close)
    return rooms.blueprint


def mailbox(door: Door) -> ResponseReturnValue:
    if request.method != "POST":
        return render_template("public/mailbox/code.html", form=CodeForm(formdata=None))
    code = request.form.get("code", "")
    # Not sooner: the code is here, so nobody can hold others back by sending it slowly.
    _go_first(door)
    view = read_mailbox(door, code)
    if view is None:
        return render_template("public/mailbox/empty.html", form=CodeForm(formdata=None))
    form = LetterForm(formdata=None, code=view.code, once=token_hex(16), purpose=ANSWER if view.asked else ADD)
    return render_template("public/mailbox/mailbox.html", view=view, form=form, **_around(door, form))


def letter(door: Door) -> ResponseReturnValue:
    if request.method != "POST":
        return _letter_page(door, LetterForm(formdata=None, once=token_hex(16)))
    door.precedence.step_aside()
    form, uploads = LetterForm(formdata=request.form), cast("SealingRequest", request).uploads
    once = form.once.data or ""
    if not _ONCE.fullmatch(once):
        abort(400)
    if challenge := door.gate.admit(Form.LETTER, once, request.form):
        return ask_first(challenge, door.precedence)
    if not _is_sendable(form, uploads):
        return _letter_page(door, form, uploads), TO_BE_PUT_RIGHT
    try:
        words = Words(form.text.data or "", form.purpose.data or ADD)
        posted = write_letter(door, form.code.data or "", words, once, uploads)
    except tuple(_CODE_FAULTS) as refused:
        form.code.errors = [_CODE_FAULTS[type(refused)]]
        return _letter_page(door, form, uploads), TO_BE_PUT_RIGHT
    promised = objection_due(door.clock.today()) if words.purpose == OBJECT else None
    return render_template("public/mailbox/posted.html", posted=posted, promised=promised)


def note(door: Door) -> ResponseReturnValue:
    """The proof of filing as a small text file, under a name that says nothing."""
    view = read_mailbox(door, request.form.get("code", "")) if request.method == "POST" else None
    if view is None or view.proof is None:
        return redirect(url_for("mailbox.mailbox"), 303)
    return Response(str(view.proof), mimetype="text/plain", headers={"Content-Disposition": disposition("note.txt")})


def file(door: Door) -> ResponseReturnValue:
    """A file that came with a reply. Asked for with the code in the body, like everything else here."""
    if request.method != "POST":
        return redirect(url_for("mailbox.mailbox"), 303)
    reply, number = request.form.get("reply", ""), request.form.get("file", "")
    if not _SLOT.fullmatch(reply) or not _SLOT.fullmatch(number):
        abort(400)
    found = enclosure(door, request.form.get("code", ""), int(reply), int(number))
    if found is None:
        return render_template("public/mailbox/no_file.html"), 404
    return attachment_response(found.name, len(found.content), iter([found.content]))


def destroy(door: Door) -> ResponseReturnValue:
    if request.method != "POST":
        return redirect(url_for("mailbox.mailbox"), 303)
    code, upto = request.form.get("code", ""), request.form.get("upto", "", type=str)
    if not _SLOT.fullmatch(upto):
        abort(400)
    if request.form.get("do") != "yes":
        return render_template("public/mailbox/destroy.html", code=code, upto=upto)
    destroyed = destroy_replies(door, code, int(upto))
    return render_template("public/mailbox/destroyed.html", code=code, destroyed=destroyed)


def close(door: Door) -> ResponseReturnValue:
    code = request.form.get("code", "")
    if request.method != "POST" or request.form.get("do") != "yes":
        return render_template("public/mailbox/close.html", form=CodeForm(formdata=None, code=code))
    close_mailbox(door, code)
    return render_template("public/mailbox/closed.html")


def _go_first(door: Door) -> None:
    """Let whoever sends something step aside until this answer is with the reader."""
    done = door.precedence.begin_reading()

    @after_this_request
    def until_it_is_sent(answer: Response) -> Response:
        answer.call_on_close(done)
        return answer


def _is_sendable(form: LetterForm, uploads: Uploads) -> bool:
    """Whether there is something to send, and all of it arrived. Says beside the field what is missing."""
    sendable = bool(form.validate()) and not uploads.refused
    if sendable and not form.text.data and not uploads.any:
        form.text.errors = ["write_something"]
        return False
    if sendable:
        uploads.treat()
    return sendable and not uploads.refused


def _letter_page(door: Door, form: LetterForm, uploads: Uploads | None = None) -> str:
    refused, lost = (uploads.refused, uploads.any) if uploads else ((), False)
    return render_template("public/mailbox/letter.html", form=form, refused=refused, lost=lost, **_around(door, form))


def _around(door: Door, form: LetterForm) -> dict[str, object]:
    """What the page needs for the form by which a letter is sent."""
    return {"limits": door.limits, "challenge": door.gate.asks(Form.LETTER, form.once.data or "")}
