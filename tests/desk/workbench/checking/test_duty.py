"""V07 and V09, clause by clause. March 2026 has 22 working days, no holiday and no make-up day."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from portal.desk.workbench.checking import SHIPPED, Bearing, Code, Window
from portal.desk.workbench.checking.rules import LeaveCounts
from tests.desk.workbench.checking.cases import brief, case, mark, of, paid, post, saw, sheet, slip, trip

WEEK = "在在在在在休休"
MARCH = "休" + WEEK * 4 + "在在"
"""1 to 31 March, every working day present."""


def march(*signs, start=2):
    """A full March with some days changed: (3, "假") is 3 March."""
    days = list(MARCH)
    for day, sign in signs:
        days[day - 1] = sign
    return sheet("3-1", "".join(days))


def changed(**more):
    """The shipped rules with the full-time rule changed."""
    rule = SHIPPED.duty["full_time"].model_copy(update=more)
    return SHIPPED.model_copy(update={"duty": {**SHIPPED.duty, "full_time": rule}})


def duty(*rows, receiving, **more):
    return case(*rows, receiving=receiving, **more).persons[0].duty[0]


def test_a_ratio_counts_working_days_only():
    one = duty(receiving=march((7, "在")))
    assert (one.tally.workdays, one.tally.counted, one.claimed) == (22, 22, 1)


def test_official_absence_counts_unless_the_rule_says_no():
    days = march(*((day, "公") for day in range(2, 7)))
    assert duty(receiving=days).claimed == 1
    one = duty(receiving=days, rules=changed(official_out_counts=False))
    assert (one.claimed, one.tally.base) == (Fraction(17, 22), 22)


def test_leave_is_taken_out_of_the_working_days_with_or_without_a_slip():
    days = march((2, "假"), (3, "假"))
    assert (duty(receiving=days).tally.base, duty(receiving=days).claimed) == (20, 1)
    assert duty(slip("3-2", "3-3"), receiving=days).claimed == 1
    assert duty(receiving=days, rules=changed(leave_counts_as=LeaveCounts.ABSENT)).claimed == Fraction(20, 22)


def test_half_a_day_is_half_and_its_other_half_excused_by_a_slip():
    days = march((2, "半"))
    assert duty(receiving=days).claimed == Fraction(43, 44)
    one = duty(slip("3-2", "3-2"), receiving=days)
    assert (one.tally.counted, one.tally.base, one.claimed) == (Fraction(43, 2), Fraction(43, 2), 1)
    assert duty(slip("3-2", "3-2", "未批准"), receiving=days).claimed == Fraction(43, 44)


def test_a_slip_explains_a_day_marked_absent_or_not_at_all():
    days = march((2, "缺"), (3, " "))
    assert duty(receiving=days).claimed == Fraction(20, 22)
    assert duty(slip("3-2", "3-3"), receiving=days).claimed == 1
    assert duty(slip("3-2", "3-3", type="公出"), receiving=days).tally.official == 2


@pytest.mark.parametrize(("absent", "level"), [(4, []), (5, [("high")])])
def test_the_minimum_itself_is_enough(absent, level):
    """17 of 22 is 77 %, 18 of 22 is 82 %."""
    days = march(*((day, "缺") for day in (2, 3, 4, 5, 6)[:absent]))
    assert [told for _, told in brief(case(receiving=days), Code.V07)] == level


def test_two_thirds_are_two_thirds_exactly():
    days = sheet("3-2", "在在在在缺缺")
    window = Window(date(2026, 3, 2), date(2026, 3, 9))
    exactly = sheet("3-2", "在在在在缺休休缺")
    assert of(case(post(rule_set="two_thirds"), receiving=exactly, window=window), Code.V07) == []
    assert len(of(case(post(rule_set="two_thirds"), receiving=days[:3], window=window), Code.V07)) == 1


def test_unknown_days_stay_in_the_base_are_stated_and_cap_the_level():
    absent = [(day, "缺") for day in (2, 3, 4, 5)]
    one = case(receiving=march(*absent, (6, " "), (9, "?")))
    (finding,) = of(one, Code.V07)
    assert finding.level == "medium"
    assert "另有 2 天没有记录或不明" in finding.statement.zh
    # With one absence more the unknown days cannot change the answer any more.
    (finding,) = of(case(receiving=march(*absent, (10, "缺"), (6, " "))), Code.V07)
    assert finding.level == "high"


def test_the_days_of_a_shortage_are_the_absent_and_disputed_ones_never_leave():
    days = march(*((day, "缺") for day in (2, 3, 4, 5, 6)), (9, "假"), (10, "公"))
    (finding,) = of(case(receiving=days), Code.V07)
    assert [day.day for day in finding.dates] == [2, 3, 4, 5, 6]


def test_disputed_days_alone_make_it_medium_and_settled_ones_do_not():
    home = sheet("3-2", "在在在在在")
    told = case(sending=home, receiving=march())
    (finding,) = of(told, Code.V07)
    assert finding.level == "medium"
    assert "考勤所记为 100.0%;扣除存疑 5 天后为 77.3%" in finding.statement.zh
    explained = {one.id for one in of(told, Code.V01)}
    assert of(case(sending=home, receiving=march(), settled=explained), Code.V07) == []


def test_hearsay_and_hints_dispute_nothing():
    assert duty(saw("3-2", basis="rumour"), receiving=march()).tally.disputed == ()


def village(*signs, **more):
    told = post(rule_set=more.pop("rule_set", "village_20d"), **more)
    return case(told, receiving=march(*signs)).persons[0].duty[0]


def test_village_days_count_on_every_day_of_the_calendar():
    one = village((7, "在"), (8, "在"), (2, "公"))
    assert (one.tally.counted, one.minimum, one.level) == (24, 20, None)


def test_leave_does_not_lower_the_twenty_days():
    one = village((2, "假"), (3, "假"), (4, "假"))
    assert (one.tally.counted, one.minimum, one.level) == (19, 20, "high")


@pytest.mark.parametrize(("start", "least"), [("3-1", 20), ("3-11", 13), ("3-16", 10), ("3-31", 0)])
def test_a_month_of_which_the_secondment_is_a_part_asks_for_its_part_rounded_down(start, least):
    assert village(start=start).minimum == least


def test_a_window_that_cuts_a_month_asks_for_its_part_too():
    window = Window(date(2026, 3, 1), date(2026, 3, 10))
    one = duty(post(rule_set="village_20d"), receiving=march(), window=window)
    assert (one.minimum, one.tally.counted) == (6, 7)


def test_without_pro_rata_a_month_begun_late_asks_for_all_of_it():
    rule = SHIPPED.duty["village_20d"].model_copy(update={"pro_rata": False})
    rules = SHIPPED.model_copy(update={"duty": {"village_20d": rule, "full_time": SHIPPED.duty["full_time"]}})
    late = post(rule_set="village_20d", start="3-11")
    assert duty(late, receiving=march(), rules=rules).minimum == 20
    window = Window(date(2026, 3, 11), date(2026, 3, 31))
    assert duty(late, receiving=march(), rules=rules, window=window).minimum == 13


def test_two_months_are_two_stretches_and_one_without_any_row_is_a_gap():
    told = case(post(rule_set="village_20d", end="5-31"), receiving=[*march(), mark("5-29", "在")])
    assert [(one.first.month, one.minimum) for one in told.persons[0].duty] == [(3, 20), (5, 18)]


def test_two_hundred_days_are_pro_rated_over_the_calendar_year():
    one = village(rule_set="village_200d", start="1-1", end="12-31")
    assert (one.minimum, one.first.month) == (16, 3)
    assert one.rule.leave_counts_as is LeaveCounts.ABSENT


def test_a_rule_by_its_name_the_default_and_one_nobody_knows():
    named = case(post(rule_set="驻村每月不少于20天"), receiving=march()).persons[0]
    assert named.duty[0].rule == SHIPPED.duty["village_20d"]
    unknown = case(post(rule_set="县里的老规矩"), receiving=march())
    assert unknown.persons[0].duty == ()
    assert any("不在规则表中" in one.statement.zh for one in of(unknown, Code.V17))


def test_two_posts_by_two_rules_are_counted_apart():
    told = case(post(end="3-15", rule_set="village_20d"), post(start="3-16", rule_set="full_time"), receiving=march())
    assert [(one.rule.kind.value, one.first.day, one.last.day) for one in told.persons[0].duty] == [
        ("days_per_month", 1, 15), ("ratio", 16, 31),
    ]  # fmt: skip


def test_a_holiday_and_a_make_up_day_move_the_base():
    """6 April 2026 is a holiday, Monday; 9 May a Saturday that is worked."""
    april = case(post(end="5-31"), receiving=sheet("4-6", " 在在在在")).persons[0].duty[0]
    assert april.tally.workdays == 4
    may = case(post(end="5-31"), receiving=sheet("5-8", "在在休")).persons[0].duty[0]
    assert (may.tally.workdays, may.tally.counted) == (2, 2)


def test_days_paid_beyond_days_counted_or_undisputed():
    assert of(case(paid("3", Decimal(22)), receiving=march()), Code.V09) == []
    (over,) = of(case(paid("3", Decimal(24), Decimal(60)), receiving=march()), Code.V09)
    assert (over.level.value, over.bearing) == ("medium", Bearing.INCONSISTENT)
    assert "按 24 天发放;考勤计 22 天,其中存疑 0 天,涉及 120.00 元" in over.statement.zh
    disputed = case(trip("3-2", "3-5", "临海市"), paid("3", Decimal(22), Decimal(60)), receiving=march())
    assert "其中存疑 2 天,涉及 120.00 元" in of(disputed, Code.V09)[0].statement.zh


def test_two_payments_of_one_item_are_added_up_and_two_items_are_not():
    half = [paid("3", Decimal(12)), paid("3", Decimal(11), amount=Decimal(660))]
    (told,) = of(case(*half, receiving=march()), Code.V09)
    assert "涉及 60.00 元" in told.statement.zh
    assert of(case(paid("3", Decimal(22)), paid("3", Decimal(22), item="交通补助"), receiving=march()), Code.V09) == []


def test_payments_at_two_rates_are_counted_at_the_lower_one_whatever_their_order():
    rows = [paid("3", Decimal(12), Decimal(60)), paid("3", Decimal(12), Decimal(50))]
    for order in (rows, rows[::-1]):
        assert "涉及 100.00 元" in of(case(*order, receiving=march()), Code.V09)[0].statement.zh


def test_an_amount_at_a_rate_is_days_and_a_flat_sum_is_not():
    assert len(of(case(paid("3", None, Decimal(60), amount=Decimal(1440)), receiving=march()), Code.V09)) == 1
    assert of(case(paid("3", None, amount=Decimal(1440)), receiving=march()), Code.V09) == []


def test_days_nobody_knows_may_be_the_days_paid():
    (told,) = of(case(paid("3", Decimal(22)), receiving=march((2, " "), (3, " "))), Code.V09)
    assert (told.level.value, told.bearing) == ("info", Bearing.NEUTRAL)
    cut = case(paid("3", Decimal(22)), receiving=sheet("3-9", WEEK * 3 + "在在"))
    assert [one.bearing for one in of(cut, Code.V09)] == [Bearing.NEUTRAL]
    (much,) = of(case(paid("3", Decimal(26)), receiving=march((2, " "), (3, " "))), Code.V09)
    assert much.bearing is Bearing.INCONSISTENT


def test_a_month_nobody_looked_at_is_not_compared():
    assert of(case(paid("2", Decimal(22)), receiving=march()), Code.V09) == []
