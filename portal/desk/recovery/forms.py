"""Shape and size of what is typed for a recovery."""

from wtforms import PasswordField, RadioField, StringField, TextAreaField
from wtforms.validators import EqualTo, InputRequired, Length, Optional

from portal.desk.recovery.asking import LONGEST_REASON
from portal.web.forms import PlainForm
from portal.web.language import N_, gettext

HAND, REFUSE = "hand", "refuse"


class SetUpForm(PlainForm):
    passphrase = PasswordField(
        N_("现在的口令"),
        validators=[InputRequired("required"), Length(max=1000, message="too_long:%(max)d")],
        render_kw={"autocomplete": "current-password"},
    )


class PaperForm(PlainForm):
    """The code on the paper that a colleague handed over."""

    code = StringField(
        N_("纸上的领取码"),
        validators=[InputRequired("required"), Length(max=200, message="too_long:%(max)d")],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class FinishForm(PlainForm):
    """The officer's own code, and the new passphrase twice."""

    code = StringField(
        N_("您抄下的找回码"),
        validators=[InputRequired("required"), Length(max=200, message="too_long:%(max)d")],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    new = PasswordField(
        N_("新口令"),
        validators=[InputRequired("required"), Length(max=1000, message="too_long:%(max)d")],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        N_("再输一遍新口令"),
        validators=[InputRequired("required"), EqualTo("new", message="not_the_same")],
        render_kw={"autocomplete": "new-password"},
    )


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
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
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
