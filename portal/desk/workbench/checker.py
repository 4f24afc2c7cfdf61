"""Where the checks are joined to the pages: the rooms of findings and of seeing are handed what stands here."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from portal.desk.workbench.assembling import records_of
from portal.desk.workbench.bench import Bench
from portal.desk.workbench.checking import SHIPPED, Bearing, Checked, Finding, Rules, check_all
from portal.desk.workbench.checking.rules import DutyRule, LeaveCounts, LeaveRule, LeaveTier, Tier, spelled
from portal.desk.workbench.findings.keys import Settled, key_of
from portal.desk.workbench.findings.marks import folded
from portal.desk.workbench.findings.shown import Shown
from portal.desk.workbench.rows import Records
from portal.desk.workbench.ruling.actions import in_force
from portal.desk.workbench.ruling.rules import NAMES, Rule, RuleBook
from portal.domain.text import Text


def checker(records: Records, book: RuleBook, settled: Collection[str]) -> Iterator[Shown]:
    """Run every check over the records of a case, held against its rules; `settled` are keys of explained findings."""
    return (shown(one) for one in check_all(records, rules_of(book), settled=Settled(settled)).findings)


def examined(bench: Bench, records: Records | None = None) -> Checked:
    """Check a case as its pages do, and give the figures behind the findings too. Raise `shelf.Lost`, `Stale`."""
    rules, settled = rules_of(in_force(bench).book), Settled(folded(bench.marks).settled)
    return check_all(records or records_of(bench), rules, settled=settled)


def shown(one: Finding) -> Shown:
    """A finding as the pages show it; what only says that something is missing is no one's favour."""
    steps = one.next_steps
    return Shown(
        key_of(one.id), one.code, one.level, one.person, one.dates, tuple(row.source for row in one.evidence),
        one.statement, tuple((told.key, told.text) for told in one.explanations),
        Text(";".join(step.zh for step in steps), "; ".join(step.en for step in steps)),
        in_favour=one.bearing is Bearing.IN_FAVOUR,
    )  # fmt: skip


def rules_of(book: RuleBook) -> Rules:
    """The rules of a case as the checks read them."""
    leave = book.leave
    tiers = (
        LeaveTier(approver=Tier.RECEIVING_UNIT, max_days=Decimal(leave.receiving_unit)),
        LeaveTier(approver=Tier.COUNTY_ORG, max_days=Decimal(leave.county_org)),
        LeaveTier(approver=Tier.CITY_ORG),
    )
    return Rules(
        duty={code: _duty(code, rule) for code, rule in book.rules.items()},
        leave=LeaveRule(
            tiers=tiers, recall_if_total_over=Decimal(leave.recall_over), basis=leave.basis, verified=leave.verified
        ),
        default=book.usual,
    )


def _duty(code: str, rule: Rule) -> DutyRule:
    template = SHIPPED.duty.get(code)
    name = Text(template.name_zh, template.name_en) if template else NAMES.get(code, Text(code, code))
    return DutyRule(
        name_zh=name.zh, name_en=name.en, kind=rule.kind, minimum=spelled(rule.minimum),
        official_out_counts=rule.official_counts,
        leave_counts_as=LeaveCounts.EXCUSED if rule.leave_excused else LeaveCounts.ABSENT,
        pro_rata=rule.pro_rata, basis=rule.basis, verified=rule.verified,
    )  # fmt: skip
