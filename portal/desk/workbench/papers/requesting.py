"""What one unit is asked to explain: its own records of some days, all alike. Nothing tells why a day is asked about.

Source: DOMAIN 5.1 (6), 5.4 (next steps never name a report), ADR 0026. No number of the case, no name of a file (an
officer chose it), no check, no count of findings, no row of the other unit.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.desk.workbench.checking.asking import RECEIVING_SIDE, SENDING_SIDE, AskedDay
from portal.desk.workbench.papers.content import Heading, Line, Paper, Table, quoted
from portal.desk.workbench.rows import FileKind, RosterRow
from portal.desk.workbench.words import KINDS
from portal.domain.text import Text


class Side(StrEnum):
    """Which of the two units is asked."""

    SENDING = "sending"
    RECEIVING = "receiving"


SIDES: Mapping[Side, Collection[FileKind]] = {Side.SENDING: SENDING_SIDE, Side.RECEIVING: RECEIVING_SIDE}
SIDE_WORDS = {Side.SENDING: Text("派出单位", "Sending unit"), Side.RECEIVING: Text("接收单位", "Receiving unit")}
_BLANK = Text("____________________", "____________________")


@dataclass(frozen=True)
class Asking:
    """Everything a request is made of: which unit it goes to, whom it concerns, the days with that unit's rows."""

    side: Side
    post: RosterRow
    days: Sequence[AskedDay]


_PLEASE = Text(
    "为核对挂职管理记录,请逐日说明下列日期此人的工作地点和工作内容,并附上能够核对的材料(考勤底册、闸机记录、"
    "会议签到、请假单、派车或者报销凭证等)。",
    "To check records of secondments, please say for each day below where this person worked and on what, and enclose "
    "what can show it (attendance book, gate record, sign-in sheet, slips, claims).",
)
_NO_CONCLUSION = Text(
    "下列日期从贵单位的记录里选取,其中有随机抽取的。列在这里不表示这一天的记录有问题,也不表示对任何人已有结论。",
    "The days are taken from your own records, some of them at random. That a day stands here does not mean that its "
    "record is wrong, nor that anything has been concluded about anybody.",
)
_FINGERPRINT = Text(
    "指纹(SHA-256)用来核对:贵单位存有的同一文件算出的指纹应当相同。",
    "The fingerprint (SHA-256) is for comparison: the same file in your hands must have the same one.",
)
_SIGNED = Text(
    "说明人(签名)____________  单位(盖章)____________  日期____________",
    "Explained by ____________  Unit (seal) ____________  Date ____________",
)


def request_paper(told: Asking) -> Paper:
    """Make the request of one unit."""
    return Paper(
        Text("关于协助核对有关记录的函", "Request to help check some records"),
        (
            _opening(told),
            Line(_PLEASE),
            Line(_NO_CONCLUSION),
            Heading(Text("请逐日说明", "Please explain day by day")),
            _days(told.days),
            Heading(Text("摘录所依据的文件", "Files quoted from")),
            _files(told.days),
            Line(_FINGERPRINT, quiet=True),
            Line(_SIGNED),
        ),
    )


def _opening(told: Asking) -> Table:
    post = told.post
    unit = post.sending_unit if told.side is Side.SENDING else post.receiving_unit
    ends = post.end.isoformat() if post.end else ""
    return Table(
        "",
        (Text("事项", "Matter"), Text("内容", "Content")),
        (
            (Text("收文单位", "To"), unit),
            (Text("发文机关、文号", "From, number"), _BLANK),
            (Text("涉及人员", "Person concerned"), f"{post.name} {post.post}".strip()),
            (Text("挂职时间", "Secondment"), f"{post.start.isoformat()} – {ends}"),
            (Text("联系人、联系方式", "Contact"), _BLANK),
            (Text("请于此日前回复", "Please answer by"), _BLANK),
        ),
    )


def _days(days: Sequence[AskedDay]) -> Table:
    heads = (
        Text("日期", "Day"), Text("贵单位的记录", "Your record"), Text("文件和行", "File and row"),
        Text("原文", "As it stands"), Text("工作地点和内容、附上的材料", "Where, what work, what is enclosed"),
    )  # fmt: skip
    marks, rows = _marks(days), []
    for one in days:
        for at, (kind, source) in enumerate(one.rows):
            day = "" if at else one.day.isoformat()
            rows.append((day, KINDS[kind], f"{marks[source.sha256]}-{source.row}", quoted(source.cells), ""))
    return Table("", heads, tuple(rows), room=True)


def _marks(days: Sequence[AskedDay]) -> dict[str, str]:
    """A short sign for each file, by its fingerprint: its name is the office's own and stays here."""
    files = dict.fromkeys(source.sha256 for one in days for _, source in one.rows)
    return {sha256: f"F{number}" for number, sha256 in enumerate(files, 1)}


def _files(days: Sequence[AskedDay]) -> Table:
    kinds = {source.sha256: kind for one in days for kind, source in one.rows}
    heads = Text("文件", "File"), Text("资料种类", "Kind of record"), Text("指纹(SHA-256)", "Fingerprint (SHA-256)")
    return Table("", heads, tuple((mark, KINDS[kinds[sha256]], sha256) for sha256, mark in _marks(days).items()))
