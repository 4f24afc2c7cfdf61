"""Shape and size of a task, of its result, and of what is sent back."""

from datetime import date

from wtforms import BooleanField, HiddenField

from portal.desk.assigning.giving import Choice, Given, Target
from portal.desk.casework.fields import Day, One, Ticks, Words, version_of
from portal.web.forms import PlainForm
from portal.web.language import N_


class AssignForm(PlainForm):
    """Which agreed sheet, who there receives it, until when, and on what ground. `version` as on every decision."""

    version = HiddenField()
    sheet = One(N_("交办哪一份"))
    officers = Ticks(N_("由谁接收"))
    due = Day(N_("报告结果的期限"))
    text = Words(N_("理由"))

    @classmethod
    def of(cls, found: Choice, target: Target, titles: list[str]) -> "AssignForm":
        """The form for one office; the rule's own last day stands there already. `titles` name the sheets in order."""
        form = cls()
        places = [str(one.place) for one in found.sheets]
        form.sheet.offer(list(zip(places, titles, strict=True)))
        form.officers.offer(list(target.people))
        if not form.is_submitted():
            form.version.data, form.due.data = str(found.version), found.latest
            form.officers.data = [officer for officer, _ in target.people]
        return form

    def given(self, target: Target) -> Given:
        """What was given, as the action takes it."""
        officers, place = tuple(self.officers.data or ()), version_of(self.sheet.data)
        return Given(place, target.office, officers, self.due.data, self.text.data or "", version_of(self.version.data))


class ResultForm(PlainForm):
    """The result of a task."""

    text = Words(N_("结果"))
    reviewed = BooleanField(N_("已经集体审核,并经主要负责人审批(第二十三条)"))


class BackForm(PlainForm):
    """What is missing from a result, and until when."""

    due = Day(N_("报告结果的期限"))
    text = Words(N_("要补充什么"))

    @classmethod
    def until(cls, latest: date) -> "BackForm":
        """The form with the rule's own last day."""
        form = cls()
        if not form.is_submitted():
            form.due.data = latest
        return form
