"""Shape and size of a reply."""

from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.cleaning.workshop import Workshop
from portal.desk.correspondence.enclosing import MOST_FILES, Enclosed, NotEnclosed, prepared
from portal.web.forms import PlainForm
from portal.web.language import N_


class ReplyForm(PlainForm):
    """Words to the reporter."""

    text = TextAreaField(
        N_("回复"), validators=[InputRequired("required"), Length(max=5000, message="too_long:%(max)d")]
    )
    question = BooleanField(N_("这是一个问题,请举报人回答"))
    reviewed = BooleanField(N_("我看过了:问题里没有会暴露举报人的内容"))

    files = MultipleFileField(N_("随信的文件"))
    as_they_are = BooleanField(N_("原样发送,不去除隐藏信息"))

    def enclosed(self, workshop: Workshop) -> list[Enclosed] | None:
        """Give the chosen files as they may be sent; None, with the reason beside the field, when one may not."""
        chosen = [file for file in self.files.data or () if file and file.filename]
        if len(chosen) > MOST_FILES:
            self.files.errors = [f"too_many_files:{MOST_FILES}"]
            return None
        try:
            return [
                prepared(workshop, file.filename, file.read(), as_it_is=bool(self.as_they_are.data)) for file in chosen
            ]
        except NotEnclosed as refused:
            self.files.errors = [f"not_enclosed:{refused.name}", refused.why.value]
            return None

    def marks(self) -> dict[str, bool]:
        """What was ticked, as the action takes it."""
        return {"question": bool(self.question.data), "reviewed": bool(self.reviewed.data)}
