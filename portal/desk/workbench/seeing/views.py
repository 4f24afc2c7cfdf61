"""The calendar of one person in one case."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.desk.casework.visiting import on_bench
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.desk.workbench.bench import enter
from portal.desk.workbench.findings.boards import Boards
from portal.desk.workbench.findings.shown import Board
from portal.desk.workbench.rows import Records
from portal.desk.workbench.seeing.days import SHAPES, days_of, months_of
from portal.desk.workbench.seeing.drawing import days_in, month_drawing, strip_drawing
from portal.desk.workbench.seeing.tallies import tallies_of
from portal.desk.workbench.words import STATUSES


def room_with(boards: Boards) -> Callable[[Desk], Blueprint]:
    """The room where records are seen, with the checks whose findings it marks."""

    def room(desk: Desk) -> Blueprint:
        seeing = DeskRoom("seeing", desk)
        seeing.get("/case/<number>/workbench/calendar", month, boards=boards)
        return seeing.blueprint

    return room


@needs(Right.OPEN_CASE)
def month(desk: Desk, who: Who, number: str, boards: Boards) -> ResponseReturnValue:
    with on_bench(desk, who, number) as session:
        bench = enter(session, desk, who, number, reading="workbench calendar")
    seen = boards.look(bench, request.args.get("person", ""))
    given = {"seen": seen, "left_out": seen.board.left_out, **_drawn(seen.records, seen.person, seen.board)}
    words = {"shapes": SHAPES, "statuses": STATUSES}
    return render_template("desk/seeing/month.html", number=number, here="calendar", **given, **words)


def _drawn(records: Records, person: str, board: Board) -> dict[str, Any]:
    """The month that was asked for, and its year; nothing when there is no record."""
    months, codes = months_of(records, person), board.codes(person)
    chosen = _chosen(months)
    if chosen is None:
        return {"days": ()}
    looked_at = board.at(request.args.get("finding", ""))
    lit = looked_at.dates if looked_at else ()
    days = days_of(records, person, days_in(chosen), codes, lit)
    year = [day for one in months if one.year == chosen.year for day in days_in(one)]
    of_year = days_of(records, person, year, codes)
    drawn = {"month": month_drawing(days), "strip": strip_drawing(of_year)}
    counted = tallies_of(records, person, of_year)
    return {
        "counted": counted,
        "days": days,
        "months": months,
        "chosen": chosen,
        "drawn": drawn,
        "looked_at": looked_at,
    }


def _chosen(months: tuple[date, ...]) -> date | None:
    """The month that the address asks for, else the first with records."""
    asked = request.args.get("month", "")
    return next((one for one in months if one.strftime("%Y-%m") == asked), months[0] if months else None)
