"""Shape and size of what an officer sends about a case."""

from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.desk.casework.access import Person
from portal.desk.casework.rules import TABLE, Decision, Grounds
from portal.domain.statuses import DECLINED_REASONS, OUTCOMES
from portal.web.forms import PlainForm
from portal.web.language import N_

REASONS = {Decision.DECLINE: DECLINED_REASONS, Decision.CONCLUDE: OUTCOMES}


class DecisionForm(PlainForm):
    """Reason, text and statement of one decision; the table decides what is needed, this only bounds it."""

    reason = RadioField(N_("理由类别"), choices=[], validate_choice=False)
    text = TextAreaField(N_("理由"), validators=[Length(max=5000, message="too_long:%(max)d")])
    no_conflict = BooleanField(N_("我确认没有需要回避的情形"))

    @classmethod
    def of(cls, decision: Decision, lang: str) -> "DecisionForm":
        """The form with the reasons of this decision in the reader's language."""
        form = cls()
        words = REASONS.get(decision)
        form.reason.choices = [(code, words.text(code).of(lang)) for code in TABLE[decision].reasons] if words else []
        return form

    def grounds(self) -> Grounds:
        """What was given, as the rules take it."""
        return Grounds(self.reason.data or "", self.text.data or "", no_conflict=bool(self.no_conflict.data))


class GrantForm(PlainForm):
    """Which colleague is to be given a slip."""

    colleague = RadioField(N_("同事"), choices=[], validators=[InputRequired("choose")])

    @classmethod
    def among(cls, people: tuple[Person, ...], lang: str) -> "GrantForm":
        """The form with the colleagues who may be given one."""
        form = cls()
        form.colleague.choices = [(person.officer, _with_roles(person, lang)) for person in people]
        return form


def _with_roles(person: Person, lang: str) -> str:
    roles = [role.text.of(lang) for role in person.roles]
    return f"{person.name}（{'、'.join(roles)}）" if lang == "zh" else f"{person.name} ({', '.join(roles)})"
