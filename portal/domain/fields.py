"""The kinds of values a report is made of, each with its own check. No check repeats the value in its error."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from portal.domain import options
from portal.domain.indicators import INDICATOR_OPTIONS
from portal.domain.secondment import SECONDMENT_TYPES
from portal.domain.text import one_line, tidy

UNKNOWN = "unknown"
ONGOING = "ongoing"

_MONTH = re.compile(r"(?:19[89]\d|20\d\d)-(?:0[1-9]|1[0-2])", re.ASCII)
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)


class Part(BaseModel):
    """A section of a report: closed, unchangeable, and silent about its content when something is wrong with it."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True)


def length(least: int, most: int) -> AfterValidator:
    """Make a check that a text has `least` to `most` characters, counted as they stand after tidying."""

    def check(text: str) -> str:
        if not least <= len(text) <= most:
            raise ValueError(f"not {least} to {most} characters")
        return text

    return AfterValidator(check)


def is_month(text: str) -> bool:
    """Whether `text` is a month such as 2026-03, between 1980 and 2099."""
    return _MONTH.fullmatch(text) is not None


def is_day(text: str) -> bool:
    """Whether `text` is a day of the calendar such as 2026-03-10, between 1980 and 2099."""
    if _MONTH.match(text) is None or len(text) != len("2026-03-10"):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _month_or_nothing(text: str) -> str:
    if text and not is_month(text):
        raise ValueError("not a month")
    return text


def _start(text: str) -> str:
    if text != UNKNOWN and not is_month(text):
        raise ValueError("neither a month nor unknown")
    return text


def _end(text: str) -> str:
    if text not in (UNKNOWN, ONGOING) and not is_month(text):
        raise ValueError("neither a month nor ongoing nor unknown")
    return text


def _time_or_nothing(text: str) -> str:
    if text and _TIME.fullmatch(text) is None:
        raise ValueError("not a time of day")
    return text


def _each_once(codes: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(codes)) != len(codes):
        raise ValueError("something is listed twice")
    return codes


Line = Annotated[str, AfterValidator(one_line)]
Words = Annotated[str, AfterValidator(tidy)]
MonthOrNothing = Annotated[str, AfterValidator(_month_or_nothing)]
Start = Annotated[str, AfterValidator(_start)]
End = Annotated[str, AfterValidator(_end)]
TimeOrNothing = Annotated[str, AfterValidator(_time_or_nothing)]

IdentityMode = Annotated[str, AfterValidator(options.IDENTITY_MODE.check)]
ReporterRole = Annotated[str, AfterValidator(options.REPORTER_ROLE.check)]
Knowledge = Annotated[str, AfterValidator(options.KNOWLEDGE.check)]
Circle = Annotated[str, AfterValidator(options.CIRCLE.check)]
SubjectKind = Annotated[str, AfterValidator(options.SUBJECT_KIND.check)]
SubjectLevel = Annotated[str, AfterValidator(options.SUBJECT_LEVEL.check)]
YesNoUnknown = Annotated[str, AfterValidator(options.YES_NO_UNKNOWN.check)]
SecondmentType = Annotated[str, AfterValidator(SECONDMENT_TYPES.check)]
ArrangedBy = Annotated[str, AfterValidator(options.ARRANGED_BY.check)]
DateKind = Annotated[str, AfterValidator(options.DATE_KIND.check)]
Seen = Annotated[str, AfterValidator(options.SEEN.check)]
Basis = Annotated[str, AfterValidator(options.BASIS.check)]
MoneyKind = Annotated[str, AfterValidator(options.MONEY_KIND.check)]
RecordType = Annotated[str, AfterValidator(options.RECORD_TYPE.check)]
ReportedBefore = Annotated[str, AfterValidator(options.REPORTED_BEFORE.check)]
Fear = Annotated[str, AfterValidator(options.FEAR.check)]
Followup = Annotated[str, AfterValidator(options.FOLLOWUP.check)]

Indicators = Annotated[tuple[Annotated[str, AfterValidator(INDICATOR_OPTIONS.check)], ...], AfterValidator(_each_once)]
Effects = Annotated[tuple[Annotated[str, AfterValidator(options.EFFECTS.check)], ...], AfterValidator(_each_once)]
ToleratedBy = Annotated[
    tuple[Annotated[str, AfterValidator(options.TOLERATED_BY.check)], ...], AfterValidator(_each_once)
]
ReportedWhere = Annotated[
    tuple[Annotated[str, AfterValidator(options.REPORTED_WHERE.check)], ...], AfterValidator(_each_once)
]
Retaliation = Annotated[
    tuple[Annotated[str, AfterValidator(options.RETALIATION.check)], ...], AfterValidator(_each_once)
]
