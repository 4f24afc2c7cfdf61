"""Which words at the head of a column mean what, for each kind of file. Source: DOMAIN 5.2, 5.7."""

import re
import unicodedata
from functools import lru_cache

from portal.desk.workbench.rows import FileKind
from portal.domain.text import Text

_NOISE = re.compile(r"[\s*★※:：/、,.。_\-]")
_BRACKETED = re.compile(r"[(\[【〔{<《「][^)\]】〕}>》」]*[)\]】〕}>》」]")
_BRACKETS = re.compile(r"[()\[\]【】〔〕{}<>《》「」]")

_PERSON = {
    "person_id": "人员编号 编号 干部编号 工号 序列号 人员编码",
    "name": "姓名 干部姓名 挂职干部 挂职人员 人员姓名 挂职干部姓名 名字",
    "sending_unit": "派出单位 原单位 原单位/部门 原工作单位 选派单位 委派单位 派驻单位",
}
_ATTENDANCE = _PERSON | {
    "date": "日期 考勤日期 出勤日期 签到日期 打卡日期",
    "status": "出勤状态 考勤状态 出勤情况 考勤结果 状态 考勤情况",
    "time_in": "签到时间 上班时间 上班打卡 签到 上班打卡时间",
    "time_out": "签退时间 下班时间 下班打卡 签退 下班打卡时间",
    "place": "签到地点 打卡地点 地点 位置",
    "recorded_at": "登记时间 录入时间 填报时间 补录时间",
    "note": "备注 说明 事由",
    "year_month": "年月 月份 考勤月份 考勤年月",
    "half": "时段 上下午 上午下午 午别 班次",
}
_TABLE: dict[FileKind, dict[str, str]] = {
    FileKind.ROSTER: _PERSON
    | {
        "sending_place": "派出单位所在地 派出地 原单位所在地",
        "receiving_unit": "接收单位 挂职单位 挂任单位 挂职单位名称 挂职岗位所在单位",
        "unit_and_post": "挂职单位及所任职务 挂职单位及职务 接收单位及职务 挂职单位和职务",
        "receiving_place": "接收单位所在地 挂职地 挂职地点 所驻村",
        "post": "挂任职务 挂职职务 所任职务 挂职岗位 时任职务",
        "type": "挂职类型 挂职类别 类别",
        "start_date": "挂职开始日期 开始日期 挂职开始时间 起始年月 到任日期 到岗时间",
        "end_date": "挂职结束日期 结束日期 挂职拟结束时间 终止年月 期满日期 挂职结束时间",
        "full_time": "是否全脱产 是否脱产 全日制",
        "rule_set": "适用规则 考勤规则",
        "duties": "分工 工作分工 分管工作 协助分管",
        "approval_no": "选派文号 文号 任职文号",
        "demand_no": "需求编号 需求清单编号",
    },
    FileKind.SENDING: _ATTENDANCE,
    FileKind.RECEIVING: _ATTENDANCE,
    FileKind.WORKLOG: _PERSON
    | {
        "date": "日期 日志日期 工作日期",
        "content": "工作内容 日志内容 今日工作 主要工作 工作记录 民情日记",
        "place": "地点",
        "people": "参与人员 联系人 走访对象",
        "issue_solved": "解决问题 办理结果 成效",
        "submitted_at": "提交时间 填报时间 上报时间",
        "reviewer": "审阅人",
    },
    FileKind.TRAVEL: _PERSON
    | {
        "depart_date": "出发日期 起始日期 开始日期",
        "return_date": "返回日期 结束日期",
        "from": "出发地",
        "to": "目的地 到达地",
        "reason": "事由",
        "amount": "金额",
        "payer": "报销单位",
        "voucher": "凭证号",
    },
    FileKind.ALLOWANCE: _PERSON
    | {
        "month": "月份 发放月份 所属月份",
        "item": "补贴项目",
        "days": "计发天数 天数 出勤天数",
        "rate": "标准",
        "amount": "金额",
        "payer": "发放单位",
    },
    FileKind.LEAVE: _PERSON
    | {
        "type": "类型 假别",
        "start": "开始日期",
        "end": "结束日期",
        "days": "天数",
        "approver": "审批人",
        "approver_level": "审批层级",
        "approved_at": "审批时间",
        "reason": "事由",
    },
    FileKind.MEETINGS: _PERSON
    | {
        "date": "日期 会议日期",
        "time": "时间 会议时间",
        "title": "会议名称",
        "unit": "主办单位",
        "signed": "签到 签到情况",
    },
    FileKind.OBSERVATIONS: _PERSON
    | {
        "source": "来源",
        "date": "日期",
        "time_from": "开始时间",
        "time_to": "结束时间",
        "place": "地点",
        "seen": "所见",
        "basis": "如何得知",
        "detail": "说明",
    },
    FileKind.APPRAISALS: _PERSON
    | {"period": "时段", "author_unit": "撰写单位 鉴定单位 出具单位", "content": "内容 鉴定意见 总结"},
}
# Each group: one of its keys must be there.
_NEEDED: dict[FileKind, tuple[tuple[str, ...], ...]] = {
    FileKind.ROSTER: (("name",), ("sending_unit",), ("receiving_unit", "unit_and_post"), ("start_date",)),
    FileKind.SENDING: (("name", "person_id"), ("date",), ("status", "time_in", "time_out")),
    FileKind.RECEIVING: (("name", "person_id"), ("date",), ("status", "time_in", "time_out")),
    FileKind.WORKLOG: (("date",), ("content",)),
    FileKind.TRAVEL: (("depart_date",), ("return_date",)),
    FileKind.ALLOWANCE: (("month",), ("days", "amount")),
    FileKind.LEAVE: (("start",), ("end",)),
    FileKind.MEETINGS: (("date",), ("title", "signed")),
    FileKind.OBSERVATIONS: (("date",), ("seen",)),
    FileKind.APPRAISALS: (("content",),),
}


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Fold a header or word: NFKC, no spaces, stars or punctuation, small letters; brackets stay."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _forms(header: str) -> tuple[str, str]:
    """A header without its brackets, and without what stands in them: 原单位(部门) is found, and so is 金额(元)."""
    whole = unicodedata.normalize("NFKC", header)
    return plain(_BRACKETS.sub("", whole)), plain(_BRACKETED.sub("", whole))


def _aliases(kind: FileKind) -> dict[str, str]:
    table = _TABLE[kind]
    return {plain(word): key for key, words in table.items() for word in (*words.split(), key)}


ALIASES = {kind: _aliases(kind) for kind in FileKind}


def key_of(header: str, kind: FileKind) -> str:
    """Give the key that a header means in a kind of file, "" for none."""
    with_words, without = _forms(header)
    return ALIASES[kind].get(with_words) or ALIASES[kind].get(without, "")


def words_of_key(kind: FileKind, key: str) -> Text:
    """Give the name of a column, as the specification heads it."""
    return Text(_TABLE[kind][key].split()[0], key.replace("_", " "))


def keys(kind: FileKind) -> tuple[str, ...]:
    """Every key a column of this kind of file may be given, in the order of the specification."""
    return tuple(_TABLE[kind])


def missing(kind: FileKind, found: frozenset[str]) -> tuple[str, ...]:
    """What is needed and not among `found`: the first key of each group of which one must be there."""
    return tuple(group[0] for group in _NEEDED[kind] if not found.intersection(group))


def needed_groups(kind: FileKind) -> int:
    """How many groups of needed columns this kind of file has."""
    return len(_NEEDED[kind])
