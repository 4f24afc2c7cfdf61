"""The words of one case that can be searched, each with where it stands."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from portal.desk.casework import filing
from portal.desk.casework.letters import letters_of
from portal.desk.casework.unlocking import Unlocked
from portal.domain.reading import Reading, read
from portal.sealing import Kind
from portal.web.text import plain

REPORT, FILES, LETTER, REPLY, DECISION, NOTE, FOLLOW_UP = (
    "report", "files", "letter", "reply", "decision", "note", "follow-up",
)  # fmt: skip
KINDS = (Kind.REPORT, Kind.LETTER, Kind.COPY, Kind.DECISION, Kind.NOTE, Kind.FOLLOW_UP)
"""The kinds of items that hold them: when there are more of these, the words are read again."""


def parts_of(session: Session, opened: Unlocked) -> list[tuple[str, str]]:
    """Every text of the case with its place, empty ones left out. What does not open has no words."""
    return [(where, text) for where, text in _all(session, opened) if text]


def _all(session: Session, opened: Unlocked) -> Iterator[tuple[str, str]]:
    if opened.report is not None:
        yield from ((REPORT, text) for text in _report(read(opened.report)))
    if opened.files is not None:
        yield from ((FILES, entry.name) for entry in opened.files.entries)
    for letter in letters_of(session, opened):
        yield LETTER, letter.text or ""
        yield from ((FILES, entry.name) for entry in letter.files)
    for _, copy in filing.items(session, opened, Kind.COPY):
        yield REPLY, plain(str(copy.body.get("html", ""))) if copy else ""
    for kind, where in ((Kind.DECISION, DECISION), (Kind.NOTE, NOTE), (Kind.FOLLOW_UP, FOLLOW_UP)):
        for _, item in filing.items(session, opened, kind):
            yield where, str(item.body.get("text", "")) if item else ""


def _report(reading: Reading) -> Iterator[str]:
    for row in (*(row for section in reading.sections for row in section.rows), *reading.caution):
        yield from (value.zh for value in row.values)
    yield from (sign.label.zh for _, signs in reading.signs for sign in signs)
    yield reading.summary
    for seen in reading.timeline:
        yield from (seen.place, seen.record_hint, seen.detail)
