"""The rows of a book as the officer chose to read it; every row that is not among them is listed with its reason."""

from collections.abc import Iterable, Sequence

from portal.desk.workbench.rows import AttendanceRow, FileKind, RosterRow, Source

from .cells import is_error, year_first
from .halves import half_of
from .layout import ATTENDANCE, header_at, lacks, no_data, other_table
from .line import Line, Refused
from .making import MAKERS, Making
from .matrix import days_of
from .persons import Persons, check_roster
from .plain import Book, Choices, Imported, Noted, Row
from .proposing import unknown_words
from .reasons import CannotRead, Reason
from .settling import settled
from .table.grid import Sheet

MOST_ROWS = 20_000
_PERSON = ("person_id", "name", "sending_unit")
_GROUPS = frozenset({*_PERSON, "receiving_unit", "unit_and_post", "date", "month", "year_month"})
"""What one merged cell says for every row beside it: who, where, when. An amount or a mark is not said twice."""


def accept(book: Book, choices: Choices, roster: Iterable[RosterRow] = ()) -> Imported:
    """Make the typed rows. `roster`: the case's roster rows, imported before; without them a row names its own person.

    Raise `CannotRead` when the whole file must be refused: no such sheet, no such header row, a needed column
    missing, more than 20,000 rows, or a roster whose persons cannot be told apart.
    """
    if not 0 <= choices.sheet < len(book.sheets):
        raise CannotRead(Reason.NO_SHEET)
    sheet = book.sheets[choices.sheet]
    if not 0 < choices.header <= len(sheet.rows):
        raise CannotRead(Reason.NO_HEADER)
    lacking = lacks(choices.kind, frozenset(choices.columns.values()))
    if lacking:
        raise CannotRead(Reason.MISSING_COLUMN, " ".join(lacking))
    return _Accepting(book, sheet, choices, Persons(roster)).whole()


class _Accepting:
    """One file on its way: counts every row into one of used, refused, skipped, duplicate."""

    def __init__(self, book: Book, sheet: Sheet, choices: Choices, persons: Persons) -> None:
        self._book, self._sheet, self._choices, self._persons = book, sheet, choices, persons
        self._header = header_at(sheet.rows, choices.kind, choices.header - 1)
        self._merged = {(row, column): top for row, column, top in sheet.merged}
        self._merged_rows = {row for row, _ in self._merged}
        width = max(map(len, sheet.rows))
        self._texts = (*self._header.texts, *[""] * (width - len(self._header.texts)))
        self._year = choices.year or (int(choices.month[:4]) if choices.month else None)
        self._matrix = choices.kind in ATTENDANCE and any(key.startswith("day:") for key in choices.columns.values())
        self._names_people = bool({"person_id", "name"} & set(choices.columns.values()))
        self._known: dict[tuple[str, str, str], str | Reason] = {}
        self._heads = {key: self._head(at) for at, key in choices.columns.items()}
        self._halves: dict[int, str] = {}
        self._rows: list[Row] = []
        self._seen: set[tuple[object, ...]] = set()
        self._refused: list[Noted] = []
        self._skipped: list[Noted] = []
        self._duplicates: list[Noted] = []
        self._warnings: list[Noted] = [
            Noted(choices.header, Reason.KEY_TWICE, self._header.texts[at])
            for at, why in enumerate(self._header.whys)
            if why == "twice" and at not in choices.columns
        ]
        self._before: dict[str, str] = {}
        self._used = 0

    def whole(self) -> Imported:
        """Go through the rows below the header."""
        below = enumerate(self._sheet.rows[self._choices.header :], self._choices.header + 1)
        data = [(number, row) for number, row in below if any(row)]
        if len(data) > MOST_ROWS:
            raise CannotRead(Reason.TOO_MANY_ROWS)
        other = other_table(self._sheet.rows, self._header)
        ends = other.first if other else len(self._sheet.rows)
        lines = [line for number, row in data if number <= ends and (line := self._line(number, row))]
        if other:
            beside = str(other.header + 1)
            self._refused += [Noted(number, Reason.OTHER_TABLE, beside) for number, _ in data if number > ends]
        if self._choices.kind is FileKind.ROSTER:
            check_roster((line.text("person_id"), line.text("name"), line.text("sending_unit")) for line in lines)
        for line in lines:
            self._take(line)
        if self._choices.kind is FileKind.ROSTER:
            _check_overlaps(self._rows)
        used = [self._sheet.rows[line.source.row - 1] for line in lines]
        keys = [self._choices.columns.get(at, "") for at in range(len(self._header.texts))]
        words = unknown_words(used, keys, self._choices.kind)
        return Imported(
            self._choices.kind, self._book.sha256, self._settled(), tuple(self._refused), tuple(self._skipped),
            tuple(self._duplicates), tuple(sorted(self._warnings, key=lambda note: note.row)),
            tuple(one for one in words if one[0] not in self._choices.words), len(data), self._used,
        )  # fmt: skip

    def _line(self, number: int, row: Sequence[str]) -> Line | None:
        why = no_data(row, self._header, text_alone=self._choices.kind is FileKind.APPRAISALS)
        # A row of which a merge took all cells but one is no note.
        if why and not (why is Reason.LEGEND and number in self._merged_rows):
            self._skipped.append(Noted(number, why))
            return None
        cells = tuple(pair for pair in zip(self._texts, row, strict=False) if pair[1])
        line = Line(Source(self._book.file, self._book.sha256, number, cells), {}, self._heads, self._year)
        for at, key in self._choices.columns.items():
            if at < len(row) and (text := row[at]):
                self._put(line, key, text)
            elif number in self._merged_rows and (top := self._merged.get((number, at), 0)) > self._choices.header:
                self._fill(line, key, self._sheet.rows[top - 1][at])
        self._name(line)
        if half := half_of(line.text("half")):
            self._halves[number] = half
        return line

    def _put(self, line: Line, key: str, text: str) -> None:
        """Put one cell under its key; one that shows an error has no value."""
        if is_error(text):
            line.unusable[key] = Reason.ERROR_CELL
            line.note(Reason.ERROR_CELL, key)
        else:
            line.texts[key] = year_first(text, self._choices.order)

    def _fill(self, line: Line, key: str, above: str) -> None:
        """Put what a cell merged with this one says, where it may be said for several rows."""
        if key in _GROUPS:
            self._put(line, key, above)
            line.note(Reason.SAME_AS_ABOVE, key)
        else:
            line.unusable[key] = Reason.MERGED
            line.note(Reason.MERGED, key)

    def _name(self, line: Line) -> None:
        """A row without a name means the person above it, but never past a row that does not say whom it means."""
        named = bool(line.text("person_id") or line.text("name"))
        if not named and not line.unusable.keys() & {"person_id", "name"} and self._before:
            line.texts.update(self._before)
            line.note(Reason.SAME_AS_ABOVE, "name")
        elif named:
            self._before = {key: line.text(key) for key in _PERSON if line.text(key)}
        else:
            self._before = {}

    def _head(self, at: int) -> str:
        return self._header.texts[at] if at < len(self._header.texts) else ""

    def _take(self, line: Line) -> None:
        try:
            made = self._made(line)
        except Refused as refused:
            self._refused.append(Noted(line.source.row, refused.reason, refused.detail))
            return
        fresh = [row for row in made if self._is_fresh(row, line.source.row)]
        if fresh and len(fresh) < len(made):
            line.note(Reason.DUPLICATE)
        if not fresh:
            self._duplicates.append(Noted(line.source.row, Reason.DUPLICATE))
            return
        self._rows += fresh
        self._warnings += line.notes
        self._used += 1

    def _made(self, line: Line) -> list[Row]:
        kind = self._choices.kind
        if kind is FileKind.ROSTER:
            return [MAKERS[kind](line, Making(""))]
        told = line.text("person_id"), line.text("name")
        if not any(told) and (bad := line.unusable.keys() & {"person_id", "name"}):
            raise Refused(line.unusable[min(bad)], line.headers[min(bad)])
        if not any(told) and self._names_people and not self._choices.person:
            # The only person of the register is meant by a file that names nobody, not by a row that lost its name.
            raise Refused(Reason.NO_PERSON)
        who = (*told, line.text("sending_unit"))
        if who not in self._known:
            self._known[who] = self._persons.find(*who, self._choices.person)
        person = self._known[who]
        if isinstance(person, Reason):
            raise Refused(person)
        if self._persons.is_other_name(*told):
            line.note(Reason.OTHER_NAME, "name")
        if self._persons.is_other_unit(person, line.text("sending_unit")):
            line.note(Reason.OTHER_UNIT, "sending_unit")
        making = Making(person, kind is FileKind.SENDING, self._choices.words)
        if self._matrix:
            return list(days_of(line, making, self._choices.month))
        return [MAKERS[kind](line, making)]

    def _is_fresh(self, row: Row, number: int) -> bool:
        # The source is the first field of every kind of row: what a row says is the rest.
        what = (self._halves.get(number), *tuple(vars(row).values())[1:])
        if what in self._seen:
            return False
        self._seen.add(what)
        return True

    def _settled(self) -> tuple[Row, ...]:
        """Days whose attendance rows say different things count as unknown, and are listed."""
        if self._choices.kind not in ATTENDANCE:
            return tuple(self._rows)
        rows, notes = settled([row for row in self._rows if isinstance(row, AttendanceRow)], self._halves)
        self._warnings += notes
        return tuple(rows)


def _check_overlaps(rows: Iterable[Row]) -> None:
    """Two secondments at once, one name and unit, no numbers: these are two persons."""
    known: dict[str, list[RosterRow]] = {}
    for row in rows:
        if isinstance(row, RosterRow) and not row.person_id:
            for other in known.setdefault(row.person, []):
                ends = other.end or row.start, row.end or other.start
                if row.start <= ends[0] and other.start <= ends[1]:
                    raise CannotRead(Reason.SAME_NAME)
            known[row.person].append(row)
