"""The workbench of one case: its files and what was understood of them."""

import re
from io import BytesIO

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.casework.visiting import on_bench
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.desk.workbench import taking
from portal.desk.workbench.bench import Bench, enter
from portal.desk.workbench.forms import MONTH, MOST_AT_ONCE, YEARS, MappingForm, UploadForm, VersionForm
from portal.desk.workbench.importing import CannotRead, Hints, Reading, words_of
from portal.desk.workbench.mapping import columns_of, options, outcome, to_map
from portal.desk.workbench.rows import FileKind
from portal.desk.workbench.words import KINDS, ORDERS, STATUSES
from portal.domain.text import Text
from portal.sealing import clean_name
from portal.web.downloads import attachment_response
from portal.web.language import N_, gettext, language

AUTO = N_("按内容识别")
Refused = tuple[tuple[str, Text], ...]
"""Files that were not taken: name, why."""


def room(desk: Desk) -> Blueprint:
    """The workbench room. It has one reader of tables, so that only a few children run at once."""
    workbench, reading = DeskRoom("workbench", desk), Reading()

    @needs(Right.WORKBENCH)
    def upload(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
        return _upload(desk, who, number, reading)

    workbench.get("/case/<number>/workbench", files)
    workbench.post("/case/<number>/workbench/files", upload)
    workbench.both("/case/<number>/workbench/files/<int:place>", mapping)
    workbench.get("/case/<number>/workbench/files/<int:place>/original", original)
    workbench.both("/case/<number>/workbench/files/<int:place>/withdraw", withdraw)
    workbench.post("/case/<number>/workbench/files/<int:place>/again", again)
    return workbench.blueprint


def bench_for(desk: Desk, who: Who, number: str, reading: str = "") -> Bench:
    """The workbench of a case, read in one short transaction; 404 when this officer cannot open the case."""
    with on_bench(desk, who, number) as session:
        return enter(session, desk, who, number, reading=reading)


@needs(Right.OPEN_CASE)
def files(desk: Desk, who: Who, number: str) -> ResponseReturnValue:
    bench = bench_for(desk, who, number, "workbench files")
    return _files(bench, who, UploadForm.among(language(), gettext(AUTO)))


def _files(bench: Bench, who: Who, form: UploadForm, refused: Refused = ()) -> ResponseReturnValue:
    given = {"bench": bench, "number": bench.number, "form": form, "kinds": KINDS, "may": who.may(Right.WORKBENCH)}
    given |= {"most": MOST_AT_ONCE}
    page = render_template("desk/workbench/files.html", refused=refused, here="files", **given)
    return page, 422 if refused or form.errors else 200


def _upload(desk: Desk, who: Who, number: str, reading: Reading) -> ResponseReturnValue:
    bench, form = bench_for(desk, who, number), UploadForm.among(language(), gettext(AUTO))
    if not form.validate_on_submit():
        return _files(bench, who, form)
    places, refused = [], []
    # Each file is a transaction of its own: what cannot be read takes nothing away from the others.
    for sent in form.file.data:
        name, content = sent.filename or "", sent.stream.read()
        try:
            handed = taking.Handed(content, reading.read(name, content), form.hints())
        except CannotRead as cannot:
            refused.append((clean_name(name), words_of(cannot.reason)))
            continue
        with on_bench(desk, who, number) as session:
            places.append(taking.bring_in(session, desk, who, number, handed))
    if refused:
        return _files(bench_for(desk, who, number), who, form, tuple(refused))
    if len(places) > 1:
        return redirect(url_for("workbench.files", number=number), 303)
    return redirect(url_for("workbench.mapping", number=number, place=places[0]), 303)


@needs(Right.OPEN_CASE)
def mapping(desk: Desk, who: Who, number: str, place: int) -> ResponseReturnValue:
    bench, form = bench_for(desk, who, number, f"workbench file {place}"), MappingForm()
    sent = request.method == "POST" and form.validate() and who.may(Right.WORKBENCH)
    with on_bench(desk, who, number):  # a place that is not there is answered as a case that is not there
        taking.found(bench, place)
    choices = form.choices(dict(bench.imports.words)) if sent else None
    looked = taking.look(bench, place, None if sent else _hints(), choices)
    if sent and "accept" in request.form.getlist("do") and looked.trial and form.version.data == looked.version:
        with on_bench(desk, who, number) as session:
            taking.take(session, desk, who, number, looked, form.new_words())
        return redirect(url_for("workbench.mapping", number=number, place=place), 303)
    return _mapping(bench, who, looked, form), 422 if request.method == "POST" and not (sent and looked.trial) else 200


def _mapping(bench: Bench, who: Who, looked: taking.Looked, form: MappingForm) -> str:
    kind = looked.choices.kind if looked.choices else looked.proposal.kind
    return render_template(
        "desk/workbench/mapping.html",
        bench=bench,
        number=bench.number,
        here="files",
        looked=looked,
        kind=kind,
        form=form,
        stale=bool(form.version.data is not None and form.version.data != looked.version),
        columns=columns_of(looked.proposal, looked.choices),
        options=options(kind),
        to_map=to_map(looked.proposal, looked.choices, looked.trial),
        outcome=outcome(looked.trial) if looked.trial else None,
        stacked=looked.stacked,
        why=words_of(looked.refused.reason) if looked.refused else None,
        words={"kinds": KINDS, "orders": ORDERS, "statuses": STATUSES},
        may=who.may(Right.WORKBENCH),
    )


def _hints() -> Hints | None:
    """What the address says about how to read the file; None when it says nothing, nonsense left out."""
    told = request.args
    if not {"kind", "sheet", "header", "month", "year"} & set(told):
        return None
    kind, month, year = told.get("kind", ""), told.get("month", ""), told.get("year", type=int)
    return Hints(
        FileKind(kind) if kind in set(FileKind) else None,
        told.get("sheet", type=int),
        told.get("header", type=int),
        month if re.fullmatch(MONTH, month) else "",
        year if year in YEARS else None,
    )


@needs(Right.DOWNLOAD)
def original(desk: Desk, who: Who, number: str, place: int) -> ResponseReturnValue:
    with on_bench(desk, who, number) as session:
        bench, one = taking.fetch(session, desk, who, number, place)
    content = bench.original(one)
    return attachment_response(one.name, len(content), iter(BytesIO(content)))


@needs(Right.WORKBENCH)
def again(desk: Desk, who: Who, number: str, place: int) -> ResponseReturnValue:
    """The same file once more, for another of its tables."""
    with on_bench(desk, who, number) as session:
        bench, one = taking.fetch(session, desk, who, number, place)
    handed = taking.Handed(bench.original(one), bench.book(one), Hints(None))
    with on_bench(desk, who, number) as session:
        new = taking.bring_in(session, desk, who, number, handed)
    sheet, header = taking.next_table(bench, one, len(handed.book.sheets))
    kind = one.kind.value if one.kind and header is None else ""
    return redirect(url_for("workbench.mapping", number=number, place=new, kind=kind, sheet=sheet, header=header), 303)


@needs(Right.WORKBENCH)
def withdraw(desk: Desk, who: Who, number: str, place: int) -> ResponseReturnValue:
    bench, form = bench_for(desk, who, number), VersionForm()
    with on_bench(desk, who, number) as session:
        one = taking.found(bench, place)
        if form.validate_on_submit():
            taking.withdraw(session, desk, who, number, place, form.version.data or 0)
            return redirect(url_for("workbench.files", number=number), 303)
    given = {"bench": bench, "number": number, "one": one, "form": form, "kinds": KINDS}
    return render_template("desk/workbench/withdraw.html", here="files", **given)
