"""Visits and requests do not point at whoever reported."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.desk.workbench.checking import SHIPPED, Code
from portal.desk.workbench.checking.asking import RECEIVING_SIDE, SENDING_SIDE, days_to_explain
from portal.desk.workbench.checking.planning import control_days, plan_visits, weekday_shares
from portal.desk.workbench.rows import FileKind
from tests.desk.workbench.checking.cases import case, dice, log, of, saw, sheet, trip
from tests.desk.workbench.checking.test_seeing import example_person

WORKS = SHIPPED.calendar.works
AFTER = date(2026, 6, 1)
WEEKS = "在在在在在休休" * 4


AHEAD = [day for step in range(1, 29) if WORKS(day := AFTER + timedelta(days=step))]


def plan(person, visits=4, seed=1, ahead=AHEAD):
    return plan_visits(ahead, {one.weekday: one.share for one in weekday_shares([person])}, visits, dice(seed))


def test_the_weekdays_of_example_a_are_tuesday_and_wednesday():
    shares = weekday_shares([example_person("A")])
    assert [(one.disputed, one.days) for one in shares] == [(0, 5), (4, 5), (4, 4), (0, 4), (1, 4), (0, 0), (0, 0)]
    assert [round(one.share, 2) for one in shares] == [0, 0.8, 1.0, 0, 0.25, 0, 0]
    both = weekday_shares([example_person("A"), example_person("B")])
    assert [one.disputed for one in both] == [0, 4, 4, 0, 1, 0, 0]
    assert both[0].days > shares[0].days


def test_a_plan_has_half_of_its_days_on_likely_weekdays_and_the_rest_by_chance():
    person = example_person("A")
    plans = [plan(person, seed=seed) for seed in range(40)]
    for days in plans:
        assert len(set(days)) == 4
        assert list(days) == sorted(days)
        assert sum(day.weekday() in {1, 2} for day in days) >= 2
    assert {day.weekday() for days in plans for day in days} == {0, 1, 2, 3, 4}
    assert len(set(plans)) > 20


def test_without_disputes_every_day_is_by_chance_and_a_single_visit_may_be():
    person = example_person("B")
    assert {day.weekday() for seed in range(30) for day in plan(person, 2, seed=seed)} == {0, 1, 2, 3, 4}
    single = [plan(example_person("A"), 1, seed=seed)[0].weekday() for seed in range(60)]
    assert set(single) - {1, 2}
    assert {1, 2} & set(single)


@given(
    st.lists(st.sampled_from(AHEAD), unique=True), st.dictionaries(st.integers(0, 6), st.floats(0, 1)),
    st.integers(1, 20), st.integers(),
)  # fmt: skip
def test_a_plan_has_as_many_days_as_it_can_and_each_once(candidates, shares, wanted, seed):
    chosen = plan_visits(candidates, shares, wanted, dice(seed))
    assert len(chosen) == len(set(chosen)) == min(wanted, len(candidates))
    assert set(chosen) <= set(candidates)


def test_a_plan_is_not_all_of_the_weekday_that_somebody_reported():
    plans = [plan_visits(AHEAD, {1: 1.0}, 6, dice(seed)) for seed in range(200)]
    assert min(sum(day.weekday() != 1 for day in chosen) for chosen in plans) >= 2
    assert len(set(plans)) > 100


def test_control_days_are_as_many_again_and_all_there_are_when_they_run_out():
    days = [date(2026, 3, day) for day in range(1, 29)]
    told = control_days(days[:4], days, 3, dice(2))
    assert len(told) == 8
    assert set(days[:4]) < set(told)
    assert len(control_days(days[:1], days, 3, dice(2))) == 4
    assert control_days(days[:4], days[:5], 3, dice(2)) == tuple(days[:5])
    assert control_days([], days, 3, dice(2)) == ()


def watched():
    """Two weeks present; the 4th is disputed by an observation alone, the 3rd by both sheets. A log every day."""
    logs = [log(f"3-{day}", f"第{day}件事情的办理经过") for day in range(2, 14)]
    home = sheet("3-2", "挂在挂挂挂  挂挂挂挂挂")
    return case(saw("3-4"), *logs, sending=home, receiving=sheet("3-2", WEEKS)).persons[0]


def looks(asked):
    """What the unit sees of each day, by day of the month."""
    return {one.day.day: [(kind, source.cells) for kind, source in one.rows] for one in asked}


@pytest.mark.parametrize("kinds", [RECEIVING_SIDE, SENDING_SIDE])
def test_every_day_that_only_an_observation_disputes_has_others_that_look_the_same(kinds):
    for seed in range(20):
        told = days_to_explain(watched(), dice(seed))
        days = looks(told.for_unit(kinds))
        assert {3, 4} < set(days)
        assert list(days) == sorted(days)
        alike = [day for day, look in days.items() if look == days[4] and day not in {3, 4}]
        assert len(alike) >= 3, "days that nobody reported, with the very same records"
        assert told.withheld == ()


def test_two_units_that_compare_their_requests_learn_nothing():
    """Were each asked about control days of its own, the days in common would be those that matter."""
    told = days_to_explain(watched(), dice(1))
    home, away = looks(told.for_unit(SENDING_SIDE)), looks(told.for_unit(RECEIVING_SIDE))
    assert len(home.keys() & away.keys() - {3, 4}) >= 3


def test_control_days_change_by_chance():
    person = watched()
    chosen = {tuple(one.day for one in days_to_explain(person, dice(seed)).days) for seed in range(20)}
    assert len(chosen) > 5


def test_a_day_that_looks_like_no_other_is_withheld_and_said_so():
    person = case(saw("3-4"), receiving=sheet("3-2", "假假在假假")).persons[0]
    told = days_to_explain(person, dice(1))
    assert (told.days, told.withheld) == ((), (date(2026, 3, 4),))


def test_only_the_units_own_records_and_never_observations():
    person = watched()
    told = days_to_explain(person, dice(1))
    assert {kind for one in told.for_unit(SENDING_SIDE) for kind, _ in one.rows} == {FileKind.SENDING}
    assert {kind for one in told.for_unit(RECEIVING_SIDE) for kind, _ in one.rows} == {
        FileKind.RECEIVING, FileKind.WORKLOG,
    }  # fmt: skip
    with pytest.raises(ValueError, match="observations"):
        days_to_explain(person, dice(1), kinds={FileKind.OBSERVATIONS})


def test_a_day_without_a_row_of_the_unit_is_left_out_and_chosen_findings_only_are_asked_about():
    person = case(trip("3-2", "3-5", "临海市"), saw("3-9"), receiving=sheet("3-2", WEEKS)).persons[0]
    assert days_to_explain(person, dice(1)).for_unit(SENDING_SIDE - {FileKind.TRAVEL}) == ()
    trips = [one for one in person.findings if one.code is Code.V08]
    asked = {one.day.day for one in days_to_explain(person, dice(1), trips).days}
    assert {3, 4} < asked
    assert len(asked) == 4


def test_findings_in_favour_ask_nothing():
    person = case(saw("3-4", "在"), receiving=sheet("3-2", WEEKS)).persons[0]
    assert of(case(saw("3-4", "在"), receiving=sheet("3-2", WEEKS)), Code.V03B)
    assert days_to_explain(person, dice(1), person.findings).days == ()
