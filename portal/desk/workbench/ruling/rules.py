"""Rules of attendance and leave as data. Pure. Source: DOMAIN 4.1, 4.2, 5.7.

There is no national attendance rule for secondments: every figure is an office's own, and names its document.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator

from portal.desk.workbench.checking.rules import RuleKind, exact
from portal.domain.text import Text


@dataclass(frozen=True)
class Rule:
    """One rule of attendance. `minimum` is a share of working days (0 to 1) for a ratio, else a number of days; exact.

    `official_counts`: a day away on duty counts as a day at the post. `leave_excused`: leave is taken out of what is
    asked for, else it counts as not there. `pro_rata`: a month or year only partly inside the secondment asks for less.
    `verified`: somebody looked at the document that `basis` names.
    """

    kind: RuleKind
    minimum: Annotated[Fraction, BeforeValidator(exact)]
    official_counts: bool = True
    leave_excused: bool = True
    pro_rata: bool = True
    basis: str = ""
    verified: bool = False


@dataclass(frozen=True)
class LeaveRule:
    """Up to how many days each approver may grant (the last one any number), and after how many days a year recall."""

    receiving_unit: int = 3
    county_org: int = 7
    recall_over: int = 30
    basis: str = ""
    verified: bool = False


@dataclass(frozen=True)
class RuleBook:
    """Everything a case is held against. `usual` is the rule for rows of the register that name none."""

    rules: Mapping[str, Rule]
    leave: LeaveRule = field(default_factory=LeaveRule)
    usual: str = "full_time"


NAMES = {
    "full_time": Text("全脱产挂职", "Full-time secondment"),
    "village_20d": Text("驻村每月天数", "Village work, days a month"),
    "village_200d": Text("驻村每年天数", "Village work, days a year"),
    "two_thirds": Text("在岗三分之二", "Two thirds at the post"),
}

TEMPLATES: Mapping[str, Rule] = {
    "full_time": Rule(RuleKind.RATIO, Fraction(4, 5)),
    "village_20d": Rule(RuleKind.DAYS_PER_MONTH, Fraction(20)),
    "village_200d": Rule(RuleKind.DAYS_PER_YEAR, Fraction(200), leave_excused=False),
    "two_thirds": Rule(RuleKind.RATIO, Fraction(2, 3)),
}


class RuleFault(StrEnum):
    """What is wrong with a rule; the page says it in words."""

    SHARE = "share"
    DAYS_OF_MONTH = "days_of_month"
    DAYS_OF_YEAR = "days_of_year"
    NO_BASIS = "no_basis"
    TIERS = "tiers"
    NO_SUCH_RULE = "no_such_rule"


_MOST = {
    RuleKind.RATIO: (Fraction(1), RuleFault.SHARE),
    RuleKind.DAYS_PER_MONTH: (Fraction(31), RuleFault.DAYS_OF_MONTH),
    RuleKind.DAYS_PER_YEAR: (Fraction(366), RuleFault.DAYS_OF_YEAR),
}


def faults_of(book: RuleBook) -> dict[str, RuleFault]:
    """Give what is wrong, by the rule's code ("leave" and "usual" for the rest); nothing when the book holds.

    A figure that differs from its template's must name a document: nobody is held against a number without a source.
    """
    found = {code: fault for code, rule in book.rules.items() if (fault := _fault(code, rule))}
    if not 0 < book.leave.receiving_unit < book.leave.county_org or book.leave.recall_over < book.leave.county_org:
        found["leave"] = RuleFault.TIERS
    if book.usual not in book.rules:
        found["usual"] = RuleFault.NO_SUCH_RULE
    return found


def _fault(code: str, rule: Rule) -> RuleFault | None:
    most, fault = _MOST[rule.kind]
    if not 0 < rule.minimum <= most:
        return fault
    template = TEMPLATES.get(code)
    changed = template is None or (rule.minimum, rule.official_counts, rule.leave_excused, rule.pro_rata) != (
        template.minimum, template.official_counts, template.leave_excused, template.pro_rata,
    )  # fmt: skip
    if (changed or rule.verified) and not rule.basis.strip():
        return RuleFault.NO_BASIS
    return None


def shipped() -> RuleBook:
    """The templates, as a case has them until somebody sets them."""
    return RuleBook(dict(TEMPLATES))


@dataclass(frozen=True)
class Change:
    """One figure that was set otherwise: the rule's code ("leave", "usual" for the rest), its field, before and after.

    `before` None: the rule was not there.
    """

    code: str
    field: str
    before: object
    after: object


def changes(before: RuleBook, after: RuleBook) -> tuple[Change, ...]:
    """Tell what was set otherwise, in the order of the book."""
    told = [change for code, rule in after.rules.items() for change in _changed(code, before.rules.get(code), rule)]
    told += _changed("leave", before.leave, after.leave)
    if before.usual != after.usual:
        told.append(Change("usual", "usual", before.usual, after.usual))
    return tuple(told)


def _changed(code: str, before: Rule | LeaveRule | None, after: Rule | LeaveRule) -> Iterator[Change]:
    for one in fields(after):
        old, new = getattr(before, one.name, None), getattr(after, one.name)
        if old != new:
            yield Change(code, one.name, old, new)
