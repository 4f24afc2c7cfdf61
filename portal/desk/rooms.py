"""The rooms of the desk and the words for their errors, in one place: a new feature's room is added here."""

from collections.abc import Callable, Mapping

from flask import Blueprint
from sqlalchemy.orm import Session

from portal.apart import Exhausted
from portal.blobs import NoRoom
from portal.desk.approvals import waiting
from portal.desk.approvals.decisions import decision_acts
from portal.desk.approvals.kinds import Acts
from portal.desk.approvals.publishing import publishing_act
from portal.desk.approvals.views import room_with as approvals_room_with
from portal.desk.assigning import actions as assigning
from portal.desk.assigning.views import room as assigning_room
from portal.desk.casework.rules import NotAllowed
from portal.desk.casework.views import room as casework_room
from portal.desk.circle.views import room as circle_room
from portal.desk.correspondence.views import room as correspondence_room
from portal.desk.desk import Desk
from portal.desk.followup.views import room as followup_room
from portal.desk.handover import actions as handing
from portal.desk.handover.offering import acts as handing_acts
from portal.desk.handover.views import room as handover_room
from portal.desk.letting_out import consent, exporting_act
from portal.desk.naming.act import naming_act
from portal.desk.naming.views import room as naming_room
from portal.desk.notes.views import room as notes_room
from portal.desk.officers.actions import NoReplyKey
from portal.desk.officers.rules import Who
from portal.desk.officers.views import room as officers_room
from portal.desk.oversight.views import room as oversight_room
from portal.desk.previews.views import room as previews_room
from portal.desk.recovery import shown as recovery
from portal.desk.recovery.rules import NotRecovered
from portal.desk.recovery.views import room as recovery_room
from portal.desk.rekeying.views import room as rekeying_room
from portal.desk.reminding.views import room as reminding_room
from portal.desk.retention.destroying import destroying_act
from portal.desk.retention.holding import lifting_act
from portal.desk.retention.views import room_with as retention_room_with
from portal.desk.searching.views import room as searching_room
from portal.desk.sheets.act import sheet_act
from portal.desk.sheets.views import room as sheets_room
from portal.desk.terms.views import room as terms_room
from portal.desk.workbench.batches.views import room_with as batches_room_with
from portal.desk.workbench.bench import Stale
from portal.desk.workbench.checker import checker
from portal.desk.workbench.comparing.views import room_with as comparing_room_with
from portal.desk.workbench.examining.examiner import LARGE, Examiner
from portal.desk.workbench.field.views import room_with as field_room_with
from portal.desk.workbench.findings.boards import Boards
from portal.desk.workbench.findings.shown import Checker
from portal.desk.workbench.findings.views import room_with as findings_room_with
from portal.desk.workbench.papers.leaving import Consent
from portal.desk.workbench.papers.views import room_with as papers_room_with
from portal.desk.workbench.ruling.views import room as ruling_room
from portal.desk.workbench.seeing.views import room_with as seeing_room_with
from portal.desk.workbench.shelf import Lost
from portal.desk.workbench.views import room as workbench_room
from portal.web.database import Full
from portal.web.error_words import Words
from portal.web.language import N_

Rooms = tuple[Callable[[Desk], Blueprint], ...]
Counts = Mapping[str, Callable[[Session, Desk, Who], int]]

ACTS: Acts = (
    *decision_acts(),
    publishing_act(),
    naming_act(),
    exporting_act(),
    sheet_act(),
    *handing_acts(),
    destroying_act(),
    lifting_act(),
)
"""What takes two persons. A room that has such an act brings it here."""


def counts_with(acts: Acts) -> Counts:
    """What the navigation counts, by endpoint: how much there waits for the officer."""
    return {
        "approvals.listed": lambda session, desk, who: waiting.count(session, desk, who, acts),
        "handover.listed": lambda session, _, who: handing.count(session, who),
        "assigning.listed": lambda session, _, who: assigning.count(session, who),
        "recovery.halves": lambda session, _, who: recovery.count_waiting(session, who),
        "officers.me": lambda session, _, who: recovery.count_own(session, who),
    }


def rooms_with(check: Checker, letting: Consent = consent, acts: Acts = ACTS, large: int = LARGE) -> Rooms:
    """Every room of the desk; the workbench runs `check` over a case's records, two persons do what is in `acts`.

    `letting` tells who else agreed that a paper leaves.
    A case of more than `large` rows is checked in a child, and looked at one person at a time.
    """
    examiner = Examiner(large=large)
    boards = Boards(check, examiner)
    return (
        officers_room,
        recovery_room,
        oversight_room,
        casework_room,
        circle_room,
        rekeying_room,
        correspondence_room,
        previews_room,
        terms_room,
        searching_room,
        approvals_room_with(acts),
        naming_room,
        handover_room,
        sheets_room,
        assigning_room,
        reminding_room,
        followup_room,
        notes_room,
        retention_room_with(acts),
        workbench_room,
        findings_room_with(boards),
        seeing_room_with(boards),
        ruling_room,
        field_room_with(examiner),
        comparing_room_with(examiner),
        papers_room_with(examiner, letting),
        batches_room_with(examiner),
    )


ROOMS: Rooms = rooms_with(checker)
COUNTS: Counts = counts_with(ACTS)

_NO_ROOM = Words(
    503,
    N_("存储空间已满"),
    N_("数据库或者存放附件的磁盘没有空间了。"),
    N_("没有做任何改动,已经存下的都在。"),
    N_("请马上告诉系统管理员腾出空间;您写的文字先复制保存。"),
)

ERRORS: Mapping[type[Exception], Words] = {
    NoRoom: _NO_ROOM,
    Full: _NO_ROOM,
    NoReplyKey: Words(
        409,
        N_("不能代表本机关答复"),
        N_("您的密钥打不开本机关的答复签名密钥,所以没有办法给举报人发出签名的答复或状态。"),
        N_("没有做任何改动。"),
        N_("请与系统管理员联系,由本机关能签名的同事为您授权。"),
    ),
    Stale: Words(
        409,
        N_("这里刚才有人改过"),
        N_("您打开页面以后,同事(或者您在另一个窗口)改过同一处。"),
        N_("您刚才提交的没有保存,别人的改动都在。"),
        N_("请重新打开这一页,看清现在的内容再做。"),
    ),
    Lost: Words(
        409,
        N_("有一个封存的文件打不开"),
        N_("文件不在存放处,或者不是当时封存的那一个。"),
        N_("没有做任何改动,也没有显示未经核对的内容。"),
        N_("请把这件事告诉系统管理员和保密审计员,并重新导入原件。"),
    ),
    Exhausted: Words(
        503,
        N_("核查程序没有做完"),
        N_("资料太多,或者这台机器上同时核查的人太多,核查用完了限定的时间或内存。"),
        N_("没有做任何改动,资料都在。"),
        N_("请过几分钟再试;还是不行,就把资料分成几个批次。"),
    ),
    NotRecovered: Words(
        409,
        N_("现在还不能这样做"),
        N_("这次找回已经结束、撤回,或者刚才有人处理过。"),
        N_("没有做任何改动。"),
        N_("请回到找回密钥的页面,看清现在的情况再做。"),
    ),
    NotAllowed: Words(
        409,
        N_("现在还不能这样做"),
        N_("这件材料还没有登记,或者状态已经变了。"),
        N_("没有做任何改动。"),
        N_("请回到办件,看清当前状态再做。"),
    ),
}
"""Named errors of the rooms that no view answers itself."""
