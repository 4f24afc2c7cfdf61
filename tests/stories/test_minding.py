"""What would expose the reporter stays in view wherever something is written that may leave the office."""

import pytest

from tests.desk.workbench.importing.tables import example
from tests.stories.test_two_persons import answers, waiting

HEAD, DETAIL = "对外写任何内容之前,先看这里", "只有三个人参加过那次会议"


def minds(officer, place):
    page = officer.goes(place)
    assert officer.answer.status_code == 200, place
    return DETAIL in page.text.partition("<form")[0] and "pinned held" in page.html


@pytest.fixture
def registered(world):
    world.reporter().reports(offices=["yunling"], identifying_details=DETAIL)
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.grants(number, "zhou")
    return number, lin, world.officer("zhou")


def opened(world, number):
    with world.desk.database.reading() as session:
        return [line.act for line in world.desk.ledger.of_case(session, number)].count("open")


def test_messages_and_decisions_that_leave(world, registered):
    number, lin, zhou = registered
    assert minds(lin, f"case/{number}/reply")
    before = opened(world, number)
    for decision in ("decline", "refer"):
        assert minds(lin, f"case/{number}/decide/{decision}"), decision
    assert opened(world, number) == before + 4, "seeing it is opening the case, and recorded (one of them leads on)"
    assert not minds(lin, f"case/{number}/decide/accept")
    lin.decides(number, "decline", reason="no_substance", text="只写了一句话。")
    (address,) = waiting(zhou)
    assert minds(zhou, address), "the second person sees it before they agree"
    answers(zhou, address, "refuse", "还要看。")
    assert not minds(zhou, address), "afterwards it is not a page to write on"
    lin.decides(number, "accept", text="受理。")
    assert minds(zhou, f"case/{number}/decide/assign_out")
    zhou.assesses(number)
    for decision in ("inquire", "direct_close"):
        assert minds(zhou, f"case/{number}/decide/{decision}"), decision
    zhou.decides(number, "inquire", reason="general", text="先函询。")
    assert minds(zhou, f"case/{number}/decide/conclude")
    zhou.decides(number, "conclude", reason="explained", outcome="not_confirmed", text="说明属实。")
    assert minds(zhou, f"case/{number}/ask/publish")
    form = zhou.page.forms[-1]
    zhou.sends(form, form.filled(text="举报人一直在问。"))
    assert minds(lin, waiting(lin)[0])


def test_papers_and_what_they_are_made_of(registered):
    number, _, zhou = registered
    bench = f"case/{number}/workbench"
    for kind in ("roster", "attendance_sending", "attendance_receiving"):
        form = zhou.goes(bench).form(f"/{number}/workbench/files")
        page = zhou.sends(form, form.pairs, files=[("file", (f"{kind}.csv", example("A", kind)))])
        form = next(form for form in page.forms if ("do", "accept", "") in form.buttons)
        zhou.sends(form, form.pairs, button=("do", "accept"))
    papers = zhou.goes(f"{bench}/papers")
    ask = papers.link("范例甲")
    finding = next(href for href, _ in zhou.goes(f"{bench}/findings").links if "/findings/v" in href)
    places = ["papers", "papers/see/working", "field/interview", "field/plan", "field/visit", "field/tally"]
    for place in [ask, finding, *(f"{bench}/{place}" for place in places)]:
        assert minds(zhou, place), place
        assert "screen-only" in zhou.page.html, "and is never printed"
    form = zhou.goes(ask).forms[-1]
    page = zhou.sends(form, form.pairs)
    request = next(href for href, _ in page.links if "/papers/see/request-" in href)
    assert minds(zhou, request)
    assert minds(zhou, f"case/{number}/ask/export?about=working")
