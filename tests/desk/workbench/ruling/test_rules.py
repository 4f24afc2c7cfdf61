"""When a book of rules holds."""

from dataclasses import replace
from fractions import Fraction

import pytest

from portal.desk.workbench.importing.plain import restored_from, stored_in
from portal.desk.workbench.ruling.rules import (
    NAMES,
    TEMPLATES,
    Change,
    LeaveRule,
    Rule,
    RuleBook,
    RuleFault,
    RuleKind,
    changes,
    faults_of,
    shipped,
)


def with_rule(code, **changed):
    rules = dict(TEMPLATES)
    rules[code] = replace(rules[code], **changed)
    return replace(shipped(), rules=rules)


def test_the_templates_hold_and_none_claims_to_be_verified():
    assert faults_of(shipped()) == {}
    assert NAMES.keys() == TEMPLATES.keys()
    assert not any(rule.verified for rule in TEMPLATES.values())


@pytest.mark.parametrize(
    ("code", "changed", "fault"),
    [
        ("full_time", {"minimum": Fraction("1.2")}, RuleFault.SHARE),
        ("full_time", {"minimum": Fraction(0)}, RuleFault.SHARE),
        ("village_20d", {"minimum": Fraction(32)}, RuleFault.DAYS_OF_MONTH),
        ("village_200d", {"minimum": Fraction(367)}, RuleFault.DAYS_OF_YEAR),
        ("full_time", {"minimum": Fraction("0.9")}, RuleFault.NO_BASIS),
        ("full_time", {"official_counts": False}, RuleFault.NO_BASIS),
        ("full_time", {"verified": True, "basis": " "}, RuleFault.NO_BASIS),
    ],
)
def test_a_figure_outside_its_range_or_without_its_document_is_refused(code, changed, fault):
    assert faults_of(with_rule(code, **changed)) == {code: fault}


def test_a_changed_figure_with_its_document_holds():
    assert faults_of(with_rule("full_time", minimum=Fraction("0.9"), basis="本单位〔2026〕1号", verified=True)) == {}


def test_a_rule_of_an_offices_own_names_its_document():
    own = Rule(RuleKind.DAYS_PER_MONTH, Fraction(22))
    assert faults_of(replace(shipped(), rules={**TEMPLATES, "own": own})) == {"own": RuleFault.NO_BASIS}


@pytest.mark.parametrize("days", [(7, 3, 30), (0, 7, 30), (3, 7, 5), (3, 3, 30)])
def test_tiers_rise(days):
    assert faults_of(replace(shipped(), leave=LeaveRule(*days))) == {"leave": RuleFault.TIERS}


def test_the_usual_rule_is_one_of_the_book():
    assert faults_of(replace(shipped(), usual="nothing")) == {"usual": RuleFault.NO_SUCH_RULE}


def test_a_book_comes_back_as_it_was_sealed():
    book = with_rule("full_time", minimum=Fraction("0.85"), basis="本单位〔2026〕1号")
    assert restored_from(RuleBook, stored_in(book)) == book


@pytest.mark.parametrize("told", ["0.667", "2/3", "0.6667", "66.7%"])
def test_two_thirds_come_back_as_two_thirds_however_they_were_sealed(told):
    plain = stored_in(shipped())
    plain["rules"]["two_thirds"]["minimum"] = told
    assert restored_from(RuleBook, plain).rules["two_thirds"].minimum == Fraction(2, 3)


def test_what_changed_is_told_field_by_field():
    after = replace(with_rule("full_time", minimum=Fraction("0.9"), basis="文"), leave=LeaveRule(4), usual="two_thirds")
    assert changes(shipped(), after) == (
        Change("full_time", "minimum", Fraction(4, 5), Fraction(9, 10)), Change("full_time", "basis", "", "文"),
        Change("leave", "receiving_unit", 3, 4), Change("usual", "usual", "full_time", "two_thirds"),
    )  # fmt: skip
    assert changes(after, after) == ()
    own = Rule(RuleKind.DAYS_PER_MONTH, Fraction(22), basis="文")
    told = changes(shipped(), replace(shipped(), rules={**TEMPLATES, "own": own}))
    assert (told[0].code, told[0].before, {change.code for change in told}) == ("own", None, {"own"})
