"""The calendar: both tracks, all layers, and the same words as a table."""

import re


def test_both_tracks_and_every_layer_stand_in_picture_and_table(inspector):
    inspector.imports_example("A")
    page = inspector.bench("/calendar")
    rows = {cells[0][:10]: cells for cells in _rows(page.html)}
    tenth = rows["2026-03-10"]
    assert tenth[1].startswith("● 在岗 “出勤”")
    assert "厅机关大楼闸机" in tenth[1]
    assert "不在岗" in tenth[3]
    assert tenth[5]
    assert "临海市" in rows["2026-03-20"][4]
    assert "休" in rows["2026-03-08"][0]
    assert page.html.count('class="bar present"') >= 22 + 8
    assert "R1" in tenth[3]


def _rows(html):
    for row in re.findall(r"<tr.*?</tr>", html[html.index('class="ledger days"') :], re.DOTALL):
        cells = re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        yield [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


def test_without_records_the_page_says_what_to_do(inspector):
    assert "先接受台账和考勤" in inspector.bench("/calendar").text


def test_a_month_or_person_that_is_not_there_shows_the_first(inspector):
    inspector.imports_example("A", ("roster", "attendance_receiving"))
    page = inspector.bench("/calendar?month=1999-13&person=nobody")
    assert "范例甲 2026-03" in page.text


def test_what_a_reporter_saw_of_somebody_else_is_said_to_be_missing(inspector):
    from tests.desk.workbench.importing.tables import text

    head = ["姓名", "派出单位", "接收单位", "开始日期"]
    inspector.imports("台账.csv", text([head, ["范例丁", "厅", "县", "2026-01-01"]]))
    assert "有1条观察没有列入" in inspector.bench("/calendar").text
    inspector.bench("/files/1")
    inspector.imports("台账二.csv", text([head, ["范例甲", "厅", "县", "2026-01-01"]]))
    assert "没有列入" not in inspector.bench("/calendar").text


def test_months_are_counted_and_held_against_what_was_paid(inspector):
    inspector.imports_example("A")
    assert "2026-03 8 22 0 0 0 0 22 0 1320" in inspector.bench("/calendar").text
    page = inspector.bench("/files/6/withdraw")
    inspector.sends(page.forms[-1], page.forms[-1].pairs)
    assert "2026-03 8 22 0 0 0 0 – – –" in inspector.bench("/calendar").text


def test_leave_and_duty_of_example_b_are_counted_apart(inspector):
    inspector.imports_example("B", ("roster", "attendance_sending", "attendance_receiving", "allowance"))
    assert "2026-04 " in inspector.bench("/calendar").text
    cells = inspector.page.text.split("2026-04 ")[-1].split()[:9]
    assert cells[1:4] == ["17", "4", "2"]
    assert cells[6:8] == ["21", "0"]
