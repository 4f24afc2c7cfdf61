"""Shape and size of what an officer sends about a case."""

from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import InputRequired

from portal.desk.casework.access import Person
from portal.desk.casework.fields import Day, Line, One, Ticks, Words, offered, people, version_of
from portal.desk.casework.rules import Grounds
from portal.desk.casework.transitions import Ask, Transition
from portal.domain.decisions import REASONS, STATEMENTS
from portal.domain.statuses import OUTCOMES
from portal.web.forms import PlainForm
from portal.web.language import N_

NOT_SHOWN = "not_shown"


class DecisionForm(PlainForm):
    """Everything a decision may ask for; the table says what it does ask for, this only bounds it.

    `version` is that of the case the page showed: an older one is refused.
    """

    version = HiddenField()
    reason = One(N_("理由类别"))
    outcome = One(N_("办理结果"))
    target = Line(N_("机关名称"))
    repeat_of = Line(N_("并入哪一件(编号)"))
    handler = One(N_("承办人"))
    group = Ticks(N_("核实组成员"))
    day = Day(N_("日期"))
    collusion = BooleanField(N_("有串供风险:不宜直接谈话函询"))
    text = Words(N_("理由"))
    statements = Ticks(N_("逐项确认"))
    no_conflict = BooleanField(N_("我确认没有需要回避的情形"))

    @classmethod
    def of(cls, row: Transition, colleagues: tuple[Person, ...], version: int, lang: str) -> "DecisionForm":
        """The form for one row of the table, in the reader's language."""
        form = cls()
        if not form.is_submitted():
            form.version.data = str(version)
        form.reason.offer(offered(REASONS, row.reasons, lang))
        form.statements.offer(offered(STATEMENTS, row.statements, lang))
        form.outcome.offer(offered(OUTCOMES, (code for code in OUTCOMES.codes if code != NOT_SHOWN), lang))
        form.handler.offer(people(colleagues, lang))
        form.group.offer(people(colleagues, lang))
        return form

    def seen(self) -> int:
        """The version the page showed; -1, which no case has, when the form says nothing sensible."""
        return version_of(self.version.data)

    def grounds(self, row: Transition) -> Grounds:
        """What was given, as the rules take it."""
        handler = [self.handler.data] if self.handler.data else []
        named = (self.group.data or []) if Ask.GROUP in row.asks else handler
        return Grounds(
            reason=self.reason.data or "",
            text=self.text.data or "",
            no_conflict=bool(self.no_conflict.data),
            statements=frozenset(self.statements.data or ()),
            outcome=self.outcome.data or "",
            target=self.target.data or "",
            repeat_of=self.repeat_of.data or "",
            people=tuple(named),
            day=self.day.data,
            collusion=bool(self.collusion.data),
        )


class GrantForm(PlainForm):
    """Which colleague is to be given a slip."""

    colleague = RadioField(N_("同事"), choices=[], validators=[InputRequired("choose")])

    @classmethod
    def among(cls, colleagues: tuple[Person, ...], lang: str) -> "GrantForm":
        """The form with the colleagues who may be given one."""
        form = cls()
        form.colleague.choices = people(colleagues, lang)
        return form
