"""Shape and size of what an officer sends about a case."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import Length

from portal.desk.casework.rules import Decision, Grounds, TABLE


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """Reason and text of one decision; the table decides what is needed, this only bounds it."""

    reason = RadioField(choices=[], validate_choice=False)
    text = TextAreaField(validators=[Length(max=5000, message="too_long")])
    no_conflict = BooleanField()

    @classmethod
    def for_decision(cls, decision: Decision) -> "DecisionForm":
        """The form with the reasons of this decision."""
        form = cls()
        form.reason.choices = [(code, code) for code in TABLE[decision].reasons]
        return form

    def grounds(self) -> Grounds:
        """What was given, as the rules take it."""
        return Grounds(self.reason.data or "", self.text.data or "", bool(self.no_conflict.data))
