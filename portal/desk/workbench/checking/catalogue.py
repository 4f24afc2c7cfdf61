"""The checks by name, with what may explain a finding innocently and what to do next: records first, persons later.

Source: DOMAIN 5.3 (names, explanations), 5.4 (next steps). No next step names a report.
"""

from collections.abc import Iterable
from datetime import date

from portal.domain.text import Text

from .findings import Bearing, Code, Evidence, Explanation, Finding, Level

LEVEL_WORDS = {
    Level.HIGH: Text("重要", "Important"), Level.MEDIUM: Text("关注", "To note"), Level.INFO: Text("提示", "Hint"),
}  # fmt: skip
BEARING_WORDS = {
    Bearing.INCONSISTENT: Text("不一致", "Inconsistent"),
    Bearing.IN_FAVOUR: Text("对被反映人有利", "In the person's favour"),
    Bearing.NEUTRAL: Text("仅供参考", "For information"),
}
NAMES = {
    Code.V01: Text("双记在岗", "Recorded present twice"),
    Code.V02: Text("派出单位在岗", "Present at the sending unit"),
    Code.V03: Text("与观察不一致", "Differs from what was seen"),
    Code.V03B: Text("与观察一致", "Agrees with what was seen"),
    Code.V04: Text("有日志无在岗", "Log entry without presence"),
    Code.V05: Text("日志雷同", "Same log text"),
    Code.V06: Text("日志集中补写", "Log written afterwards"),
    Code.V07: Text("在岗不足", "Too few days on duty"),
    Code.V08: Text("差旅地点不一致", "Trip to another place"),
    Code.V09: Text("补贴天数不一致", "Days paid and days counted"),
    Code.V10: Text("请假手续", "Leave procedure"),
    Code.V11: Text("考勤集中补录", "Attendance recorded afterwards"),
    Code.V12: Text("全勤异常", "Unusual full attendance"),
    Code.V13: Text("会议签到不一致", "Signed in at another meeting"),
    Code.V14: Text("无分工无成效", "No duties, no result"),
    Code.V15: Text("超出挂职期", "Outside the secondment"),
    Code.V16: Text("资料缺口", "Gaps in the records"),
    Code.V17: Text("台账不一致", "Register differs"),
    Code.V18: Text("鉴定雷同", "Same appraisal text"),
}
_EXPLAINED = {
    Code.V01: (
        ("errand", "当天临时回原单位办事", "A one-day errand at the sending unit"),
        ("training", "原单位承办的培训或会议,属公务", "Training or a meeting hosted by the sending unit, on duty"),
        ("habit", "考勤员按惯例勾选", "The clerk ticked out of habit"),
    ),
    Code.V02: (
        ("recall", "经批准临时召回", "Recalled with approval"),
        ("rota", "节假日或值班安排", "Holiday or duty rota"),
    ),
    Code.V03: (
        ("village", "当时下村、入户或外出办事", "Out on visits at the time"),
        ("building", "在另一栋楼或另一处办公", "In another building or office"),
        ("hour", "观察的时间与在岗时间不同", "Seen at another hour"),
    ),
    Code.V04: (("earlier", "休假当天补记此前的工作", "Written on the leave day about earlier work"),),
    Code.V05: (
        ("routine", "工作内容固定", "The work is a fixed routine"),
        ("template", "单位要求使用统一模板", "The office requires a template"),
    ),
    Code.V06: (
        ("outage", "系统故障", "The system was down"),
        ("batch", "允许按周集中上传", "Weekly uploads are allowed"),
    ),
    Code.V07: (
        ("training", "经批准的长期培训", "Approved long training"),
        ("partial", "到任或离任当月不满整月", "A month worked in part"),
    ),
    Code.V08: (
        ("misdated", "报销单日期填写有误", "The claim is dated wrongly"),
        ("unmarked", "接收单位漏记公出", "The receiving unit forgot to mark the official absence"),
    ),
    Code.V09: (("flat", "按规定包干发放", "A flat rate by rule"),),
    Code.V10: (("paper", "纸质请假单未扫描", "The paper slip was not scanned"),),
    Code.V11: (
        ("monthly", "纸质考勤表按月补录,许多单位如此", "Monthly paper lists are typed in later, as in many offices"),
    ),
    Code.V12: (("rota", "轮值安排", "A duty rota"),),
    Code.V13: (("video", "视频参会", "Took part by video"),),
    Code.V14: (("new", "到任不满30天", "Arrived less than 30 days ago"),),
    Code.V15: (("extension", "挂职延期", "The secondment was extended"),),
    Code.V16: (),
    Code.V17: (("renamed", "单位更名", "The unit was renamed"),),
    Code.V18: (("template", "统一的鉴定模板", "A common template"),),
    Code.V03B: (),
}  # fmt: skip
_ORIGINALS = Text("调取原始考勤底册、闸机记录", "Obtain the original attendance book and gate records")
_MINUTES = Text("向接收单位办公室核对会议记录", "Compare with the meeting records of the receiving unit's office")
_ASK = Text("请本人说明", "Ask the person to explain")
_VISIT = Text("实地走访(不提前通知,见走访计划)", "Visit unannounced (see the visit plan)")
_VOUCHERS = Text("核对报销原始凭证", "Compare with the original vouchers")
_LOG_SYSTEM = Text("调取日志系统后台提交记录", "Obtain the log system's submission record")
_SLIPS = Text("向审批单位核对请假单原件", "Compare with the original slips of the approving unit")
_PAYER = Text("向发放单位核对发放依据和原始表", "Ask the payer for the basis and the original sheet")
_REGISTER = Text("向组织部门核对选派文件和台账", "Compare with the organisation department's letters and register")
_COMPLETE = Text("请两家单位补齐缺失的资料", "Ask both units for the missing records")
_AUTHORS = Text("向出具单位核对起草经过", "Ask the issuing unit how the text was drafted")
_STEPS = {
    Code.V01: (_ORIGINALS, _MINUTES, _ASK),
    Code.V02: (_ORIGINALS, _ASK),
    Code.V03: (_ORIGINALS, _MINUTES, _VISIT),
    Code.V03B: (),
    Code.V04: (_LOG_SYSTEM, _ASK),
    Code.V05: (_LOG_SYSTEM, _MINUTES, _ASK),
    Code.V06: (_LOG_SYSTEM, _ASK),
    Code.V07: (_ORIGINALS, _VISIT, _ASK),
    Code.V08: (_VOUCHERS, _ORIGINALS, _ASK),
    Code.V09: (_PAYER, _ORIGINALS),
    Code.V10: (_SLIPS, _ASK),
    Code.V11: (_ORIGINALS,),
    Code.V12: (_ORIGINALS, _VISIT),
    Code.V13: (_MINUTES, _ORIGINALS, _ASK),
    Code.V14: (_REGISTER, _ASK),
    Code.V15: (_REGISTER,),
    Code.V16: (_COMPLETE,),
    Code.V17: (_REGISTER,),
    Code.V18: (_AUTHORS,),
}
EXPLANATIONS = {
    code: tuple(Explanation(key, Text(zh, en)) for key, zh, en in told) for code, told in _EXPLAINED.items()
}

PART_TIME = Explanation(
    "part_time",
    Text("台账记为非全脱产,两边都有工作", "The register says part-time: there is work at both units"),
)


def found(
    code: Code,
    level: Level,
    person: str,
    dates: Iterable[date],
    evidence: Iterable[Evidence],
    statement: Text,
    *,
    bearing: Bearing = Bearing.INCONSISTENT,
    about: str = "",
    more: tuple[Explanation, ...] = (),
) -> Finding:
    """Make a finding. `about` tells it from others of its code and person; without it the first day does.

    `more` are explanations that this case suggests beside those of its code.
    """
    days = tuple(sorted(set(dates)))
    what = about or (days[0].isoformat() if days else "")
    rows = dict.fromkeys(sorted(evidence, key=lambda one: (one.kind, one.source.file, one.source.row)))
    speaks_against = bearing is Bearing.INCONSISTENT
    return Finding(
        "/".join(filter(None, (code, person, what))), code, level, bearing, person, days, tuple(rows), statement,
        EXPLANATIONS[code] + more if speaks_against else (), () if bearing is Bearing.IN_FAVOUR else _STEPS[code],
    )  # fmt: skip


def some_days(days: Iterable[date], most: int = 3) -> Text:
    """Name the days, the first few of them when there are many."""
    named = sorted(set(days))
    shown = [day.isoformat() for day in named[:most]]
    if len(named) > most:
        return Text("、".join(shown) + f" 等 {len(named)} 天", ", ".join(shown) + f" and {len(named) - most} more days")
    return Text("、".join(shown), ", ".join(shown))
