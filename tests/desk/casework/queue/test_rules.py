"""What an address may ask of the queue."""

from datetime import date

import pytest

from portal.desk.casework.queue.rules import Due, Flag, Position, Sort, Wanted, end_of_week
from portal.domain.statuses import State

ID = "0123456789abcdef" * 2


def test_an_address_is_read_and_written():
    given = {"state": "held", "due": "week", "handler": ID, "flag": "letters", "sort": "changed"}
    wanted = Wanted.read(given)
    assert wanted == Wanted(State.HELD, Due.WEEK, ID, Flag.LETTERS, Sort.CHANGED)
    assert wanted.written() == given
    assert wanted.but(state=None, handler="mine") == {
        "due": "week",
        "handler": "mine",
        "flag": "letters",
        "sort": "changed",
    }


@pytest.mark.parametrize("name", ["state", "due", "handler", "flag", "sort"])
@pytest.mark.parametrize("value", ["x", "' OR 1=1", "LATE", "０", ID.upper(), ID + "0"])
def test_nonsense_filters_nothing(name, value):
    assert Wanted.read({name: value}).written() == {}


def test_the_usual_order_is_left_out():
    assert Wanted.read({"sort": "due"}).written() == {}
    assert not Sort.DUE.newest_first
    assert Sort.NUMBER.newest_first


@pytest.mark.parametrize(
    "typed", [None, "", "~", "2026-01-01", "x~2026-1", "20260101~2026-1", "2026-13-01~2026-1", "~2026-1"]
)
def test_no_place_to_go_on_from_is_the_first_page(typed):
    assert Position.read(typed, Sort.DUE) is None


def test_a_place_is_read_for_its_own_order():
    assert str(Position.read("2026-01-02~2026-000001", Sort.DUE)) == "2026-01-02~2026-000001"
    assert Position.read("2026-01-02~2026-000001", Sort.DUE).day == date(2026, 1, 2)
    assert Position.read("~2026-000001", Sort.NUMBER) == Position("", "2026-000001")
    assert Position.read("2026-01-02~2026-000001", Sort.NUMBER) is None
    assert Position.read("2026-01-02~" + 33 * "1", Sort.DUE) is None


def test_a_week_ends_on_sunday():
    assert end_of_week(date(2026, 11, 23)) == date(2026, 11, 29)
    assert end_of_week(date(2026, 11, 29)) == date(2026, 11, 29)
