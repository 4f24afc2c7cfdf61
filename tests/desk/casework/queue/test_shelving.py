"""What the queue is read from never differs from the cases and slips it is a copy of."""

from collections import Counter

from sqlalchemy import select

from portal.desk.casework.records import LAST, CaseRecord, QueueRecord, SlipRecord, TallyRecord, TermRecord
from portal.desk.officers.records import OfficerRecord
from tests.bench.desks import who_is
from tests.bench.masses import with_many


def assert_kept(world):
    """Compare every row, every count and every next day with what they are computed from."""
    with world.desk.database.reading() as session:
        for case in session.scalars(select(CaseRecord)):
            open_ = (TermRecord.case_id == case.id, TermRecord.ended.is_(None))
            assert case.next_due == min(session.scalars(select(TermRecord.due).where(*open_)), default=None)
    assert_copied(world)


def assert_copied(world):
    """Compare every row and every count."""
    with world.desk.database.reading() as session:
        offices = dict(session.execute(select(OfficerRecord.id, OfficerRecord.office)).all())
        cases = {case.id: case for case in session.scalars(select(CaseRecord))}
        wanted = {}
        for slip in session.scalars(select(SlipRecord)):
            case = cases[slip.case_id]
            for shelf in (slip.officer, f"office:{offices[slip.officer]}"):
                if not case.batch:
                    wanted[case.id, shelf] = (
                        case.number, case.state, case.received, case.changed, case.next_due or LAST, case.handler or "",
                        case.letters > case.letters_read, case.waits,
                    )  # fmt: skip
        rows = session.scalars(select(QueueRecord)).all()
        there = {
            (r.case_id, r.shelf): (r.number, r.state, r.received, r.changed, r.due, r.handler, r.letters, r.waits)
            for r in rows
        }
        assert there == wanted
        counts = Counter()
        for (_, shelf), (_, state, _, _, due, handler, letters, waits) in wanted.items():
            counts.update([(shelf, f"s:{state}"), (shelf, f"h:{handler}")])
            counts.update([(shelf, f"d:{due}")] if due != LAST else [])
            counts.update([(shelf, "letters")] if letters else [])
            counts.update([(shelf, "waits")] if waits else [])
        told = {(t.shelf, t.key): t.n for t in session.scalars(select(TallyRecord)) if t.n}
        assert told == dict(counts)


def test_rows_and_counts_follow_every_transition(world):
    reporter = world.reporter()
    reporter.reports()
    world.collects()
    assert_kept(world)
    lin = world.officer("lin")
    (number,) = lin.numbers()
    for act in (
        lambda: lin.registers(number),
        lambda: lin.grants(number, "zhou"),
        lambda: lin.replies(number, "请补充。", question=True),
        lambda: reporter.writes_letter("补充一句。") and world.collects(),
        lambda: lin.opens(number),
        lambda: lin.decides(number, "resume"),
        lambda: lin.decides(number, "decline", reason="no_substance", text="没有内容。"),
    ):
        act()
        assert_kept(world)
    with world.desk.database.reading() as session:
        assert session.scalar(select(CaseRecord.waits)) is True
    lin.decides(number, "accept", text="属于受理范围。")
    with world.desk.database.reading() as session:
        assert session.scalar(select(CaseRecord.waits)) is False
    zhou = world.officer("zhou")
    zhou.concludes(number)
    assert_kept(world)


def test_a_slip_that_goes_takes_the_row_with_it(world):
    world.reporter().reports()
    world.collects()
    lin = world.officer("lin")
    with world.desk.database.writing() as session:
        for slip in session.scalars(select(SlipRecord).where(SlipRecord.officer == lin.id())).all():
            session.delete(slip)
    assert_kept(world)
    assert lin.numbers() == []


def test_what_a_benchmark_puts_in_bulk_is_what_the_desk_would_have_put(world):
    who = who_is(world, "lin")
    assert len(with_many(world, who, 60)) == 60
    assert_copied(world)
