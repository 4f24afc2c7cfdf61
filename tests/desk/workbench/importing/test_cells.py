from datetime import date, datetime, time
from decimal import Decimal

import pytest

from portal.desk.workbench.importing import cells
from portal.desk.workbench.importing.headers import key_of
from portal.desk.workbench.importing.posts import split
from portal.desk.workbench.importing.words import signed_of, status_of
from portal.desk.workbench.rows import FileKind, Status


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05",
        "2026/3/5",
        "2026.3.5",
        "2026年3月5日",
        "20260305",
        "46086",
        "２０２６年３月５日",
        " 2026 - 3 - 5 ",
        "2026-3-5 8:05",
        "2026-03-05T08:05:00",
        "2026年3月5日 星期四",
        "2026-03-05(周四)",
        "46086.5",
    ],
)
def test_days(text):
    assert cells.as_day(text) == date(2026, 3, 5)


@pytest.mark.parametrize("text", ["2026-02-30", "3月5日", "05/03/2026", "明天", "", "2026-03", "12345", "2026-3-5前后"])
def test_no_days(text):
    assert cells.as_day(text) is None


def test_a_day_without_a_year_takes_the_form_s():
    assert cells.as_day("3月5日", 2026) == cells.as_day("3/5", 2026) == date(2026, 3, 5)
    assert cells.as_day("2月30日", 2026) is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("8:05", time(8, 5)),
        ("08:05:33", time(8, 5, 33)),
        ("上午8:05", time(8, 5)),
        ("下午2:30", time(14, 30)),
        ("８：０５", time(8, 5)),
        ("8时05分", time(8, 5)),
        ("0.3368055556", time(8, 5)),
        ("2026年3月5日 08:05", time(8, 5)),
        ("46086.3368055556", time(8, 5)),
        ("8:05 PM", time(20, 5)),
        ("中午12:10", time(12, 10)),
        ("12:00am", time(0, 0)),
        ("25:00", None),
        ("没打卡", None),
        ("0.9999999", None),
    ],
)
def test_times(text, at):
    assert cells.as_time(text) == at


def test_moments():
    assert cells.as_moment("2026年3月5日 08:05") == datetime(2026, 3, 5, 8, 5)  # noqa: DTZ001
    assert cells.as_moment("2026-03-05") == datetime(2026, 3, 5)  # noqa: DTZ001
    assert cells.as_moment("2026-03-05 傍晚") is None


@pytest.mark.parametrize(
    "text", ["2026-03", "2026/3", "2026年3月", "202603", "2026.03", "2026-03-05", "２０２６年３月"]
)
def test_months(text):
    assert cells.as_month(text) == date(2026, 3, 1)


def test_a_month_without_a_year_takes_the_form_s_and_2026_1_is_not_guessed():
    assert cells.as_month("3月", 2026) == date(2026, 3, 1)
    assert cells.as_month("3月") is None
    # A workbook gives the number 2026.10 as 2026.1: January or October.
    assert cells.as_month("2026.1") is None
    assert cells.as_month("2026-13") is None


def test_numbers_and_yes_and_no():
    assert cells.as_number("¥1,320.00元") == Decimal("1320.00")
    assert cells.as_number("22天") == Decimal(22)
    assert cells.as_number("若干") is cells.as_number("NaN") is None
    assert (cells.as_yes("是"), cells.as_yes("否"), cells.as_yes("待定")) == (True, False, None)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("√", Status.PRESENT),
        (" 出 勤 ", Status.PRESENT),
        ("１", Status.PRESENT),
        ("×", Status.ABSENT),
        ("0", Status.ABSENT),
        ("外出（公务）", Status.OFFICIAL_OUT),
        ("公", Status.OFFICIAL_OUT),
        ("病", Status.LEAVE),
        ("休", Status.OFF),
        ("半", Status.HALF),
        ("▲", Status.UNKNOWN),
    ],
)
def test_status_words(word, status):
    assert status_of(word, sending=False, mapped={})[0] is status


def test_a_secondment_counts_in_the_sending_file_only_and_the_case_decides_first():
    assert status_of("驻村", sending=True, mapped={})[0] is Status.SECONDED
    assert status_of("驻村", sending=False, mapped={})[0] is Status.UNKNOWN
    assert status_of("驻村", sending=False, mapped={"驻村": Status.PRESENT})[0] is Status.PRESENT
    assert status_of("迟到", sending=False, mapped={}) == (Status.PRESENT, "迟到")


def test_signed_words():
    assert [signed_of(word) for word in ("已签到", "缺席", "委托")] == [True, False, None]


@pytest.mark.parametrize(
    ("header", "key"),
    [("金额(元)", "amount"), ("计发天数【天】", "days"), ("*月 份", "month"), ("(发放单位)", "payer"), ("序号", "")],
)
def test_headers(header, key):
    assert key_of(header, FileKind.ALLOWANCE) == key
    assert key_of("原单位/部门", FileKind.ROSTER) == key_of("原单位(部门)", FileKind.ROSTER) == "sending_unit"


@pytest.mark.parametrize(
    ("text", "unit", "post"),
    [
        ("青禾县人民政府副县长", "青禾县人民政府", "副县长"),
        ("石桥镇石桥村第一书记", "石桥镇石桥村", "第一书记"),
        ("青禾县委组织部副部长", "青禾县委组织部", "副部长"),
        ("石桥镇党委副书记", "石桥镇党委", "副书记"),
        ("副县长", "副县长", ""),
    ],
)
def test_unit_and_post_in_one_cell(text, unit, post):
    assert split(text) == (unit, post)
