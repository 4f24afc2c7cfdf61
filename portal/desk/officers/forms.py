"""Shape and size of what is typed to sign in. Nothing here says anything about who exists."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from portal.desk.officers.own_passkeys import LONGEST_NAME
from portal.desk.officers.passkeys import LONGEST_ANSWER
from portal.web.forms import PlainForm
from portal.web.language import N_


def present_passphrase(label: str = N_("现在的口令")) -> PasswordField:
    """Make the field for a passphrase that opens something."""
    return PasswordField(
        label,
        validators=[InputRequired("required"), Length(max=1000, message="too_long:%(max)d")],
        render_kw={"autocomplete": "current-password"},
    )


def new_passphrase() -> PasswordField:
    """Make the field `new` for a passphrase to come."""
    return PasswordField(
        N_("新口令"),
        validators=[InputRequired("required"), Length(max=1000, message="too_long:%(max)d")],
        render_kw={"autocomplete": "new-password"},
    )


def new_passphrase_again() -> PasswordField:
    """Make the field that must say the same as `new`."""
    return PasswordField(
        N_("再输一遍新口令"),
        validators=[InputRequired("required"), EqualTo("new", message="not_the_same")],
        render_kw={"autocomplete": "new-password"},
    )


class SignInForm(PlainForm):
    login = StringField(
        N_("登录名"),
        validators=[InputRequired("required"), Length(max=200, message="too_long:%(max)d")],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    passphrase = present_passphrase(N_("口令"))
    after = HiddenField()

    def given(self) -> tuple[str, str]:
        return self.login.data or "", self.passphrase.data or ""


class CodeForm(PlainForm):
    code = StringField(
        N_("动态验证码"),
        validators=[InputRequired("required"), Length(max=20, message="too_long:%(max)d")],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
    after = HiddenField()

    def given(self) -> str:
        return self.code.data or ""


class PasskeyAnswer(PlainForm):
    """What the browser's script got from a passkey, as JSON."""

    answer = HiddenField(validators=[InputRequired("required"), Length(max=LONGEST_ANSWER, message="too_long:%(max)d")])
    after = HiddenField()

    def given(self) -> str:
        return self.answer.data or ""


class NewPasskeyForm(PlainForm):
    """A name for a new passkey, the passphrase, and what the passkey answered."""

    name = StringField(
        N_("给这个通行密钥取个名字"),
        validators=[InputRequired("required"), Length(max=LONGEST_NAME, message="too_long:%(max)d")],
        render_kw={"autocomplete": "off"},
    )
    passphrase = present_passphrase()
    answer = HiddenField(validators=[Length(max=LONGEST_ANSWER, message="too_long:%(max)d")])

    def given(self) -> tuple[str, str, str]:
        """Passphrase, name, answer."""
        return self.passphrase.data or "", self.name.data or "", self.answer.data or ""


class LostPasskeyForm(PlainForm):
    """Which passkey to take away, and the passphrase."""

    mark = HiddenField(validators=[InputRequired("required"), Length(max=32, message="too_long:%(max)d")])
    passphrase = present_passphrase()

    def given(self) -> tuple[str, str]:
        """Passphrase and mark."""
        return self.passphrase.data or "", self.mark.data or ""


class OwnPassphraseForm(PlainForm):
    """The passphrase, asked for once more before something is done to one's own key."""

    passphrase = present_passphrase()

    def given(self) -> str:
        return self.passphrase.data or ""


class PassphraseForm(PlainForm):
    """The old passphrase, and the new one twice."""

    old = present_passphrase()
    new = new_passphrase()
    again = new_passphrase_again()

    def given(self) -> tuple[str, str]:
        """Old and new."""
        return self.old.data or "", self.new.data or ""
