"""What must make no difference to findings, and what must never count against a person."""

import re
from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.desk.workbench.checking import SHIPPED, Bearing, Level, check_all
from portal.desk.workbench.rows import FileKind, Records, Status
from tests.desk.workbench.checking.cases import AWAY, HOME, imported, log, mark, meeting, paid, post, saw, slip, trip
from tests.desk.workbench.importing.ods import ods
from tests.desk.workbench.importing.ods import table as ods_table
from tests.desk.workbench.importing.tables import text, workbook

DAYS = [f"3-{day}" for day in range(2, 14)]
SIGNS = st.sampled_from("在在在在公假休缺半? ")
WORDS = {
    "在": "出勤", "公": "公出", "假": "病假", "休": "休息", "缺": "缺勤", "半": "半天", "?": "待定", "挂": "挂职",
}  # fmt: skip
ROSTER = ["姓名", "派出单位", "派出地", "接收单位", "挂职地", "开始日期", "结束日期", "分工", "文号"]
TEXTS = st.sampled_from(["走访企业了解生产经营情况", "参加县政府会议听取工作汇报", "入户走访3户核对收入", "学习文件"])


def told(checked):
    """Everything a finding says but the numbers of rows, with the rows it quotes as a bag of cells."""
    return [
        (
            one.id, one.code, one.level, one.bearing, one.dates, re.sub(r"\(第 .*? 行\)", "", one.statement.zh),
            len(one.evidence),
        )
        for one in checked.findings
    ]  # fmt: skip


@st.composite
def tables(draw):
    """A roster of two people and small files about them, as tables of text: a header and rows for each kind."""
    people = ["范例甲", "范例乙"]
    roster = [[name, HOME, "云岭市", AWAY, "青禾县", "2026-03-01", "2026-03-31", "分工", "虚1"] for name in people]
    dates = [f"2026-03-{day:02}" for day in range(2, 14)]

    def sheet(signs):
        return [[name, day, WORDS[sign]] for name in people for day in dates if (sign := draw(signs)) != " "]

    logs = [[name, day, draw(TEXTS), f"{day} 20:00"] for name in people for day in dates if draw(st.booleans())]
    seen = [
        [name, draw(st.sampled_from(dates)), draw(st.sampled_from(["在岗", "不在岗", "在别处"])), "亲眼所见"]
        for name in people
        if draw(st.booleans())
    ]
    return {
        FileKind.ROSTER: [ROSTER, *roster],
        FileKind.SENDING: [["姓名", "日期", "状态"], *sheet(st.sampled_from("挂挂在 "))],
        FileKind.RECEIVING: [["姓名", "日期", "状态"], *sheet(SIGNS)],
        FileKind.WORKLOG: [["姓名", "日期", "工作内容", "提交时间"], *logs],
        FileKind.OBSERVATIONS: [["姓名", "日期", "所见", "如何得知"], *seen],
    }  # fmt: skip


HEADS = {
    "姓名": ["姓名", "干部姓名", "姓 名", "挂职人员*"], "日期": ["日期", "日期(必填)"],
    "状态": ["出勤状态", "考勤结果", "【状态】"], "工作内容": ["日志内容", "主要工作"],
    "提交时间": ["填报时间", "上报时间"], "派出单位": ["原单位", "选派单位"],
    "接收单位": ["挂职单位", "挂任单位"], "开始日期": ["挂职开始时间", "到任日期"],
}  # fmt: skip


def as_file(draw, rows):
    head, *data = rows
    heads = [draw(st.sampled_from(HEADS.get(one, [one]))) for one in head]
    table = [heads, *draw(st.permutations(data + draw(st.lists(st.sampled_from(data), max_size=3)) if data else data))]
    form = draw(st.sampled_from(["text", "xlsx", "ods"]))
    if form != "text":
        return workbook(("表", table)) if form == "xlsx" else ods(ods_table("表", table))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
    return text(table, draw(st.sampled_from(",\t;")), encoding)


@settings(max_examples=40, deadline=None)
@given(st.data(), tables())
def test_order_duplicates_encoding_headers_and_kind_of_file_do_not_change_findings(data, given_tables):
    plain = check_all(imported({kind: text(rows) for kind, rows in given_tables.items()}), SHIPPED)
    shuffled = check_all(imported({kind: as_file(data.draw, rows) for kind, rows in given_tables.items()}), SHIPPED)
    assert told(shuffled) == told(plain)


@settings(max_examples=40, deadline=None)
@given(st.data(), tables())
def test_long_form_and_matrix_give_the_same_findings(data, given_tables):
    files = {kind: text(rows) for kind, rows in given_tables.items()}
    matrices = dict(files)
    for kind in (FileKind.SENDING, FileKind.RECEIVING):
        rows = given_tables[kind][1:]
        if not rows:
            continue
        marks = {(name, int(day[-2:])): word for name, day, word in rows}
        days = data.draw(st.sampled_from([range(1, 32), range(2, 14)]))
        people = data.draw(st.permutations(sorted({row[0] for row in rows})))
        lines = [[name, *(marks.get((name, day), "") for day in days)] for name in people]
        matrices[kind] = workbook(("三月", [["2026年3月考勤表"], ["姓名", *map(str, days)], *lines]))
    one, other = check_all(imported(files), SHIPPED), check_all(imported(matrices), SHIPPED)
    # In a matrix all days of a person are one row of the file: fewer rows are quoted, the same is said.
    assert [found[:-1] for found in told(other)] == [found[:-1] for found in told(one)]


@st.composite
def records(draw):
    """One person's rows of every kind, straight as rows."""
    marks = {"sending": "挂挂在在 ", "receiving": "在在在公假休缺半? "}
    hours = st.sampled_from(["", "", "8:00-12:00", "14:00-18:00", "8:30-"])
    sheets = {
        name: tuple(mark(day, sign, draw(hours)) for day in DAYS if (sign := draw(st.sampled_from(signs))) != " ")
        for name, signs in marks.items()
    }
    trips = [trip("3-3", f"3-{draw(st.integers(3, 9))}", draw(st.sampled_from(["临海市", "青禾县", "省城"])))]
    seen = [
        saw(draw(st.sampled_from(DAYS)), draw(st.sampled_from(["在", "不在", "签"])), draw(hours)) for _ in range(3)
    ]
    rule = draw(st.sampled_from(["full_time", "village_20d", "two_thirds", "village_200d"]))
    leave = [slip("3-9", "3-10")] if draw(st.booleans()) else []
    return Records(
        roster=(post(rule_set=rule),), travel=tuple(trips), observations=tuple(seen), leave=tuple(leave),
        meetings=(meeting(draw(st.sampled_from(DAYS)), "9:00"),), allowance=(paid("3", draw(st.integers(0, 12)), 60),),
        imported=frozenset({FileKind.LEAVE}), **sheets,
    )  # fmt: skip


def adds_nothing(given_records, other):
    """Whatever counts against the person in `other`, by check and day, counted before; nothing weighs more."""
    wrong = [
        [one for one in check_all(rows, SHIPPED).findings if one.bearing is Bearing.INCONSISTENT]
        for rows in (given_records, other)
    ]
    before, after = ({(one.code, day) for one in told for day in one.dates} for told in wrong)
    levels, levels_after = ({one.id: one.level for one in told} for told in wrong)
    order = list(Level)
    assert after <= before
    # A run of days without a slip may begin on another day now; what has no day at all must have been there.
    assert {one.id for one in wrong[1] if not one.dates} <= levels.keys()
    assert all(order.index(levels_after[one]) >= order.index(levels[one]) for one in levels_after.keys() & levels)


@settings(max_examples=300, deadline=None)
@given(records(), st.integers(0, 11), st.integers(0, 4), st.sampled_from(["事假", "公出", "病假"]))
def test_an_approved_absence_never_adds_a_finding_against_the_person(given_records, first, length, kind):
    days = DAYS[first], DAYS[min(first + length, len(DAYS) - 1)]
    approved = slip(*days, "市委组织部", type=kind)
    adds_nothing(given_records, replace(given_records, leave=(*given_records.leave, approved)))


@settings(max_examples=150, deadline=None)
@given(records(), st.data())
def test_an_absence_that_turns_out_to_be_approved_leave_never_adds_one(given_records, data):
    absent = [row for row in given_records.receiving if row.status is Status.ABSENT]
    if not absent:
        return
    row = data.draw(st.sampled_from(absent))
    turned = tuple(replace(one, status=Status.LEAVE) if one is row else one for one in given_records.receiving)
    day = f"{row.day.month}-{row.day.day}"
    leave = (*given_records.leave, slip(day, day, "市委组织部"))
    adds_nothing(given_records, replace(given_records, receiving=turned, leave=leave))


@settings(max_examples=150, deadline=None)
@given(records(), st.data())
def test_the_order_of_rows_of_any_kind_changes_nothing_that_is_said(given_records, data):
    more = replace(
        given_records,
        roster=(*given_records.roster, post(start="3-9", end="4-30", receiving_place="东江市")),
        leave=(*given_records.leave, slip("3-4", "3-5", ""), slip("3-4", "3-11")),
        allowance=(*given_records.allowance, paid("3", 4, 50), paid("3", 2, item="交通")),
        worklog=tuple(log(day, data.draw(TEXTS), "3-20 20:10") for day in DAYS),
        receiving=(*given_records.receiving, mark("3-3", data.draw(st.sampled_from("在缺"))), mark("3-4", "在")),
    )
    mixed = {
        name: tuple(data.draw(st.permutations(rows))) for name, rows in vars(more).items() if isinstance(rows, tuple)
    }
    assert told(check_all(replace(more, **mixed), SHIPPED)) == told(check_all(more, SHIPPED))


@settings(max_examples=100, deadline=None)
@given(records())
def test_checking_twice_says_the_same_and_ids_are_each_ones_own(given_records):
    one, two = check_all(given_records, SHIPPED), check_all(given_records, SHIPPED)
    assert one == two
    assert max(Counter(finding.id for finding in one.findings).values(), default=1) == 1


@settings(max_examples=100, deadline=None)
@given(records())
def test_no_word_of_judgement_and_no_label_of_a_reporter_in_any_statement(given_records):
    for one in check_all(given_records, SHIPPED).findings:
        words = " ".join([one.statement.zh, one.statement.en, *(step.zh for step in one.next_steps)])
        assert not re.search("造假|弄虚作假|违纪|R1|举报", words)
