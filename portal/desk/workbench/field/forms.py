"""Shape and size of what is noted in the field."""

from datetime import date
from secrets import token_hex
from typing import Any

from wtforms import DateField, HiddenField, IntegerField, RadioField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from portal.desk.workbench.field.actions import FARTHEST, MOST_VISITS, Ahead
from portal.desk.workbench.field.noted import ANSWERS
from portal.desk.workbench.rows import RosterRow
from portal.domain.options import SEEN
from portal.domain.text import one_line, tidy
from portal.web.forms import PlainForm
from portal.web.language import N_


class KeyedForm(PlainForm):
    """A form that is kept once, however often it is sent."""

    key = HiddenField(validators=[Regexp(r"[0-9a-f]{32}", message="stale")])

    def fresh_key(self) -> str:
        """The key of the page that was sent, or a new one."""
        return self.key.data if self.is_submitted() and self.key.data else token_hex(16)


class VisitForm(KeyedForm):
    """What was seen on one visit."""

    today: date = date.max
    person = RadioField(N_("看的是谁"), choices=[], validators=[InputRequired("choose")])
    day = DateField(N_("哪一天"), validators=[InputRequired("required")])
    time_from = TimeField(N_("从几点"), validators=[Optional()])
    time_to = TimeField(N_("到几点"), validators=[Optional()])
    place = StringField(N_("在哪里"), validators=[InputRequired("required"), Length(max=200, message="too_long:200")])
    seen = RadioField(N_("看到什么"), choices=[], validators=[InputRequired("choose")])
    detail = TextAreaField(N_("说明"), validators=[Optional(), Length(max=4000, message="too_long:4000")])

    @classmethod
    def among(cls, roster: tuple[RosterRow, ...], lang: str, today: date) -> "VisitForm":
        """The form with the people of the register, for visits up to `today`."""
        form = cls()
        form.today = today
        form.person.choices = list({row.person: row.name for row in roster}.items())
        form.seen.choices = SEEN.choices(lang)
        return form

    def validate_day(self, field: DateField) -> None:
        if field.data and field.data > self.today:
            raise ValidationError("in_future")

    def validate_time_to(self, field: TimeField) -> None:
        if field.data and self.time_from.data and field.data < self.time_from.data:
            raise ValidationError("times_reversed")

    def body(self) -> dict[str, Any]:
        """What was noted, as it is sealed."""
        times = {"from": self.time_from.data, "to": self.time_to.data}
        return {
            "person": self.person.data,
            "day": self.day.data.isoformat() if self.day.data else "",
            **{name: at.strftime("%H:%M") if at else "" for name, at in times.items()},
            "place": one_line(self.place.data or ""),
            "seen": self.seen.data,
            "detail": tidy(self.detail.data or ""),
        }


class StrikeForm(PlainForm):
    """Why a visit no longer counts."""

    reason = StringField(N_("原因"), validators=[InputRequired("required"), Length(max=500, message="too_long:500")])


class PlanForm(PlainForm):
    """Between which days to visit, and how often."""

    first = DateField(N_("从哪天起"), validators=[InputRequired("required")])
    last = DateField(N_("到哪天止"), validators=[InputRequired("required")])
    visits = IntegerField(
        N_("走访几次"), validators=[InputRequired("required"), NumberRange(1, MOST_VISITS, message="not_a_number")]
    )

    def validate_last(self, field: DateField) -> None:
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError("dates_reversed")
        if field.data and self.first.data and field.data - self.first.data > FARTHEST:
            raise ValidationError("too_far")

    def ahead(self) -> Ahead:
        """What was asked for."""
        return Ahead(self.first.data or date.min, self.last.data or date.min, self.visits.data or 1)


def _number(words: str) -> IntegerField:
    return IntegerField(words, validators=[Optional(), NumberRange(0, 10_000, message="not_a_number")])


class TallyForm(KeyedForm):
    """How many people gave which answer."""

    day = DateField(N_("哪一天"), validators=[InputRequired("required")])
    question = StringField(
        N_("问的是什么"), validators=[InputRequired("required"), Length(max=300, message="too_long:300")]
    )
    content = _number(N_("满意"))
    rather_content = _number(N_("基本满意"))
    not_content = _number(N_("不满意"))
    does_not_know = _number(N_("不了解"))

    def body(self) -> dict[str, Any]:
        """The count, as it is sealed."""
        counts = {answer: self[answer].data or 0 for answer in ANSWERS}
        day = self.day.data.isoformat() if self.day.data else ""
        return {"day": day, "question": one_line(self.question.data or ""), "counts": counts}
