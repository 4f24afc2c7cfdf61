"""The closed lists: complete, in both languages, with stable codes."""

import re
from collections import Counter

import pytest

from portal.domain import options
from portal.domain.indicators import GROUPS, INDICATOR_OPTIONS, INDICATORS, in_group, indicator
from portal.domain.options import Options
from portal.domain.roles import MAY_HOLD_SLIPS, RECEIVES_REPORTS, ROLE_NAMES, Role
from portal.domain.secondment import NOT_A_SECONDMENT, SECONDMENT_TYPES
from portal.domain.statuses import DECLINED_REASONS, OUTCOMES
from portal.domain.text import Text

HAN = re.compile("[\u3400-\u9fff]")
LISTS = [value for value in vars(options).values() if isinstance(value, Options)]
LISTS += [GROUPS, INDICATOR_OPTIONS, SECONDMENT_TYPES, DECLINED_REASONS, OUTCOMES]


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.name)
def test_codes_are_unique_and_words_are_there_in_both_languages(listed):
    assert len(set(listed.codes)) == len(listed.codes) >= 2
    for code, text in listed.words:
        assert re.fullmatch(r"[A-Za-z0-9_]+", code)
        assert text.zh
        assert text.en
        assert not HAN.search(text.en)
        assert listed.text(code) is text


def test_a_list_gives_choices_and_checks_codes_without_repeating_them():
    assert options.FEAR.choices("en")[0] == ("none", "Not worried")
    assert options.FEAR.choices("zh")[0] == ("none", "不担心")
    assert options.FEAR.check("some") == "some"
    with pytest.raises(ValueError, match="not one of the options of fear") as refused:
        options.FEAR.check("CANARY")
    assert "CANARY" not in str(refused.value)
    with pytest.raises(KeyError):
        options.FEAR.text("CANARY")


def test_there_are_35_signs_in_six_groups():
    assert len(INDICATORS) == 35
    assert Counter(sign.group for sign in INDICATORS) == {"P": 7, "W": 8, "D": 7, "M": 3, "A": 6, "O": 4}
    assert [sign.code for group in GROUPS.codes for sign in in_group(group)] == [sign.code for sign in INDICATORS]
    for group in GROUPS.codes:
        assert [sign.code for sign in in_group(group)] == [f"{group}{n}" for n in range(1, len(in_group(group)) + 1)]


def test_every_sign_says_in_one_plain_sentence_what_can_be_noticed():
    for sign in INDICATORS:
        assert sign.definition.zh.endswith("。")
        assert sign.definition.en.endswith(".")
        assert len(sign.definition.zh) <= 40
        assert indicator(sign.code) is sign
        assert "造假" not in sign.label.zh + sign.definition.zh


def test_there_are_14_kinds_of_secondment_and_a_loan_is_none():
    assert len(SECONDMENT_TYPES.codes) == 14
    assert set(SECONDMENT_TYPES.codes) >= NOT_A_SECONDMENT


def test_only_roles_that_work_on_cases_may_ever_hold_a_key_to_one():
    assert set(ROLE_NAMES) == set(Role)
    assert {Role.INTAKE, Role.INTAKE_LEAD} == RECEIVES_REPORTS
    assert RECEIVES_REPORTS < MAY_HOLD_SLIPS
    assert not MAY_HOLD_SLIPS & {Role.CASE_MGMT, Role.SECRECY_AUDITOR, Role.KEY_HOLDER, Role.SYSADMIN}
    assert Role.INTAKE.text == Text("信访受理员", "Intake officer")
