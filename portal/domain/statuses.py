"""The nineteen states of a case, and the little of them that is ever shown to whoever holds the receipt code.

The person concerned may hold a code too: by reporting himself and watching. So a talk, a verification, a hold and a
formal case all look the same, and no sentence names a person, a unit, a measure or a finding.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from portal.domain.options import Options
from portal.domain.text import Text


class State(StrEnum):
    """Where a case stands inside the office."""

    DELIVERED = "delivered"
    REGISTERED = "registered"
    INFO_REQUESTED = "info_requested"
    REFERRED_UP = "referred_up"
    REFERRED = "referred"
    DECLINED = "declined"
    MERGED = "merged"
    ACCEPTED = "accepted"
    ASSIGNED_OUT = "assigned_out"
    ASSESSING = "assessing"
    INQUIRY = "inquiry"
    VERIFYING = "verifying"
    HELD = "held"
    RETURNED = "returned"
    FILED = "filed"
    CONCLUDED = "concluded"
    FEEDBACK_GIVEN = "feedback_given"
    REOPENED = "reopened"
    ARCHIVED = "archived"

    @property
    def text(self) -> Text:
        """Name the state in both languages, as officers read it."""
        return STATE_NAMES[self]


class PublicStatus(StrEnum):
    """The eight statuses a reporter can see."""

    DELIVERED = "delivered"
    REVIEWING = "reviewing"
    INFO_REQUESTED = "info_requested"
    PASSED_ON = "passed_on"
    NOT_ACCEPTED = "not_accepted"
    MERGED = "merged"
    HANDLING = "handling"
    CONCLUDED = "concluded"


STATE_NAMES = MappingProxyType(
    {
        State.DELIVERED: Text("已送达", "Delivered"),
        State.REGISTERED: Text("已登记", "Registered"),
        State.INFO_REQUESTED: Text("待补充", "Information requested"),
        State.REFERRED_UP: Text("报上级", "Referred upward"),
        State.REFERRED: Text("已转送", "Referred"),
        State.DECLINED: Text("不予受理", "Not accepted"),
        State.MERGED: Text("重复并案", "Joined as a repeat"),
        State.ACCEPTED: Text("已受理", "Accepted"),
        State.ASSIGNED_OUT: Text("交办", "Assigned to a lower body"),
        State.ASSESSING: Text("分析研判", "Being assessed"),
        State.INQUIRY: Text("谈话函询", "Talk or written inquiry"),
        State.VERIFYING: Text("初步核实", "Preliminary verification"),
        State.HELD: Text("暂存待查", "Held for later review"),
        State.RETURNED: Text("退回信访部门", "Returned to intake"),
        State.FILED: Text("立案审查调查", "Formal case"),
        State.CONCLUDED: Text("已办结", "Concluded"),
        State.FEEDBACK_GIVEN: Text("已反馈", "Feedback given"),
        State.REOPENED: Text("重新办理", "Reopened"),
        State.ARCHIVED: Text("已归档", "Filed away"),
    }
)


@dataclass(frozen=True)
class Shown:
    """What the outside sees of a state: the status and, where one status has several, which of its sentences."""

    status: PublicStatus
    sentence: str


STATUS_TITLES = MappingProxyType(
    {
        PublicStatus.DELIVERED: Text("已送达", "Delivered"),
        PublicStatus.REVIEWING: Text("正在审阅", "Being read"),
        PublicStatus.INFO_REQUESTED: Text("需要您补充", "We have a question for you"),
        PublicStatus.PASSED_ON: Text("已转有权机关", "Passed to the responsible body"),
        PublicStatus.NOT_ACCEPTED: Text("未予受理", "Not accepted"),
        PublicStatus.MERGED: Text("已合并", "Joined to another report"),
        PublicStatus.HANDLING: Text("已受理,正在办理", "Accepted, being handled"),
        PublicStatus.CONCLUDED: Text("已办结", "Concluded"),
    }
)

SENTENCES = MappingProxyType(
    {
        "delivered": Text(
            "您的材料已加密送达,还没有人打开。",
            "Your report has arrived, encrypted. Nobody has opened it yet.",
        ),
        "reviewing": Text(
            "工作人员已打开并登记,正在判断是否属于受理范围。",
            "Staff have opened and registered it and are checking whether it is within their remit.",
        ),
        "returned": Text("正在重新判断由谁办理。", "We are checking again who should handle it."),
        "info_requested": Text(
            "我们有问题想请您补充。不回答也会继续办理。",
            "We have a question for you. We will continue even without an answer.",
        ),
        "passed_on": Text("此件已转有权机关办理。", "It has been passed to the responsible body."),
        "referred_up": Text(
            "此件应由其他机关办理,已密封转送,本机关不留内容。",
            "Another body is responsible. It was sent on sealed; we keep no content.",
        ),
        "not_accepted": Text(
            "按规定不属于受理范围。您可以补充新材料后重新提出。",
            "It is outside our remit. You may report again with new material.",
        ),
        "merged": Text(
            "您反映的事项已有登记,已合并,不影响办理。",
            "The matter was already registered; yours has been joined to it.",
        ),
        "handling": Text("已受理,正在按程序办理。", "Accepted and being handled."),
        "reopened": Text("您补充的材料已收到,正在核查。", "Your new material has been received and is being checked."),
        "concluded": Text("已按程序办结。", "Concluded under the rules."),
        "feedback_given": Text("已向实名举报人反馈。", "Feedback was given to the named reporter."),
        "archived": Text("材料已归档。", "Filed."),
    }
)

_SHOWN = MappingProxyType(
    {
        State.DELIVERED: Shown(PublicStatus.DELIVERED, "delivered"),
        State.REGISTERED: Shown(PublicStatus.REVIEWING, "reviewing"),
        State.INFO_REQUESTED: Shown(PublicStatus.INFO_REQUESTED, "info_requested"),
        State.REFERRED_UP: Shown(PublicStatus.PASSED_ON, "referred_up"),
        State.REFERRED: Shown(PublicStatus.PASSED_ON, "passed_on"),
        State.DECLINED: Shown(PublicStatus.NOT_ACCEPTED, "not_accepted"),
        State.MERGED: Shown(PublicStatus.MERGED, "merged"),
        State.RETURNED: Shown(PublicStatus.REVIEWING, "returned"),
        State.REOPENED: Shown(PublicStatus.HANDLING, "reopened"),
        State.CONCLUDED: Shown(PublicStatus.CONCLUDED, "concluded"),
        State.FEEDBACK_GIVEN: Shown(PublicStatus.CONCLUDED, "feedback_given"),
        State.ARCHIVED: Shown(PublicStatus.CONCLUDED, "archived"),
    }
    # One and the same answer for all of these: see the head of this file.
    | dict.fromkeys(
        (
            State.ACCEPTED,
            State.ASSIGNED_OUT,
            State.ASSESSING,
            State.INQUIRY,
            State.VERIFYING,
            State.HELD,
            State.FILED,
        ),
        Shown(PublicStatus.HANDLING, "handling"),
    )
)

DECLINED_REASONS = Options(
    "declined_reasons",
    (
        (
            "other_procedure",
            Text(
                "应当通过诉讼、仲裁、行政裁决、行政复议等途径解决",
                "It should go to litigation, arbitration, administrative ruling or administrative review",
            ),
        ),
        ("other_body", Text("属于其他机关的职责", "It belongs to another body")),
        ("no_substance", Text("只列出了名称,没有实质内容", "It names a kind of misconduct without any substance")),
        (
            "not_secondment",
            Text(
                "不是挂职方面的问题,请使用12388、12380或信访渠道",
                "It is not about a secondment; please use 12388, 12380 or the petition office",
            ),
        ),
    ),
)

OUTCOMES = Options(
    "outcomes",
    (
        (
            "confirmed",
            Text("反映问题属实或部分属实,已按规定处理", "Confirmed or partly confirmed, dealt with under the rules"),
        ),
        ("not_confirmed", Text("未发现所反映的问题", "The matter reported was not found")),
        ("insufficient", Text("现有材料不足以认定", "The material at hand is insufficient")),
        ("not_shown", Text("已按程序办结", "Concluded under the rules")),
    ),
)

# 《纪检监察机关处理检举控告工作规则》 article 36(4); stands beside every published outcome.
KEEP_CONFIDENTIAL = Text("请您对办理结果保密。", "Please keep the result confidential.")


def shown(state: State) -> Shown:
    """Tell what the outside sees of `state`."""
    return _SHOWN[state]


def handed_to(name_zh: str, name_en: str) -> Text:
    """Say which office goes on with a case that was handed on."""
    return Text(
        f"现在由{name_zh}继续办理,以后由它答复您。查询码照旧使用。",
        f"{name_en} goes on with it and will answer you. Your code stays the same.",
    )


def status_words(status: PublicStatus, sentence: str = "") -> Text:
    """Find the plain words of a status card; a sentence this version does not know falls back to the status's own."""
    return SENTENCES.get(sentence) or SENTENCES[status.value]
