"""Every term a case can be under, as data: how long, from which event, on what basis, and whether that was verified.

Source: DOMAIN 3.2. No rule of the field suspends a running term: a question to the reporter does not stop the others
("不回答也会继续办理"). A term ends early only where the table of decisions says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from portal.domain.text import Text
from portal.domain.workdays import Due, add_months, add_workdays, year_is_known


class Code(StrEnum):
    """The terms of DOMAIN 3.2."""

    DL01 = "DL01"
    DL02 = "DL02"
    DL03 = "DL03"
    DL04 = "DL04"
    DL05 = "DL05"
    DL06 = "DL06"
    DL07 = "DL07"
    DL08 = "DL08"
    DL09 = "DL09"
    DL10 = "DL10"
    DL11 = "DL11"
    DL12 = "DL12"
    DL13 = "DL13"
    DL14 = "DL14"
    DL15 = "DL15"
    DL16 = "DL16"


class Unit(StrEnum):
    """What a length counts. `QUARTER` ends with the quarter of the year that the event falls into."""

    WORKDAYS = "workdays"
    DAYS = "days"
    MONTHS = "months"
    QUARTER = "quarter"


@dataclass(frozen=True)
class Term:
    """One row. `basis` None: no rule, this product's own default. `verified`: the article was read in the rule's text.

    `most_months` is how far the first extension may go (0: none is foreseen); any further one names who approved it.
    `begins`: the event, where an officer records it by hand; `by_hand`: that it was met, which no decision says.
    `then`: the term that begins when this one is met.
    """

    what: Text
    length: int
    unit: Unit
    basis: Text | None = None
    verified: bool = False
    most_months: int = 0
    begins: Text | None = None
    by_hand: bool = False
    then: Code | None = None


def _rules(article: str, en: str) -> Text:
    return Text(f"《纪检监察机关处理检举控告工作规则》{article}", f"Rules on handling complaints (2020), {en}")


def _discipline(article: str, en: str) -> Text:
    return Text(f"《监督执纪工作规则》{article}", f"Rules on supervision and discipline (2018), {en}")


DEADLINES: Mapping[Code, Term] = MappingProxyType(
    {
        Code.DL01: Term(
            Text("告知实名举报人是否受理", "Tell the named reporter whether it is accepted"),
            15,
            Unit.WORKDAYS,
            _rules("第二十六条", "art. 26"),
            verified=True,
            by_hand=True,
        ),
        Code.DL02: Term(
            Text("向实名举报人反馈结果", "Give feedback to the named reporter"),
            15,
            Unit.WORKDAYS,
            _rules("第二十七条", "art. 27"),
            verified=True,
        ),
        Code.DL03: Term(
            Text("报送上级机关", "Send up what belongs to the upper level"),
            5,
            Unit.WORKDAYS,
            _rules("第十五条", "art. 15"),
            verified=True,
            begins=Text("认定应当由上级机关受理", "It was found to belong to the upper level"),
            by_hand=True,
        ),
        Code.DL04: Term(
            Text("对上级转来的件作出受理或者转办", "Accept or pass on what came from above"),
            5,
            Unit.WORKDAYS,
            _rules("第十六条", "art. 16"),
            verified=True,
            begins=Text("收到上级机关转来的件", "The case came from the upper level"),
            by_hand=True,
        ),
        Code.DL05: Term(
            Text("移送有管辖权的监察机关", "Transfer to the competent supervisory body"),
            5,
            Unit.WORKDAYS,
            Text(
                "《监察法实施条例》(2021)第一百六十九条,2025年修订后条号待核对",
                "Implementing regulations of the Supervision Law (2021), art. 169; renumbered in 2025",
            ),
            begins=Text("认定应当由其他监察机关管辖", "It was found to belong to another supervisory body"),
            by_hand=True,
        ),
        Code.DL06: Term(
            Text("提出处置意见", "Disposal opinion"),
            1,
            Unit.MONTHS,
            _discipline("第二十一条", "art. 21"),
            verified=True,
        ),
        Code.DL07: Term(
            Text("收到函询的书面说明", "Written answer to the inquiry"),
            15,
            Unit.WORKDAYS,
            _discipline("第二十九条", "art. 29"),
            then=Code.DL08,
            by_hand=True,
        ),
        Code.DL08: Term(
            Text("谈话函询报告和处置意见", "Report and opinion after the talk or answer"),
            1,
            Unit.MONTHS,
            _discipline("第三十条", "art. 30"),
            by_hand=True,
        ),
        Code.DL09: Term(
            Text("初步核实报告", "Report on the verification"),
            2,
            Unit.MONTHS,
            Text("《案件检查工作条例》(1994)第十五条", "Regulations on case inspection (1994), art. 15"),
            most_months=1,
        ),
        Code.DL10: Term(
            Text("交办件办结并报告", "Assigned case concluded and reported"),
            3,
            Unit.MONTHS,
            _rules("第二十一条", "art. 21"),
            verified=True,
            most_months=3,
        ),
        Code.DL11: Term(
            Text("每季度向信访部门反馈办结结果", "Report the result to intake, each quarter"),
            1,
            Unit.QUARTER,
            _rules("第十八条", "art. 18"),
            verified=True,
            by_hand=True,
        ),
        Code.DL12: Term(Text("首次打开", "First opening"), 3, Unit.WORKDAYS),
        Code.DL13: Term(Text("等待举报人补充", "Wait for the reporter's answer"), 20, Unit.WORKDAYS),
        Code.DL14: Term(Text("暂存件再次研究", "Re-examine what is held"), 90, Unit.DAYS),
        Code.DL15: Term(
            Text("答复异议或者新材料", "Answer an objection or new material"),
            15,
            Unit.WORKDAYS,
            begins=Text("收到异议或者新材料", "An objection or new material came in"),
            by_hand=True,
        ),
        Code.DL16: Term(Text("决定是否澄清正名", "Decide on clearing the name"), 30, Unit.DAYS, by_hand=True),
    }
)

NAMED_ONLY = frozenset({Code.DL01, Code.DL02})
"""Owed to named reporters (art. 26 and 27)."""

LONGEST = timedelta(days=3 * 366)
"""No day that an officer sets lies farther ahead: a slip of the keyboard would hide a case for ever, and whoever counts
working days to it would count for seconds."""

SOON_WORKDAYS = 3
"""So many working days before the day a term counts as due soon."""


def due(code: Code, since: date) -> Due:
    """Find the day until which `code` runs when its event fell on `since`."""
    term = DEADLINES[code]
    match term.unit:
        case Unit.WORKDAYS:
            return add_workdays(since, term.length)
        case Unit.DAYS:
            return Due(since + timedelta(days=term.length))
        case Unit.MONTHS:
            return add_months(since, term.length)
        case Unit.QUARTER:
            return _end_of_quarter(since)


def unknown_years(code: Code, since: date, until: date) -> tuple[int, ...]:
    """List the years that a count of working days went through without their holiday notice."""
    if DEADLINES[code].unit is not Unit.WORKDAYS:
        return ()
    return tuple(year for year in range(since.year, until.year + 1) if not year_is_known(year))


@lru_cache(maxsize=8)
def soon(today: date) -> date:
    """Find the last day that counts as due soon."""
    return add_workdays(today, SOON_WORKDAYS).day


def _end_of_quarter(day: date) -> Due:
    first_after = (day.month - 1) // 3 * 3 + 4
    year, month = (day.year + 1, 1) if first_after > 12 else (day.year, first_after)  # noqa: PLR2004  twelve months
    return Due(date(year, month, 1) - timedelta(days=1))
