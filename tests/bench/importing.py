"""A workbook of 20,000 rows: read apart, understood, made into rows. Floor: the reader of workbooks alone."""

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from io import BytesIO

from python_calamine import CalamineWorkbook

from portal.desk.workbench.importing import Reading, accept, propose
from tests.bench.measure import Figure, in_turns
from tests.desk.workbench.importing.tables import workbook

ROWS, PEOPLE, ROUNDS, BAR = 20_000, 80, 3, 3.0
HEAD = ["人员编号", "姓名", "日期", "出勤状态", "签到时间", "签退时间", "签到地点", "登记时间", "备注"]


def figures() -> Iterator[Figure]:
    content = workbook(("接收单位考勤", [HEAD, *rows()]))
    ours, floor = in_turns([partial(timed, partial(imported, content)), partial(timed, partial(bare, content))], ROUNDS)
    told = f"{ours:.2f} s (bar {BAR:.0f} s)"
    yield Figure(f"importing {ROWS} rows of .xlsx, {len(content) / 1024:.0f} KiB", told, f"{floor:.2f} s", floor / ours)


def rows() -> list[list[object]]:
    first = date(2026, 1, 1)
    return [
        [f"G{at % PEOPLE:03}", f"范例{at % PEOPLE}", first + timedelta(days=at // PEOPLE), "出勤", "08:05", "17:31",
         "青禾县政府大楼", "2026-04-02 10:00", ""]
        for at in range(ROWS)
    ]  # fmt: skip


def imported(content: bytes) -> None:
    book = Reading().read("a.xlsx", content)
    assert len(accept(book, propose(book).choices()).rows) == ROWS


def bare(content: bytes) -> None:
    CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
