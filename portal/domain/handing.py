"""Words for what goes from one office to another: a case handed over, a task assigned and reported on.

Sources: DOMAIN 3.1 (articles 15, 16 and 20 to 22 of 《纪检监察机关处理检举控告工作规则》), 3.5.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from portal.domain.text import Text


class Handing(StrEnum):
    """Where a hand-over stands."""

    OFFERED = "offered"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"

    @property
    def text(self) -> Text:
        """Name the state in both languages."""
        return MOVES[self]


class Errand(StrEnum):
    """Where an assigned task stands, as the office that assigned it sees it."""

    ASSIGNED = "assigned"
    REPORTED = "reported"
    SENT_BACK = "sent_back"

    @property
    def text(self) -> Text:
        """Name the state in both languages."""
        return MOVES[self]


MOVED: Final[Mapping[str, Text]] = MappingProxyType(
    {"transfer": Text("密封移送", "Sealed hand-over"), "assignment": Text("交办", "Assignment")}
)

MOVES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        Handing.OFFERED: Text("等待对方接收", "Offered"),
        Handing.TAKEN: Text("对方已确认接收", "Taken over"),
        Handing.WITHDRAWN: Text("已收回", "Withdrawn"),
        Handing.REFUSED: Text("对方退回", "Returned"),
        Errand.ASSIGNED: Text("已交办,等待结果", "Assigned"),
        Errand.REPORTED: Text("已报告结果", "Reported back"),
        Errand.SENT_BACK: Text("退回补充", "Sent back for more"),
        "received": Text("本机关接收", "Received here"),
    }
)
"""Steps of both, as the audit chain names them: the note is `transfer offered`, `assignment reported` …"""

SHEET_SECTIONS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "subject": Text("反映对象", "Whom it concerns"),
        "secondment": Text("挂职情况", "The secondment"),
        "signs": Text("具体表现", "What is wrong"),
        "summary": Text("经过", "What happened"),
        "timeline": Text("何时何地", "When and where"),
        "money": Text("待遇经费", "Money"),
        "effects": Text("影响与责任", "Effects and responsibility"),
        "records": Text("在哪里能查到", "Where records can be found"),
    }
)
"""The sections of a sheet for another body, in order. What speaks of whoever reported is none of them."""

HANDING_RECORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "transfer_withdrawn": Text("收回移送", "Hand-over withdrawn"),
        "transfer_refused": Text("对方退回移送", "Hand-over returned"),
    }
)
"""What is recorded about a hand-over among the decisions of a case that stayed."""
