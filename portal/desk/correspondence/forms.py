"""Shape and size of a reply."""

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal.web.forms import PlainForm
from portal.web.language import N_


class ReplyForm(PlainForm):
    """Words to the reporter."""

    text = TextAreaField(
        N_("回复"), validators=[InputRequired("required"), Length(max=5000, message="too_long:%(max)d")]
    )
