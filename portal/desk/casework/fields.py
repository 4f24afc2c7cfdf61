"""The kinds of fields that the desk's forms share: lists to tick, days, lines; all bounded here and judged by rules."""

from collections.abc import Iterable
from typing import Any

from wtforms import DateField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.desk.casework.access import Person
from portal.domain.options import Options
from portal.domain.text import one_line, tidy

LONGEST = 5000
LONGEST_LINE = 200
Pairs = Iterable[tuple[str, str]]


class Ticks(SelectMultipleField):
    """Any number of a list that `offer` gives."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, **more)

    def offer(self, pairs: Pairs) -> None:
        """Offer these codes, each with its words in the reader's language."""
        self.choices = list(pairs)


class One(RadioField):
    """One of a list that `offer` gives; whether it must be chosen, the rules say."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, **more)

    def offer(self, pairs: Pairs) -> None:
        """Offer these codes, each with its words in the reader's language."""
        self.choices = list(pairs)


class Line(StringField):
    """One line of text."""

    def __init__(self, label: str, maximum: int = LONGEST_LINE, **more: Any) -> None:
        super().__init__(label, [Length(max=maximum, message="too_long:%(max)d")], filters=[_line], **more)


class Words(TextAreaField):
    """Some paragraphs."""

    def __init__(self, label: str, *must: Any, **more: Any) -> None:
        bound = Length(max=LONGEST, message="too_long:%(max)d")
        super().__init__(label, [*must, bound], filters=[_tidied], **more)


class Day(DateField):
    """A calendar day, or nothing."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, [Optional()], **more)


def offered(of: Options, codes: Iterable[str], lang: str) -> list[tuple[str, str]]:
    """Give some codes of a list with their words."""
    return [(code, of.text(code).of(lang)) for code in codes]


def people(of: Iterable[Person], lang: str) -> list[tuple[str, str]]:
    """Give officers to choose from, each with what they are."""
    return [(person.officer, _with_roles(person, lang)) for person in of]


def version_of(typed: str | None) -> int:
    """The version of a case that a page says it showed; -1, which no case has, for anything that is no such number."""
    text = str(typed or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000000") else -1


def _with_roles(person: Person, lang: str) -> str:
    roles = [role.text.of(lang) for role in person.roles]
    return f"{person.name}（{'、'.join(roles)}）" if lang == "zh" else f"{person.name} ({', '.join(roles)})"


def _tidied(typed: str | None) -> str:
    return tidy(typed or "")


def _line(typed: str | None) -> str:
    return one_line(typed or "")
