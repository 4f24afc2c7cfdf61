"""The kinds of fields a report is asked with: closed lists in the reader's language, forgiving text, ticks."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from portal.domain.options import Options
from portal.domain.text import one_line, tidy
from portal.web.language import gettext, language

YES, NO = "yes", "no"


@cache
def _choices(of: Options, lang: str) -> tuple[SelectChoice, ...]:
    # Typeset once and not for every form. What is kept are the lists of the domain, never a word of a reporter.
    return tuple(SelectChoice(value=code, label=words) for code, words in of.choices(lang))


class Choose(RadioField):
    """One of a short list, all of it in sight. Nothing is chosen beforehand, unless `default` makes it optional."""

    def __init__(self, label: str, of: Options, *, default: str | None = None, **more: Any) -> None:
        needed = [] if default else [InputRequired("choose")]
        super().__init__(label, needed, choices=_choices(of, language()), default=default, **more)


class Pick(SelectField):
    """One of a long list, opened by a tap. The first line is no answer, so nothing is chosen by accident."""

    def __init__(self, label: str, of: Options, *, required: bool = True, default: str = "", **more: Any) -> None:
        blank = SelectChoice(value="", label=gettext("请选择"))
        needed = [InputRequired("choose")] if required else []
        super().__init__(label, needed, choices=[blank, *_choices(of, language())], default=default, **more)


class YesNo(RadioField):
    """Yes or no; nothing chosen beforehand."""

    def __init__(self, label: str, **more: Any) -> None:
        both = [SelectChoice(value=NO, label=gettext("不是")), SelectChoice(value=YES, label=gettext("是"))]
        super().__init__(label, [InputRequired("choose")], choices=both, **more)


class Ticks(SelectMultipleField):
    """Any number of a list: one of the domain's, or the one that `offer` gives it."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, of: Options | None = None, **more: Any) -> None:
        super().__init__(label, choices=_choices(of, language()) if of else [], **more)

    def offer(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Offer these codes, each with its words in the reader's language."""
        self.choices = [SelectChoice(value=code, label=words) for code, words in pairs]


class Tick(BooleanField):
    """One sentence to agree with; `required` when the report cannot go on without it."""

    def __init__(self, label: str, *, required: bool = False, **more: Any) -> None:
        super().__init__(label, [InputRequired("tick")] if required else [], **more)


class Line(StringField):
    """One line of text. `read` turns what people type into the one form a report holds, or gives it back unchanged."""

    def __init__(self, label: str, longest: int, read: Callable[[str], str] | None = None, **more: Any) -> None:
        filters = [_or_nothing(one_line)] + ([_or_nothing(read)] if read else [])
        super().__init__(label, [Length(max=longest, message=f"too_long:{longest}")], filters=filters, **more)


class Words(TextAreaField):
    """Text of any length up to `longest` characters; what is longer is refused, never cut."""

    def __init__(self, label: str, longest: int, *, shortest: int = 0, **more: Any) -> None:
        bounds = [Length(max=longest, message=f"too_long:{longest}")]
        if shortest:
            bounds.insert(0, Length(min=shortest, message=f"too_short:{shortest}"))
        super().__init__(label, bounds, filters=[_or_nothing(tidy)], **more)


def _or_nothing(read: Callable[[str], str]) -> Callable[[str | None], str]:
    return lambda typed: read(typed) if typed else ""
