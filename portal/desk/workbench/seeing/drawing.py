"""Where everything of a month's calendar and of a year's strip stands, in the units of their SVG."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.desk.workbench.seeing.days import Day

WIDTH, HEIGHT, TOP = 132, 92, 24
SQUARE, ROW, LEFT = 24, 36, 64
_WEEK = 7


@dataclass(frozen=True)
class Placed:
    """One day and the upper left corner of its cell."""

    day: Day
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """Cells and the size of the whole; `rows` are the labels at the left of a strip with their height."""

    cells: tuple[Placed, ...]
    width: int
    height: int
    rows: tuple[tuple[str, int], ...] = ()


def days_in(month: date) -> list[date]:
    """Give every day of a month."""
    return [month.replace(day=day) for day in range(1, monthrange(month.year, month.month)[1] + 1)]


def month_drawing(days: Sequence[Day]) -> Drawing:
    """Set the days of one month in weeks that begin on Monday."""
    before = days[0].day.weekday()
    cells = tuple(
        Placed(day, (before + at) % _WEEK * WIDTH, TOP + (before + at) // _WEEK * HEIGHT) for at, day in enumerate(days)
    )
    weeks = (before + len(days) - 1) // _WEEK + 1
    return Drawing(cells, _WEEK * WIDTH, TOP + weeks * HEIGHT)


def strip_drawing(days: Sequence[Day]) -> Drawing:
    """Set days in a row for each month, the day of the month along it; days of any months, in order."""
    months = sorted({day.day.replace(day=1) for day in days})
    cells = tuple(
        Placed(day, LEFT + (day.day.day - 1) * SQUARE, TOP + months.index(day.day.replace(day=1)) * ROW) for day in days
    )
    rows = tuple((month.strftime("%Y-%m"), TOP + at * ROW) for at, month in enumerate(months))
    return Drawing(cells, LEFT + 31 * SQUARE, TOP + len(months) * ROW, rows)
