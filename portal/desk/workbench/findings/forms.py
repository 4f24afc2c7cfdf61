"""Shape and size of a mark."""

from wtforms import IntegerField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.desk.workbench.checking import Mark
from portal.desk.workbench.checking.marks import MARK_WORDS
from portal.desk.workbench.findings.rules import Judgement
from portal.desk.workbench.findings.shown import Shown
from portal.domain.text import tidy
from portal.web.forms import PlainForm
from portal.web.language import N_


class MarkForm(PlainForm):
    """What is made of one finding."""

    seen = IntegerField(validators=[InputRequired("required")])
    ruled_out = SelectMultipleField(
        N_("已经查过、可以排除的正当解释"),
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    mark = RadioField(N_("认定"), choices=[], validators=[InputRequired("choose")])
    note = TextAreaField(N_("依据和说明"), validators=[Optional(), Length(max=4000, message="too_long:4000")])

    @classmethod
    def about(cls, one: Shown, lang: str, judgement: Judgement | None) -> "MarkForm":
        """The form with this finding's explanations, filled with what was made of it before."""
        old = judgement or Judgement(Mark.PENDING)
        form = cls(mark=old.mark.value, note=old.note, ruled_out=sorted(old.ruled_out))
        form.ruled_out.choices = [(key, text.of(lang)) for key, text in one.explanations]
        form.mark.choices = [
            (mark.value, text.of(lang))
            for mark, text in MARK_WORDS.items()
            if not (one.in_favour and mark is Mark.CONFIRMED)
        ]
        return form

    def judgement(self) -> Judgement:
        """What was decided."""
        return Judgement(Mark(self.mark.data), frozenset(self.ruled_out.data or ()), tidy(self.note.data or ""))
