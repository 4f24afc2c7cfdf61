"""V04, V05, V06, V14 and V18, clause by clause."""

import pytest

from portal.desk.workbench.checking import Code
from portal.desk.workbench.checking.alike import normalised
from portal.desk.workbench.rows import AppraisalRow, FileKind
from tests.desk.workbench.checking.cases import brief, case, log, of, post, sheet, source

LONG = "走访企业了解生产经营情况协调解决用工和物流困难问题"


def test_a_log_on_a_day_marked_absent_or_leave_and_on_no_other():
    told = case(*(log(f"3-{day}") for day in range(2, 8)), receiving=sheet("3-2", "缺假在公?休"))
    assert brief(told, Code.V04) == [(["3-2"], "medium"), (["3-3"], "medium")]


def test_two_days_alike_are_nothing_three_are_a_finding():
    assert of(case(log("3-2"), log("3-3")), Code.V05) == []
    assert brief(case(log("3-2"), log("3-3"), log("3-4"), log("3-5", "别的事情一二三四五六")), Code.V05) == [
        (["3-2", "3-3", "3-4"], "medium")
    ]


def test_three_entries_of_two_days_are_two_days():
    assert of(case(log("3-2"), log("3-2", place="青禾县"), log("3-3")), Code.V05) == []


def test_spaces_punctuation_and_width_make_no_difference():
    assert normalised("走访企业, 了解 ABC 情况。(3户)") == normalised("走访企业,了解ABC情况3户")
    told = case(log("3-2", "走访企业,了解生产经营情况。"), log("3-3", "走访企业 了解生产经营情况"), log("3-4"))
    (finding,) = of(told, Code.V05)
    assert "完全相同,占 3 篇的 100.0%" in finding.statement.zh


@pytest.mark.parametrize(("text", "found"), [("处理日常事务。", 0), ("处理日常事务工作", 1)])
def test_texts_under_eight_characters_are_too_short_to_say_anything(text, found):
    assert len(of(case(*(log(f"3-{day}", text) for day in (2, 3, 4))), Code.V05)) == found


def test_near_texts_are_a_group_and_far_ones_are_not():
    near = [LONG, LONG.replace("物流", "运输"), LONG.replace("用工", "招工")]
    (finding,) = of(case(*(log(f"3-{day}", text) for day, text in zip((2, 3, 4), near, strict=True))), Code.V05)
    assert "相同或相近" in finding.statement.zh
    far = [LONG, "入户走访三户核对一季度务工收入情况", "与村两委研究合作社分红方案形成会议纪要"]
    assert of(case(*(log(f"3-{day}", text) for day, text in zip((2, 3, 4), far, strict=True))), Code.V05) == []


def test_a_chain_of_small_changes_does_not_tie_unlike_texts_together():
    """Each is near the one before it, the ends are far apart: only what is near one text is a group with it."""
    steps = ["甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"]
    for old, new in zip("甲乙丙丁戊己庚辛", "天地玄黄宇宙洪荒", strict=True):
        steps.append(steps[-1].replace(old, new))
    told = case(*(log(f"3-{day}", text) for day, text in enumerate(steps, 2)))
    assert max(len(one.dates) for one in of(told, Code.V05)) < len(steps)


def test_the_same_long_text_in_two_persons_logs_is_a_finding_for_both():
    short = [log("3-3", "短文字短文字短文字", person=person) for person in "pq"]
    told = case(post(), post("q"), log("3-2", LONG), log("3-9", LONG, person="q"), *short)
    assert [(one.person, len(one.evidence)) for one in of(told, Code.V05)] == [("p", 2), ("q", 2)]


@pytest.mark.parametrize(("submitted", "found"), [("3-9 9:00", 0), ("3-10 9:00", 1)])
def test_more_than_seven_days_late_by_the_calendar(submitted, found):
    assert len(of(case(log("3-2", submitted=submitted)), Code.V06)) == found


def test_five_days_within_an_hour_are_a_burst_four_are_not():
    def told(days, minutes):
        return case(*(log(f"3-{2 + n}", f"第{n}件事情的经过说明", f"3-8 21:{minutes[n]:02}") for n in range(days)))

    assert of(told(4, [0, 1, 2, 3]), Code.V06) == []
    assert brief(told(5, [0, 15, 30, 45, 59]), Code.V06) == [(["3-2", "3-3", "3-4", "3-5", "3-6"], "medium")]


def test_an_hour_is_sixty_minutes_and_one_day_twice_is_one_day():
    spread = ["20:00", "20:20", "20:40", "20:59", "21:01"]
    assert (
        of(case(*(log(f"3-{2 + n}", f"第{n}件事情的经过", f"3-8 {at}") for n, at in enumerate(spread))), Code.V06) == []
    )
    same_day = [log("3-2", f"第{n}件事情的经过", f"3-3 21:0{n}") for n in range(6)]
    assert of(case(*same_day), Code.V06) == []


def test_a_hand_in_day_without_an_hour_is_no_burst_but_can_be_late():
    rows = [log(f"3-{day}", f"第{day}天的工作内容", "3-9 0:00") for day in range(2, 7)]
    assert of(case(*rows), Code.V06) == []
    (late,) = of(case(*rows, log("3-1", "更早一天的工作内容", "3-9 0:00")), Code.V06)
    assert len(late.dates) == 1


def test_two_bursts_are_two_findings_and_late_ones_beside_them_a_third():
    bursts = [log(f"3-{day}", f"第{day}天的内容说明", f"3-{8 if day < 7 else 17} 21:{day:02}") for day in range(2, 12)]
    told = case(*bursts, log("3-12", "另一天的内容说明", "3-31 9:00"))
    assert sorted(len(one.dates) for one in of(told, Code.V06)) == [1, 5, 5]


def test_nothing_to_show_needs_a_log_no_duties_and_no_concrete_entry():
    bare, plain = post(duties=""), log("3-2", "学习上级文件精神")
    assert len(of(case(bare, plain), Code.V14)) == 1
    assert len(of(case(bare, imported=[FileKind.WORKLOG], receiving=sheet("3-2", "在")), Code.V14)) == 1
    assert len(of(case(bare, log("3-2", "学习上级文件精神", people="无", issue_solved="-")), Code.V14)) == 1
    assert of(case(bare, receiving=sheet("3-2", "在")), Code.V14) == []
    assert of(case(post(), plain), Code.V14) == []
    for more in ({"issue_solved": "已解决"}, {"people": "王某"}, {"place": "石桥村"}, {"content": "走访3户"}):
        assert of(case(bare, plain, log("3-3", **more)), Code.V14) == []


def appraisal(person, content):
    return AppraisalRow(source(), person, content)


def test_appraisals_that_are_alike_are_a_finding_for_both_and_one_persons_own_are_not():
    good = "该同志挂职期间政治立场坚定工作认真负责表现良好"
    told = case(post(), post("q"), appraisal("p", good), appraisal("q", good.replace("良好", "优秀")))
    assert [one.person for one in of(told, Code.V18)] == ["p", "q"]
    assert of(case(post(), appraisal("p", good), appraisal("p", good + "。")), Code.V18) == []
    assert of(case(post(), post("q"), appraisal("p", "合格"), appraisal("q", "合格")), Code.V18) == []
    other = "该同志参与乡村振兴项目协调修路三公里群众评价很高"
    assert of(case(post(), post("q"), appraisal("p", good), appraisal("q", other)), Code.V18) == []
