"""Shape of what is asked of the papers."""

from wtforms import IntegerField
from wtforms.validators import InputRequired

from portal.web.forms import PlainForm


class ChooseForm(PlainForm):
    """Choosing the days to ask about; `seen` is how many lists there were."""

    seen = IntegerField(validators=[InputRequired("required")])
