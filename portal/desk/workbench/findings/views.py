"""What was found in one case, and what officers made of it."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework.visiting import on_bench
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.desk.workbench.bench import enter
from portal.desk.workbench.checking.marks import MARK_WORDS
from portal.desk.workbench.findings import actions
from portal.desk.workbench.findings.boards import Boards, Seen
from portal.desk.workbench.findings.forms import MarkForm
from portal.desk.workbench.findings.keys import person_key
from portal.desk.workbench.findings.rules import MarkRefused
from portal.web.language import language


def room_with(boards: Boards) -> Callable[[Desk], Blueprint]:
    """The room of findings, with the checks it runs."""

    def room(desk: Desk) -> Blueprint:
        findings = DeskRoom("findings", desk)
        findings.get("/case/<number>/workbench/findings", listed, boards=boards)
        findings.both("/case/<number>/workbench/findings/<key>", mark, boards=boards)
        return findings.blueprint

    return room


def _seen(desk: Desk, who: Who, number: str, reading: str, boards: Boards) -> Seen:
    with on_bench(desk, who, number) as session:
        bench = enter(session, desk, who, number, reading=reading)
    return boards.look(bench, request.args.get("person", ""))


@needs(Right.OPEN_CASE)
def listed(desk: Desk, who: Who, number: str, boards: Boards) -> ResponseReturnValue:
    seen = _seen(desk, who, number, "workbench findings", boards)
    given = {"seen": seen, "board": seen.board, "marks": MARK_WORDS, "may": who.may(Right.WORKBENCH)}
    return render_template("desk/findings/listed.html", number=number, here="findings", key_of=person_key, **given)


@needs(Right.WORKBENCH)
def mark(desk: Desk, who: Who, number: str, key: str, boards: Boards) -> ResponseReturnValue:
    seen, refused = _seen(desk, who, number, "workbench finding", boards), None
    board, alone = seen.board, seen.key if seen.alone else None
    with on_bench(desk, who, number) as session:
        one, newest = actions.found(board, key), board.newest(key)
        form = MarkForm.about(one, language(), newest.judgement if newest else None)
        if form.validate_on_submit():
            try:
                actions.mark(session, desk, who, number, board, (key, form.seen.data or 0, form.judgement()))
                return redirect(url_for("findings.listed", number=number, person=alone, _anchor=key), 303)
            except MarkRefused as no:
                refused = no.why
    given = {"one": one, "board": board, "form": form, "refused": refused, "marks": MARK_WORDS, "alone": alone}
    given["reading"] = seen.reading
    page = render_template("desk/findings/mark.html", number=number, here="findings", **given)
    return page, 422 if refused or form.errors else 200
