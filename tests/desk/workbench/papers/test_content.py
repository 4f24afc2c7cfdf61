"""What a working paper says of what nobody knows, and of where its rules come from."""

from dataclasses import replace

import pytest

from portal.desk.workbench.papers.content import Line, Points, said
from portal.desk.workbench.papers.figures import rules_table
from portal.desk.workbench.papers.unknown import unknown_part
from portal.desk.workbench.ruling.actions import InForce
from portal.desk.workbench.ruling.rules import shipped
from tests.desk.workbench.checking.cases import case, mark, saw, sheet


def told(blocks):
    return [said(text, "zh") for block in blocks if isinstance(block, Points) for _, text in block.points]


def test_days_without_a_record_and_what_could_not_be_placed_or_read_are_told():
    result = case(saw("3-2", "不在"), receiving=sheet("3-2", "在  在"))
    words = told(unknown_part(result, {"p": "范例甲"}, left_out=2, unreadable=1))
    assert words[0] == "范例甲：2026-03-02 至 2026-03-05 有 2 天没有记录或者不明。"
    assert words[-2:] == ["有 2 条观察没有列入：台账里对不上说的是谁。", "有 1 条记录无法读出。"]


def test_a_year_without_known_holidays_and_an_hour_outside_the_claim_are_told():
    result = case(saw("3-3", "不在", "6:00-7:00"), receiving=[mark("3-3", "在", "8:00-17:00")])
    words = told(unknown_part(replace(result, uncertain_years=(2031,)), {"p": "范例甲"}, 0, 0))
    assert any("有 1 条观察与考勤无法比较" in one for one in words)
    assert "2031 年的节假日安排还不知道，按周一至周五计工作日。" in words


def test_where_nothing_is_unknown_the_paper_says_so():
    result = case(receiving=[])
    assert [said(block.text, "zh") for block in unknown_part(result, {}, 0, 0) if isinstance(block, Line)] == [
        "没有需要特别说明的。"
    ]


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (InForce(shipped()), "没有经过核对"),
        (InForce(shipped(), "", 3), "第3版"),
        (InForce(shipped(), "示范员周", 3), "由示范员周为本件确定"),
    ],
)
def test_a_paper_says_who_set_the_rules(held, words):
    first, *_ = rules_table(held, case(receiving=sheet("3-2", "在")))
    assert words in said(first.text, "zh")
