"""How long a case is kept, by how it ended, and what must be true before it is destroyed. Pure. Source: DOMAIN 3.7.

Retention periods were not found in any rule that is public: they are this system's own defaults, which an office sets
to its own schedule. Only what was sent up has a rule: it is not copied, excerpted or entered, so nothing is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from portal.desk.audit.notes import ENDED
from portal.desk.casework.rules import NotAllowed, Refusal
from portal.domain.statuses import State
from portal.domain.text import Text
from portal.domain.workdays import add_months

MONTHS: Final = 12


class Keep(StrEnum):
    """How a case ended, as far as its retention asks. What was found stays sealed."""

    CONCLUDED = "concluded"
    DECLINED = "declined"
    MERGED = "merged"
    REFERRED = "referred"
    REFERRED_UP = "referred_up"


@dataclass(frozen=True)
class Row:
    """One row of the schedule. `years` from the day it was filed away, or sent up.

    `basis` None: no rule, a default of this system. `verified`: the article was read in the rule's text. `settable`:
    the configuration may say another number of years.
    """

    keep: Keep
    what: Text
    years: int
    basis: Text | None = None
    verified: bool = False
    settable: bool = True


@dataclass(frozen=True)
class Years:
    """What an office's own schedule says, in whole years."""

    concluded: int = 10
    others: int = 2


SCHEDULE: Final[Mapping[Keep, Row]] = MappingProxyType(
    {
        row.keep: row
        for row in (
            Row(Keep.CONCLUDED, ENDED[Keep.CONCLUDED], 10),
            Row(Keep.DECLINED, ENDED[Keep.DECLINED], 2),
            Row(Keep.MERGED, ENDED[Keep.MERGED], 2),
            Row(Keep.REFERRED, ENDED[Keep.REFERRED], 2),
            Row(
                Keep.REFERRED_UP,
                ENDED[Keep.REFERRED_UP],
                0,
                Text(
                    "《纪检监察机关处理检举控告工作规则》第十五条(不得登录、复制、摘抄)",
                    "Rules on handling complaints (2020), art. 15: no entry, no copy, no excerpt",
                ),
                verified=True,
                settable=False,
            ),
        )
    }
)

_CLOSED_AS: Final[Mapping[str, Keep]] = MappingProxyType(
    {
        State.FEEDBACK_GIVEN: Keep.CONCLUDED,
        State.DECLINED: Keep.DECLINED,
        State.MERGED: Keep.MERGED,
        State.REFERRED: Keep.REFERRED,
    }
)


def keep_of(state: State, closed_as: str | None) -> Keep | None:
    """Tell how a case ended; None while it has not.

    A case that was filed away from a state that nobody knows any more is kept longest.
    """
    if state is State.REFERRED_UP:
        return Keep.REFERRED_UP
    if state is not State.ARCHIVED:
        return None
    return _CLOSED_AS.get(closed_as or "", Keep.CONCLUDED)


def years_of(keep: Keep, own: Years) -> int:
    """Give the years that a case of this kind is kept, by the office's own schedule."""
    if not SCHEDULE[keep].settable:
        return SCHEDULE[keep].years
    return own.concluded if keep is Keep.CONCLUDED else own.others


def due_on(keep: Keep, ended: date, own: Years) -> date:
    """Find the first day on which a case that ended on `ended` is to be destroyed: the same day, years later."""
    return add_months(ended, MONTHS * years_of(keep, own)).day


def ended_at_latest(keep: Keep, today: date, own: Years) -> date:
    """Find a day after which no case of this kind can be due yet. At a month's end it may be a day too generous."""
    return add_months(today, -MONTHS * years_of(keep, own)).day + timedelta(days=1)


def may_destroy(keep: Keep | None, ended: date, today: date, own: Years, *, held: bool) -> None:
    """Pass, or raise `NotAllowed`: the case has not ended, its years are not over, or something holds it up."""
    if keep is None:
        raise NotAllowed(Refusal.STATE)
    if held:
        raise NotAllowed(Refusal.HELD)
    if today < due_on(keep, ended, own):
        raise NotAllowed(Refusal.NOT_DUE)


def schedule() -> str:
    """Write the schedule as Markdown, for docs/retention.md (a test keeps the page equal to this)."""
    lines = ["| how it ended | kept for | set in the configuration | basis | verified |", "|---|---|---|---|---|"]
    for row in SCHEDULE.values():
        basis = row.basis.en if row.basis else "none found: this system's own default"
        kept = f"{row.years} years" if row.years else "not at all"
        lines.append(
            f"| {row.what.en} | {kept} | {_yes(row.settable)} | {basis} | {_yes(row.verified)} |",
        )
    return "\n".join(lines) + "\n"


def _yes(so: bool) -> str:  # noqa: FBT001  a word for a flag
    return "yes" if so else "no"
