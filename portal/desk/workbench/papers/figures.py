"""The tables of figures: rules used with their basis, days claimed and undisputed, days paid beside days counted."""

from collections.abc import Mapping
from fractions import Fraction

from portal.desk.workbench.checking import Checked
from portal.desk.workbench.checking.duty import Duty, number
from portal.desk.workbench.checking.rules import DutyRule, RuleKind
from portal.desk.workbench.checking.seeing import duty_bars, paid_table
from portal.desk.workbench.papers.content import Block, Line, Said, Table
from portal.desk.workbench.ruling.actions import InForce
from portal.domain.text import Text

YES, NO = Text("是", "Yes"), Text("否", "No")
_KINDS = {
    RuleKind.RATIO: Text("占工作日的比例", "share of working days"),
    RuleKind.DAYS_PER_MONTH: Text("每月天数", "days a month"),
    RuleKind.DAYS_PER_YEAR: Text("每年天数", "days a year"),
}
_NAME, _RULE = Text("姓名", "Name"), Text("规则", "Rule")
_SPAN = Text("时段", "Stretch")


def rules_table(rules: InForce, checked: Checked) -> tuple[Block, ...]:
    """Who set the rules, then each that was used: what it asks for, what counts, its document, whether it was seen."""
    used = dict.fromkeys(duty.rule for person in checked.persons for duty in person.duty)
    leave = rules.book.leave
    return (
        Line(_origin(rules)),
        Table(
            "",
            (
                _RULE, Text("不低于", "At least"), Text("公出算在岗", "Official absence counts"),
                Text("请假扣除", "Leave excused"), Text("不满按比例", "Pro rata"), Text("依据", "Basis"),
                Text("看过原文", "Document seen"),
            ),
            tuple(_rule(rule) for rule in used),
        ),
        Line(
            Text(
                f"请假审批:接收单位 {leave.receiving_unit} 天以内,县(区)委组织部 {leave.county_org} 天以内,更长的由市委"
                f"组织部批;一年累计超过 {leave.recall_over} 天应当召回。依据:{leave.basis or '未填写'}。",
                f"Leave: up to {leave.receiving_unit} days by the receiving unit, up to {leave.county_org} by the "
                f"county organisation department, longer by the city's; recall over {leave.recall_over} days a year. "
                f"Basis: {leave.basis or 'not stated'}.",
            )
        ),
    )  # fmt: skip


def _origin(rules: InForce) -> Text:
    if rules.by:
        return Text(f"规则由{rules.by}为本件确定。", f"The rules were set for this case by {rules.by}.")
    if rules.office_version:
        version = rules.office_version
        return Text(f"按本机关的核查规则第{version}版。", f"The rules are version {version} of this office's own.")
    return Text(
        "规则是随软件提供的样式,没有经过核对。",
        "The rules are the templates that came with the software, not verified.",
    )


def _rule(rule: DutyRule) -> tuple[Said, ...]:
    kind = _KINDS[rule.kind]
    excused = rule.leave_counts_as == "excused"
    return (
        Text(rule.name_zh, rule.name_en),
        Text(f"{rule.minimum}({kind.zh})", f"{rule.minimum} ({kind.en})"),
        YES if rule.official_out_counts else NO, YES if excused else NO, YES if rule.pro_rata else NO,
        rule.basis or Text("未填写", "Not stated"), YES if rule.verified else NO,
    )  # fmt: skip


def counted_table(checked: Checked, names: Mapping[str, str]) -> Table:
    """What was counted in each stretch: working days, present, away on duty, disputed, without a record."""
    rows = []
    for person in checked.persons:
        for duty in person.duty:
            counts = duty.tally
            told = (Fraction(counts.workdays), counts.present, counts.official, counts.counted, counts.undisputed)
            days = (*map(number, told), str(len(counts.disputed)), str(len(counts.unknown)))
            rows.append((names.get(person.person, person.person), _span(duty), *days))
    return Table(
        Text("天数", "Days"),
        (
            _NAME, _SPAN, Text("工作日", "Working days"), Text("记在岗", "Present"), Text("公出", "On duty"),
            Text("计入", "Counted"), Text("无争议", "Undisputed"), Text("存疑", "Disputed"), Text("不明", "Unknown"),
        ),
        tuple(rows),
    )  # fmt: skip


def _span(duty: Duty) -> str:
    return f"{duty.first.isoformat()} – {duty.last.isoformat()}"


def duty_table(checked: Checked, names: Mapping[str, str]) -> Table:
    """Claimed and undisputed held against the rule."""
    rows = [
        (
            names.get(person.person, person.person), bar.name, f"{bar.first.isoformat()} – {bar.last.isoformat()}",
            bar.minimum, bar.claimed, bar.undisputed,
        )
        for person in checked.persons
        for bar in duty_bars(person)
    ]  # fmt: skip
    return Table(
        Text("与规则对照", "Held against the rule"),
        (
            _NAME, _RULE, _SPAN, Text("不低于", "At least"), Text("考勤所记", "Claimed"),
            Text("无争议", "Undisputed"),
        ),
        tuple(rows),
    )  # fmt: skip


def paid_versus_counted(checked: Checked, names: Mapping[str, str]) -> Table:
    """Days paid beside days counted, for every allowance of every month."""
    rows = [
        (
            names.get(person.person, person.person), line.month.strftime("%Y-%m"), line.item, line.paid, line.counted,
            line.disputed, line.over, line.amount or "–", str(line.unknown),
        )
        for person in checked.persons
        for line in paid_table(person)
    ]  # fmt: skip
    return Table(
        Text("补贴计发与考勤计数", "Allowances paid and days counted"),
        (
            _NAME, Text("月份", "Month"), Text("项目", "Item"), Text("计发", "Paid"), Text("计数", "Counted"),
            Text("存疑", "Disputed"), Text("多发", "Beyond"), Text("金额(元)", "Yuan"), Text("不明", "Unknown"),
        ),
        tuple(rows),
    )  # fmt: skip
