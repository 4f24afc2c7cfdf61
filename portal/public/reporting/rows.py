"""The rows a report repeats: dated observations, money known of, records to look up. A row left blank is no row."""

from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from portal.domain import options
from portal.domain.fields import is_month
from portal.public.fields import Line, Pick, Words
from portal.public.reporting import rules, typed
from portal.web.forms import RowForm
from portal.web.language import N_


class RepeatedRow(RowForm):
    """A row that may be left blank: what nobody touched has no faults and does not reach the report."""

    def is_blank(self) -> bool:
        """Whether nothing was put into this row; such a row is as if it were not there."""
        return not any(field.data for field in self if not field.default)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the row, unless it is blank."""
        return self.is_blank() or bool(super().validate(extra_validators))


class ObservationRow(RepeatedRow):
    """One day, month or period: when, where, what was seen, how it is known."""

    date_kind = Pick(N_("是某一天、某个月,还是一段时间"), options.DATE_KIND, required=False, default="day")
    date_from = Line(N_("日期"), 30, typed.day_or_month)
    date_to = Line(N_("到哪一天"), 30, typed.day_or_month)
    time_from = Line(N_("从几点"), 20, typed.clock_time)
    time_to = Line(N_("到几点"), 20, typed.clock_time)
    place = Line(N_("在哪里"), 100)
    seen = Pick(N_("看到什么"), options.SEEN)
    basis = Pick(N_("怎么知道的"), options.BASIS)
    record_hint = Line(N_("什么记录能证明"), 200)
    detail = Words(N_("说明"), 1000)

    def validate_date_kind(self, field: Field) -> None:
        if not field.data:
            raise ValidationError("choose")

    def validate_date_from(self, field: Field) -> None:
        refuse(rules.fault_of_start(self.date_kind.data or "", field.data))

    def validate_date_to(self, field: Field) -> None:
        refuse(rules.fault_of_end(self.date_kind.data or "", self.date_from.data or "", field.data))

    def validate_time_from(self, field: Field) -> None:
        refuse(rules.fault_of_time(field.data))

    def validate_time_to(self, field: Field) -> None:
        refuse(rules.fault_of_time(field.data))


class MoneyRow(RepeatedRow):
    """Money known of. When and how much stay in the reporter's own words: "about", "every month" are answers too."""

    kind = Pick(N_("哪一类待遇或经费"), options.MONEY_KIND)
    period = Line(N_("哪段时间的"), 50)
    amount = Line(N_("大约多少"), 50)
    basis = Pick(N_("您怎么知道这笔钱的"), options.BASIS)


class RecordRow(RepeatedRow):
    """A record to look up, and the unit or section that keeps it: safer than to take a copy along."""

    type = Pick(N_("查哪种记录"), options.RECORD_TYPE)
    holder = Line(N_("在哪里查"), 100)
    ym = Line(N_("查哪个月的"), 30, typed.month)
    note = Line(N_("补充说明"), 200)

    def validate_ym(self, field: Field) -> None:
        refuse("not_a_month" if field.data and not is_month(field.data) else None)


def refuse(code: str | None) -> None:
    """Raise the fault `code` for the field being checked; None is no fault."""
    if code:
        raise ValidationError(code)
