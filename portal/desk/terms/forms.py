"""Shape and size of what is recorded about a term."""

from datetime import date
from typing import TypedDict

from portal.desk.casework.fields import Day, Line, One, Words
from portal.desk.terms.rules import BEGUN_BY_HAND
from portal.domain.deadlines import DEADLINES
from portal.web.forms import PlainForm
from portal.web.language import N_


class Extension(TypedDict):
    """A longer term: until when, why, and who above agreed."""

    until: date | None
    text: str
    approver: str


class MetForm(PlainForm):
    """What was done."""

    text = Words(N_("做了什么、什么时候、以什么方式"))


class ExtendForm(PlainForm):
    """Until when, why, and who above agreed."""

    until = Day(N_("延长到"))
    text = Words(N_("理由"))
    approver = Line(N_("批准的上级机关和文号"))

    def given(self) -> Extension:
        """What was given, as the action takes it."""
        return {"until": self.until.data, "text": self.text.data or "", "approver": self.approver.data or ""}


class BeginForm(PlainForm):
    """Which event, and when it was."""

    code = One(N_("发生了什么"))
    event = Day(N_("发生的日期"))
    text = Words(N_("说明"))

    @classmethod
    def offering(cls, lang: str) -> "BeginForm":
        """The form with the terms that are begun by hand."""
        form = cls()
        events = ((code.value, DEADLINES[code].begins) for code in BEGUN_BY_HAND)
        form.code.offer((code, event.of(lang)) for code, event in events if event)
        return form
