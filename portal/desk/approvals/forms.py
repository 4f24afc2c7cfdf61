"""Shape and size of a request and of its answer."""

from wtforms import HiddenField
from wtforms.validators import Length

from portal.desk.approvals.actions import AGREE, REFUSE
from portal.desk.casework.fields import One, Words, version_of
from portal.web.forms import PlainForm
from portal.web.language import N_, gettext


class AskForm(PlainForm):
    """Why it is needed. `version` is that of the case the page showed."""

    version = HiddenField()
    about = HiddenField(validators=[Length(max=60)])
    text = Words(N_("理由"))

    @classmethod
    def of(cls, version: int, about: str) -> "AskForm":
        """The form for a case as it is now; `about` tells what of the case is meant, where an act can mean several."""
        form = cls()
        if not form.is_submitted():
            form.version.data, form.about.data = str(version), about
        return form

    def given(self) -> dict[str, str]:
        """What the act is about, as its `prepare` takes it."""
        return {"about": self.about.data} if self.about.data else {}

    def seen(self) -> int:
        """The version the page showed; -1, which no case has, when the form says nothing sensible."""
        return version_of(self.version.data)


class AnswerForm(PlainForm):
    """Yes or no, and why. Nothing is chosen beforehand."""

    answer = One(N_("您的意见"))
    text = Words(N_("意见"))

    @classmethod
    def empty(cls) -> "AnswerForm":
        """The form with both answers in the reader's language."""
        form = cls()
        form.answer.offer([(AGREE, gettext("同意,现在就办理")), (REFUSE, gettext("不同意,退回申请人"))])
        return form
