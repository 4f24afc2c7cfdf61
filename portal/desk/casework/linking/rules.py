"""Which texts of a report are marked, and in what form. Pure."""

from collections.abc import Iterator
from enum import StrEnum
from unicodedata import normalize

from portal.domain.fields import UNKNOWN
from portal.domain.report import Report


class Use(StrEnum):
    """What a mark stands for."""

    PERSON = "person"
    UNIT = "unit"


def normal(text: str) -> str:
    """Bring a name into one form: NFKC, without case, letters and digits alone."""
    return "".join(letter for letter in normalize("NFKC", text).casefold() if letter.isalnum())


def named(report: Report) -> frozenset[tuple[Use, str]]:
    """Whom and which units a report names, normalised; what is not known or empty is left out."""
    return frozenset((use, normal(text)) for use, text in _texts(report) if text != UNKNOWN and normal(text))


def _texts(report: Report) -> Iterator[tuple[Use, str]]:
    yield Use.PERSON, report.subject.name
    yield Use.UNIT, report.secondment.sending_unit
    yield Use.UNIT, report.secondment.receiving_unit
