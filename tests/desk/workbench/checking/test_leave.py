"""V10, clause by clause."""

from decimal import Decimal

import pytest

from portal.desk.workbench.checking import SHIPPED, Bearing, Code
from portal.desk.workbench.checking.rules import Tier
from portal.desk.workbench.checking.slips import approver_of
from portal.desk.workbench.rows import FileKind
from tests.desk.workbench.checking.cases import brief, case, of, post, sheet, slip


@pytest.mark.parametrize(
    ("words", "tier"),
    [
        ("石桥镇党委", Tier.RECEIVING_UNIT), ("石桥村支部", Tier.RECEIVING_UNIT), ("幸福社区", Tier.RECEIVING_UNIT),
        ("白沙乡政府", Tier.RECEIVING_UNIT), ("东风街道", Tier.RECEIVING_UNIT), ("接收单位", Tier.RECEIVING_UNIT),
        ("青禾县委组织部", Tier.COUNTY_ORG), ("临江区委组织部", Tier.COUNTY_ORG), ("县(区)委组织部", Tier.COUNTY_ORG),
        ("云岭市青禾县委组织部", Tier.COUNTY_ORG), ("云岭市委组织部", Tier.CITY_ORG), ("新乡市委组织部", Tier.CITY_ORG),
        ("省委组织部", Tier.CITY_ORG), ("张某", None), ("组织部", None), ("县乡村振兴局", None), ("新乡市某局", None),
    ],
)  # fmt: skip
def test_who_approved_is_read_from_the_words(words, tier):
    assert approver_of(slip("3-2", "3-2", words)) is tier
    assert approver_of(slip("3-2", "3-2", "王某", approver_level=words)) is tier


def test_the_receiving_units_own_name_is_its_approval():
    assert of(case(slip("3-2", "3-3", "青禾县人民政府"), receiving=sheet("3-2", "假假")), Code.V10) == []


@pytest.mark.parametrize(
    ("approver", "days", "level"),
    [
        ("接收单位", 3, None), ("接收单位", 4, "medium"), ("县委组织部", 4, None), ("县委组织部", 7, None),
        ("县委组织部", 8, "medium"), ("市委组织部", 8, None), ("市委组织部", 1, None), ("张某", 1, "info"),
        ("", 1, "medium"), ("未批准", 1, "medium"), ("县委组织部未同意", 2, "medium"),
    ],
)  # fmt: skip
def test_a_slip_needs_its_tier_and_a_higher_one_is_fine(approver, days, level):
    told = case(slip("3-2", "3-13", approver, days=Decimal(days)), receiving=sheet("3-2", "在"))
    found = of(told, Code.V10)
    assert [one.level.value for one in found] == ([level] if level else [])
    assert [one.bearing for one in found if level == "info"] == [Bearing.NEUTRAL] * (level == "info")


def test_a_day_of_approval_without_a_name_is_not_a_missing_approval():
    told = case(slip("3-2", "3-2", "", approved=post().start), receiving=sheet("3-2", "假"))
    assert [one.bearing for one in of(told, Code.V10)] == [Bearing.NEUTRAL]


def test_without_days_the_working_days_of_the_range_count():
    # Friday to Tuesday: 3 working days.
    assert of(case(slip("3-6", "3-10"), receiving=sheet("3-6", "假休休假假")), Code.V10) == []
    assert len(of(case(slip("3-6", "3-11"), receiving=sheet("3-6", "假")), Code.V10)) == 1


def test_leave_and_absence_without_a_slip_only_where_leave_was_imported():
    days = sheet("3-5", "假假休休假缺在")
    assert of(case(receiving=days), Code.V10) == []
    told = case(receiving=days, imported=[FileKind.LEAVE])
    assert brief(told, Code.V10) == [(["3-5", "3-6", "3-9", "3-10"], "medium")]
    covered = case(slip("3-5", "3-6"), receiving=days)
    assert brief(covered, Code.V10) == [(["3-9", "3-10"], "medium")]


def test_leave_marked_on_a_rest_day_needs_no_slip():
    assert of(case(receiving=sheet("3-7", "假假"), imported=[FileKind.LEAVE]), Code.V10) == []


def year(*slips, receiving=()):
    told = case(post(end="12-31"), *slips, receiving=[*receiving, *sheet("1-5", "在"), *sheet("12-1", "在")])
    return [one for one in of(told, Code.V10) if "合计" in one.statement.zh]


def test_thirty_days_a_year_are_within_the_limit_and_more_are_not():
    two = [slip("3-2", "3-20", "市委组织部", days=Decimal(15)), slip("5-6", "5-26", "市委组织部", days=Decimal(15))]
    assert year(*two) == []
    (over,) = year(*two, slip("7-1", "7-1", days=Decimal("0.5")))
    assert "2026 年请假合计 30.5 天,超过规定的 30 天" in over.statement.zh


def test_leave_without_a_slip_counts_towards_the_year_and_official_absence_does_not():
    two = [slip("3-2", "3-20", "市委组织部", days=Decimal(15)), slip("5-6", "5-26", "市委组织部", days=Decimal(15))]
    assert len(year(*two, receiving=sheet("7-1", "假"))) == 1
    assert year(*two, slip("7-1", "7-9", type="公出")) == []


def test_a_day_that_two_slips_cover_counts_once_and_a_slip_over_new_year_for_its_part():
    twice = [slip("3-2", "4-10", "市委组织部"), slip("3-2", "4-10", "市委组织部", reason="续")]
    assert year(*twice) == []
    told = case(
        post(start="1-1", end="12-31"), slip("12-1", "12-31", "市委组织部"), slip("1-5", "1-16", "市委组织部"),
        receiving=[*sheet("1-5", "在"), *sheet("12-1", "在")],
    )  # fmt: skip
    assert any("合计 33 天" in one.statement.zh for one in of(told, Code.V10))


def test_an_office_may_set_no_limit():
    leave = SHIPPED.leave.model_copy(update={"recall_if_total_over": None})
    rules = SHIPPED.model_copy(update={"leave": leave})
    told = case(slip("3-2", "3-31", "市委组织部", days=Decimal(60)), receiving=sheet("3-2", "假"), rules=rules)
    assert of(told, Code.V10) == []


def test_an_official_slip_is_no_leave():
    assert of(case(slip("3-2", "3-20", "", type="外出培训"), receiving=sheet("3-2", "公")), Code.V10) == []
