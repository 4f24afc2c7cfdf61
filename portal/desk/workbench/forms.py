"""Shape and size of what an officer sends to the workbench."""

import re
from collections.abc import Mapping
from typing import Any

from flask_wtf.file import FileRequired, MultipleFileField
from wtforms import FieldList, FormField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional, Regexp

from portal.desk.workbench.importing import Choices, Hints
from portal.desk.workbench.importing.headers import keys
from portal.desk.workbench.importing.layout import day_of
from portal.desk.workbench.rows import FileKind, Status
from portal.desk.workbench.words import KINDS, ORDERS
from portal.domain.text import Text
from portal.web.forms import PlainForm, RowForm
from portal.web.language import N_

MOST_AT_ONCE = 10
MONTH = r"|\d{4}-(0[1-9]|1[0-2])"
_DAY = re.compile(r"day:(\d{1,2}|\d{1,2}-\d{1,2}|\d{4}-\d{2}-\d{2})(:am|:pm)?")
_FULL = re.compile(r"day:\d{4}")
YEARS = range(1990, 2101)
_YEARS = NumberRange(YEARS.start, YEARS.stop - 1, message="not_a_number")


def choices_of(words: Mapping[Any, Text], lang: str, first: str | None = None) -> list[SelectChoice]:
    """Codes and words as WTForms wants them, after an optional first entry."""
    open_end = [] if first is None else [SelectChoice(value="", label=first)]
    return open_end + [SelectChoice(value=str(code), label=text.of(lang)) for code, text in words.items()]


class UploadForm(PlainForm):
    """One or several files and what the officer knows about them."""

    file = MultipleFileField(
        N_("文件"), validators=[FileRequired("required"), Length(max=MOST_AT_ONCE, message="too_many_files:%(max)d")]
    )
    kind = SelectField(N_("这是什么资料"), choices=[])
    month = StringField(N_("哪个月"), validators=[Optional(), Regexp(MONTH, message="not_a_month")])
    year = IntegerField(N_("哪一年"), validators=[Optional(), _YEARS])

    @classmethod
    def among(cls, lang: str, auto: str) -> "UploadForm":
        """The form with the kinds of file in the reader's language; `auto` is what leaving it open is called."""
        form = cls()
        form.kind.choices = choices_of(KINDS, lang, auto)
        return form

    def hints(self) -> Hints:
        """What was said about the file."""
        kind = FileKind(self.kind.data) if self.kind.data else None
        return Hints(kind, month=self.month.data or "", year=self.year.data)


class WordRow(RowForm):
    """One status word of this case and the class it means."""

    word = HiddenField(validators=[Length(max=200)])
    status = StringField(validators=[AnyOf(["", *Status], message="not_a_choice")])


class MappingForm(PlainForm):
    """How one file is to be read."""

    kind = StringField(validators=[AnyOf(list(FileKind), message="not_a_choice")])
    sheet = IntegerField(validators=[InputRequired("required"), NumberRange(0, 10_000)])
    header = IntegerField(validators=[InputRequired("required"), NumberRange(1, 100_000)])
    month = HiddenField(validators=[Regexp(MONTH, message="not_a_month")])
    year = IntegerField(validators=[Optional(), _YEARS])
    order = StringField(validators=[AnyOf(list(ORDERS), message="not_a_choice")])
    person = StringField(validators=[Length(max=300)])
    version = IntegerField(validators=[InputRequired("required")])
    columns = FieldList(StringField(validators=[Length(max=40)]), max_entries=2000)
    words = FieldList(FormField(WordRow), max_entries=2000)

    def choices(self, known: dict[str, Status]) -> Choices:
        """What was chosen; a key that this kind of file does not have is left out, and so is a key's second column."""
        kind, columns = FileKind(self.kind.data or ""), dict[int, str]()
        for field in self.columns:
            key, place = (field.data or "").strip(), int(field.name.rpartition("-")[2])
            if (key in keys(kind) or _is_day(key)) and key not in columns.values():
                columns[place] = key
        words = {**known, **self.new_words()}
        said = (self.month.data or "", self.year.data, words, self.person.data or "", self.order.data or "")
        return Choices(kind, self.sheet.data or 0, self.header.data or 1, columns, *said)

    def new_words(self) -> dict[str, Status]:
        """The status words that were given a class now."""
        rows = [row.form for row in self.words]
        return {row.word.data: Status(row.status.data) for row in rows if row.word.data and row.status.data}


def _is_day(key: str) -> bool:
    try:
        return bool(_DAY.fullmatch(key)) and (day_of(key, None) is not None or not _FULL.match(key))
    except ValueError:
        return False


class VersionForm(PlainForm):
    """One button: what the page showed when it was made."""

    version = IntegerField(validators=[InputRequired("required")])
