"""Shape and size of a statement, and of a reason."""

from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired, Length

from portal.desk.casework.access import Person
from portal.desk.casework.fields import One, Words, people
from portal.desk.circle.rules import NONE, RECUSE
from portal.web.forms import PlainForm
from portal.web.language import N_, gettext


class StatementForm(PlainForm):
    """Nothing in the way, or a recusal with its reason. Nothing is chosen beforehand."""

    statement = One(N_("我的声明"), validators=[InputRequired("choose")])
    text = Words(N_("回避的理由"))
    after = HiddenField(validators=[Length(max=500)])

    @classmethod
    def to(cls, after: str) -> "StatementForm":
        """The form; `after` is the page to go on to."""
        form = cls()
        form.after.data = form.after.data or after
        form.statement.offer([
            (NONE, gettext("以上情形我一项也没有,可以办理")),
            (RECUSE, gettext("我应当回避,或者拿不准")),
        ])  # fmt: skip
        return form

    @property
    def recuses(self) -> bool:
        """Whether this is a recusal; nonsense is caught by the field."""
        return bool(self.statement.data == RECUSE)


class ReasonForm(PlainForm):
    """Why access ends, or is given again."""

    text = Words(N_("理由"))


class HeirForm(PlainForm):
    """Who takes the cases on."""

    heir = RadioField(N_("交给谁"), choices=[], validators=[InputRequired("choose")])

    @classmethod
    def among(cls, colleagues: tuple[Person, ...], lang: str) -> "HeirForm":
        """The form with the colleagues who may hold keys."""
        form = cls()
        form.heir.choices = people(colleagues, lang)
        return form
