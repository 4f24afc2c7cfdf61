"""What follows from a concluded case until it is done: measures for each responsible party, clearing, side records.

Sources: the two source articles (取消挂职资格, 延缓晋升, 追究接收单位负责人责任), DOMAIN 1.2, 1.4 and 3.5;
《纪检监察机关处理检举控告工作规则》 articles 27, 34, 39–45 and 49–51. Causes serve the recommendations of article 34.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from portal.domain.options import Options
from portal.domain.text import Text


class FollowUp(StrEnum):
    """A kind of side record."""

    MEASURE = "measure"
    CLEARING = "clearing"
    UNTRUE = "untrue"
    OBJECTION = "objection"
    PROTECTION = "protection"
    RETALIATION = "retaliation"
    BREACH = "breach"

    @property
    def text(self) -> Text:
        """Name the kind in both languages."""
        return FOLLOW_UP_NAMES[self]


FOLLOW_UP_NAMES: Mapping[FollowUp, Text] = MappingProxyType(
    {
        FollowUp.MEASURE: Text("处理措施", "Measure"),
        FollowUp.CLEARING: Text("澄清正名", "Clearing of the name"),
        FollowUp.UNTRUE: Text("失实反映的性质", "Nature of an unfounded report"),
        FollowUp.OBJECTION: Text("异议", "Objection"),
        FollowUp.PROTECTION: Text("保护申请", "Request for protection"),
        FollowUp.RETALIATION: Text("打击报复", "Retaliation"),
        FollowUp.BREACH: Text("泄密事件", "Breach of confidentiality"),
    }
)

STEP_NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "open": Text("未完成", "Open"),
        "proposed": Text("待批准", "Proposed"),
        "approved": Text("已批准,未完成", "Approved, not done"),
        "refused": Text("未批准", "Not approved"),
        "done": Text("已完成", "Done"),
    }
)
"""How far a side record is."""

PARTIES = Options(
    "responsible_parties",
    (
        ("person", Text("挂职干部本人", "The seconded cadre")),
        ("sending_unit", Text("派出单位", "The sending unit")),
        ("receiving_unit", Text("接收单位", "The receiving unit")),
        ("organiser", Text("组织选派的部门", "The body that arranged it")),
    ),
)

MEASURES = Options(
    "measures",
    (
        ("qualification_revoked", Text("取消挂职资格", "Secondment status revoked")),
        ("promotion_deferred", Text("延缓晋升", "Promotion deferred")),
        ("recalled", Text("召回", "Recalled")),
        ("reminder_talk", Text("谈话提醒", "Reminder talk")),
        ("criticism", Text("批评教育", "Criticism")),
        ("self_examination", Text("责令检查", "Ordered self-examination")),
        ("admonition", Text("诫勉", "Admonition")),
        ("party_discipline", Text("党纪处分", "Party discipline")),
        ("administrative_discipline", Text("政务处分", "Administrative discipline")),
        ("head_accountable", Text("追究单位负责人责任", "The unit's head held accountable")),
        ("discipline_recommendation", Text("纪律检查建议", "Discipline inspection recommendation")),
        ("supervision_recommendation", Text("监察建议", "Supervision recommendation")),
        ("none", Text("不作处理", "No measure")),
    ),
)

_OF_PERSONS = (
    "reminder_talk",
    "criticism",
    "self_examination",
    "admonition",
    "party_discipline",
    "administrative_discipline",
)
_OF_UNITS = ("head_accountable", "criticism", "discipline_recommendation", "supervision_recommendation", "none")
MEASURES_OF: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "person": frozenset({"qualification_revoked", "promotion_deferred", "recalled", *_OF_PERSONS, "none"}),
        "sending_unit": frozenset(_OF_UNITS),
        "receiving_unit": frozenset(_OF_UNITS),
        "organiser": frozenset(_OF_UNITS),
    }
)
"""Which measure can be taken about whom."""

CAUSES = Options(
    "causes",
    (
        ("C1", Text("重程序轻实效、重材料轻实绩", "Procedure and paper weigh more than results")),
        ("C2", Text("接收单位不愿得罪人", "The receiving unit offends nobody")),
        ("C3", Text("人情交换、亲属亲信", "Favours, relatives and confidants")),
        ("C4", Text("当成普惠福利或者晋升标配", "A perk for all, or a step everybody needs")),
        ("C5", Text("组织管理松懈", "Loose organisation and management")),
        ("C6", Text("过客、镀金、怕事的心态", "Passing through, gilding, fear of trouble")),
        ("C7", Text("选派前沟通不够,人岗不匹配", "Too little communication; person and post do not match")),
        ("C8", Text("两家单位都不管", "Neither unit looks after it")),
        ("C9", Text("接收单位不敢派活", "The host does not dare to assign work")),
        ("C10", Text("原单位不放人", "The sending unit calls the cadre back")),
    ),
)

CLEARING_FORMS = Options(
    "clearing_forms",
    (
        ("letter", Text("书面或者当面澄清", "By letter or face to face")),
        ("committee", Text("向所在单位党组织说明", "Notice to the Party organisation of the unit")),
        ("limited", Text("在一定范围内通报", "Notice within a limited circle")),
    ),
)

NATURES = Options(
    "natures",
    (
        ("mistaken", Text("错告", "Mistaken report")),
        ("false_accusation", Text("诬告陷害", "False accusation")),
    ),
)
"""Mistaken comes first, is chosen beforehand and stays unless a higher body has approved the other (article 39 ff.)."""

APPROVAL_LEVELS = Options(
    "approval_levels",
    (
        ("city", Text("设区的市级", "City with districts")),
        ("province", Text("省级", "Province")),
        ("central", Text("中央", "Central")),
    ),
)

RESULTS = Options(
    "objection_results",
    (
        ("explained", Text("已经说明,维持原结果", "Explained; the result stands")),
        ("reopened", Text("有新的证据,重新办理", "There is new evidence; the case is reopened")),
    ),
)

FOLLOW_UP_STATEMENTS = Options(
    "follow_up_statements",
    (
        ("person_asked", Text("已经征求本人意见,本人同意澄清", "The person was asked and agrees to be cleared")),
        (
            "this_matter",
            Text("只就这次反映的具体问题澄清,不作总体评价", "This matter only, no overall judgement"),
        ),
        (
            "no_reporter",
            Text("没有提到举报人,也没有可以推断举报人的内容", "It neither names nor hints at who reported"),
        ),
        ("no_tracing", Text("没有追查匿名举报人", "No anonymous reporter was traced")),
    ),
)
