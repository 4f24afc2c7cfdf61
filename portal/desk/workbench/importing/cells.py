"""What a cell says, from the text that stands there: days, times, months, numbers, yes and no. None: not understood."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_SPACE = re.compile(r"\s+")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*[日号]?(.*)", re.DOTALL)
_SHORT = re.compile(r"(\d{1,2})(?:月|[-/.])(\d{1,2})[日号]?")
_YEAR_LAST = re.compile(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_MONTH = re.compile(r"(\d{4})(?:年|[-/])(\d{1,2})月?|(\d{4})\.(\d{2})|(\d{4})(\d{2})")
_TIME = re.compile(
    r"(上午|早上|早|中午|下午|晚上|晚|am|pm)?(\d{1,2})[:时点](\d{1,2})?[分]?(?::?(\d{1,2})(?:\.\d+)?秒?)?(am|pm)?"
)
_WEEKDAY = re.compile(r"^[(\[]?(?:星期|周|礼拜)[一二三四五六日天][)\]]?")
_SERIALS = (20_000, 80_000)  # 1954 to 2119
_SERIAL_DAY = date(1899, 12, 30)
NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "空"})
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!"})
_YES = frozenset({"是", "√", "✓", "1", "y", "yes", "true", "全脱产", "脱产", "全日制"})
_NO = frozenset({"否", "×", "0", "n", "no", "false", "不脱产", "非脱产", "半脱产", "兼职", "非全日制"})


@lru_cache(maxsize=8192)
def tidy(text: str) -> str:
    """NFKC, and no space at the ends."""
    return unicodedata.normalize("NFKC", text).strip()


def _tight(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def year_first(text: str, order: str) -> str:
    """Turn 03/05/2026 round as the officer says it is meant: "dmy" or "mdy". Anything else stays as it is."""
    found = _YEAR_LAST.match(text) if order else None
    if not found:
        return text
    day, month = (found[1], found[2]) if order == "dmy" else (found[2], found[1])
    return f"{found[3]}-{month}-{day}{text[found.end() :]}"


def is_nothing(text: str) -> bool:
    """Tell whether a cell says that there is nothing to say: empty, a dash, 无."""
    return _tight(text) in NOTHING


def is_error(text: str) -> bool:
    """Tell whether a cell shows a formula's error instead of a value."""
    return text.startswith("#") and text.upper() in _ERRORS


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=8192)
def day_and_rest(text: str, year: int | None = None) -> tuple[date | None, str]:
    """Give the day and what followed it (a time perhaps). `year` serves forms without one."""
    tight = _tight(text)
    # The text with its spaces: they part a day of one figure from the hour behind it.
    if found := _DAY.fullmatch(tidy(text)):
        rest = _tight(found[4]).removeprefix("t")
        return _date(int(found[1]), int(found[2]), int(found[3])), _WEEKDAY.sub("", rest)
    if re.fullmatch(r"\d{8}", tight):
        return _date(int(tight[:4]), int(tight[4:6]), int(tight[6:])), ""
    if re.fullmatch(r"\d{5}(\.\d+)?", tight) and _SERIALS[0] <= float(tight) <= _SERIALS[1]:
        whole, _, part = tight.partition(".")
        return _SERIAL_DAY + timedelta(days=int(whole)), f"0.{part}" if part else ""
    if year and (short := _SHORT.fullmatch(tight)):
        return _date(year, int(short[1]), int(short[2])), ""
    return None, tight


def as_day(text: str, year: int | None = None) -> date | None:
    """Give the day; a time behind it is left away, other words behind it make it unreadable."""
    day, rest = day_and_rest(text, year)
    return day if day and (not rest or as_time(rest)) else None


def as_month(text: str, year: int | None = None) -> date | None:
    """Give the first day of the month: 2026-03, 2026/3, 2026年3月, 202603, 2026.03, a day of it, or 3月 with `year`."""
    tight = _tight(text)
    if found := _MONTH.fullmatch(tight):
        told_year, month = (int(part) for part in found.groups() if part)
        return _date(told_year, month, 1)
    if year and (short := re.fullmatch(r"(\d{1,2})月份?", tight)):
        return _date(year, int(short[1]), 1)
    day = as_day(text)
    return day.replace(day=1) if day else None


def month_within(text: str) -> date | None:
    """Find a month in a title: 青禾县2026年5月考勤表."""
    found = re.search(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*月?", tidy(text))
    return _date(int(found[1]), int(found[2]), 1) if found else None


def last_of(month: date) -> date:
    """Give the last day of a month."""
    return month.replace(day=monthrange(month.year, month.month)[1])


@lru_cache(maxsize=8192)
def as_time(text: str) -> time | None:
    """Give the time of day: 8:05, 08:05:33, 上午8:05, 下午2点30分, a fraction of a day, or behind a day."""
    tight = _tight(text)
    if re.fullmatch(r"0?\.\d+", tight):
        seconds = round(float(tight) * 86_400)
        minutes, second = divmod(seconds, 60)
        return time(minutes // 60, minutes % 60, second) if seconds < 86_400 else None  # noqa: PLR2004
    found = _TIME.fullmatch(tight)
    if not found:
        day, rest = day_and_rest(text)
        return as_time(rest) if day and rest else None
    half, hour = found[1] or found[5] or "", int(found[2])
    noon = 12
    if half in {"下午", "晚上", "晚", "pm", "中午"} and hour < noon and not (half == "中午" and hour >= noon - 1):
        hour += noon
    elif half in {"上午", "am"} and hour == noon:
        hour = 0 if half == "am" else noon
    try:
        return time(hour, int(found[3] or 0), int(found[4] or 0))
    except ValueError:
        return None


def as_moment(text: str) -> datetime | None:
    """Give a day with its time, midnight when no time stands there."""
    day, rest = day_and_rest(text)
    at = as_time(rest) if rest else time()
    return datetime.combine(day, at) if day and at is not None else None


def as_number(text: str) -> Decimal | None:
    """Give a number of days or yuan: 1,320.00, ¥60, 22天."""
    bare = re.sub(r"^[¥¥$]|[元天日]$|,", "", _tight(text))
    try:
        number = Decimal(bare)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def as_yes(text: str) -> bool | None:
    """Give True for 是 √ 1, False for 否 × 0, None for anything else."""
    tight = _tight(text)
    return True if tight in _YES else False if tight in _NO else None
