"""The norms an office checks against, as data: each with its basis, none of them law until somebody has verified it.

Source: DOMAIN 4.2 (format), 4.1 (where the templates come from), 5.7 (how they count). An office edits a copy and
stores it as JSON: `Rules.model_dump_json()` and `Rules.model_validate_json()`, which refuses anything it does not know.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from portal.domain.workdays import is_workday, year_is_known


class RuleKind(StrEnum):
    """What is counted: the share of working days, days in each month, days in each calendar year."""

    RATIO = "ratio"
    DAYS_PER_MONTH = "days_per_month"
    DAYS_PER_YEAR = "days_per_year"


class LeaveCounts(StrEnum):
    """Leave is taken out of the working days it is a share of, or stays among them like an absence."""

    EXCUSED = "excused"
    ABSENT = "absent"


class Tier(StrEnum):
    """Who approves a leave, the lowest first."""

    RECEIVING_UNIT = "receiving_unit"
    COUNTY_ORG = "county_org"
    CITY_ORG = "city_org"


_NUMBER = re.compile(r"(?P<up>\d{1,6})(?:/(?P<down>\d{1,6})|(?:\.(?P<decimals>\d{1,10}))?(?P<percent>%)?)")
_ENOUGH_DECIMALS = 3


def exact(told: object) -> Fraction:
    """Give the number that "20", "0.80", "80%" or "2/3" means. Raise ValueError for anything else.

    Thirds that were written as decimals are thirds: whoever writes 0.667 or 66.7% means two of three days, and 14 of 21
    must keep that rule.
    """
    found = _NUMBER.fullmatch("".join(unicodedata.normalize("NFKC", str(told)).split()))
    if not found or found["down"] == "0" * len(found["down"] or "1"):
        raise ValueError("a number such as 20, 0.80, 80% or 2/3")
    if found["down"]:
        return Fraction(int(found["up"]), int(found["down"]))
    digits = found["decimals"] or ""
    places = len(digits) + 2 * bool(found["percent"])
    value = Fraction(int(found["up"] + digits), 10**places)
    for third in (Fraction(1, 3), Fraction(2, 3)):
        cut = third * 10**places
        if places >= _ENOUGH_DECIMALS and value * 10**places in {cut.__floor__(), round(cut)}:
            return third
    return value


def spelled(value: Fraction) -> str:
    """Give an exact number as a person writes it: "20", "0.85", and "2/3" where decimals would not be exact."""
    if value.denominator == 1:
        return str(value.numerator)
    hundredths = value * 10_000
    if hundredths.denominator == 1:
        return f"{float(value):.4f}".rstrip("0")
    return f"{value.numerator}/{value.denominator}"


def _fraction(text: str) -> str:
    if exact(text) <= 0:
        raise ValueError("more than nothing")
    return text.strip()


def _folded(told: str) -> str:
    return "".join(told.split()).casefold()


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DutyRule(_Strict):
    """One norm of presence. `minimum` is text, "0.80", "2/3" or "20", read by `exact`.

    `base` days: only working days count for a ratio, every day of the calendar for days per month or year.
    `pro_rata`: a month that the secondment fills in part asks for its part, rounded down.
    """

    name_zh: Annotated[str, Field(min_length=1, max_length=100)]
    name_en: Annotated[str, Field(min_length=1, max_length=100)]
    kind: RuleKind
    minimum: Annotated[str, Field(max_length=20), AfterValidator(_fraction)]
    official_out_counts: bool = True
    leave_counts_as: LeaveCounts = LeaveCounts.EXCUSED
    pro_rata: bool = True
    basis: Annotated[str, Field(max_length=500)] = ""
    verified: bool = False

    @property
    def least(self) -> Fraction:
        """The minimum as an exact number: a share from 0 to 1, or days."""
        return exact(self.minimum)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        most = {RuleKind.RATIO: 1, RuleKind.DAYS_PER_MONTH: 31, RuleKind.DAYS_PER_YEAR: 366}[self.kind]
        if self.least > most:
            raise ValueError(f"minimum: at most {most}")
        if self.verified and not self.basis.strip():
            raise ValueError("basis: a verified rule names its document")
        return self


class LeaveTier(_Strict):
    """Leaves of up to `max_days` are approved by `approver` or above; None: of any length."""

    approver: Tier
    max_days: Annotated[Decimal, Field(gt=0, le=366)] | None = None


class LeaveRule(_Strict):
    """Who approves how long a leave, and how many days a year are too many (None: no limit)."""

    tiers: Annotated[tuple[LeaveTier, ...], Field(min_length=1, max_length=6)]
    recall_if_total_over: Annotated[Decimal, Field(gt=0, le=366)] | None = None
    basis: Annotated[str, Field(max_length=500)] = ""
    verified: bool = False

    @model_validator(mode="after")
    def _rises(self) -> Self:
        order = list(Tier)
        for lower, upper in zip(self.tiers, self.tiers[1:], strict=False):
            if lower.max_days is None or (upper.max_days is not None and upper.max_days <= lower.max_days):
                raise ValueError("tiers: the shortest first, only the last without max_days")
            if order.index(upper.approver) <= order.index(lower.approver):
                raise ValueError("tiers: a longer leave needs a higher approver")
        return self

    def needed(self, days: Decimal) -> Tier:
        """Give the lowest approver for a leave of so many days; the highest when it is longer than every tier."""
        for tier in self.tiers:
            if tier.max_days is None or days <= tier.max_days:
                return tier.approver
        return self.tiers[-1].approver


class WorkCalendar(_Strict):
    """Days that this place works or rests beyond the State Council's notices (minority festivals, a flood)."""

    extra_workdays: frozenset[date] = frozenset()
    extra_rest_days: frozenset[date] = frozenset()

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if self.extra_workdays & self.extra_rest_days:
            raise ValueError("a day is worked or free, not both")
        return self

    def works(self, day: date) -> bool:
        """Tell whether `day` is worked: holidays are free, make-up days (调休) are worked."""
        return day in self.extra_workdays or (day not in self.extra_rest_days and is_workday(day))

    @staticmethod
    def is_certain(year: int) -> bool:
        """Tell whether the holidays of `year` are known; otherwise it counts Monday to Friday."""
        return year_is_known(year)


class Rules(_Strict):
    """Everything an office settles. `duty` by the key that a roster names; `default` for rosters that name none."""

    duty: Annotated[dict[Annotated[str, Field(pattern="^[a-z0-9_]{1,40}$")], DutyRule], Field(max_length=50)]
    leave: LeaveRule
    default: str | None = None
    calendar: WorkCalendar = WorkCalendar()

    @model_validator(mode="after")
    def _default_exists(self) -> Self:
        if self.default is not None and self.default not in self.duty:
            raise ValueError("default: no such rule")
        return self

    @property
    def plain(self) -> DutyRule:
        """Days of presence and official absence as they stand, for counting where no rule is known."""
        return DutyRule(name_zh="逐日计数", name_en="Day by day", kind=RuleKind.DAYS_PER_MONTH, minimum="1")

    def named(self, told: str) -> DutyRule | None:
        """Give the rule a roster names by key or by its name; the default when it names none; None when unknown."""
        key = _folded(told) or self.default or ""
        for own, rule in self.duty.items():
            if key in {own, _folded(rule.name_zh), _folded(rule.name_en)}:
                return rule
        return None


_OWN = "本单位规定(请填写文号)"
SHIPPED = Rules(
    duty={
        "full_time": DutyRule(
            name_zh="全脱产挂职出勤率不低于80%", name_en="Full-time secondment: on duty 80% of working days",
            kind=RuleKind.RATIO, minimum="0.80", basis=_OWN,
        ),
        "village_20d": DutyRule(
            name_zh="驻村每月不少于20天", name_en="In the village at least 20 days a month",
            kind=RuleKind.DAYS_PER_MONTH, minimum="20", basis=_OWN,
        ),
        "village_200d": DutyRule(
            name_zh="驻村每年不少于200天", name_en="In the village at least 200 days a year",
            kind=RuleKind.DAYS_PER_YEAR, minimum="200", leave_counts_as=LeaveCounts.ABSENT, basis=_OWN,
        ),
        "two_thirds": DutyRule(
            name_zh="在岗时间不少于三分之二", name_en="On duty at least two thirds of working days",
            kind=RuleKind.RATIO, minimum="2/3", basis=_OWN,
        ),
    },
    leave=LeaveRule(
        tiers=(
            LeaveTier(max_days=Decimal(3), approver=Tier.RECEIVING_UNIT),
            LeaveTier(max_days=Decimal(7), approver=Tier.COUNTY_ORG),
            LeaveTier(approver=Tier.CITY_ORG),
        ),
        recall_if_total_over=Decimal(30),
        basis=_OWN,
    ),
    default="full_time",
)  # fmt: skip
"""The templates of DOMAIN 4.2. None is verified: an office fills in its document before it relies on one."""
