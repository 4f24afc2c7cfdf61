"""The interview sheet: open questions in an order that leads nobody, and days among which none points at a source.

Source: DOMAIN 5.1 (6), 5.4 (next steps: records first, persons later; never name the report).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from portal.desk.workbench.checking.planning import control_days
from portal.desk.workbench.rows import RosterRow
from portal.domain.text import Text

QUESTIONS = (
    Text(
        "请介绍您(或者这位同志)到任以来的分工,以及分工是怎样确定的。", "What are the duties, and how were they settled?"
    ),
    Text("平时的考勤由谁登记、什么时候登记、依据什么登记?", "Who records attendance, when, and from what?"),
    Text("回原单位参加会议或者办事时,怎样报备?", "How is it reported when somebody goes back to the home unit?"),
    Text("请假和外出怎样审批?纸质单据存放在哪里?", "How are leave and trips approved, and where are the slips?"),
    Text("工作日志什么时候写、由谁审阅?", "When is the work log written, and who reviews it?"),
    Text("补贴按什么发放、由谁核对天数?", "On what are allowances paid, and who checks the days?"),
    Text(
        "请逐日说明下列日期的工作地点和内容,并提供能够核对的材料。",
        "For each day below: where, what work, and what can show it?",
    ),
    Text("还有哪些情况、材料或者人员,您认为我们应当了解?", "What else should we know, see or ask?"),
)


_LEAST_CONTROLS = 2


@dataclass(frozen=True)
class Sheet:
    """What to ask, and the days to go through."""

    people: tuple[str, ...]
    questions: tuple[Text, ...]
    days: tuple[date, ...]


def sheet_for(roster: Sequence[RosterRow], disputed: set[date], claimed: set[date]) -> Sheet:
    """Make the sheet. The same records give the same days: a second print must not show which were added."""
    told = ",".join(day.isoformat() for day in sorted(disputed | claimed))
    chance = Random(told)  # noqa: S311  must repeat, need not be secret
    days = control_days(disputed, claimed, _LEAST_CONTROLS, chance) or tuple(sorted(claimed)[:_LEAST_CONTROLS])
    return Sheet(tuple(dict.fromkeys(row.name for row in roster)), QUESTIONS, days)
