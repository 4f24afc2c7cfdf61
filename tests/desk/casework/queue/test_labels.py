"""What the queue shows of a report: bars until this officer has opened the case, and nothing that lies open."""

import re

import pytest
from sqlalchemy import insert, select

from portal.desk.casework.labelling import SIGNS_SHOWN, UNIT_LETTERS, label_of
from portal.desk.casework.queue.actions import PAGE, queue, register
from portal.desk.casework.records import CaseRecord, LabelRecord, SlipRecord
from portal.domain.indicators import INDICATORS
from portal.sealing import Label, LabelKey
from tests.bench.desks import who_is, with_cases
from tests.statements import statements

UNITS = ("云岭省数据事务厅(虚构)", "青禾县人民政府(虚构)")
BAR = "尚未打开"


@pytest.fixture
def opened(world):
    """A case that lin has opened, and given to zhou, who has not."""
    world.reporter().reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    assert lin.queue().text.count(BAR) == 2, "nobody has opened it"
    lin.registers(number)
    lin.grants(number, "zhou")
    return lin, number


def cells(officer, path=""):
    """The signs and the units of the only case as its row has them, without blanks."""
    officer.goes(path)
    found = re.findall(r'<td class="(?:signs|units)">(.*?)</td>', officer.answer.text, re.DOTALL)
    return [re.sub(r"<[^>]*>|\s", "", cell) for cell in found]


def labels(world):
    with world.desk.database.reading() as session:
        return session.scalars(select(LabelRecord)).all()


def writes(world, closed):
    """Put these bytes in place of every label."""
    with world.desk.database.writing() as session:
        for label in session.scalars(select(LabelRecord)):
            label.closed = closed


def test_opening_a_case_puts_signs_and_units_into_ones_own_queue(world, opened):
    lin, number = opened
    shown = ["P2P5W1", "→".join(UNITS)]
    assert cells(lin) == shown
    assert 'title="长期留在原单位"' in lin.answer.text
    zhou = world.officer("zhou")
    assert cells(zhou) == [BAR, BAR]
    zhou.opens(number)
    assert cells(zhou) == shown


def test_the_register_has_no_such_columns(world, opened):
    mao = world.officer("mao")
    assert cells(mao, "register") == []
    assert opened[1] in mao.page.text
    with world.desk.database.reading() as session:
        (row,) = register(session, who_is(world, "mao"), world.clock.today()).rows
    assert row.label is None


@pytest.mark.sqlite_only  # on a server the desk's own connection is not the one that is listened to
def test_opening_again_writes_no_label(world, opened):
    lin, number = opened
    (before,) = labels(world)
    with statements(world.desk.database) as said:
        lin.opens(number)
    assert [one for one in said if "case_labels" in one and not one.startswith("SELECT")] == []
    assert sum("case_labels" in one for one in said) == 1, "read together with the slip"
    assert labels(world)[0].closed == before.closed


@pytest.mark.parametrize("closed", [b"", b"no label at all, of no length that labels have"])
def test_a_label_that_does_not_open_is_a_bar_and_is_made_again(world, opened, closed):
    lin, number = opened
    writes(world, closed)
    assert cells(lin) == [BAR, BAR]
    lin.opens(number)
    assert cells(lin)[0] == "P2P5W1"


def test_a_label_that_says_something_else_is_put_right(world, opened):
    lin, number = opened
    (kept,) = labels(world)
    writes(world, LabelKey.of(who_is(world, "lin").keys).close(Label(("P1",)), lin.id(), kept.case_id))
    assert cells(lin) == ["P1", "–"]
    lin.opens(number)
    assert cells(lin)[0] == "P2P5W1"


def test_nobody_can_open_a_label_moved_to_another_officer(world, opened):
    _, number = opened
    zhou = world.officer("zhou")
    (kept,) = labels(world)
    with world.desk.database.writing() as session:
        session.add(LabelRecord(officer=zhou.id(), case_id=kept.case_id, closed=kept.closed))
    assert cells(zhou) == [BAR, BAR]
    assert number in zhou.page.text


def test_a_slip_that_goes_takes_the_label_with_it(world, opened):
    lin, number = opened
    with world.desk.database.writing() as session:
        case = session.scalars(select(CaseRecord.id).where(CaseRecord.number == number)).one()
        session.delete(session.get(SlipRecord, (case, lin.id())))
    assert labels(world) == []


def test_nothing_of_a_label_lies_open(world, opened):
    lin, _ = opened
    assert len(cells(lin)) == 2
    assert len(labels(world)) == 1
    for name, content in world.every_byte():
        assert UNITS[0].encode() not in content, name
        assert b"P2 P5 W1" not in content, name


def test_many_signs_and_a_long_unit_are_cut_short(world):
    long = "云岭省发展和改革与数据事务综合协调管理服务中心"
    codes = [sign.code for sign in INDICATORS]
    world.reporter().reports(offices=["yunling"], indicators=codes, sending_unit=long, receiving_unit='"' * 100)
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    signs, units = cells(lin)
    assert signs == "".join(codes[:SIGNS_SHOWN]) + f"另有{len(codes) - SIGNS_SHOWN}项"
    assert units.startswith(long[: UNIT_LETTERS - 1] + "…→")
    assert {len(one.closed) for one in labels(world)} == {540}


def test_a_unit_that_is_not_known_is_said_to_be_so(world):
    world.reporter().reports(offices=["yunling"], sending_unit="", unknown_sending_unit=True)
    world.collects()
    lin = world.officer("lin")
    lin.registers(lin.numbers()[0])
    assert cells(lin)[1] == f"不清楚→{UNITS[1]}"


def test_without_a_report_there_is_nothing_to_show():
    assert label_of(None) == Label()


def test_a_page_of_labels_takes_no_more_statements(world):
    who = who_is(world, "lin")
    key, label = LabelKey.of(who.keys), Label(("P1", "Z9"), *UNITS)
    rows = [
        {"officer": who.officer, "case_id": id_, "closed": key.close(label, who.officer, id_)}
        for id_, _ in with_cases(world, who, PAGE + 3)
    ]
    with world.desk.database.writing() as session:
        session.execute(insert(LabelRecord), rows)
    with world.desk.database.reading() as session, statements(world.desk.database) as said:
        page = queue(session, who, world.clock.today())
    assert len(said) <= 4
    assert {row.label.units for row in page.rows} == {UNITS}
    assert {row.label.signs[1][1].zh for row in page.rows} == {"Z9"}, "a code that this version does not know"
