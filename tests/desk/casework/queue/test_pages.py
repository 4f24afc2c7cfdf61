"""The queue as officers use it: filters, order, pages, saved views, and several cases at once."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from portal.desk.casework.queue.actions import PAGE, queue
from portal.desk.casework.queue.rules import Sort, Wanted
from portal.desk.casework.records import CaseRecord, SavedViewsRecord
from tests.bench.desks import who_is, with_cases
from tests.desk.casework.queue.test_shelving import assert_kept

NAME = "范例甲那几件"


def three(world):
    """Three accepted cases, and an officer who leads."""
    for _ in range(3):
        world.reporter().reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    numbers = sorted(lin.numbers())
    for number in numbers:
        lin.registers(number)
        lin.decides(number, "accept", text="属于受理范围。")
        lin.grants(number, "zhou")
    zhou = world.officer("zhou")
    for number in numbers:
        zhou.opens(number)  # and states that nothing calls for recusal
    return numbers, lin, zhou


@contextmanager
def statements(world):
    """Collects the statements of the desk's database, without what opens a transaction."""
    seen = []

    def note(_connection, _cursor, statement, *_more):
        if not statement.startswith("PRAGMA"):
            seen.append(statement)

    event.listen(world.desk.database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(world.desk.database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("size", [0, 10, 120])
@pytest.mark.parametrize(
    "wanted", [Wanted(), Wanted(sort=Sort.CHANGED), Wanted.read({"due": "late", "flag": "letters"})]
)
def test_a_page_takes_few_statements_at_every_size(world, size, wanted):
    from portal.desk.casework.queue.saved import views_of

    who = who_is(world, "lin")
    with_cases(world, who, size)
    with world.desk.database.reading() as session, statements(world) as seen:
        page = queue(session, who, world.clock.today(), wanted)
        views_of(session, who)
    assert len(seen) <= 5
    assert page.counts.all == size


@pytest.mark.parametrize("sort", Sort)
def test_pages_follow_each_other_without_gap_or_repeat(world, sort):
    who = who_is(world, "lin")
    with_cases(world, who, 2 * PAGE + 7)
    numbers, place = [], None
    with world.desk.database.reading() as session:
        for _ in range(3):
            page = queue(session, who, world.clock.today(), Wanted(sort=sort), place)
            numbers += [row.number for row in page.rows]
            place = page.onward
    assert place is None
    assert len(numbers) == len(set(numbers)) == 2 * PAGE + 7


def test_a_view_is_kept_sealed_and_removed(world):
    _numbers, lin, zhou = three(world)
    page = zhou.goes("?state=accepted")
    form = page.form("/views")
    zhou.sends(form, form.filled(name=NAME))
    assert NAME in zhou.queue().text
    assert NAME not in lin.queue().text
    assert "/zh/?state=accepted" in [href for href, text in zhou.queue().links if text == NAME]
    with world.desk.database.reading() as session:
        (record,) = session.scalars(select(SavedViewsRecord)).all()
    assert NAME.encode() not in record.sealed
    form = zhou.goes("?state=accepted").form("/views/drop")
    zhou.sends(form, form.pairs)
    assert NAME not in zhou.queue().text


def test_views_have_an_end(world):
    zhou = world.officer("zhou")
    for at in range(13):
        form = zhou.goes("?state=held").form("/views")
        page = zhou.sends(form, form.filled(name=f"第{at}个"))
    assert "已经满了" in page.text


def test_several_cases_are_assigned_at_once_and_told_one_by_one(world, trail):
    numbers, _lin, zhou = three(world)
    zhou.goes("assign?" + "&".join(f"cases={number}" for number in [*numbers, "2026-999999"]))
    form = zhou.page.forms[-1]
    assert len(form.choices["cases"]) == 3
    given = {"handler": zhou.id(), "text": "请承办。", "statements": form.choices["statements"]}
    pairs = form.filled(cases=form.choices["cases"], **given)
    zhou.assesses(numbers[1])
    page = zhou.sends(form, pairs, to="/zh/assign")
    assert "2 件已经分办" in page.text
    assert "已经有承办人了" in page.text
    assert world.desk_states() == dict.fromkeys(numbers, "assessing")
    for number in numbers:
        assert [act for _, act, _ in trail(number)].count("decide") == 2
    again = zhou.sends(form, pairs, to="/zh/assign")
    assert "0 件已经分办" in again.text
    assert_kept(world)


def test_a_case_that_moved_meanwhile_is_left_and_said(world):
    numbers, _, zhou = three(world)
    zhou.goes(f"assign?cases={numbers[0]}")
    form = zhou.page.forms[-1]
    pairs = form.filled(
        cases=form.choices["cases"], handler=zhou.id(), text="请承办。", statements=form.choices["statements"]
    )
    with world.desk.database.writing() as session:
        session.scalars(select(CaseRecord).where(CaseRecord.number == numbers[0])).one().version += 1
    page = zhou.sends(form, pairs)
    assert "没有生效" in page.text
    assert world.desk_states()[numbers[0]] == "accepted"


def test_a_forged_number_is_as_one_that_does_not_exist(world):
    numbers, _, zhou = three(world)
    world.reporter().reports(offices=["qinghe"])
    world.collects()
    (foreign,) = set(world.desk_states()) - set(numbers)
    for number in (foreign, "2026-999999"):
        assert "没有选中您能打开的办件" in zhou.goes(f"assign?cases={number}").text
    zhou.goes(f"assign?cases={numbers[0]}")
    form = zhou.page.forms[-1]
    given = {"handler": zhou.id(), "text": "请承办。", "statements": form.choices["statements"]}
    pairs = [pair for pair in form.filled(**given) if pair[0] != "cases"]
    page = zhou.sends(
        form, [*pairs, ("cases", f"{foreign}:0"), ("cases", "2026-999999:0"), ("cases", "B2026-000001:0")]
    )
    assert page.text.count("没有您能打开的这一件") == 3
    assert world.desk_states()[foreign] == "delivered"


def test_several_cases_are_given_to_a_colleague(world, trail):
    for _ in range(2):
        world.reporter().reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    first, second = sorted(lin.numbers())
    lin.registers(first)
    lin.goes(f"grant?cases={first}&cases={second}")
    form = lin.page.forms[-1]
    zhou = world.officer("zhou")
    pairs = form.filled(cases=form.choices["cases"], colleague=zhou.id())
    page = lin.sends(form, pairs)
    assert "1 件的密钥已经授予" in page.text
    assert zhou.numbers() == [first]
    assert "范例甲" in zhou.opens(first).text
    assert [act for _, act, _ in trail(first)].count("grant") == 1
    assert_kept(world)
    lin.goes(f"grant?cases={first}")
    form = lin.page.forms[-1]
    assert "已经持有" in lin.sends(form, form.filled(cases=form.choices["cases"], colleague=zhou.id())).text
    lin.goes(f"grant?cases={first}")
    form = lin.page.forms[-1]
    lin.sends(form, [*form.filled(cases=form.choices["cases"]), ("colleague", 32 * "0")])
    assert lin.answer.status_code == 422
