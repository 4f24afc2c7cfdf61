"""Opening a case with a letter, two replies and two decisions, through the desk's application, audit line included.

Floor: its age openings alone, and its template filled with what they gave.

Processor time.
"""

import statistics
import time
from collections.abc import Iterator

from flask import render_template
from sqlalchemy import select

from portal.age import open_sealed
from portal.desk.casework.actions import read
from portal.desk.casework.records import CaseRecord, ItemRecord, SlipRecord
from portal.desk.officers.rules import Right
from portal.sealing import open_slip
from tests.bench.desks import desk, who_is
from tests.bench.look_up import answered_report
from tests.bench.measure import Figure
from tests.world import World

ROUNDS, BAR = 40, 2.0


def figures() -> Iterator[Figure]:
    with desk() as world:
        code = answered_report(world, 2)
        world.reporter(code).writes_letter("主持人是办公室主任。")
        world.collects()
        lin = world.officer("lin")
        (number,) = lin.numbers()
        lin.browser.get(f"/zh/case/{number}")
        floor = bare(world, number)
        ours, alone = [], []
        for _ in range(ROUNDS):
            for act, taken in ((lambda: lin.browser.get(f"/zh/case/{number}"), ours), (floor, alone)):
                began = time.process_time()
                act()
                taken.append((time.process_time() - began) * 1e3)
        took, least = statistics.median(ours), statistics.median(alone)
    yield Figure(
        "open a case",
        f"p50 {took:.1f} ms",
        f"{least:.1f} ms its age openings and a template",
        took / least,
        f"≤ {BAR:.0f}: {'kept' if took <= BAR * least else 'MISSED'}",
    )


def bare(world: World, number: str):
    """What cannot be spared: open the slip and every item, fill a template."""
    who = who_is(world, "lin")
    with world.desk.database.writing() as session:
        case = session.scalars(select(CaseRecord).where(CaseRecord.number == number)).one()
        slip = session.get(SlipRecord, (case.id, who.officer))
        items = session.scalars(select(ItemRecord.sealed).where(ItemRecord.case_id == case.id)).all()
        view = read(session, world.desk, who, number)
    app, may = world.desk_app, {f"may_{right.name.lower()}": who.may(right) for right in Right}

    def once() -> str:
        key = open_slip(slip.sealed, who.identity, case.id, who.officer)
        for sealed in items:
            open_sealed(sealed, [key.identity])
        with app.test_request_context(f"/zh/case/{number}"):
            return render_template("desk/casework/case.html", case=view, **may)

    return once
