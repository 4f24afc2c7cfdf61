"""The imports of a case, folded from what officers did: uploaded, accepted, accepted anew, withdrawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from portal.desk.workbench.importing import Choices
from portal.desk.workbench.importing.plain import restored_from
from portal.desk.workbench.rows import FileKind, Status
from portal.sealing import BadFileList, FileList

FIRST_ROWS = 3
"""Rows stand in this slot or the next, in turns: the new ones are there before the old ones go."""


@dataclass(frozen=True)
class Counts:
    """What became of the rows of an accepted import."""

    data_rows: int = 0
    used_rows: int = 0
    refused: int = 0
    skipped: int = 0
    duplicates: int = 0
    warnings: int = 0
    unknown_words: int = 0


@dataclass(frozen=True)
class Import:
    """One file. `place` counts from 1; `rows` is the slot of its accepted rows, 0 while there are none.

    `accepted` is the number of the event that accepted it, so that what came later can be told.
    """

    place: int
    name: str
    sha256: str
    size: int
    form: str
    day: date
    by: str
    files: FileList = field(repr=False)
    kind: FileKind | None = None
    month: str = ""
    year: int | None = None
    choices: Choices | None = None
    counts: Counts = Counts()
    rows: int = 0
    accepted: int = 0
    withdrawn: bool = False

    @property
    def in_use(self) -> bool:
        """Whether its rows are among the records that are checked."""
        return bool(self.rows) and not self.withdrawn

    @property
    def next_slot(self) -> int:
        """The slot for rows that are accepted next; those accepted before keep theirs until then."""
        return FIRST_ROWS + (self.rows == FIRST_ROWS)


@dataclass(frozen=True)
class Imports:
    """Every import of a case in order, this case's own status words, and how many events there are.

    `unreadable` counts events that could not be read: the page says so, nothing is skipped in silence.
    """

    all: tuple[Import, ...] = ()
    words: Mapping[str, Status] = field(default_factory=dict)
    version: int = 0
    unreadable: int = 0

    def at(self, place: int) -> Import | None:
        """Find an import by its place."""
        return next((one for one in self.all if one.place == place), None)

    @property
    def roster_changed(self) -> int:
        """The number of the last event that changed the roster; what was accepted before it named its people by it."""
        return max((one.accepted for one in self.all if one.kind is FileKind.ROSTER), default=0)


def folded(events: Iterable[tuple[date, Mapping[str, Any] | None]]) -> Imports:
    """Fold the sealed bodies of a case's events, in order; None is one that could not be read."""
    known: dict[int, Import] = {}
    words: dict[str, Status] = {}
    number = unreadable = 0
    for number, (day, body) in enumerate(events, 1):
        if body is None:
            unreadable += 1
            continue
        try:
            _apply(known, words, number, day, body)
        except (KeyError, TypeError, ValueError, BadFileList):
            unreadable += 1
    return Imports(tuple(known.values()), words, number, unreadable)


def _apply(known: dict[int, Import], words: dict[str, Status], number: int, day: date, body: Mapping[str, Any]) -> None:
    place = body["import"]
    if body["act"] == "upload":
        known[place] = Import(
            place, body["name"], body["sha256"], body["size"], body["form"], day, body["by"],
            FileList.from_body(body["files"]), FileKind(body["kind"]) if body["kind"] else None, body["month"],
            body["year"],
        )  # fmt: skip
    elif body["act"] == "accept":
        choices = restored_from(Choices, body["choices"])
        words.update({word: Status(status) for word, status in body["words"].items()})
        known[place] = replace(
            known[place], kind=choices.kind, choices=choices, counts=Counts(**body["counts"]), rows=body["rows"],
            files=FileList.from_body(body["files"]), accepted=number, withdrawn=False,
        )  # fmt: skip
    elif body["act"] == "withdraw":
        accepted = number if known[place].kind is FileKind.ROSTER and known[place].in_use else known[place].accepted
        known[place] = replace(known[place], withdrawn=True, accepted=accepted)
    else:
        raise ValueError("an act of another version")
