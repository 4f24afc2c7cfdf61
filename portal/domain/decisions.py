"""What officers decide about a case, and the lists they choose from: names, reasons, statements.

Sources: DOMAIN 3.4 and 3.5; 《纪检监察机关处理检举控告工作规则》 articles 13, 17, 20, 23 and 48, 《监督执纪工作规则》
article 21. The table of who may decide what, and when, is the desk's.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from portal.domain.options import Options
from portal.domain.statuses import DECLINED_REASONS
from portal.domain.text import Text


class Decision(StrEnum):
    """One kind of decision; from which states it leads where stands in the desk's table."""

    REGISTER = "register"
    ACCEPT = "accept"
    MERGE = "merge"
    REFER = "refer"
    REFER_UP = "refer_up"
    HAND_ON = "hand_on"
    DECLINE = "decline"
    ASK = "ask"
    RESUME = "resume"
    ASSIGN_OUT = "assign_out"
    ASSESS = "assess"
    RETURN = "return"
    RETAKE = "retake"
    INQUIRE = "inquire"
    VERIFY = "verify"
    HOLD = "hold"
    REVIEW = "review"
    FILE = "file"
    CONCLUDE = "conclude"
    DIRECT_CLOSE = "direct_close"
    FEEDBACK = "feedback"
    NO_FEEDBACK = "no_feedback"
    REOPEN = "reopen"
    ARCHIVE = "archive"

    @property
    def text(self) -> Text:
        """Name the decision in both languages."""
        return DECISION_NAMES[self]


DECISION_NAMES: Mapping[Decision, Text] = MappingProxyType(
    {
        Decision.REGISTER: Text("打开并登记", "Open and register"),
        Decision.ACCEPT: Text("受理", "Accept"),
        Decision.MERGE: Text("作为重复件并案", "Join to another case as a repeat"),
        Decision.REFER: Text("转送其他机关", "Refer to another body"),
        Decision.REFER_UP: Text("报送上级机关", "Refer upward"),
        Decision.HAND_ON: Text("密封移送有管辖权的机关", "Hand on, sealed, to the competent office"),
        Decision.DECLINE: Text("不予受理", "Do not accept"),
        Decision.ASK: Text("请举报人补充", "Ask the reporter"),
        Decision.RESUME: Text("补充期结束,继续办理", "Go on after the question"),
        Decision.ASSIGN_OUT: Text("交办下级机关", "Assign to a lower body"),
        Decision.ASSESS: Text("指定承办人,分析研判", "Name a handler and assess"),
        Decision.RETURN: Text("退回信访部门", "Return to intake"),
        Decision.RETAKE: Text("重新审阅", "Read it again"),
        Decision.INQUIRE: Text("谈话函询", "Talk or written inquiry"),
        Decision.VERIFY: Text("初步核实", "Preliminary verification"),
        Decision.HOLD: Text("暂存待查", "Hold for later review"),
        Decision.REVIEW: Text("审核通过", "Pass the file check"),
        Decision.FILE: Text("立案审查调查", "Open a formal case"),
        Decision.CONCLUDE: Text("办结", "Conclude"),
        Decision.DIRECT_CLOSE: Text("直接了结", "Close without checks"),
        Decision.FEEDBACK: Text("记录已向实名举报人反馈", "Record the feedback to the named reporter"),
        Decision.NO_FEEDBACK: Text("匿名件,不作反馈", "Anonymous: no feedback"),
        Decision.REOPEN: Text("重新办理", "Reopen"),
        Decision.ARCHIVE: Text("归档", "File away"),
    }
)

TERM_RECORDS: Mapping[str, Text] = MappingProxyType(
    {
        "term_met": Text("期限内事项已完成", "Done what was due"),
        "term_begun": Text("开始计算期限", "A term begins"),
        "term_extended": Text("延长期限", "Term extended"),
    }
)
"""What is recorded about a term stands among the decisions."""

REASONS = Options(
    "decision_reasons",
    (
        *DECLINED_REASONS.words,
        ("no_facts", Text("没有实质内容(第十七条)", "No substance (article 17)")),
        ("other_level", Text("属于其他纪检监察机关受理(第十七条)", "Another discipline body's case (article 17)")),
        ("general", Text("问题一般或者笼统,适合谈话函询", "General or vague: fit for a talk or inquiry")),
        (
            "despite_collusion",
            Text("标记了串供风险,仍然谈话函询(理由里写明为什么)", "Marked as at risk of collusion, yet (say why)"),
        ),
        ("checkable", Text("问题具体,可以核实", "Specific, and it can be checked")),
        ("denial_not_convincing", Text("否认的理由不充分", "The denial does not convince")),
        ("new_facts", Text("出现新的事实", "There are new facts")),
        ("no_way_in", Text("问题重要,暂时没有核实的条件", "Serious, but it cannot be checked for now")),
        ("needs_time", Text("需要等待一个结果或者时机", "A result or an occasion has to be waited for")),
        ("review_due", Text("到了再次研究的日期", "The day of the next review has come")),
        ("new_material", Text("收到新的材料", "New material has arrived")),
        ("not_checkable", Text("无法核实", "It cannot be checked")),
        ("deceased", Text("被反映人已经去世", "The person concerned has died")),
        ("implausible", Text("明显不合情理", "Plainly implausible")),
        ("repeat_clear", Text("重复反映,已有明确结论", "A repeat with a clear conclusion")),
        ("explained", Text("说明情况,予以采信", "The explanation is accepted")),
        ("explained_sampled", Text("予以采信,并列入抽查核实", "Accepted, and put on the list for a sample check")),
        ("checked", Text("核实完毕", "The checks are complete")),
        ("decided", Text("已经作出决定", "A decision has been made")),
        ("reported_back", Text("下级机关已经报告结果", "The lower body has reported back")),
        ("in_person", Text("当面反馈", "In person")),
        ("by_phone", Text("电话反馈", "By telephone")),
        ("by_letter", Text("书面反馈", "In writing")),
        ("objection", Text("提出异议,并有新的证据", "An objection with new evidence")),
    ),
)

STATEMENTS = Options(
    "decision_statements",
    (
        ("level", Text("已确认由本机关管辖,属于本级受理", "This office and level is competent")),
        ("no_identity", Text("移送的材料里没有举报人的身份和可识别的细节", "What is sent names nobody who reported")),
        ("repeat", Text("已核对两件反映的是同一事项", "Both cases are about the same matter")),
        ("question_reviewed", Text("问题里没有会暴露举报人的内容", "The question exposes nobody who reported")),
        ("handler_free", Text("承办人没有需要回避的情形", "Nothing bars the handler from this case")),
        ("studied", Text("已经集体研究,有记录", "Studied collectively, with a record")),
        (
            "caution",
            Text(
                "已读提示:谈话函询会让被反映人知道有人反映;有具体事实、可能串供的,应当先查记录",
                "I have read: an inquiry tells the person concerned that somebody reported. "
                "Where facts are specific and people could collude, records come first",
            ),
        ),
        ("reviewed_jointly", Text("已经集体审核,并经主要负责人审批(第二十三条)", "Reviewed collectively (article 23)")),
        ("reply_sent", Text("了结的回复函已经发给本人", "The letter of reply has been sent to the person")),
        ("report_signed", Text("核实报告由全体成员签名", "Every member has signed the report")),
        ("evidence", Text("已掌握部分违纪违法事实和证据", "Part of the facts and evidence is in hand")),
        ("on_file", Text("决定文书已经入卷", "The decision is on file")),
        ("file_complete", Text("材料齐全、手续完备、事实清楚", "Complete, in order, and the facts are clear")),
        ("objections_noted", Text("举报人当场的异议已经记录", "What the reporter objected has been written down")),
    ),
)
"""What whoever decides must confirm, one by one."""
