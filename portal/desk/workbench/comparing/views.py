"""What of one person's records is compared in figures and texts."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.desk.casework.visiting import on_bench
from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.desk.workbench.bench import enter
from portal.desk.workbench.checking.catalogue import LEVEL_WORDS
from portal.desk.workbench.checking.seeing import duty_bars, paid_table, text_groups
from portal.desk.workbench.checking.whole import PersonChecked
from portal.desk.workbench.comparing.texts import side_by_side
from portal.desk.workbench.examining.examiner import Examiner
from portal.desk.workbench.people import People


def room_with(examiner: Examiner) -> Callable[[Desk], Blueprint]:
    """The room of comparisons, with the checks it runs."""

    def room(desk: Desk) -> Blueprint:
        comparing = DeskRoom("comparing", desk)
        comparing.get("/case/<number>/workbench/compare", person, examiner=examiner)
        return comparing.blueprint

    return room


@needs(Right.OPEN_CASE)
def person(desk: Desk, who: Who, number: str, examiner: Examiner) -> ResponseReturnValue:
    with on_bench(desk, who, number) as session:
        bench = enter(session, desk, who, number, reading="workbench comparison")
    people = People.of(bench.roster())
    key = people.chosen(request.args.get("person", ""))
    checked = examiner.look(bench, people.person(key)).checked
    found = next((one for one in checked.persons if one.person == people.person(key)), None)
    given = {"people": people.names, "person": key, "found": found, "levels": LEVEL_WORDS}
    drawn = _drawn(found) if found else {}
    return render_template("desk/comparing/person.html", number=number, here="compare", **given, **drawn)


def _drawn(found: PersonChecked) -> dict[str, Any]:
    return {"bars": duty_bars(found), "paid": paid_table(found), "groups": side_by_side(text_groups(found))}
