"""Four pages: before you start, write, check, and the receipt. Only the last step stores anything."""

import re
from collections.abc import Sequence
from typing import cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.indicators import GROUPS, in_group
from portal.domain.reading import read
from portal.public.door import Door
from portal.public.flood.gate import Form
from portal.public.not_now import ask_first
from portal.public.offices import keeping_names, name_of, openers
from portal.public.reporting.actions import HandedIn, hand_in, wrote_it_down
from portal.public.reporting.checked import Checked
from portal.public.reporting.draft import Draft
from portal.public.reporting.forms import carried
from portal.public.reporting.rules import hints
from portal.public.reporting.telltales import telltales
from portal.public.uploads import Refused, SealingRequest
from portal.public.written import packed
from portal.sealing import BadReceipt
from portal.web.language import language
from portal.web.room import Room

TO_BE_PUT_RIGHT = 422
"""The status of a page that asks for something to be put right: understood, not done, nothing lost."""

_CHECK = re.compile(r"[A-Z2-7]{4}( [A-Z2-7]{4}){4}", re.ASCII)
_ROW = re.compile(r"[0-9]{1,3}")


def room(door: Door) -> Blueprint:
    """Make the room in which a report is written and handed in."""
    reporting = Room("reporting", door)
    reporting.both("/report/before", before)
    reporting.both("/report/write", write)
    reporting.both("/report/send", send)
    reporting.both("/report/saved", saved)
    reporting.blueprint.before_request(door.precedence.step_aside)
    return reporting.blueprint


def before(door: Door) -> ResponseReturnValue:
    draft = _draft(door)
    if request.method != "POST" or _wish() == "edit":
        return _before_page(draft)
    if not draft.before.validate():
        return _before_page(draft), TO_BE_PUT_RIGHT
    if draft.once and draft.is_complete():
        return _check_page(door, draft)
    return _write_page(_draft(door))


def write(door: Door) -> ResponseReturnValue:
    if request.method != "POST":
        return _to_the_start()
    draft, (wish, rows, which) = _draft(door), [*_wish().split(":"), "", ""][:3]
    if not draft.before.validate():
        return _before_page(draft), TO_BE_PUT_RIGHT
    if wish == "add":
        draft.story.add_row(rows)
    elif wish == "remove" and _ROW.fullmatch(which):
        draft.story.remove_row(rows, int(which))
    elif wish != "edit":
        return _check_page(door, draft) if draft.is_complete() else (_write_page(draft), TO_BE_PUT_RIGHT)
    return _write_page(draft)


def send(door: Door) -> ResponseReturnValue:
    if request.method != "POST":
        return _to_the_start()
    uploads = cast("SealingRequest", request).uploads
    # Once more: while the form was taken apart, somebody may have begun to read.
    door.precedence.step_aside()
    if challenge := door.gate.admit(Form.REPORT, request.form.get("once", ""), request.form):
        return ask_first(challenge, door.precedence)
    roster = door.rosters.sealing()
    checked = Checked.received(roster, request.form)
    if checked and not uploads.refused:
        uploads.treat()
    if checked is None or uploads.refused:
        return _look_again(door, uploads.refused), TO_BE_PUT_RIGHT
    handed = hand_in(door, roster, checked, uploads)
    return render_template("public/reporting/receipt.html", handed=handed, mistyped=False)


def _look_again(door: Door, refused: Sequence[Refused]) -> str:
    """Show the first page on which something is to be put right; when nothing is, the one for checking."""
    draft = _draft(door)
    if draft.is_complete():
        return _check_page(door, draft, refused)
    return _before_page(draft) if draft.before.errors else _write_page(draft)


def saved(_door: Door) -> ResponseReturnValue:
    if request.method != "POST":
        return _to_the_start()
    code = request.form.get("code", "")
    try:
        if wrote_it_down(code, request.form.get("last", "")):
            return render_template("public/reporting/saved.html")
    except BadReceipt:
        return redirect(url_for("mailbox.mailbox"), 303)
    check = request.form.get("check", "")
    handed = HandedIn(code, check=check if _CHECK.fullmatch(check) else "")
    return render_template("public/reporting/receipt.html", handed=handed, mistyped=True), TO_BE_PUT_RIGHT


def _draft(door: Door) -> Draft:
    return Draft.received(door.rosters.now(), request.form if request.method == "POST" else None)


def _wish() -> str:
    return request.form.get("do", "")


def _to_the_start() -> ResponseReturnValue:
    """Answer whoever reloads an address that only takes what a form sends: back to where the form begins."""
    return redirect(url_for("reporting.before"), 303)


def _before_page(draft: Draft) -> str:
    return render_template("public/reporting/before.html", draft=draft, written=packed(carried(draft.story)))


def _write_page(draft: Draft) -> str:
    return render_template(
        "public/reporting/write.html",
        draft=draft,
        groups=[(title, _definitions(code)) for code, title in GROUPS.words],
        written=packed(carried(draft.before)),
    )


def _definitions(group: str) -> dict[str, str]:
    return {sign.code: sign.definition.of(language()) for sign in in_group(group)}


def _check_page(door: Door, draft: Draft, refused: Sequence[Refused] = ()) -> str:
    draft = draft.ready_to_send()
    report, who = draft.report(language()), draft.identity()
    return render_template(
        "public/reporting/check.html",
        draft=draft,
        written=packed([*carried(draft.before), *carried(draft.story)]),
        report=report.as_text(),
        who=who,
        identity=who.as_text() if who else "",
        keeping=keeping_names(door.rosters.now(), draft.offices(), language()),
        reading=read(report),
        openers=openers(door.rosters.now(), draft.offices(), language()),
        withheld=[(name_of(office, language()), why) for office, why in draft.withheld()],
        telltales=telltales(report),
        hints=hints(report),
        refused=refused,
        limits=door.limits,
        challenge=door.gate.asks(Form.REPORT, draft.once),
    )
