"""What a new batch is called."""

from wtforms import StringField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.domain.text import one_line
from portal.web.forms import PlainForm
from portal.web.language import N_


class BatchForm(PlainForm):
    """A new batch."""

    title = StringField(
        N_("批次叫什么"), validators=[InputRequired("required"), Length(max=100, message="too_long:100")]
    )

    def validate_title(self, field: StringField) -> None:
        if not one_line(field.data or ""):
            raise ValidationError("required")

    def named(self) -> str:
        """The name, in one line."""
        return one_line(self.title.data or "")
