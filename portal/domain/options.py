"""Every list a person chooses from: the code is stable (forms, reports, figures), the words may change."""

from dataclasses import dataclass

from portal.domain.text import Text


@dataclass(frozen=True, eq=False)
class Options:
    """A closed list of codes with their words, in the order they are shown. Each is there once, and equal to itself."""

    name: str
    words: tuple[tuple[str, Text], ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """List the codes in the order shown."""
        return tuple(code for code, _ in self.words)

    def choices(self, lang: str) -> list[tuple[str, str]]:
        """List `(code, words)` pairs as form libraries want them."""
        return [(code, text.of(lang)) for code, text in self.words]

    def text(self, code: str) -> Text:
        """Find the words of `code`. Raise `KeyError` when it is not of this list."""
        return dict(self.words)[code]

    def check(self, code: str) -> str:
        """Return `code`, or raise `ValueError` (which names the list, never the code) when it is not of this list."""
        if code not in self.codes:
            raise ValueError(f"not one of the options of {self.name}")
        return code


def _options(name: str, *rows: tuple[str, str, str]) -> Options:
    return Options(name, tuple((code, Text(zh, en)) for code, zh, en in rows))


IDENTITY_MODE = _options(
    "identity_mode",
    ("anonymous", "匿名", "Anonymous"),
    ("named", "实名,并要求保密", "Named, to be kept confidential"),
)
REPORTER_ROLE = _options(
    "reporter_role",
    ("host_colleague", "接收单位同事", "Colleague at the receiving unit"),
    ("sender_colleague", "派出单位同事", "Colleague at the sending unit"),
    ("org_staff", "组织人事或纪检工作人员", "Organisation, personnel or discipline staff"),
    ("served", "服务对象、群众", "Member of the public"),
    ("village", "村(社区)干部", "Village or community official"),
    ("other_secondee", "其他挂职干部", "Another seconded cadre"),
    ("family", "亲友", "Family or friend"),
    ("other", "其他", "Other"),
    ("prefer_not", "不愿说", "Prefer not to say"),
)
KNOWLEDGE = _options(
    "knowledge",
    ("first_hand", "亲眼见到、亲身经历", "Saw it or lived through it"),
    ("documents", "看到了文件、记录", "Saw documents or records"),
    ("mixed", "一部分是亲眼见到的", "Saw part of it"),
    ("second_hand", "听别人说的", "Heard it from others"),
    ("inference", "自己推测的", "Inferred it"),
)
CIRCLE = _options(
    "circle",
    ("le3", "3个人以内", "3 people or fewer"),
    ("4_10", "4到10个人", "4 to 10 people"),
    ("11_50", "11到50个人", "11 to 50 people"),
    ("gt50", "50个人以上", "More than 50 people"),
    ("unknown", "不清楚", "Not sure"),
)
SUBJECT_KIND = _options(
    "subject_kind",
    ("person", "挂职干部", "A seconded cadre"),
    ("unit", "单位", "A unit"),
    ("batch", "一批安排", "A batch of secondments"),
)
SUBJECT_LEVEL = _options(
    "subject_level",
    ("ministerial", "省部级", "Ministerial or provincial"),
    ("bureau", "厅局级", "Bureau"),
    ("county", "县处级", "County or division"),
    ("township", "乡科级", "Township or section"),
    ("staff", "科员及以下", "Staff"),
    ("institution", "事业单位人员", "Public institution"),
    ("village", "村级", "Village"),
    ("unknown", "不清楚", "Not sure"),
)
YES_NO_UNKNOWN = _options(
    "yes_no_unknown",
    ("yes", "是", "Yes"),
    ("no", "不是", "No"),
    ("unknown", "不清楚", "Not sure"),
)
ARRANGED_BY = _options(
    "arranged_by",
    ("org_dept", "组织部门", "Organisation department"),
    ("sender", "派出单位", "Sending unit"),
    ("receiver", "接收单位", "Receiving unit"),
    ("sector", "系统内部", "Within the sector"),
    ("unknown", "不清楚", "Not sure"),
)
DATE_KIND = _options(
    "date_kind",
    ("day", "某一天", "One day"),
    ("month", "某个月", "One month"),
    ("range", "一段时间", "A period"),
)
SEEN = _options(
    "seen",
    ("absent", "不在岗", "Not at the post"),
    ("present", "在岗", "At the post"),
    ("elsewhere", "人在别处", "Somewhere else"),
    ("sign_only", "只签到", "Signed in only"),
    ("nominal", "在岗,但没有事做", "At the post, with nothing to do"),
    ("other", "其他", "Other"),
)
BASIS = _options(
    "basis",
    ("saw", "亲眼见到", "Saw it"),
    ("handled", "本人经办", "Handled it"),
    ("record", "见过记录或文件", "Saw a record"),
    ("told_by_witness", "在场的人告诉我", "Told by someone who was there"),
    ("rumour", "传闻", "Rumour"),
)
MONEY_KIND = _options(
    "money_kind",
    ("allowance", "补贴", "Allowance"),
    ("travel", "差旅费", "Travel"),
    ("fund", "工作经费", "Work fund"),
    ("other", "其他", "Other"),
)
EFFECTS = _options(
    "effects",
    ("work_done_by_others", "工作由别人代做", "Others do the work"),
    ("services_delayed", "耽误了群众办事", "Services to the public are delayed"),
    ("unfair_promotion", "影响用人公平", "Promotion becomes unfair"),
    ("funds_wasted", "浪费经费", "Funds are wasted"),
    ("other", "其他", "Other"),
    ("none_known", "没有发现影响", "None known"),
)
TOLERATED_BY = _options(
    "tolerated_by",
    ("person", "挂职干部本人", "The seconded cadre"),
    ("sender", "派出单位", "Sending unit"),
    ("receiver", "接收单位", "Receiving unit"),
    ("org_dept", "组织部门", "Organisation department"),
    ("unknown", "不清楚", "Not sure"),
)
RECORD_TYPE = _options(
    "record_type",
    ("attendance_sender", "派出单位考勤", "Attendance sheet of the sending unit"),
    ("attendance_receiver", "接收单位考勤", "Attendance sheet of the receiving unit"),
    ("meeting_signin", "会议签到表", "Meeting sign-in sheet"),
    ("duty_roster", "值班表", "Duty roster"),
    ("division_doc", "分工文件", "Document on the division of work"),
    ("work_log", "工作日志", "Work log"),
    ("travel_claim", "差旅报销单", "Travel claim"),
    ("allowance_sheet", "补贴发放表", "Allowance sheet"),
    ("appraisal", "鉴定、考核材料", "Appraisal or assessment"),
    ("summary", "工作总结", "Work summary"),
    ("access_gate", "门禁、闸机记录", "Access gate records"),
    ("canteen", "食堂刷卡记录", "Canteen card records"),
    ("vehicle", "公务用车记录", "Official vehicle records"),
    ("chat_group", "工作群记录", "Work group messages"),
    ("photo_news", "新闻、照片", "News or photos"),
    ("other", "其他", "Other"),
)
REPORTED_BEFORE = _options(
    "reported_before",
    ("no", "没有", "No"),
    ("yes", "反映过", "Yes"),
    ("prefer_not", "不愿说", "Prefer not to say"),
)
REPORTED_WHERE = _options(
    "reported_where",
    ("12388", "12388", "12388"),
    ("12380", "12380", "12380"),
    ("petition", "信访部门", "Petition office"),
    ("unit_discipline", "本单位纪检部门", "The unit's own discipline office"),
    ("org_dept", "组织部门", "Organisation department"),
    ("inspection", "巡视巡察组", "Inspection tour"),
    ("audit", "审计部门", "Audit"),
    ("media", "媒体", "Media"),
    ("other", "其他", "Other"),
)
REPORTED_RESULT = _options(
    "reported_result",
    ("no_reply", "没有答复", "No reply"),
    ("accepted", "已受理", "Accepted"),
    ("refused", "未受理", "Not accepted"),
    ("concluded", "已办结", "Concluded"),
    ("unknown", "不清楚", "Not sure"),
)
FEAR = _options(
    "fear",
    ("none", "不担心", "Not worried"),
    ("some", "有些担心", "Somewhat worried"),
    ("serious", "非常担心", "Very worried"),
    ("already", "已经发生了", "It has already happened"),
)
RETALIATION = _options(
    "retaliation_kinds",
    ("transfer", "调离岗位", "Moved to another post"),
    ("low_rating", "压低考核", "Assessment lowered"),
    ("pay_cut", "扣发奖金、补贴", "Bonus or allowance withheld"),
    ("promotion_blocked", "不予晋升", "Promotion blocked"),
    ("dismissed", "解聘、辞退", "Dismissed"),
    ("isolated", "被孤立", "Isolated"),
    ("threat", "受到威胁", "Threatened"),
    ("violence_property", "人身或财物受到侵害", "Person or property harmed"),
    ("family", "家人受到牵连", "Family affected"),
    ("other", "其他", "Other"),
)
FOLLOWUP = _options(
    "followup",
    ("code_only", "只凭查询码联系", "By receipt code only"),
    ("code_and_contact", "凭查询码,也可以用我留的联系方式", "By receipt code or the contact I gave"),
    ("none", "不需要再联系", "No further contact"),
)
FOLLOWUP_WITHOUT_CONTACT = Options(
    "followup_without_contact", tuple((code, words) for code, words in FOLLOWUP.words if code != "code_and_contact")
)
