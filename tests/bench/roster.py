"""A roster of invented people and a year of their records, as the files two units would send."""

import csv
import io
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from portal.desk.workbench.rows import FileKind
from portal.domain.workdays import is_workday

PEOPLE, DAYS, FILE_ROWS = 100, 250, 20_000
VERBS = "走访 调研 协调 参加 组织 起草 检查 接待 整理 研究".split()  # noqa: SIM905
THINGS = "企业用工 村级服务站 防汛物资 招商项目 合作社账目 低保材料 道路硬化 水塘渗漏 校车班次".split()  # noqa: SIM905
ENDS = "情况 方案 会议 问题 进度 手续 名单 意见".split()  # noqa: SIM905


def workdays(number: int = DAYS) -> list[date]:
    """Working days from the beginning of 2025 on."""
    day, found = date(2025, 1, 1), []
    while len(found) < number:
        found += [day] if is_workday(day) else []
        day += timedelta(days=1)
    return found


def files(people: int = PEOPLE) -> Iterator[tuple[FileKind, bytes]]:
    """The roster first, then both tracks and the logs in files of at most 20,000 rows."""
    dice = random.Random(5)  # noqa: S311
    persons = [(f"XN-{number:04}", f"范例{number:03}") for number in range(people)]
    units = ["云岭省数据事务厅(虚构)", "云岭市", "青禾县人民政府(虚构)", "青禾县"]
    head = "人员编号 姓名 派出单位 派出地 接收单位 挂职地 挂职开始日期 挂职结束日期 适用规则 分工 选派文号"
    rows = [[*one, *units, "2024-09-01", "2026-08-31", "full_time", "协助", "虚001"] for one in persons]
    yield FileKind.ROSTER, as_csv(head, rows)
    sheet = "人员编号 姓名 日期 出勤状态 签到时间 签退时间 签到地点 登记时间 备注"
    for kind, made in ((FileKind.SENDING, home), (FileKind.RECEIVING, away)):
        for part in _parts([made(dice, *one, day) for one in persons for day in workdays()]):
            yield kind, as_csv(sheet, part)
    for part in _parts([entry(dice, *one, day) for one in persons for day in workdays()]):
        yield FileKind.WORKLOG, as_csv("人员编号 姓名 日期 工作内容 地点 参与人员 解决问题 提交时间", part)


def home(dice: random.Random, number: str, name: str, day: date) -> list[str]:
    if dice.random() < 0.04:
        return [number, name, f"{day}", "出勤", clock(dice, 8), clock(dice, 17), "厅机关大楼", f"{day} 18:00", ""]
    return [number, name, f"{day}", "挂职", "", "", "", f"{day} 18:00", ""]


def away(dice: random.Random, number: str, name: str, day: date) -> list[str]:
    word = dice.choices(["出勤", "公出", "病假", "缺勤"], [90, 6, 3, 1])[0]
    hours = [clock(dice, 8), clock(dice, 17)] if word == "出勤" else ["", ""]
    return [number, name, f"{day}", word, *hours, "县政府办公楼", f"{day} 18:30", ""]


def entry(dice: random.Random, number: str, name: str, day: date) -> list[str]:
    text = ",".join("".join(map(dice.choice, (VERBS, THINGS, ENDS))) for _ in range(3)) + f"{dice.randrange(99)}件。"
    return [number, name, f"{day}", text, "青禾县", "", "", f"{day} 20:{dice.randrange(60):02}"]


def clock(dice: random.Random, hour: int) -> str:
    return f"{hour:02}:{dice.randrange(60):02}"


def as_csv(head: str, rows: Sequence[Sequence[str]]) -> bytes:
    sink = io.StringIO()
    csv.writer(sink).writerows([head.split(), *rows])
    return sink.getvalue().encode("utf-8-sig")


def _parts(rows: list[list[str]]) -> Iterator[list[list[str]]]:
    return (rows[start : start + FILE_ROWS] for start in range(0, len(rows), FILE_ROWS))
