"""Shape and size of what is typed for a recovery."""

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.desk.officers.forms import new_passphrase, new_passphrase_again
from portal.desk.recovery.asking import LONGEST_REASON
from portal.web.forms import PlainForm
from portal.web.language import N_, gettext

HAND, REFUSE = "hand", "refuse"
# What is copied from paper: no browser keeps it, finishes it or finds its spelling wrong.
_COPIED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class BeginForm(PlainForm):
    """Nothing is typed; `seen` is how many recoveries there had been when the page was made."""

    seen = HiddenField()


class PaperForm(PlainForm):
    """The code on the paper that a colleague handed over."""

    code = StringField(
        N_("纸上的领取码"),
        validators=[InputRequired("required"), Length(max=200, message="too_long:%(max)d")],
        render_kw=_COPIED,
    )


class FinishForm(PlainForm):
    """The officer's own code, and the new passphrase twice."""

    code = StringField(
        N_("您抄下的找回码"),
        validators=[InputRequired("required"), Length(max=200, message="too_long:%(max)d")],
        render_kw=_COPIED,
    )
    new = new_passphrase()
    again = new_passphrase_again()


class HandForm(PlainForm):
    """What a keeper says: hand over, with the fingerprint the officer shows, or refuse, with a reason."""

    answer = RadioField(
        N_("您的决定"),
        choices=[],
        validate_choice=False,
        validators=[InputRequired("choose")],
    )
    fingerprint = StringField(
        N_("本人出示的临时指纹"),
        validators=[Optional(), Length(max=100, message="too_long:%(max)d")],
        render_kw=_COPIED,
    )
    text = TextAreaField(
        N_("不同意的理由"), validators=[Optional(), Length(max=LONGEST_REASON, message="too_long:%(max)d")]
    )

    @classmethod
    def empty(cls) -> "HandForm":
        """The form with both answers in the reader's language; nothing is chosen beforehand."""
        form = cls()
        form.answer.choices = [(HAND, gettext("已经当面核对,交出半把钥匙")), (REFUSE, gettext("不同意"))]
        return form
