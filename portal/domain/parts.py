"""The sections of a report, each with the rules that hold inside it (what is required, what "unknown" excuses)."""

from typing import Annotated, Self

from pydantic import AfterValidator, model_validator

from portal.domain import fields, options
from portal.domain.fields import Part


class Reporter(Part):
    """Who writes, as far as they care to say. Never a name: a name travels in an envelope of its own."""

    role: fields.ReporterRole = "prefer_not"
    knowledge: fields.Knowledge
    circle: fields.Circle = fields.UNKNOWN


class Subject(Part):
    """Whom it concerns. That a person without a name needs a post is checked where the post is known: in `Report`."""

    kind: fields.SubjectKind
    name: Annotated[fields.Line, fields.length(0, 50)] = ""
    post_home: Annotated[fields.Line, fields.length(0, 80)] = ""
    level: fields.SubjectLevel
    party: fields.YesNoUnknown = fields.UNKNOWN


class Secondment(Part):
    """The secondment itself. `sending_unit`, `post_held`, `start` and `end` may be "unknown", but not left empty."""

    type: fields.SecondmentType
    sending_unit: Annotated[fields.Line, fields.length(1, 100)]
    sending_region: Annotated[fields.Line, fields.length(0, 100)] = ""
    receiving_unit: Annotated[fields.Line, fields.length(1, 100)]
    receiving_region: Annotated[fields.Line, fields.length(1, 100)]
    post_held: Annotated[fields.Line, fields.length(1, 80)]
    start: fields.Start
    end: fields.End
    arranged_by: fields.ArrangedBy = fields.UNKNOWN

    @model_validator(mode="after")
    def _check(self) -> Self:
        if fields.UNKNOWN in (self.receiving_unit, self.receiving_region):
            raise ValueError("the receiving unit and its region cannot be unknown")
        if fields.is_month(self.start) and fields.is_month(self.end) and self.end < self.start:
            raise ValueError("ends before it starts")
        return self


class Observation(Part):
    """What was seen, when. A day or month stands in both dates; a period has two days or two months, in order."""

    date_kind: fields.DateKind
    date_from: str
    date_to: str
    time_from: fields.TimeOrNothing = ""
    time_to: fields.TimeOrNothing = ""
    place: Annotated[fields.Line, fields.length(0, 100)] = ""
    seen: fields.Seen
    basis: fields.Basis
    record_hint: Annotated[fields.Line, fields.length(0, 200)] = ""
    detail: Annotated[fields.Words, fields.length(0, 1000)] = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        both = (self.date_from, self.date_to)
        days, months = all(map(fields.is_day, both)), all(map(fields.is_month, both))
        if not {"day": days, "month": months, "range": days or months}[self.date_kind]:
            raise ValueError("the dates do not fit the kind of date")
        if self.date_kind != "range" and self.date_from != self.date_to:
            raise ValueError("one day or month, but two different dates")
        if self.date_to < self.date_from:
            raise ValueError("ends before it starts")
        return self


class Money(Part):
    """Money known of: what kind, when, about how much, known how. Times and sums are in the reporter's own words."""

    kind: fields.MoneyKind
    period: Annotated[fields.Line, fields.length(0, 50)] = ""
    amount: Annotated[fields.Line, fields.length(0, 50)] = ""
    basis: fields.Basis


class RecordPointer(Part):
    """Which record to look up, and where: a unit or section, not a person."""

    type: fields.RecordType
    holder: Annotated[fields.Line, fields.length(0, 100)] = ""
    ym: fields.MonthOrNothing = ""
    note: Annotated[fields.Line, fields.length(0, 200)] = ""


def _result_or_nothing(code: str) -> str:
    return options.REPORTED_RESULT.check(code) if code else code


class Elsewhere(Part):
    """Whether it was reported before, and where. The details stand only beside a yes."""

    reported: fields.ReportedBefore
    where: fields.ReportedWhere = ()
    when: fields.MonthOrNothing = ""
    result: Annotated[str, AfterValidator(_result_or_nothing)] = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.reported == "yes" and not self.where:
            raise ValueError("reported before, but not where")
        if self.reported != "yes" and (self.where or self.when or self.result):
            raise ValueError("not said to be reported before, yet details are given")
        return self


class Safety(Part):
    """Fear of retaliation. What has happened stands only beside "already"."""

    fear: fields.Fear
    kinds: fields.Retaliation = ()
    protection: bool = False

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.fear == "already") != bool(self.kinds):
            raise ValueError("what has happened must be said when, and only when, something already has")
        return self


class Conflict(Part):
    """Who must not touch the report. `exclude_people` is free text for the first opener; keys decide, not filters."""

    about_this_office: bool
    exclude_people: Annotated[fields.Words, fields.length(0, 1000)] = ""
    avoid_local: bool = False
    avoid_local_reason: Annotated[fields.Line, fields.length(0, 200)] = ""
