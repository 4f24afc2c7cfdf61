"""Before a case is opened: a statement on recusal. Until then not a word of it is shown, whatever is asked for."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.world import SUMMARY

SENDING, RECEIVING, NAME, FILE = "云岭省数据事务厅", "青禾县人民政府", "范例甲", "名单.txt"

WAYS = (
    "",
    "/file/0/1",
    "/file/0/1/look",
    "/file/0/1/look/1",
    "/workbench",
    "/workbench/findings",
    "/workbench/papers",
    "/reply",
    "/decide/accept",
    "/decide/decline",
    "/requests",
    "/ask/publish",
    "/ask/open_name",
    "/followup",
    "/followup/add/measure",
    "/term/begin",
    "/circle",
)


@pytest.fixture
def registered(world):
    """A registered report with a file, and lin, who has not stated anything yet."""
    world.reporter().reports(files=[(FILE, b"one two three")], offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.states = False
    lin.registers(number)
    return number, lin


def states(officer, number, statement, **given):
    officer.states = False
    form = officer.goes(f"case/{number}/statement").forms[-1]
    return officer.sends(form, form.filled(statement=statement, **given))


@pytest.mark.parametrize("way", WAYS)
def test_every_way_leads_to_the_statement_and_tells_nothing(registered, way):
    number, lin = registered
    page = lin.goes(f"case/{number}{way}")
    assert lin.answer.request.path in (f"/zh/case/{number}/statement", f"/zh/case/{number}{way}")
    if lin.answer.status_code == 200:
        assert page.h1.startswith("回避声明"), page.text
    else:
        assert lin.answer.status_code in (403, 404)
    for word in (SUMMARY, NAME, FILE, "副县长", "县政府办公楼"):
        assert word not in page.html


def test_the_page_shows_the_units_and_only_these(registered):
    number, lin = registered
    page = lin.opens(number)
    assert SENDING in page.text
    assert RECEIVING in page.text
    assert page.forms[-1].choices["statement"] == ["none", "recuse"]


def test_after_the_statement_one_arrives_where_one_wanted_to_go(registered, trail):
    number, lin = registered
    form = lin.goes(f"case/{number}/reply").forms[-1]
    page = lin.sends(form, form.filled(statement="none"))
    assert page.h1.startswith("答复") or "reply" in lin.answer.request.path
    assert SUMMARY in lin.opens(number).text
    assert [note for _, act, note in trail(number) if act == "declare"][-1] == "none"


def test_nobody_is_led_out_of_the_desk_by_it(registered):
    number, lin = registered
    form = lin.goes(f"case/{number}/statement?after=https://elsewhere.example/").forms[-1]
    lin.sends(form, form.filled(statement="none"))
    assert lin.answer.request.path == f"/zh/case/{number}"


@pytest.mark.parametrize("statement", [None, "maybe"])
def test_nothing_is_taken_for_granted(registered, statement):
    number, lin = registered
    form = lin.goes(f"case/{number}/statement").forms[-1]
    pairs = form.filled(statement=None) + ([("statement", statement)] if statement else [])
    page = lin.sends(form, pairs)
    assert page.h1.startswith("回避声明")
    assert SUMMARY not in lin.opens(number).html


def test_who_recuses_loses_the_key_for_good_and_a_lead_gets_one(world, registered, trail):
    number, lin = registered
    states(lin, number, "recuse")
    assert lin.answer.status_code == 422, "a reason is needed"
    page = states(lin, number, "recuse", text="与派出单位有利害关系。")
    assert page.h1.startswith("已经回避")
    assert lin.numbers() == []
    lin.opens(number)
    assert lin.answer.status_code == 404
    lin.goes(f"case/{number}/statement")
    assert lin.answer.status_code == 404
    he = world.officer("he")
    assert number not in he.numbers()
    zhou = world.officer("zhou")
    assert SUMMARY in zhou.opens(number).text, "who may give access was sealed a key"
    page = zhou.goes(f"case/{number}/circle")
    assert "与派出单位有利害关系" in page.text
    assert "示范员林" in page.text
    assert ("示范员林", "recuse", "") in trail(number)
    assert "示范员林" not in zhou.goes(f"case/{number}/grant").text, "a usual grant does not reach who recused"


def test_one_who_recused_comes_back_only_by_a_leads_reasoned_act(world, registered):
    number, lin = registered
    lin_id = lin.id()
    states(lin, number, "recuse", text="拿不准。")
    zhou = world.officer("zhou")
    zhou.opens(number)
    address = f"case/{number}/circle/{lin_id}/readmit"
    form = zhou.goes(address).forms[-1]
    zhou.sends(form, form.filled(text=" "))
    assert zhou.answer.status_code == 422
    page = zhou.sends(form, form.filled(text="查明不是近亲属。"))
    assert "示范员林" in page.text
    assert lin.opens(number).h1.startswith("回避声明"), "and states anew before opening"
    zhou.goes(address)
    assert zhou.answer.status_code == 200
    page = zhou.sends(form, form.filled(text="再来一次。"))
    assert zhou.answer.status_code == 422


def test_a_lead_takes_a_key_back_with_a_reason_but_never_the_last(world, registered):
    number, lin = registered
    lin.states = True
    lin.grants(number, "zhou")
    zhou = world.officer("zhou")
    zhou.opens(number)
    form = zhou.goes(f"case/{number}/circle/{lin.id()}/remove").forms[-1]
    page = zhou.sends(form, form.filled(text="调整分工。"))
    assert "调整分工" in page.text
    lin.opens(number)
    assert lin.answer.status_code == 404
    page = states(zhou, number, "recuse", text="不宜办理。")
    assert page.h1.startswith("已经回避"), "lin was not recused, so a key goes back to who may give access"
    assert number in lin.numbers()
    page = states(lin, number, "recuse", text="不宜办理。")
    assert lin.answer.status_code == 422
    assert "没有人能打开" in page.text
    assert number in lin.numbers()


@pytest.mark.parametrize("which", ["0" * 32, "x", "self", "stranger"])
def test_forged_ids_are_like_what_is_not_there(world, registered, which):
    number, lin = registered
    lin.states = True
    lin.opens(number)
    if which == "stranger":
        which = world.officer("zhou").id()
    for act in ("remove", "readmit"):
        one = lin.id() if which == "self" else which
        page = lin.goes(f"case/{number}/circle/{one}/{act}")
        if which == "self":
            lin.sends(page.forms[-1], page.forms[-1].filled(text="自己。"))
            assert lin.answer.status_code == 422
        else:
            assert lin.answer.status_code == 404


def test_an_unregistered_report_and_a_batch_ask_for_nothing(world):
    world.reporter().reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.states = False
    assert lin.opens(number).h1.startswith(number)
    page = lin.goes(f"case/{number}/statement")
    assert lin.answer.status_code == 409
    assert SENDING not in page.html


def test_of_eight_statements_at_once_one_is_written(world, registered):
    from portal.desk.circle.stating import state_none
    from portal.desk.officers.enrolment import as_colleague

    number, _ = registered
    who = as_colleague(world.desk, "lin", world.people["lin"].passphrase)

    def says(_):
        with world.desk.database.writing() as session:
            state_none(session, world.desk, who, number)

    with ThreadPoolExecutor(8) as several:
        list(several.map(says, range(8)))
    with world.desk.database.reading() as session:
        notes = [line.note for line in world.desk.ledger.of_case(session, number) if line.act == "declare"]
    assert notes.count("none") == 1


def test_the_circle_shows_who_asked_in_vain_and_who_has_not_stated(world, registered):
    number, lin = registered
    lin.states = True
    lin.opens(number)
    sun = world.officer("sun")
    sun.opens(number)
    assert sun.answer.status_code == 404
    lin.grants(number, "zhou")
    page = lin.goes(f"case/{number}/circle")
    assert "示范员孙" in page.text
    assert "还没有声明" in page.text
    assert "无回避情形" in page.text
