"""Shape and size of a follow-up."""

from portal.desk.casework.fields import Day, Line, One, Ticks, Words, offered
from portal.desk.followup.rules import Given, Row
from portal.domain.followup import (
    APPROVAL_LEVELS,
    CAUSES,
    CLEARING_FORMS,
    FOLLOW_UP_STATEMENTS,
    MEASURES,
    NATURES,
    PARTIES,
    RESULTS,
)
from portal.web.forms import PlainForm
from portal.web.language import N_


class FollowUpForm(PlainForm):
    """Everything a step may ask for; the table says what it does ask for."""

    party = One(N_("责任主体"))
    measure = One(N_("措施"))
    concerns = Line(N_("对谁(姓名或者单位)"))
    cause = One(N_("原因"))
    form = One(N_("澄清的方式"))
    nature = One(N_("性质"), default=NATURES.codes[0])
    level = One(N_("认定诬告陷害的批准层级"))
    approval = Line(N_("批准文号"))
    result = One(N_("处理结果"))
    due = Day(N_("完成期限"))
    text = Words(N_("说明"))
    statements = Ticks(N_("逐项确认"))

    @classmethod
    def of(cls, row: Row, lang: str) -> "FollowUpForm":
        """The form for one step, in the reader's language."""
        form = cls()
        lists = (
            (form.party, PARTIES),
            (form.measure, MEASURES),
            (form.cause, CAUSES),
            (form.form, CLEARING_FORMS),
            (form.nature, NATURES),
            (form.level, APPROVAL_LEVELS),
            (form.result, RESULTS),
        )
        for field, options in lists:
            field.offer(options.choices(lang))
        form.statements.offer(offered(FOLLOW_UP_STATEMENTS, row.statements, lang))
        return form

    def given(self) -> Given:
        """What was given, as the rules take it."""
        names = ("text", "party", "measure", "concerns", "cause", "form", "nature", "level", "approval", "result")
        words = {name: self[name].data or "" for name in names}
        return Given(**words, due=self.due.data, statements=frozenset(self.statements.data or ()))
