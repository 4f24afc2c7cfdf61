"""Cases that name the same person or unit, and a repeat that follows the case it repeats."""

from sqlalchemy import delete, select, update

from portal.desk.casework.linking.records import IndexKeySlip, MarkRecord
from portal.desk.casework.linking.rules import Use, named, normal
from portal.desk.casework.records import CaseRecord, SlipRecord
from portal.sealing import Marker, seal_marker
from tests.bench.desks import who_is


def registered(world, **typed):
    code = world.reporter().reports(offices=["yunling"], **typed)
    world.collects()
    lin = world.officer("lin")
    states = world.desk_states()
    number = next(number for number in sorted(lin.numbers()) if states[number] == "delivered")
    lin.registers(number)
    lin.opens(number)
    return code, number, lin


def links(page):
    return page.html.partition('id="links"')[2].partition("</section>")[0]


def test_the_same_name_in_another_spelling_is_found(world):
    _, first, lin = registered(world, subject_name="范 例甲")
    _, second, lin = registered(
        world, subject_name="范例甲", sending_unit="另一个单位(虚构)", receiving_unit="第三个单位(虚构)"
    )
    part = links(lin.opens(second))
    assert first in part
    assert "同一姓名" in part
    assert part.count("mark") == 1
    assert f"repeat_of={first}" in part
    assert second in links(lin.opens(first))


def test_another_name_and_other_units_are_not_linked(world):
    _, _first, lin = registered(world)
    _, second, lin = registered(
        world, subject_name="范例乙", sending_unit="甲单位(虚构)", receiving_unit="乙单位(虚构)"
    )
    assert links(lin.opens(second)) == ""


def test_a_case_that_one_cannot_open_is_only_a_count_and_only_for_the_lead(world):
    _, first, lin = registered(world)
    _, second, lin = registered(world)
    lin.grants(second, "zhou")
    with world.desk.database.writing() as session:
        case = session.scalars(select(CaseRecord.id).where(CaseRecord.number == first)).one()
        session.delete(session.get(SlipRecord, (case, lin.id())))
    part = links(lin.opens(second))
    assert first not in part
    assert "另有最多 1 件您打不开" in part


def test_a_mark_shared_by_chance_is_looked_into_before_it_is_shown(world):
    _, _first, lin = registered(world)
    _, second, lin = registered(
        world, subject_name="范例乙", sending_unit="甲单位(虚构)", receiving_unit="乙单位(虚构)"
    )
    with world.desk.database.writing() as session:
        session.execute(update(MarkRecord).values(mark=7).where(MarkRecord.use == "person"))
    assert links(lin.opens(second)) == ""


def test_marks_are_keyed_and_short(world):
    registered(world)
    with world.desk.database.reading() as session:
        marks = session.scalars(select(MarkRecord)).all()
    assert sorted(one.use for one in marks) == ["person", "unit", "unit"]
    assert all(0 <= one.mark < 2**16 for one in marks)
    assert Marker.fresh().mark("person", "范例甲") < 2**16
    one = Marker.fresh()
    assert one.mark("person", "x") == one.mark("person", "x")
    assert one.commitment != Marker.fresh().commitment


def test_a_colleague_gets_the_key_and_one_who_left_loses_it(world):
    _, _first, lin = registered(world)
    with world.desk.database.writing() as session:
        held = set(session.scalars(select(IndexKeySlip.officer)))
        zhou = who_is(world, "zhou").officer
        assert {lin.id(), zhou} <= held
        session.execute(delete(IndexKeySlip).where(IndexKeySlip.officer == zhou))
        sun = who_is(world, "sun")
        session.add(IndexKeySlip(office="yunling", officer=sun.officer, proof="", sealed=b"x"))
    registered(world)
    with world.desk.database.reading() as session:
        assert set(session.scalars(select(IndexKeySlip.officer))) == held


def test_a_key_that_somebody_slipped_in_marks_nothing(world):
    """Whoever can write the database seals a key of his own to every officer, to read the marks by trying names."""
    registered(world)
    lin = who_is(world, "lin")
    with world.desk.database.writing() as session:
        session.execute(delete(MarkRecord))
        slip = session.get(IndexKeySlip, ("yunling", lin.officer))
        slip.sealed = seal_marker(Marker.fresh(), "yunling", lin.officer, lin.identity.recipient, world.clock.today())
    registered(world)
    with world.desk.database.writing() as session:
        assert session.scalars(select(MarkRecord)).all() == []
        session.get(IndexKeySlip, ("yunling", lin.officer)).sealed = b"no such thing"
    registered(world)
    with world.desk.database.reading() as session:
        assert session.scalars(select(MarkRecord)).all() == []


def test_names_are_brought_into_one_form():
    assert normal(" Ａb·（虚构） ") == "ab虚构"
    assert Use.PERSON < Use.UNIT


def test_what_is_not_known_has_no_mark(world):
    from portal.desk.casework.unlocking import unlock

    _, number, _ = registered(world, subject_kind="batch", subject_name="", sending_unit="unknown")
    with world.desk.database.reading() as session:
        _, opened = unlock(session, who_is(world, "lin"), number)
    assert {use for use, _ in named(opened.report)} == {Use.UNIT}
    assert len(named(opened.report)) == 1


def test_a_repeat_follows_the_status_of_the_case_it_repeats(world):
    main_code, main, lin = registered(world)
    code, repeat, lin = registered(world)
    page = lin.goes(f"case/{repeat}/decide/merge?repeat_of={main}")
    form = page.forms[-1]
    assert form.value("repeat_of") == main
    lin.decides(repeat, "merge", repeat_of=main, text="同一件事。")
    world.collects()
    assert "已合并" in world.reporter(code).mailbox().text
    lin.decides(main, "accept", text="属于受理范围。")
    world.collects()
    assert "已受理" in world.reporter(main_code).mailbox().text
    assert "已受理" in world.reporter(code).mailbox().text
