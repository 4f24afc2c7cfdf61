"""Norms as data: an office edits its own copy, and what makes no sense is refused with a word."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import ValidationError

from portal.desk.workbench.checking import SHIPPED, Rules
from portal.desk.workbench.checking.rules import (
    DutyRule,
    LeaveRule,
    LeaveTier,
    RuleKind,
    Tier,
    WorkCalendar,
    exact,
    spelled,
)

DUTY = {"name_zh": "规则", "name_en": "rule", "kind": "ratio", "minimum": "0.5"}


def test_the_shipped_templates_are_those_of_the_study_and_none_is_verified():
    assert {key: (rule.kind.value, rule.minimum) for key, rule in SHIPPED.duty.items()} == {
        "full_time": ("ratio", "0.80"), "village_20d": ("days_per_month", "20"),
        "village_200d": ("days_per_year", "200"), "two_thirds": ("ratio", "2/3"),
    }  # fmt: skip
    assert [(tier.approver.value, tier.max_days) for tier in SHIPPED.leave.tiers] == [
        ("receiving_unit", 3), ("county_org", 7), ("city_org", None),
    ]  # fmt: skip
    assert SHIPPED.leave.recall_if_total_over == 30
    assert not any(rule.verified for rule in (*SHIPPED.duty.values(), SHIPPED.leave))
    assert all(rule.basis for rule in (*SHIPPED.duty.values(), SHIPPED.leave))


def test_an_offices_own_rules_are_stored_and_come_back():
    own = SHIPPED.model_copy(update={"calendar": WorkCalendar(extra_rest_days=frozenset({date(2026, 3, 3)}))})
    assert Rules.model_validate_json(own.model_dump_json()) == own


@pytest.mark.parametrize(
    "wrong",
    [
        {"minimum": "1.5"}, {"minimum": "0"}, {"minimum": "-1"}, {"minimum": "1/0"}, {"minimum": "many"},
        {"kind": "days_per_month", "minimum": "32"}, {"kind": "days_per_year", "minimum": "400"}, {"kind": "weekly"},
        {"name_zh": ""}, {"verified": True}, {"verified": True, "basis": " "}, {"colour": "red"},
    ],
)  # fmt: skip
def test_a_duty_rule_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        DutyRule.model_validate({**DUTY, **wrong})


def test_a_verified_rule_names_its_document():
    assert DutyRule.model_validate({**DUTY, "verified": True, "basis": "组发〔2026〕1号"}).verified


@pytest.mark.parametrize(
    "tiers",
    [
        [], [(None, "receiving_unit"), (None, "city_org")], [(7, "receiving_unit"), (3, "county_org")],
        [(3, "county_org"), (7, "receiving_unit")], [(3, "county_org"), (7, "county_org")], [(0, "city_org")],
    ],
)  # fmt: skip
def test_tiers_rise_or_are_refused(tiers):
    with pytest.raises(ValidationError):
        LeaveRule.model_validate({"tiers": [{"max_days": days, "approver": who} for days, who in tiers]})


@pytest.mark.parametrize(
    ("days", "tier"), [("3", "receiving_unit"), ("3.5", "county_org"), ("7", "county_org"), ("8", "city_org")]
)
def test_the_tier_that_a_leave_needs(days, tier):
    assert SHIPPED.leave.needed(Decimal(days)).value == tier


def test_a_leave_longer_than_every_tier_needs_the_highest():
    bounded = LeaveRule(tiers=(LeaveTier(approver=Tier.RECEIVING_UNIT, max_days=Decimal(3)),))
    assert bounded.needed(Decimal(30)) is Tier.RECEIVING_UNIT


def test_rules_with_a_default_that_does_not_exist_are_refused_and_none_may_be_set():
    with pytest.raises(ValidationError):
        Rules(duty=SHIPPED.duty, leave=SHIPPED.leave, default="other")
    assert Rules(duty=SHIPPED.duty, leave=SHIPPED.leave).named("") is None


@pytest.mark.parametrize(
    "told", ["village_20d", " Village_20D ", "驻村每月不少于20天", "in the village at least 20 days a month"]
)
def test_a_register_names_a_rule_by_key_or_by_either_name(told):
    assert SHIPPED.named(told) == SHIPPED.duty["village_20d"]


def test_unknown_names_are_unknown_and_none_is_the_default():
    assert SHIPPED.named("县里的规矩") is None
    assert SHIPPED.named("") == SHIPPED.duty["full_time"]
    assert (SHIPPED.plain.kind, SHIPPED.plain.least) == (RuleKind.DAYS_PER_MONTH, Fraction(1))


def test_a_place_works_and_rests_on_days_of_its_own():
    monday, sunday = date(2026, 3, 2), date(2026, 3, 1)
    own = WorkCalendar(extra_workdays=frozenset({sunday}), extra_rest_days=frozenset({monday}))
    assert (own.works(sunday), own.works(monday)) == (True, False)
    plain = WorkCalendar()
    assert (plain.works(sunday), plain.works(monday)) == (False, True)
    # 28 February 2026, a Saturday, is worked for the Spring Festival; 6 April is a holiday.
    assert (plain.works(date(2026, 2, 28)), plain.works(date(2026, 4, 6))) == (True, False)
    assert (plain.is_certain(2026), plain.is_certain(2099)) == (True, False)
    with pytest.raises(ValidationError):
        WorkCalendar(extra_workdays=frozenset({monday}), extra_rest_days=frozenset({monday}))


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("20", Fraction(20)), ("0.80", Fraction(4, 5)), ("80%", Fraction(4, 5)), (" 2 / 3 ", Fraction(2, 3)),
        ("0.667", Fraction(2, 3)), ("0.6667", Fraction(2, 3)), ("0.666", Fraction(2, 3)), ("66.7%", Fraction(2, 3)),
        ("0.333", Fraction(1, 3)), ("0.67", Fraction(67, 100)), ("0.665", Fraction(133, 200)),
        ("\uff12/\uff13", Fraction(2, 3)), ("0.0", Fraction(0)),
    ],
)  # fmt: skip
def test_numbers_are_exact_and_thirds_are_thirds(told, number):
    assert exact(told) == number


@pytest.mark.parametrize("told", ["", "1e999999999", "1/0", "2/00", "1/2/3", "-1", "1_0", "many", "1234567", None])
def test_what_is_no_number_is_refused(told):
    with pytest.raises(ValueError, match="a number such as"):
        exact(told)


@pytest.mark.parametrize(("number", "words"), [
    (Fraction(20), "20"), (Fraction(4, 5), "0.8"), (Fraction(17, 20), "0.85"), (Fraction(2, 3), "2/3"),
    (Fraction(1, 7), "1/7"),
])  # fmt: skip
def test_a_number_is_spelled_exactly_and_comes_back(number, words):
    assert spelled(number) == words
    assert exact(words) == number


def test_fourteen_of_twenty_one_days_keep_two_thirds_written_as_a_decimal():
    assert DutyRule(**{**DUTY, "minimum": "0.667"}).least == Fraction(2, 3)
