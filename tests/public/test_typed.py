"""Dates and times as people type them; and the pure rules of a report on the way in."""

import pytest

from portal.domain.report import parse_report
from portal.public.reporting import rules, typed
from tests.domain.sample import REPORT, changed


@pytest.mark.parametrize(
    "text", ["2026-03", "2026-3", "2026.3", "2026/03", "2026年3月", "2026 年 3 月", "202603", "２０２６年３月"]
)
def test_months(text):
    assert typed.month(text) == "2026-03"


@pytest.mark.parametrize("text", ["2026-03-10", "2026.3.10", "2026/3/10", "2026年3月10日", "2026年3月10号", "20260310"])
def test_days(text):
    assert typed.day(text) == typed.day_or_month(text) == "2026-03-10"


@pytest.mark.parametrize("text", ["9:30", "09:30", "9点半", "9点30分", "9时30分", "９：３０"])
def test_times(text):
    assert typed.clock_time(text) == "09:30"


@pytest.mark.parametrize("text", ["", "三月", "去年", "2026", "3-10", "26-03", "2026-03-10-11", "20263", "١٠"])
def test_what_cannot_be_read_is_given_back(text):
    assert typed.month(text) == typed.day(text) == text


@pytest.mark.parametrize("text", ["", "上午", "9", "9点半30分", "9:3a"])
def test_times_that_cannot_be_read_are_given_back(text):
    assert typed.clock_time(text) == text


@pytest.mark.parametrize(
    ("kind", "first", "last", "faults"),
    [
        ("day", "2026-03-10", "", (None, None)),
        ("day", "2026-03-10", "2026-03-10", (None, None)),
        ("day", "2026-03-10", "2026-03-11", (None, "only_for_range")),
        ("day", "2026-03", "", ("not_a_date", None)),
        ("day", "", "", ("required", None)),
        ("month", "2026-03", "", (None, None)),
        ("month", "2026-03-10", "", ("not_a_month", None)),
        ("range", "2026-03", "2026-05", (None, None)),
        ("range", "2026-03-01", "2026-03-05", (None, None)),
        ("range", "2026-03-01", "2026-04", (None, "both_alike")),
        ("range", "2026-05", "2026-03", (None, "dates_reversed")),
        ("range", "2026-05", "", (None, "required")),
        ("range", "2026-05", "五月", (None, "not_a_date")),
        ("range", "五月", "2026-05", ("not_a_date", None)),
    ],
)
def test_dates_of_a_row(kind, first, last, faults):
    assert (rules.fault_of_start(kind, first), rules.fault_of_end(kind, first, last)) == faults


@pytest.mark.parametrize(
    ("text", "fault"), [("", None), ("09:30", None), ("25:00", "not_a_time"), ("0930", "not_a_time")]
)
def test_times_of_a_row(text, fault):
    assert rules.fault_of_time(text) == fault


class _Office:
    def __init__(self, id_, parent):
        self.id, self.parent = id_, parent


PROVINCE, CITY, COUNTY, LONE = _Office("p", None), _Office("c", "p"), _Office("x", "c"), _Office("l", None)


@pytest.mark.parametrize(
    ("offices", "chosen", "within", "keys"),
    [
        ([PROVINCE, CITY, COUNTY], ["x", "c"], False, ("c", "x")),
        ([PROVINCE, CITY, COUNTY], ["p", "c", "x"], True, ("p",)),
        ([PROVINCE, CITY, COUNTY], ["c", "x"], True, ()),
        ([PROVINCE, CITY, LONE], ["p", "l"], True, ("p",)),
        ([LONE], ["l"], True, ()),
        ([LONE], ["l", "nowhere"], False, ("l",)),
    ],
)
def test_who_gets_the_key(offices, chosen, within, keys):
    assert rules.opening(offices, chosen, within=within) == keys


DAY = REPORT["observations"][0]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ([("identifying_details", "值班表上只有我")], ()),
        ([], ("reveal",)),
        ([("reporter.circle", "gt50"), ("safety.fear", "none")], ()),
        ([("reporter.circle", "le3"), ("safety.fear", "none")], ("reveal",)),
        ([("reporter.circle", "gt50"), ("safety", {"fear": "already", "kinds": ["threat"]})], ("reveal",)),
        ([("identifying_details", "有"), ("observations", []), ("no_dates", True)], ("exact_day",)),
        ([("identifying_details", "有"), ("observations.0", {**DAY, "place": ""})], ("place",)),
        ([("identifying_details", "有"), ("observations.0", {**DAY, "time_from": "", "time_to": ""})], ("hours",)),
        ([("identifying_details", "有"), ("observations.0", {**DAY, "record_hint": ""})], ()),
        (
            [("identifying_details", "有"), ("observations.0", {**DAY, "record_hint": ""}), ("record_pointers", [])],
            ("record",),
        ),
        ([("identifying_details", "有"), ("indicators", ["M1"])], ("money",)),
        (
            [
                ("indicators", ["M1"]),
                ("observations", []),
                ("no_dates", True),
                ("record_pointers", []),
            ],
            ("reveal", "exact_day", "record"),
        ),
    ],
)
def test_hints_name_what_would_help_most_and_never_more_than_three(changes, wanted):
    assert rules.hints(parse_report(changed(*changes))) == wanted


class _Named(_Office):
    def __init__(self, id_, name_zh, name_en, parent="p"):
        super().__init__(id_, parent)
        self.name_zh, self.name_en = name_zh, name_en


PROVINCIAL = _Named("p", "云岭省纪检监察机关(虚构)", "Yunling Province body (fictional)", None)
MUNICIPAL = _Named("c", "望溪市纪检监察机关(虚构)", "Wangxi City body (fictional)")
QINGHE = _Named("x", "云岭省望溪市青禾县纪委监委(虚构)", "Qinghe County body (fictional)")
DONGPO = _Named("y", "东坡区纪检监察机关(虚构)", "Dongpo District body (fictional)")
FOUR = [PROVINCIAL, MUNICIPAL, QINGHE, DONGPO]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("云岭省望溪市青禾县 县人民政府", {"x"}),
        ("qinghe county, Yunling the county government", {"x"}),
        ("望溪市 东坡区文化馆", {"y"}),
        ("望溪市 市人民政府", set()),
        ("", set()),
    ],
)
def test_the_office_of_the_county_concerned_is_known_by_its_name(where, found):
    assert rules.of_the_county(FOUR, where) == found


def test_who_is_of_the_county_gets_no_key():
    assert rules.opening(FOUR, ["p", "x"], within=False, local=frozenset("x")) == ("p",)
    assert rules.opening(FOUR, ["x"], within=False, local=frozenset("x")) == ()
