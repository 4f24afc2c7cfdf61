"""Shape and size of what is given for a hand-over."""

from typing import Any

from wtforms import HiddenField

from portal.desk.casework.fields import Ticks, Words, version_of
from portal.desk.handover.offering import Target
from portal.web.forms import PlainForm
from portal.web.language import N_


class OfferForm(PlainForm):
    """Who there receives the case, who must never, and why it goes. `version` is that of the case the page showed."""

    version = HiddenField()
    officers = Ticks(N_("由谁接收"))
    barred = Ticks(N_("应当回避、不得持有密钥的人"))
    text = Words(N_("理由"))

    @classmethod
    def of(cls, target: Target, version: int) -> "OfferForm":
        """The form for one office. Whoever receives reports there is ticked beforehand; nobody is kept out."""
        form = cls()
        form.officers.offer([(one.officer, one.name) for one in target.people if one.receives])
        form.barred.offer([(one.officer, one.name) for one in target.people])
        if not form.is_submitted():
            form.version.data = str(version)
            form.officers.data = [one.officer for one in target.people if one.receives]
        return form

    def given(self, target: Target) -> dict[str, Any]:
        """What was given, as the act takes it."""
        return {"to": target.office, "officers": self.officers.data or [], "barred": self.barred.data or []}

    def seen(self) -> int:
        """The version the page showed; -1, which no case has, when the form says nothing sensible."""
        return version_of(self.version.data)


class RefuseForm(PlainForm):
    """Why an offer is returned."""

    text = Words(N_("为什么退回"))
