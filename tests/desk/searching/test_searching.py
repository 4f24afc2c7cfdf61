"""Searching: what is found, what is not, and what stays behind."""

import pytest
from sqlalchemy import select

from portal.desk.casework.records import CaseRecord, SearchEntryRecord, SlipRecord
from portal.desk.searching.rules import LONGEST, context, folded, haystack, matches, words_of
from tests.world import SUMMARY


def searches(officer, words):
    page = officer.goes("search")
    form = page.forms[-1]
    return officer.sends(form, form.filled(words=words))


def found(page):
    return [href.rsplit("/", 1)[1] for href, _ in page.links if "/case/" in href]


@pytest.fixture
def two(world):
    """Two cases; the first is registered and speaks of a school bus."""
    world.reporter().reports(summary=SUMMARY + "校车班次无人过问。")
    world.reporter().reports()
    world.collects()
    lin = world.officer("lin")
    first, second = sorted(lin.numbers())
    bus = [number for number in (first, second) if "校车" in lin.registers(number).text]
    return lin, bus[0], ({first, second} - set(bus)).pop()


def test_every_word_must_stand_somewhere(two):
    lin, bus, other = two
    assert found(searches(lin, "校车")) == [bus]
    assert set(found(searches(lin, "范例甲"))) == {bus, other}
    assert found(searches(lin, "校车　范例甲")) == [bus]
    assert found(searches(lin, "校车 火车")) == []
    assert "校车" in searches(lin, "校车").text


def test_a_hit_says_what_the_queue_says_of_the_case(two):
    lin, bus, other = two
    shown = searches(lin, "范例甲").text
    assert shown.count("已登记 P2 P5 W1 云岭省数据事务厅(虚构) → 青禾县人民政府(虚构)") == 2
    assert found(searches(lin, "范例甲")) == sorted((bus, other), reverse=True)


def test_new_correspondence_is_found(world, two):
    lin, _, other = two
    searches(lin, "范例甲")
    lin.replies(other, "请问ＡＢＣ项目的情况。")
    page = searches(lin, "abc项目")
    assert found(page) == [other]
    assert "ＡＢＣ" in page.text


def test_what_is_looked_for_is_written_down_nowhere(world, two):
    lin, _, _ = two
    searches(lin, "独一无二的词")
    assert lin.answer.headers["Cache-Control"] == "no-store"
    with world.desk.database.reading() as session:
        lines = [line for line in world.desk.ledger._entries(session) if line.act == "search"]
    assert [(line.case, line.note) for line in lines] == [("", "2 cases")]
    for name, content in world.every_byte():
        assert "独一无二的词".encode() not in content, name


def test_entries_hold_nothing_readable(world, two):
    lin, _, _ = two
    searches(lin, "范例甲")
    with world.desk.database.reading() as session:
        entries = session.scalars(select(SearchEntryRecord)).all()
    assert len(entries) == 2
    for name, content in world.every_byte():
        assert "校车".encode() not in content, name
    assert len({len(one.closed) for one in entries}) == 1


def test_a_slip_that_goes_takes_the_words_with_it(world, two):
    lin, bus, other = two
    searches(lin, "范例甲")
    with world.desk.database.writing() as session:
        case = session.scalars(select(CaseRecord.id).where(CaseRecord.number == bus)).one()
        session.delete(session.get(SlipRecord, (case, lin.id())))
    with world.desk.database.reading() as session:
        assert len(session.scalars(select(SearchEntryRecord)).all()) == 1
    assert found(searches(lin, "范例甲")) == [other]


def test_an_entry_moved_to_another_row_or_officer_opens_nothing(world, two):
    lin, _bus, _other = two
    searches(lin, "范例甲")
    with world.desk.database.writing() as session:
        first, second = session.scalars(select(SearchEntryRecord)).all()
        first.closed, second.closed = second.closed, first.closed
    assert found(searches(lin, "范例甲")) == []


def test_unregistered_reports_and_other_officers_cases_are_left_out(world, two):
    lin, bus, _ = two
    world.reporter().reports(summary=SUMMARY + "校车班次。")
    world.collects()
    assert found(searches(lin, "校车")) == [bus]
    assert found(searches(world.officer("zhou"), "校车")) == []


def test_nothing_typed_searches_nothing(world, two):
    lin, _, _ = two
    assert found(searches(lin, "　 ")) == []
    page = searches(lin, "x" * (LONGEST + 1))
    assert lin.answer.status_code == 422
    assert found(page) == []


def test_words_are_brought_into_one_form():
    assert words_of(" ＡＢＣ　abc x ") == ("abc", "x")
    assert len(words_of(" ".join(map(str, range(20))))) == 8
    assert folded("Ａ\n  b") == "a b"


def test_no_word_is_found_across_two_texts():
    hay = haystack(["前半", "后半"])
    assert matches(hay, ["前半".encode(), "后半".encode()])
    assert not matches(hay, ["半后".encode()])


def test_the_line_around_is_as_it_was_written():
    line = context("一" * 40 + "ＡＢＣ  项目" + "二" * 40, ["abc 项目"])
    assert (line.found, line.before[0], line.after[-1]) == ("ＡＢＣ  项目", "…", "…")
    assert context("ＡＢＣ项目", ["abc"]).before == ""
    assert context("没有", ["abc"]) is None
