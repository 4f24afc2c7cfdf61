"""The shape of what a holder of a code sends."""

from wtforms import HiddenField, StringField

from portal.domain.correspondence import ADD, PURPOSES
from portal.public.fields import Choose, Words
from portal.web.forms import PlainForm
from portal.web.language import N_

LETTER_AT_MOST = 5000


class CodeForm(PlainForm):
    """A receipt code, as typed. Whether it is one is not said here: wrong and absent get the same page."""

    code = StringField(N_("查询码"))


class LetterForm(PlainForm):
    """Something to add, under a code. `once` makes a second submit of the same page harmless."""

    code = StringField(N_("查询码"))
    once = HiddenField()
    purpose = Choose(N_("这封信是为了"), PURPOSES, default=ADD)
    text = Words(N_("您想补充的"), LETTER_AT_MOST)
