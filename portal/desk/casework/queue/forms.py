"""Shape and size of what an officer sends from the queue."""

from collections.abc import Sequence

from wtforms.validators import InputRequired

from portal.desk.casework.access import Person
from portal.desk.casework.fields import Line, One, Ticks, Words, offered, people, version_of
from portal.desk.casework.queue.assigning import MOST, Chosen, Standing
from portal.desk.casework.queue.saved import LONGEST_NAME
from portal.desk.casework.rules import Decision, Grounds, row
from portal.domain.decisions import STATEMENTS
from portal.domain.statuses import State
from portal.web.forms import PlainForm
from portal.web.language import N_

_STATEMENTS = row(State.ACCEPTED, Decision.ASSESS)


class KeepForm(PlainForm):
    """What to call a view."""

    name = Line(N_("视图名称"), maximum=LONGEST_NAME)


class ChosenForm(PlainForm):
    """Which cases, as the page showed them."""

    cases = Ticks(N_("办件"), validators=[InputRequired("choose_some")])

    def offer(self, standing: Sequence[Standing], lang: str) -> None:
        """Offer these cases, all of them ticked at first, in the reader's language."""
        shown = [(f"{one.number}:{one.version}", f"{one.number} {one.state.text.of(lang)}") for one in standing]
        self.cases.offer(shown)
        if not self.is_submitted():
            self.cases.data = [value for value, _ in shown]

    def chosen(self) -> list[Chosen]:
        """The cases that are ticked, with the version each was shown in."""
        parts = [one.partition(":") for one in dict.fromkeys(self.cases.data or ())]
        return [Chosen(number, version_of(version)) for number, _, version in parts][:MOST]


class GrantSomeForm(ChosenForm):
    """Which cases a colleague is to be able to open."""

    colleague = One(N_("同事"), validators=[InputRequired("choose")])

    @classmethod
    def of(cls, standing: Sequence[Standing], colleagues: Sequence[Person], lang: str) -> "GrantSomeForm":
        """The form for these cases and colleagues."""
        form = cls()
        form.offer(standing, lang)
        form.colleague.offer(people(colleagues, lang))
        return form


class AssignForm(ChosenForm):
    """To whom the cases go, and why."""

    handler = One(N_("承办人"), validators=[InputRequired("choose")])
    text = Words(N_("理由"), InputRequired("required"))
    statements = Ticks(N_("逐项确认"), validators=[InputRequired("tick")])

    @classmethod
    def of(cls, standing: Sequence[Standing], handlers: tuple[Person, ...], lang: str) -> "AssignForm":
        """The form for these cases, all of them ticked, in the reader's language."""
        form = cls()
        form.offer(standing, lang)
        form.handler.offer(people(handlers, lang))
        form.statements.offer(offered(STATEMENTS, _STATEMENTS.statements if _STATEMENTS else (), lang))
        return form

    def grounds(self) -> Grounds:
        """What was given, as the rules take it."""
        named = (self.handler.data or "",)
        return Grounds(text=self.text.data or "", people=named, statements=frozenset(self.statements.data or ()))
