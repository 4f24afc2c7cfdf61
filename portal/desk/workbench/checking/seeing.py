"""Figures of one person's records as plain data, ready for a template: nothing here draws or chooses colours.

Source: issue of the workbench, "Seeing it": days against the rule, texts that are alike, paid beside counted. Every
figure has a word, so that colour is never the only sign. The calendar itself stands in the room of seeing.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from portal.domain.text import Text

from .duty import Duty, asked, number, shown
from .findings import Level
from .rules import RuleKind
from .whole import PersonChecked

_FULL = Fraction(1)


@dataclass(frozen=True)
class DutyBar:
    """Claimed and undisputed against the minimum. `*_part` are lengths from 0 to 1 of one common scale, for drawing."""

    name: Text
    first: date
    last: date
    is_share: bool
    minimum: str
    claimed: str
    undisputed: str
    minimum_part: float
    claimed_part: float
    undisputed_part: float
    unknown_days: int
    disputed_days: int
    level: Level | None
    basis: str
    verified: bool


def duty_bars(person: PersonChecked) -> tuple[DutyBar, ...]:
    """Give a bar for each stretch that a rule speaks of."""
    return tuple(_bar(duty) for duty in person.duty)


def _bar(duty: Duty) -> DutyBar:
    is_share = duty.rule.kind is RuleKind.RATIO
    scale = max(_FULL if is_share else Fraction(len(duty.tally.days)), duty.minimum, duty.claimed)
    values = (duty.minimum, duty.claimed, duty.undisputed)
    least = asked(duty.minimum, duty.rule)
    claimed, undisputed = shown(duty.claimed, duty.rule), shown(duty.undisputed, duty.rule)
    least_part, claimed_part, undisputed_part = (float(value / scale) for value in values)
    return DutyBar(
        Text(duty.rule.name_zh, duty.rule.name_en), duty.first, duty.last, is_share, least, claimed, undisputed,
        least_part, claimed_part, undisputed_part, len(duty.tally.unknown), len(duty.tally.disputed), duty.level,
        duty.rule.basis, duty.rule.verified,
    )  # fmt: skip


@dataclass(frozen=True)
class TextGroup:
    """Log texts that are alike: on how many days, what part of all entries, and each text with its days."""

    days: int
    share: float
    nearest: float
    texts: tuple[tuple[str, tuple[date, ...]], ...]


def text_groups(person: PersonChecked) -> tuple[TextGroup, ...]:
    """Give the groups behind V05, each text as it was first written."""
    return tuple(
        TextGroup(
            group.days, group.share, group.nearest,
            tuple((rows[0].content, tuple(sorted({row.day for row in rows}))) for _, rows in group.texts),
        )
        for group in person.alike
    )  # fmt: skip


@dataclass(frozen=True)
class PaidLine:
    """One line of the paid-versus-counted table, numbers as text; `amount` "" without a rate."""

    month: date
    item: str
    paid: str
    counted: str
    disputed: str
    over: str
    amount: str
    unknown: int
    is_open: bool


def paid_table(person: PersonChecked) -> tuple[PaidLine, ...]:
    """Give a line for each allowance of each month in the window, also where nothing differs."""
    return tuple(
        PaidLine(
            one.month, one.item, number(one.paid), number(one.counted), number(one.counted - one.undisputed),
            number(one.over), "" if one.amount_over is None else f"{one.amount_over:f}", one.unknown, one.is_open,
        )
        for one in person.paid
    )  # fmt: skip
