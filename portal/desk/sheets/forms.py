"""Shape and size of a sheet."""

from wtforms import BooleanField, HiddenField

from portal.desk.casework.fields import Line, Words, version_of
from portal.desk.sheets.actions import Draft, Written
from portal.domain.handing import SHEET_SECTIONS
from portal.web.forms import PlainForm
from portal.web.language import N_


class SheetForm(PlainForm):
    """To whom, and the words of each section. `seen` counts the savings the page knew of."""

    seen = HiddenField()
    to = Line(N_("致(机关名称)"))
    subject = Words(N_("反映对象"))
    secondment = Words(N_("挂职情况"))
    signs = Words(N_("具体表现"))
    summary = Words(N_("经过"))
    timeline = Words(N_("何时何地"))
    money = Words(N_("待遇经费"))
    effects = Words(N_("影响与责任"))
    records = Words(N_("在哪里能查到"))
    looked = BooleanField(N_("我逐处看过:保留下来的不会让人猜到是谁反映的"))

    @classmethod
    def of(cls, draft: Draft) -> "SheetForm":
        """The form with the words so far; what was typed stays when something is refused."""
        form = cls()
        if not form.is_submitted():
            form.seen.data, form.to.data = str(draft.seen), draft.to
            for one in draft.proposed:
                form[one.part.key].data = one.words
        return form

    def written(self) -> Written:
        """What was written, as the action takes it."""
        words = {key: str(self[key].data or "") for key in SHEET_SECTIONS}
        return Written(self.to.data or "", words, bool(self.looked.data), version_of(self.seen.data))
