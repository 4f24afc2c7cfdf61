"""Shape and size of the rules of a case."""

from wtforms import BooleanField, FormField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from portal.desk.workbench.checking.rules import exact, spelled
from portal.desk.workbench.ruling.rules import NAMES, TEMPLATES, LeaveRule, Rule, RuleBook
from portal.web.forms import PlainForm, RowForm
from portal.web.language import N_

_NUMBER = [InputRequired("not_a_number"), NumberRange(0, 1000, message="not_a_number")]
_BASIS = [Length(max=300, message="too_long:300")]


class RuleRow(RowForm):
    """One rule of attendance."""

    minimum = StringField(N_("不低于"), validators=[InputRequired("not_a_number"), Length(max=20)])
    official_counts = BooleanField(N_("公出算在岗"))
    leave_excused = BooleanField(N_("请假从应到天数里扣除"))
    pro_rata = BooleanField(N_("不满的月份或年份按比例"))
    basis = StringField(N_("依据的文件和文号"), validators=_BASIS)
    verified = BooleanField(N_("我看过这个文件的原文"))

    def validate_minimum(self, field: StringField) -> None:
        try:
            exact(field.data)
        except ValueError as wrong:
            raise ValidationError("not_a_share") from wrong


class LeaveRow(RowForm):
    """Who may approve how much leave."""

    receiving_unit = IntegerField(N_("接收单位可批到几天"), validators=_NUMBER)
    county_org = IntegerField(N_("县(区)委组织部可批到几天"), validators=_NUMBER)
    recall_over = IntegerField(N_("一年累计超过几天应当召回"), validators=_NUMBER)
    basis = StringField(N_("依据的文件和文号"), validators=_BASIS)
    verified = BooleanField(N_("我看过这个文件的原文"))


class RulesForm(PlainForm):
    """All rules of a case. The field of a rule is called after its code."""

    seen = IntegerField(validators=[InputRequired("required")])
    usual = SelectField(N_("台账没有写明适用规则的,按哪一条"), choices=[])
    full_time = FormField(RuleRow)
    village_20d = FormField(RuleRow)
    village_200d = FormField(RuleRow)
    two_thirds = FormField(RuleRow)
    leave = FormField(LeaveRow)

    @classmethod
    def showing(cls, book: RuleBook, lang: str) -> "RulesForm":
        """The form filled with a book, in the reader's language."""
        rows = {code: {**vars(rule), "minimum": spelled(rule.minimum)} for code, rule in book.rules.items()}
        form = cls(usual=book.usual, leave=vars(book.leave), **rows)
        form.usual.choices = [SelectChoice(value=code, label=name.of(lang)) for code, name in NAMES.items()]
        return form

    def book(self) -> RuleBook:
        """What was set."""
        leave = self.leave.form
        days = (leave.receiving_unit.data or 0, leave.county_org.data or 0, leave.recall_over.data or 0)
        return RuleBook(
            {code: _rule(code, self[code].form) for code in TEMPLATES},
            LeaveRule(*days, (leave.basis.data or "").strip(), bool(leave.verified.data)),
            self.usual.data or "",
        )


def _rule(code: str, row: RuleRow) -> Rule:
    flags = (bool(row.official_counts.data), bool(row.leave_excused.data), bool(row.pro_rata.data))
    return Rule(
        TEMPLATES[code].kind,
        exact(row.minimum.data or "0"),
        *flags,
        (row.basis.data or "").strip(),
        bool(row.verified.data),
    )
