"""The passphrase, asked for once more before a key is made or destroyed."""

from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from portal.web.forms import PlainForm
from portal.web.language import N_


class KeyForm(PlainForm):
    passphrase = PasswordField(
        N_("现在的口令"),
        validators=[InputRequired("required"), Length(max=1000, message="too_long:%(max)d")],
        render_kw={"autocomplete": "current-password"},
    )

    def given(self) -> str:
        return self.passphrase.data or ""
