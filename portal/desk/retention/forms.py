"""Shape and size of a reason."""

from wtforms import HiddenField

from portal.desk.casework.fields import Words, version_of
from portal.web.forms import PlainForm
from portal.web.language import N_


class ReasonForm(PlainForm):
    """Why a case is held, or destroyed. `version` is that of the case the page showed."""

    version = HiddenField()
    text = Words(N_("理由"))

    @classmethod
    def of(cls, version: int) -> "ReasonForm":
        """The form for a case as it is now."""
        form = cls()
        if not form.is_submitted():
            form.version.data = str(version)
        return form

    def seen(self) -> int:
        """The version the page showed; -1, which no case has, when the form says nothing sensible."""
        return version_of(self.version.data)
