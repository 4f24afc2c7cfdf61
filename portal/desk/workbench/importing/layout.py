"""Where the header stands, what its columns mean, and which rows below are no data."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from portal.desk.workbench.rows import FileKind

from .cells import as_day, tidy
from .halves import half_of
from .headers import key_of, missing, needed_groups, plain
from .reasons import Reason

HEADER_WITHIN = 10
_DAYS_OF_A_MATRIX = 7
_DAY = re.compile(r"(?:(\d{1,2})[/月.])?(\d{1,2})[日号]?(?:[(\[]?(?:星期|周)?[一二三四五六日天][)\]]?)?")
_WEEKDAY = re.compile(r"(?:星期|周)?[一二三四五六日天]")
_TOTAL = re.compile(r"(合计|总计|小计|共计|累计)")
_TOTAL_ALONE = re.compile(r"(合计|总计|小计|共计|累计)(人数|天数)?[::]?")
_LEGEND = re.compile(
    r"(图例|说明|备注|注)[::]|^注\d?[、.]|^(图例|符号)|(制表|填表|审核|考勤员|负责人|单位盖章|复核)[人::]?.*[::]"
)
_SIGNS = re.compile(r"[√✓×☆△▲○●◎]")
ATTENDANCE = frozenset({FileKind.SENDING, FileKind.RECEIVING})


@dataclass(frozen=True)
class Header:
    """A header that was found: the rows it takes (from 0, one or two), its texts, and the key of each column."""

    rows: tuple[int, ...]
    texts: tuple[str, ...]
    keys: tuple[str, ...]
    whys: tuple[str, ...]
    score: float

    @property
    def matrix(self) -> bool:
        """Whether its columns are the days of a month."""
        return any(key.startswith("day:") for key in self.keys)

    @cached_property
    def folded(self) -> tuple[tuple[int, str], ...]:
        """Place and folded text of every column that has one."""
        return tuple((at, plain(text)) for at, text in enumerate(self.texts) if text.strip())


def day_key(header: str) -> str:
    """Give "day:5" for 5, 5日, 3/5; "day:2026-03-05" for a full date; ":am" or ":pm" behind it for a half; else ""."""
    before, _, last = header.rpartition(" ")
    if before and (half := half_of(last)):
        day_alone = day_key(before)
        return day_alone and f"{day_alone}:{half}"
    if day := as_day(header):
        return f"day:{day.isoformat()}"
    found = _DAY.fullmatch("".join(tidy(header).split()))
    if not found or not 1 <= int(found[2]) <= 31:  # noqa: PLR2004
        return ""
    return f"day:{int(found[1])}-{int(found[2])}" if found[1] else f"day:{int(found[2])}"


def day_of(key: str, month: date | None) -> date | None:
    """Give the day that a matrix column stands for; None when the month has no such day or is not known."""
    told = key.split(":")[1]
    if len(told) == len("2026-03-05"):
        return date.fromisoformat(told)
    if month is None:
        return None
    parts = [int(part) for part in told.split("-")]
    try:
        # A sheet of one month may name the month in each column; then it is that month, of the year that is known.
        return date(month.year, parts[0], parts[1]) if len(parts) > 1 else month.replace(day=parts[0])
    except ValueError:
        return None


def understood(texts: Sequence[str], kind: FileKind, rows: tuple[int, ...]) -> Header:
    """Give each text its key. One key in two columns: the first has it."""
    days = [day_key(text) if kind in ATTENDANCE else "" for text in texts]
    is_matrix = sum(map(bool, days)) >= _DAYS_OF_A_MATRIX
    keys: list[str] = []
    whys: list[str] = []
    for text, day in zip(texts, days, strict=True):
        key = day if is_matrix and day else key_of(text, kind)
        why = "day" if is_matrix and day else "header" if key else "unknown" if text.strip() else "blank"
        if key and key in keys:
            key, why = "", "twice"
        keys.append(key)
        whys.append(why)
    found = frozenset(key for key in keys if key)
    lacking = lacks(kind, found)
    headed = sum(1 for text in texts if text.strip())
    matched = len(found)
    groups = needed_groups(kind)
    score = (
        30 * (groups - len(lacking)) / groups - 12 * len(lacking) + 2 * matched - (headed - matched)
        if matched
        else -1000
    )
    return Header(rows, tuple(texts), tuple(keys), tuple(whys), score)


def lacks(kind: FileKind, found: frozenset[str]) -> tuple[str, ...]:
    """Keys that are needed and missing; in a matrix the days stand for date and status."""
    lacking = missing(kind, found)
    if kind in ATTENDANCE and any(key.startswith("day:") for key in found):
        return tuple(key for key in lacking if key not in {"date", "status"})
    return lacking


def find_header(rows: Sequence[Sequence[str]], kind: FileKind) -> Header | None:
    """Find the header of one or two rows among the first ten. None when no row has a known word."""
    best: Header | None = None
    within = min(HEADER_WITHIN, len(rows))
    ones = [understood(rows[at], kind, (at,)) for at in range(within)]
    # Two rows only when they make more than either of them: else a title would become part of the header.
    twos = [understood(_both(rows[at], rows[at + 1]), kind, (at, at + 1)) for at in range(within - 1)]
    for header in (*ones, *twos):
        if header.score > (best.score if best else -100):
            best = header
    return best


def header_at(rows: Sequence[Sequence[str]], kind: FileKind, last: int) -> Header:
    """Read the header that ends in row `last` (from 0): with the row above when that makes more of it."""
    one = understood(rows[last], kind, (last,))
    if last == 0:
        return one
    two = understood(_both(rows[last - 1], rows[last]), kind, (last - 1, last))
    return two if two.score > one.score else one


@dataclass(frozen=True)
class OtherTable:
    """Where another table begins below the one that is read: its first row and its header row (from 0)."""

    first: int
    header: int


def titles_above(rows: Sequence[Sequence[str]], header: Header) -> tuple[str, ...]:
    """Give what stands above a header and belongs to it, from the top: up to another table's rows, if one is there."""
    first = header.rows[0]
    while first > 0 and sum(1 for cell in rows[first - 1] if cell.strip()) <= len(header.folded) / 2:
        first -= 1
    return tuple(cell for row in rows[first : header.rows[0]] for cell in row if cell.strip())


def other_table(rows: Sequence[Sequence[str]], header: Header) -> OtherTable | None:
    """Find another table stacked below this one in the same sheet; None where there is none.

    What stands below it is not this table's: a second month, or the other unit's sheet under the same header. The same
    header once more is the same table (a page of a long list) unless a title that the first one did not have stands
    above it.
    """
    titles = {plain(title) for title in titles_above(rows, header)}
    title: int | None = None
    for at in range(header.rows[-1] + 1, len(rows)):
        filled = [cell for cell in rows[at] if cell.strip()]
        if not filled:
            continue
        if _heads(rows[at], filled):
            if not _is_again(rows[at], header):
                return OtherTable(at if title is None else title, at)
            if title is not None and not titles & {plain(cell) for cell in rows[title] if cell.strip()}:
                return OtherTable(title, at)
            title = None
        elif len(filled) == 1 and not _REMARK.search("".join(tidy(filled[0]).split())):
            title = at if title is None else title
        else:
            title = None
    return None


_REMARK = re.compile(rf"{_LEGEND.pattern}|{_TOTAL.pattern}|^第\d+页|^[-–—]*\d*[-–—]*$")
_LEAST_HEADS = 3


def _heads(row: Sequence[str], filled: Sequence[str]) -> bool:
    """Whether a row is a header of some table: words that head columns, or the days of a month beside one of them."""
    named = sum(1 for cell in filled if len(cell) <= _LONGEST_HEAD and any(key_of(cell, kind) for kind in FileKind))
    days = len({day for cell in filled if len(cell) <= _LONGEST_HEAD and (day := day_key(cell))})
    if days >= _DAYS_OF_A_MATRIX:
        return bool(named) and named + days > len(filled) / 2
    return named >= min(_LEAST_HEADS, len(row)) and named > len(filled) / 2


_LONGEST_HEAD = 40


def _is_again(row: Sequence[str], header: Header) -> bool:
    again = [plain(row[at]) == text for at, text in header.folded if at < len(row)]
    return sum(again) > len(again) / 2


def _both(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    width = max(len(upper), len(lower))
    above, below = [*upper, *[""] * (width - len(upper))], [*lower, *[""] * (width - len(lower))]
    texts, day = [], ""
    for high, low in zip(above, below, strict=True):
        # A day over two halves is one merged cell: it stands in the first and is empty in the second.
        half = bool(half_of(low))
        day = high if day_key(high) else day if half and not high.strip() else ""
        texts.append(f"{day} {low.strip()}" if half and day else low if low.strip() else high)
    return texts


def no_data(row: Sequence[str], header: Header, *, text_alone: bool) -> Reason | None:
    """Tell why a row below the header is no data: totals, a legend, weekdays, the header again. None: it is data.

    `text_alone`: in this kind of file a single filled cell can be data (an appraisal).
    """
    filled = [cell for cell in row if cell.strip()]
    first = "".join(tidy(filled[0]).split())
    if len(filled) > 1 and all(_WEEKDAY.fullmatch(tidy(cell)) for cell in filled if tidy(cell) not in {"星期", "周"}):
        return Reason.WEEKDAYS
    if _is_again(row, header):
        return Reason.HEADER_AGAIN
    if _TOTAL.match(first) or any(_TOTAL_ALONE.fullmatch("".join(tidy(cell).split())) for cell in filled[:3]):
        return Reason.TOTAL
    long = 4
    if _LEGEND.search(first) and len(filled) <= long:
        return Reason.LEGEND
    if not text_alone and len(filled) == 1 and (len(first) > long or len(_SIGNS.findall(first)) > 1):
        return Reason.LEGEND
    return None
